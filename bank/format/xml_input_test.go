package format

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"
)

func xmlLines(text string) *input {
	in, err := newInput(strings.NewReader(text), nil)
	if err != nil {
		panic(err)
	}
	return in
}

// readXMLItems reads <i> elements and tells the line of each, what is in it, and what is left of the text.
func readXMLItems(text string) string {
	in := xmlLines(text)
	x := newXMLInput(in, "i")
	var b strings.Builder
	for {
		t, err := x.next()
		if err != nil {
			break
		}
		if end, ok := t.(xml.EndElement); ok && end.Name.Local == "q" {
			break
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "i" {
			continue
		}
		line := x.line
		x.mark()
		n, err := x.node(start, "file")
		if err == nil {
			x.unmark()
			fmt.Fprintf(&b, "%d:%s ", line, n.content())
			continue
		}
		fmt.Fprintf(&b, "%d:broken ", line)
		x.rewind()
		if !x.skipTo("q") {
			break
		}
	}
	x.finish()
	if l, ok := in.next(); ok {
		fmt.Fprintf(&b, "rest %d:%s", l.no, l.text)
	}
	return strings.TrimSpace(b.String())
}

func TestXMLInput(t *testing.T) {
	for _, c := range []struct{ xml, items string }{
		{"<q>\n<i>a</i>\n\n<i>b\n</i></q>tail\nmore", "2:a 4:b\n rest 5:tail"},
		{"<q><i>a</i><i>b</i></q>\n\nmore", "1:a 1:b rest 2:"},
		{"<?xml version='1.0' encoding='ISO-8859-1'?>\n<q><i>caf\xe9</i></q>", "2:café"},
		{"<q><i>R&D &nbsp;&foo; &amp;</i></q>", "1:R&D \u00a0&foo; &"},
		{"<q><i><p>a<b c='d'>e</b></p><br/></i></q>", `1:<p>a<b c="d">e</b></p><br/>`},
		{"<q><i>a\x0bb</i></q>", "1:ab"},
		{"<q>\n<i>a < b</i>\n<i>c</i>\n</q>\nmore", "2:broken 3:c rest 5:more"},
		{"<q>\n<i><![CDATA[a</i>\n<i>b</i>\n</q>\nmore", "2:broken 3:b rest 5:more"},
		{"<q>\n<i>a\n<i>b</i>\n</q>", "2:broken 3:b"},
		{"<q>\n<i>a<!-- x</i>\n<i>b</i><i><![CDATA[c</i><i>d</i></q>", "2:broken 3:b 3:broken 3:d"},
		{"<q><i><a><a>x</a></i><i>b</i></q>", "1:<a><a>x</a></a> 1:b"},
		{"<q><i><file>QUJD</file>x</i></q>", "1:<file/>x"},
		{"<q><i>a</i><i>b", "1:a 1:broken"},
		{"<!DOCTYPE q [<!ENTITY a \"b\">]><q><i>&a;</i></q>", "1:&a;"},
		{"<q><i>" + strings.Repeat("<d>", 200) + "</i><i>b</i></q>", "1:broken 1:b"},
	} {
		if got := readXMLItems(c.xml); got != c.items {
			t.Errorf("%q\n got    %q\n wanted %q", c.xml, got, c.items)
		}
	}
}

func TestXMLInputIsLinear(t *testing.T) {
	largeInput(t)
	for _, unit := range []string{"<i><![CDATA[", "<i>\n<![CDATA[\n", "<i><a>", "<i><!--</i>\n", "<i>x</i>", "<i>&", "<", "<i>a < b</i>\n", "<i></q>"} {
		began := time.Now()
		readXMLItems("<q>" + strings.Repeat(unit, 1<<18/len(unit)))
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("%q: %v", unit, took)
		} else if testing.Verbose() {
			t.Logf("%q: %v", unit, took)
		}
	}
}
