package format

import "strings"

// An extent is the lines of one GIFT item, looked at and not taken, with the blocks in braces that it holds.
type extent struct {
	first  int // number of the first line
	lines  int
	text   string // without comments, escapes hidden
	blocks []braces
	open   bool // a brace was not closed
	stray  bool // a brace closes that was not opened

	wrongFirst bool // of True and False, the feedback for the wrong one stands first
}

// braces is a block in braces, as offsets into the text of its item: from { to behind }.
type braces struct {
	from, to int
	answers  bool // what is in it looks like answers
}

func (b braces) content(text string) string { return strings.TrimSpace(text[b.from+1 : b.to-1]) }

// answers returns the one block of answers.
func (x *extent) answers() (braces, bool) {
	for _, b := range x.blocks {
		if b.answers {
			return b, true
		}
	}
	return braces{}, false
}

func (x *extent) several() bool {
	n := 0
	for _, b := range x.blocks {
		if b.answers {
			n++
		}
	}
	return n > 1
}

// extentScan follows the braces of an item line by line.
type extentScan struct {
	extent
	b        strings.Builder
	depth    int
	from     int  // of the brace that opened the block
	complete bool // the last line ended a block of answers
}

// giftExtent finds the item that begins with the next line.
func giftExtent(in *input) extent {
	var s extentScan
	for i := 0; ; i++ {
		l, ok := in.peek(i)
		text := strings.TrimSpace(l.text)
		if !ok || i > 0 && s.endsBefore(in, i, text) {
			break
		}
		if i == 0 {
			s.first = l.no
		}
		s.lines = i + 1
		if escaped := text == "" && s.depth == 0; !escaped && !strings.HasPrefix(text, "//") {
			s.add(hideEscapes(l.text))
		}
	}
	s.text = s.b.String()
	s.open = s.depth > 0
	return s.extent
}

func (s *extentScan) add(l string) {
	if s.b.Len() > 0 {
		s.b.WriteByte('\n')
	}
	start := s.b.Len()
	s.b.WriteString(l)
	s.complete = false
	for at := 0; ; at++ {
		next := strings.IndexAny(l[at:], "{}")
		if next < 0 {
			return
		}
		at += next
		switch {
		case l[at] == '{':
			if s.depth == 0 {
				s.from = start + at
			}
			s.depth++
		case s.depth == 0:
			s.stray = true
		default:
			if s.depth--; s.depth == 0 {
				s.close(start+at+1, strings.TrimSpace(l[at+1:]) == "")
			}
		}
	}
}

func (s *extentScan) close(to int, endsLine bool) {
	b := braces{from: s.from, to: to}
	text := s.b.String()
	content := b.content(text)
	before := strings.TrimSpace(text[:b.from])
	if content == "" {
		b.answers = endsLine && before != "" && !strings.HasSuffix(before, ")")
	} else {
		b.answers = looksLikeAnswers(content)
	}
	s.blocks = append(s.blocks, b)
	s.complete = b.answers && endsLine
}

// looksLikeAnswers tells a block of answers from braces in code, formulas and plain text.
func looksLikeAnswers(content string) bool {
	switch content[0] {
	case '=', '~':
		return true
	case '#':
		rest := strings.TrimLeft(content[1:], " \t\n")
		return rest == "" || strings.IndexByte("=~#-+.*0123456789", rest[0]) >= 0
	}
	plain, _ := cutFeedback(content)
	return truthOf(plain) != "" || answersWithoutBraces(content) || embeddedAnswer.MatchString(content)
}

// endsBefore reports whether the item ends before the i-th line to come.
func (s *extentScan) endsBefore(in *input, i int, text string) bool {
	switch {
	case text == "" && s.depth > 0:
		return !closesAhead(in, i+1)
	case text == "":
		return !strings.HasSuffix(s.b.String(), string(giftLine))
	case startsItem(text):
		return true
	case strings.HasPrefix(text, "//"):
		return s.complete
	case s.depth > 0:
		return opensAnswers(in, i, text)
	case s.complete:
		s.complete = false
		return anotherAhead(in, i)
	}
	return false
}

func startsItem(text string) bool {
	if strings.HasPrefix(text, "::") {
		title, _ := giftTitle(hideEscapes(text))
		return title != ""
	}
	return strings.HasPrefix(text, "$CATEGORY:") || strings.HasPrefix(text, "// question:")
}

// opensAnswers reports whether a line is the stem of another item and opens its answers, so that the item before it lacks
// its closing brace.
func opensAnswers(in *input, i int, text string) bool {
	if strings.IndexByte("=~#{}", text[0]) >= 0 {
		return false
	}
	_, after, found := strings.Cut(hideEscapes(text), "{")
	after = strings.TrimSpace(after)
	if found && after == "" {
		l, _ := in.peek(i + 1)
		after = strings.TrimSpace(l.text)
	}
	return found && after != "" && (strings.IndexByte("=~#", after[0]) >= 0 || after == "}" || truthOf(strings.TrimRight(after, "} ")) != "")
}

// anotherAhead reports whether the paragraph goes on with an item that has answers of its own.
func anotherAhead(in *input, from int) bool {
	for i := from; ; i++ {
		l, ok := in.peek(i)
		text := strings.TrimSpace(l.text)
		if !ok || text == "" || startsItem(text) {
			return false
		}
		if strings.HasPrefix(text, "//") {
			continue
		}
		if strings.IndexByte(hideEscapes(text), '{') >= 0 {
			return true
		}
	}
}

// closesAhead reports whether the block that is open is closed behind a blank line, before another item begins.
func closesAhead(in *input, from int) bool {
	for i := from; ; i++ {
		l, ok := in.peek(i)
		text := strings.TrimSpace(l.text)
		if !ok || startsItem(text) {
			return false
		}
		if text == "" || strings.HasPrefix(text, "//") {
			continue
		}
		text = hideEscapes(text)
		if strings.IndexByte("=~#}", text[0]) < 0 && strings.IndexByte(text, '{') >= 0 {
			return false
		}
		if strings.IndexByte(text, '}') >= 0 {
			return true
		}
	}
}
