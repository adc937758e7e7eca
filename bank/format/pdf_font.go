package format

import (
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// pdfFont says which text the codes of a font are, and how wide.
type pdfFont struct {
	wide   bool              // codes have two bytes
	text   map[string]string // of the codes
	widths map[int]float64   // in thousandths of the size
	usual  float64           // width of other codes; 0 where they are guessed from the letters
	mono   bool
	utf16  bool // codes are UTF-16
	signs  bool // the letters are pictures
	said   int  // codes that the font told something about, again or not
}

// plainFont stands for a font that is lost. Most letters of English are where ASCII has them.
var plainFont = func() *pdfFont {
	f := &pdfFont{text: map[string]string{}}
	for c := byte(' '); c < 0x7F; c++ {
		f.text[string(c)] = string(c)
	}
	return f
}()

type pdfGlyph struct {
	text  string
	width float64 // in parts of the size
	space bool    // the code 32 of one byte, which word spacing widens
}

// maxPDFCodes is how many codes a font may tell something about: all of two bytes, widths and texts, and some of them twice.
const maxPDFCodes = 300000

// maxDifferences is how many names of letters an encoding may have.
const maxDifferences = 2000

// fontOf reads a font.
func (d *pdfDocument) fontOf(v pdf.Value) *pdfFont {
	f := &pdfFont{text: map[string]string{}, widths: map[int]float64{}}
	name := v.Key("BaseFont").Name()
	lower := strings.ToLower(name)
	f.mono = strings.Contains(lower, "courier") || strings.Contains(lower, "mono") || strings.Contains(lower, "consol") || strings.Contains(lower, "typewriter") || strings.Contains(lower, "cmtt")
	encoding := v.Key("Encoding").Name()
	f.wide = v.Key("Subtype").Name() == "Type0"
	f.utf16 = f.wide && (strings.Contains(encoding, "UCS2") || strings.Contains(encoding, "UTF16"))
	if f.wide {
		d.wideWidths(f, v.Key("DescendantFonts").Index(0))
	} else {
		d.simpleWidths(f, v)
	}
	mapped := v.Key("ToUnicode").Kind() == pdf.Stream
	if mapped {
		f.characterMap(d.stream(v.Key("ToUnicode")))
	}
	if !f.wide {
		f.signs = len(f.text) == 0 && v.Key("Encoding").IsNull() && (strings.Contains(lower, "symbol") || strings.Contains(lower, "dingbat") || strings.Contains(lower, "wingding"))
		f.encode(v, mapped)
	}
	return f
}

// encode takes the text of codes that the character map does not have from the encoding.
func (f *pdfFont) encode(v pdf.Value, mapped bool) {
	encoding := v.Key("Encoding")
	if encoding.IsNull() && mapped && len(f.text) > 0 {
		return
	}
	font := pdf.Font{V: v}
	var encoder pdf.TextEncoding
	if encoding.Kind() == pdf.Dict && encoding.Key("Differences").Len() <= maxDifferences || encoding.Kind() == pdf.Name && encoding.Name() != "Identity-H" {
		encoder = font.Encoder()
	}
	for code := range 256 {
		raw := string([]byte{byte(code)})
		if f.text[raw] != "" {
			continue
		}
		text := string(fromWindows1252(byte(code)))
		if encoder != nil {
			if decoded := encoder.Decode(raw); decoded != raw && decoded != string(rune(code)) {
				text = decoded
			}
		}
		f.text[raw] = text
	}
}

func (d *pdfDocument) simpleWidths(f *pdfFont, v pdf.Value) {
	scale := 1.0
	if m := v.Key("FontMatrix"); m.Len() == 6 && v.Key("Subtype").Name() == "Type3" {
		scale = m.Index(0).Float64() * 1000
	}
	first, widths := int(v.Key("FirstChar").Int64()), v.Key("Widths")
	for i := range min(widths.Len(), 256) {
		f.widths[first+i] = widths.Index(i).Float64() * scale
	}
	if len(f.widths) > 0 {
		f.usual = v.Key("FontDescriptor").Key("MissingWidth").Float64()
	}
	if f.mono && f.usual == 0 {
		f.usual = 600
	}
}

// wideWidths reads "[ 1 [500 600] 10 20 550 ]": widths from a code on, or one for a range.
func (d *pdfDocument) wideWidths(f *pdfFont, v pdf.Value) {
	f.usual = 1000
	if usual := v.Key("DW"); !usual.IsNull() {
		f.usual = usual.Float64()
	}
	w := v.Key("W")
	for i := 0; i+1 < w.Len() && f.said < maxPDFCodes; {
		first, second := int(w.Index(i).Int64()), w.Index(i+1)
		if second.Kind() == pdf.Array {
			for j := range min(second.Len(), 65536) {
				f.widths[first+j] = second.Index(j).Float64()
				f.said++
			}
			i += 2
			continue
		}
		width := w.Index(i + 2).Float64()
		for code := first; code <= min(int(second.Int64()), first+65535) && f.said < maxPDFCodes; code++ {
			f.widths[code] = width
			f.said++
		}
		i += 3
	}
}

// characterMap reads which texts the codes stand for.
func (f *pdfFont) characterMap(data []byte) {
	l := pdfLexer{data: data}
	var args []string // strings since the last word; "" for the borders of a list
	for {
		t := l.token()
		switch t.kind {
		case pdfEnd:
			return
		case pdfString:
			if len(args) < maxPDFCodes {
				args = append(args, t.text)
			}
		case pdfOpen, pdfClose:
			if t.text == "[" || t.text == "]" {
				args = append(args, "")
			}
		case pdfWord:
			switch t.text {
			case "endcodespacerange":
				f.wide = len(args) > 0 && len(args[len(args)-1]) == 2
			case "endbfchar":
				for i := 0; i+1 < len(args); i += 2 {
					f.maps(args[i], args[i+1])
				}
			case "endbfrange":
				f.ranges(args)
			}
			args = args[:0]
		}
	}
}

func (f *pdfFont) maps(code, text string) {
	if f.said++; f.said <= maxPDFCodes && code != "" {
		f.text[code] = utf16Text(text)
	}
}

// ranges reads "low high text" and "low high [text text ...]".
func (f *pdfFont) ranges(args []string) {
	for i := 0; i+2 < len(args); {
		low, high := args[i], args[i+1]
		i += 2
		if args[i] == "" { // a list
			for i++; i < len(args) && args[i] != ""; i++ {
				f.maps(low, args[i])
				low = following(low)
			}
			i++
			continue
		}
		text := args[i]
		i++
		for n := 0; len(low) == len(high) && low <= high && low != "" && n < 65536 && f.said < maxPDFCodes; n++ {
			f.maps(low, text)
			if low == high {
				break
			}
			low, text = following(low), following(text)
		}
	}
}

// following is the next number, as bytes.
func following(s string) string {
	b := []byte(s)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]++; b[i] != 0 {
			break
		}
	}
	return string(b)
}

