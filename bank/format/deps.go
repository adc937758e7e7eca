package format

import (
	_ "github.com/klauspost/compress/zstd"
	_ "github.com/ledongthuc/pdf"
	_ "github.com/xuri/excelize/v2"
	_ "github.com/yuin/goldmark"
	_ "golang.org/x/net/html"
)
