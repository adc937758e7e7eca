package draw

import (
	"image/color"
	"slices"
	"strconv"
	"strings"
)

// style is what decides how an element looks: the properties that our style sheets and attributes set. Elements inherit all
// of them from what they stand in.
type style struct {
	fill, stroke               color.NRGBA // no alpha is no colour
	fillOpacity, strokeOpacity float64
	width                      float64
	dashes                     []float64
	roundCap, roundJoin        bool
	strokeFirst                bool
	hidden                     bool
	bold                       bool
	size                       float64
	anchor                     string
}

// plainStyle is the style of an element that nothing is said about.
var plainStyle = style{fill: color.NRGBA{A: 255}, fillOpacity: 1, strokeOpacity: 1, width: 1, size: 16, anchor: "start"}

// properties reads the value of each property that may be set; false is a value that is not known. Fonts are one: ours.
var properties = map[string]func(s *style, value string) bool{
	"fill":             func(s *style, v string) bool { return readColor(&s.fill, v) },
	"stroke":           func(s *style, v string) bool { return readColor(&s.stroke, v) },
	"fill-opacity":     func(s *style, v string) bool { return readNumber(&s.fillOpacity, v) },
	"stroke-opacity":   func(s *style, v string) bool { return readNumber(&s.strokeOpacity, v) },
	"stroke-width":     func(s *style, v string) bool { return readNumber(&s.width, v) },
	"stroke-dasharray": func(s *style, v string) bool { return readDashes(&s.dashes, v) },
	"stroke-linecap":   func(s *style, v string) bool { return readWord(&s.roundCap, v, "round", "butt") },
	"stroke-linejoin":  func(s *style, v string) bool { return readWord(&s.roundJoin, v, "round", "miter") },
	"paint-order":      func(s *style, v string) bool { return readWord(&s.strokeFirst, v, "stroke", "normal") },
	"display":          func(s *style, v string) bool { return readWord(&s.hidden, v, "none", "inline") },
	"font-weight":      func(s *style, v string) bool { return readWord(&s.bold, v, "bold", "normal") },
	"font-size":        func(s *style, v string) bool { return readNumber(&s.size, v) },
	"font-family":      func(*style, string) bool { return true },
	"text-anchor":      func(s *style, v string) bool { s.anchor = v; return v == "start" || v == "middle" || v == "end" },
}

func readColor(c *color.NRGBA, value string) bool {
	if value == "none" {
		*c = color.NRGBA{}
		return true
	}
	hex, isHex := strings.CutPrefix(value, "#")
	n, err := strconv.ParseUint(hex, 16, 32)
	if !isHex || len(hex) != 6 || err != nil {
		return false
	}
	*c = color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
	return true
}

func readNumber(x *float64, value string) bool {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || !(n >= 0 && n < pixelMost) {
		return false
	}
	*x = n
	return true
}

func readDashes(dashes *[]float64, value string) bool {
	*dashes = nil
	for _, field := range strings.Fields(value) {
		var n float64
		if !readNumber(&n, field) {
			*dashes = nil
			return false
		}
		*dashes = append(*dashes, n)
	}
	return true
}

// readWord sets a property that has two values.
func readWord(is *bool, value, yes, no string) bool {
	*is = value == yes
	return value == yes || value == no
}

// styleSheet holds rules, what weighs least first.
type styleSheet []styleRule

type styleRule struct {
	selector []compound // an element, and before it what it must stand in, from outside in
	set      [][2]string
}

// compound is one part of a selector: an element's name, or "", and classes.
type compound struct {
	element string
	classes []string
}

func (r styleRule) weight() int {
	w := 0
	for _, c := range r.selector {
		w += 100 * len(c.classes)
		if c.element != "" {
			w++
		}
	}
	return w
}

// readStyleSheet reads rules with selectors of names, classes and blanks. What follows an @ (the dark scheme) is passed over,
// and so are selectors with a colon, which speak of a reader's pointer. It returns what it could not read.
func readStyleSheet(text string) (sheet styleSheet, unknown []string) {
	for {
		selectors, rest, found := strings.Cut(text, "{")
		if !found {
			break
		}
		selectors = strings.TrimSpace(selectors)
		if strings.HasPrefix(selectors, "@") {
			text = afterBlock(rest)
			continue
		}
		body, after, _ := strings.Cut(rest, "}")
		text = after
		set, bad := readDeclarations(body)
		unknown = append(unknown, bad...)
		for selector := range strings.SplitSeq(selectors, ",") {
			switch parts := readSelector(selector); {
			case strings.Contains(selector, ":"):
			case parts == nil:
				unknown = append(unknown, "selector "+selector)
			default:
				sheet = append(sheet, styleRule{parts, set})
			}
		}
	}
	slices.SortStableFunc(sheet, func(a, b styleRule) int { return a.weight() - b.weight() })
	return sheet, unknown
}

// afterBlock returns what stands behind the bracket that closes a block, given what stands behind the one that opens it.
func afterBlock(text string) string {
	depth := 1
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return text[i+1:]
		}
	}
	return ""
}

func readSelector(s string) []compound {
	var parts []compound
	for field := range strings.FieldsSeq(s) {
		if strings.ContainsAny(field, ">+~*#[") {
			return nil
		}
		names := strings.Split(field, ".")
		parts = append(parts, compound{names[0], names[1:]})
	}
	return parts
}

func readDeclarations(body string) (set [][2]string, unknown []string) {
	for declaration := range strings.SplitSeq(body, ";") {
		name, value, found := strings.Cut(declaration, ":")
		if !found {
			continue
		}
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		read, known := properties[name]
		if probe := plainStyle; !known || !read(&probe, value) {
			unknown = append(unknown, "declaration "+declaration)
			continue
		}
		set = append(set, [2]string{name, value})
	}
	return set, unknown
}

// apply sets what the rules say of the last of a line of elements, each of which stands in the one before it.
func (sheet styleSheet) apply(s *style, line []*svgElement) {
	for _, r := range sheet {
		if r.matches(line) {
			for _, d := range r.set {
				properties[d[0]](s, d[1])
			}
		}
	}
}

func (r styleRule) matches(line []*svgElement) bool {
	parts := r.selector
	i := len(line) - 1
	if !parts[len(parts)-1].matches(line[i]) {
		return false
	}
	parts = parts[:len(parts)-1]
	for i--; i >= 0 && len(parts) > 0; i-- {
		if parts[len(parts)-1].matches(line[i]) {
			parts = parts[:len(parts)-1]
		}
	}
	return len(parts) == 0
}

func (c compound) matches(e *svgElement) bool {
	if c.element != "" && c.element != e.name {
		return false
	}
	for _, class := range c.classes {
		if !slices.Contains(e.classes, class) {
			return false
		}
	}
	return true
}
