package index

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

const (
	// maxTerms bounds a query. A pasted question of 400 words with a long explanation stays under it.
	maxTerms = 512
	// maxDepth bounds the nesting of parentheses and minus signs.
	maxDepth = 50
)

// SyntaxError is a mistake in a query: one of its form, or a name that nothing answers to.
type SyntaxError struct {
	Column  int    // in runes, from 1
	Message string // what is wrong
	Hint    string // what would be right
}

// Error returns the column, what is wrong and what would be right.
func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("query, column %d: %s", e.Column, e.Message)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Parse reads a query. An empty one is All. The error is a *SyntaxError.
//
//	query  = and { "OR" and }
//	and    = unary { [ "AND" ] unary }
//	unary  = ( "-" | "NOT" ) unary | "(" query ")" | field ":" ( value | "(" query ")" ) | value | "*"
//	value  = word [ "*" | "~" [ digit ] ] | '"' { any | '\"' | '\\' } '"'
//
// A word ends at a space, a quotation mark or a parenthesis. A name before a colon that is no field and does not look
// like one (s3:GetObject, http://x) is part of a word.
func Parse(query string) (Node, error) {
	p := &parser{text: []rune(query)}
	p.space()
	if p.end() {
		return All{}, nil
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.end() { // or stops early only at a parenthesis
		return nil, p.errorAt(p.at, `")" closes nothing`, `write ( before it, or quote it: ")"`)
	}
	return n, nil
}

type parser struct {
	text  []rune
	at    int
	field string // of the group that is being read
	depth int
	terms int
}

func (p *parser) errorAt(at int, message, hint string) error {
	return &SyntaxError{Column: at + 1, Message: message, Hint: hint}
}

func (p *parser) end() bool { return p.at >= len(p.text) }

// peek returns the rune n places on, or 0 behind the end.
func (p *parser) peek(n int) rune {
	if p.at+n < len(p.text) {
		return p.text[p.at+n]
	}
	return 0
}

func (p *parser) space() {
	for !p.end() && unicode.IsSpace(p.text[p.at]) {
		p.at++
	}
}

// keyword reports whether the operator stands here as a word of its own.
func (p *parser) keyword(operator string) bool {
	for i, r := range operator {
		if p.peek(i) != r {
			return false
		}
	}
	next := p.peek(len(operator))
	return p.at+len(operator) >= len(p.text) || unicode.IsSpace(next) || next == '(' || next == ')' || isQuote(next)
}

// closed reports whether the operand list ends here.
func (p *parser) closed() bool { return p.end() || p.peek(0) == ')' }

func (p *parser) or() (Node, error) {
	var nodes []Node
	for {
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		if !p.keyword("OR") {
			break
		}
		if err := p.operator("OR"); err != nil {
			return nil, err
		}
	}
	if len(nodes) == 1 {
		return nodes[0], nil
	}
	return Or{nodes}, nil
}

func (p *parser) and() (Node, error) {
	var nodes []Node
	for !p.closed() && !p.keyword("OR") {
		if p.keyword("AND") {
			if len(nodes) == 0 {
				return nil, p.dangling("AND")
			}
			if err := p.operator("AND"); err != nil {
				return nil, err
			}
			continue
		}
		n, err := p.unary()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		p.space()
	}
	switch len(nodes) {
	case 0:
		return nil, p.nothing()
	case 1:
		return nodes[0], nil
	}
	return And{nodes}, nil
}

// nothing is the error where an operand should stand.
func (p *parser) nothing() error {
	if p.keyword("OR") {
		return p.dangling("OR")
	}
	return p.errorAt(p.at, "there is nothing to search for in the parentheses", "write something between ( and )")
}

func (p *parser) dangling(operator string) error {
	return p.errorAt(p.at, operator+" needs something on both sides",
		fmt.Sprintf("complete it, or quote it to search for the word: %q", operator))
}

// operator passes over an operator that must be followed by something.
func (p *parser) operator(name string) error {
	start := p.at
	p.at += len(name)
	p.space()
	if p.closed() || p.keyword("OR") || p.keyword("AND") {
		p.at = start
		return p.dangling(name)
	}
	return nil
}

func (p *parser) unary() (Node, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, p.errorAt(p.at, fmt.Sprintf("the query is nested more than %d deep", maxDepth),
			"leave out parentheses")
	}
	next := p.peek(1)
	switch {
	case p.peek(0) == '-' && p.at+1 < len(p.text) && !unicode.IsSpace(next) && next != ')':
		p.at++
		return p.not()
	case p.keyword("NOT"):
		if err := p.operator("NOT"); err != nil {
			return nil, err
		}
		return p.not()
	case p.peek(0) == '(':
		return p.group()
	}
	return p.term()
}

func (p *parser) not() (Node, error) {
	for _, operator := range []string{"OR", "AND"} {
		if p.keyword(operator) {
			return nil, p.dangling(operator)
		}
	}
	n, err := p.unary()
	if err != nil {
		return nil, err
	}
	return Not{n}, nil
}

