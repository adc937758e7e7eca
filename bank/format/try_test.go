package format

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTry(t *testing.T) {
	data, _ := os.ReadFile(os.Getenv("TRY"))
	for _, c := range strings.Split(string(data), "\n%%\n") {
		name, body, _ := strings.Cut(c, "\n")
		fmt.Printf("== %s %.100q\n%s\n", name, body, told(t, body, name))
	}
}
