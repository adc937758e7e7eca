package taxonomy

import (
	"slices"
	"strings"
)

// A name with one letter missing, too many, wrong or in its neighbour's place is found nonetheless: "SageMkaer",
// "Cloudwach". Names are compared word by word, and only words that no name has are taken for misspelt.
//
// In the text of a bank, where most words are no names at all, only product words are looked for: those that are written
// with a capital inside, as SageMaker, and have eight letters or more, since nothing in the language is one letter from
// them. In a query, which is little but names, every word of a name counts from five letters on.
//
// One edit leaves the beginning of a word as it is, or its end. So the words at that distance are looked for among those
// with the same two or three letters at either end, and a look costs next to nothing where there are none.
const (
	leastProduct = 8 // letters
	leastQueried = 5
	longestSlip  = 40
)

// speller finds the word that a misspelt one was meant to be.
type speller struct {
	end   int      // letters by which words are found, 2 or 3
	least int      // letters of a word
	words []string // in lower case
	ids   []uint32
	lists [][]int32       // of words; 0 is empty
	heads [1 << 15]uint16 // by letters: the list of the words with this beginning
	tails [1 << 15]uint16 // with this end
}

func newSpeller(least int) *speller {
	return &speller{end: (least - 1) / 2, least: least, lists: make([][]int32, 1)}
}

// letters packs the letters of an end in five bits each. Other characters share the places of letters, which costs a
// comparison in vain.
func letters(end string) (packed uint16) {
	for i := range len(end) {
		packed = packed<<5 | uint16(lower[end[i]]&31)
	}
	return packed
}

// add adds a word, unless it is too short, has more than letters, or is there.
func (s *speller) add(word string, id uint32) {
	word = strings.ToLower(word)
	if len(word) < s.least || len(word) > longestSlip || !lettersOnly(word) || s.has(word) {
		return
	}
	number := int32(len(s.words))
	s.words, s.ids = append(s.words, word), append(s.ids, id)
	for _, list := range [...]*uint16{&s.heads[letters(word[:s.end])], &s.tails[letters(word[len(word)-s.end:])]} {
		if *list == 0 {
			s.lists = append(s.lists, nil)
			*list = uint16(len(s.lists) - 1)
		}
		s.lists[*list] = append(s.lists[*list], number)
	}
}

// has reports whether a word was added.
func (s *speller) has(word string) bool {
	return slices.ContainsFunc(s.lists[s.heads[letters(word[:s.end])]], func(n int32) bool { return s.words[n] == word })
}

// meant returns the number of the word that a misspelt one was meant to be, 0 if there is none or there are several.
func (s *speller) meant(word string) uint32 {
	if number := s.nearest(word); number >= 0 {
		return s.ids[number]
	}
	return 0
}

// nearest returns the place of the word that a misspelt one was meant to be, -1 if there is none or there are several.
func (s *speller) nearest(word string) int32 {
	if len(word) < s.least-1 || len(word) > longestSlip+1 {
		return -1
	}
	head, tail := s.heads[letters(word[:s.end])], s.tails[letters(word[len(word)-s.end:])]
	if head == 0 && tail == 0 || !lettersOnly(word) {
		return -1
	}
	var room [longestSlip + 1]byte
	lowered := room[:len(word)]
	for i := range len(word) {
		lowered[i] = lower[word[i]]
	}
	best := int32(-1)
	for _, list := range [...]uint16{head, tail} {
		for _, number := range s.lists[list] {
			switch {
			case !oneEdit(lowered, s.words[number]):
			case best >= 0 && s.ids[number] != s.ids[best]:
				return -1
			default:
				best = number
			}
		}
	}
	return best
}

// oneEdit reports whether two words of ASCII differ by one letter left out, added, replaced, or by two neighbours that
// changed places.
func oneEdit(a []byte, b string) bool {
	i, short := 0, min(len(a), len(b))
	for i < short && a[i] == b[i] {
		i++
	}
	switch len(a) - len(b) {
	case -1:
		return string(a[i:]) == string(b[i+1:])
	case 1:
		return string(a[i+1:]) == string(b[i:])
	case 0:
		return i < short && (string(a[i+1:]) == string(b[i+1:]) ||
			i+1 < short && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:]))
	}
	return false
}

// spellers builds the tables for texts and for queries from the words of all names.
func (l *Linker) spellers(t *Taxonomy) (text, query *speller) {
	text, query = newSpeller(leastProduct), newSpeller(leastQueried)
	add := func(name string) {
		for _, tok := range tokenize(name) {
			word, id := tok.word(name), l.words.find(tok.word(name))
			query.add(word, id)
			if hasHump(word) {
				text.add(word, id)
			}
		}
	}
	for _, c := range t.concepts {
		if c.Linkable() {
			for _, name := range c.Names() {
				add(name)
			}
		}
	}
	for _, a := range t.ambiguous {
		add(a.Name)
	}
	return text, query
}

func lettersOnly(word string) bool {
	for i := range len(word) {
		if c := lower[word[i]]; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// hasHump reports whether a capital follows a small letter.
func hasHump(word string) bool {
	for i := 1; i < len(word); i++ {
		if word[i] >= 'A' && word[i] <= 'Z' && word[i-1] >= 'a' && word[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// spell gives the misspelt words of a text the number of the word that was meant.
func (d *document) spell(text int) {
	s, query := d.linker.spelling()
	if d.anyCase {
		s = query
	}
	for i := range d.tokens[text] {
		tok := &d.tokens[text][i]
		if tok.id == 0 && int(tok.end-tok.start) >= s.least-1 {
			tok.id = s.meant(d.texts[text][tok.start:tok.end])
			tok.misspelt = tok.id != 0
		}
	}
}

// Spell returns the word of some name that a word of a query was meant to be, in lower case; "" if no word is one letter
// from it, or several are.
func (l *Linker) Spell(word string) string {
	_, query := l.spelling()
	if number := query.nearest(word); number >= 0 {
		return query.words[number]
	}
	return ""
}

// misspelt is what a rule ends in where a word of the name was misspelt.
const misspelt = ", misspelt"

// Misspelt reports whether a word of the name has a letter too few, too many, wrong or out of place.
func (m Mention) Misspelt() bool { return strings.HasSuffix(m.Rule, misspelt) }