func utf16Text(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	if len(s) == 1 {
		units = append(units, uint16(s[0]))
	}
	if len(units) > 1 && swapped(units) {
		for i, u := range units {
			units[i] = u >> 8
		}
	}
	return string(utf16.Decode(units))
}

// swapped recognises the letters of a ligature whose bytes stand in the wrong order, as some versions of Ghostscript write them.
func swapped(units []uint16) bool {
	for _, u := range units {
		if u&0xFF != 0 || !isLetter(byte(u>>8)) {
			return false
		}
	}
	return true
}

// glyphs reads a string that is shown in the font.
func (f *pdfFont) glyphs(raw string) []pdfGlyph {
	size := 1
	if f.wide {
		size = 2
	}
	glyphs := make([]pdfGlyph, 0, len(raw)/size)
	for len(raw) > 0 {
		n := min(size, len(raw))
		code, number := raw[:n], 0
		for i := range n {
			number = number<<8 | int(raw[i])
		}
		raw = raw[n:]
		text := f.text[code]
		switch {
		case f.signs && code != " ":
			text = "•"
		case text == "" && f.utf16:
			text = utf16Text(code)
		}
		width, ok := f.widths[number]
		if !ok {
			width = f.usual
		}
		if width == 0 && !ok {
			width = guessedWidth(text)
		}
		glyphs = append(glyphs, pdfGlyph{text: text, width: width / 1000, space: n == 1 && code == " "})
	}
	return glyphs
}

// guessedWidth is about the width of a letter in Helvetica and Times, whose widths a file need not hold.
func guessedWidth(text string) float64 {
	if text == "" {
		return 500
	}
	switch c := text[0]; {
	case strings.IndexByte(" ijlft.,:;'|!()[]I/-", c) >= 0:
		return 280
	case strings.IndexByte("mwMW@%", c) >= 0:
		return 830
	case isUpper(c):
		return 670
	}
	return 530
}