func (p *parser) group() (Node, error) {
	start := p.at
	p.at++
	p.space()
	if p.end() {
		return nil, p.unclosed(start)
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.end() {
		return nil, p.unclosed(start)
	}
	p.at++
	return n, nil
}

func (p *parser) unclosed(start int) error {
	return p.errorAt(start, `"(" is not closed`, `add ) at the end, or quote it: "("`)
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// phrase reads a quoted text. Typographic quotation marks close each other; a straight one only closes itself.
func (p *parser) phrase() (string, error) {
	start := p.at
	straight := p.text[p.at] == '"'
	var b strings.Builder
	for p.at++; !p.end(); p.at++ {
		switch r := p.text[p.at]; {
		case r == '\\' && (p.peek(1) == '"' || p.peek(1) == '\\'):
			p.at++
			b.WriteRune(p.text[p.at])
		case isQuote(r) && (r == '"') == straight:
			p.at++
			return b.String(), p.afterPhrase()
		default:
			b.WriteRune(r)
		}
	}
	return "", p.errorAt(start, "the quotation mark is not closed", `add " at the end, or \" for the mark itself`)
}

// afterPhrase refuses "a b"* and "a b"~2: neither means anything here, and neither may be lost.
func (p *parser) afterPhrase() error {
	next := p.peek(0)
	if p.end() || next != '*' && next != '~' {
		return nil
	}
	return p.errorAt(p.at, fmt.Sprintf("%q after a quoted phrase means nothing", next),
		"it ends a single word: quant* or quantise~")
}

func (p *parser) word() string {
	start := p.at
	for !p.end() {
		r := p.text[p.at]
		if unicode.IsSpace(r) || r == '(' || r == ')' || isQuote(r) {
			break
		}
		p.at++
	}
	return string(p.text[start:p.at])
}

// term reads a leaf, or a field with a group.
func (p *parser) term() (Node, error) {
	if p.terms++; p.terms > maxTerms {
		return nil, p.errorAt(p.at, fmt.Sprintf("the query has more than %d words", maxTerms), "shorten it")
	}
	start := p.at
	t := Term{Field: p.field, Column: start + 1}
	if isQuote(p.peek(0)) {
		text, err := p.phrase()
		t.Text, t.Quoted = text, true
		return t, err
	}
	word := p.word()
	if name, value, ok := strings.Cut(word, ":"); ok && name != "" {
		field := strings.ToLower(name)
		if _, known := fieldNamed(field); known {
			return p.fieldValue(start, field, value)
		}
		if err := p.unknownField(start, name, value); err != nil {
			return nil, err
		}
	}
	return p.ending(t, word)
}

// fieldValue reads what follows "field:"; value is what followed without a space, quotation mark or parenthesis.
func (p *parser) fieldValue(start int, field, value string) (Node, error) {
	switch kind, _ := fieldNamed(field); {
	case kind == laterField:
		return nil, p.errorAt(start, field+": cannot be answered by the search index",
			"the fields are "+strings.Join(Fields(), ", "))
	case p.field != "":
		return nil, p.errorAt(start, fmt.Sprintf("%s: stands inside %s:( )", field, p.field),
			"write the fields beside each other")
	}
	t := Term{Field: field, Text: value, Column: start + 1}
	switch next := p.peek(0); {
	case value != "":
		return p.ending(t, value)
	case isQuote(next):
		text, err := p.phrase()
		t.Text, t.Quoted = text, true
		return t, err
	case next == '(':
		p.field = field
		defer func() { p.field = "" }()
		return p.group()
	}
	return nil, p.errorAt(start, field+": has no value", fmt.Sprintf("write it without a space: %s:value", field))
}

// unknownField decides what a colon after something that is no field means. It is an error when the name is nearly that
// of a field, or when it looks like one: a word in letters before a small letter, a quotation mark or a parenthesis.
// IAM actions, addresses, times and text that was pasted are words.
func (p *parser) unknownField(start int, name, value string) error {
	meant := nearField(strings.ToLower(name))
	first := p.peek(0)
	if value != "" {
		first = []rune(value)[0]
	}
	looks := lowerCase(name) && (unicode.IsLower(first) || isQuote(first) || first == '(') && !strings.Contains(value, ":")
	if !looks && (meant == "" || !lowerCase(name)) {
		return nil
	}
	message := fmt.Sprintf("there is no field %q", name)
	hint := "the fields are " + strings.Join(Fields(), ", ")
	if meant != "" {
		hint = fmt.Sprintf("did you mean %s:? The fields are %s", meant, strings.Join(Fields(), ", "))
	}
	return p.errorAt(start, message, hint+fmt.Sprintf("; to search for the text itself, quote it: %q", name+":"+value))
}

func lowerCase(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' })
}

// ending takes * and ~ off the end of a word and refuses stars elsewhere.
func (p *parser) ending(t Term, word string) (Node, error) {
	column := p.at - len([]rune(word))
	if word == "*" && t.Field == "" {
		return All{}, nil
	}
	if i := strings.LastIndexByte(word, '~'); i > 0 && strings.TrimRight(word[i+1:], "0123456789") == "" {
		return p.slips(t, word[:i], word[i+1:], column)
	}
	base, prefix := strings.CutSuffix(word, "*")
	if star := slices.Index([]rune(base), '*'); star >= 0 || prefix && !strings.ContainsFunc(base, wordRune) {
		return nil, p.errorAt(column+max(star, 0), "a star only stands at the end of a word",
			fmt.Sprintf("write the beginning of the word before it, or quote the text: %q", word))
	}
	t.Text, t.Prefix = base, prefix
	return t, nil
}

func (p *parser) slips(t Term, base, number string, column int) (Node, error) {
	t.Text = base
	switch number {
	case "":
		t.Slips = 2
		if len([]rune(base)) < 6 {
			t.Slips = 1
		}
	case "1", "2":
		t.Slips = int(number[0] - '0')
	default:
		return nil, p.errorAt(column+len([]rune(base)), "~"+number+" is not possible", "write ~, ~1 or ~2")
	}
	if strings.Contains(base, "*") || len(analyze(base)) != 1 || len(analyze(base)[0].parts) != 1 {
		return nil, p.errorAt(column, fmt.Sprintf("~ cannot be applied to %q", base), "it ends a single word: quantise~")
	}
	return t, nil
}
