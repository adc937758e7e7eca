package taxonomy

import (
	"strings"
	"unicode/utf8"
)

// vocabulary numbers the words of names and cues by their normal form, so that a text is compared by numbers. A text is
// looked up as it stands: the table holds each word in every form that it can take in lower case (bucket, buckets), some
// two for each, and the case of ASCII letters is passed over on the way. So a look makes no new string and asks for no
// grammar. The table is open and at most half full: a word stands at its hash or in the next free place behind it.
type vocabulary struct {
	norms int // numbered so far; 0 is none
	forms int // in the table
	table []form
}

// form is a word as it can be written, in lower case.
type form struct {
	hash, id uint32
	text     string
}

// Words are hashed by FNV-1a, which takes them byte by byte and so while they are read.
const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

// lower is the small letter of a capital of ASCII, and every other byte itself.
var lower = func() (lower [256]byte) {
	for b := range lower {
		lower[b] = byte(b)
		if b >= 'A' && b <= 'Z' {
			lower[b] += 'a' - 'A'
		}
	}
	return lower
}()

func newVocabulary() *vocabulary { return &vocabulary{table: make([]form, 1<<14)} }

// irregularOf holds the irregular plurals of each normal form.
var irregularOf = func() map[string][]string {
	of := map[string][]string{}
	for plural := range irregular {
		of[singular(plural)] = append(of[singular(plural)], plural)
	}
	return of
}()

// number returns the number of a normal form, and gives it one where it has none yet.
func (v *vocabulary) number(norm string) uint32 {
	if f := v.table[v.place(hashOf(norm), norm)]; f.id != 0 {
		return f.id
	}
	v.norms++
	v.put(form{hashOf(norm), uint32(v.norms), norm})
	for _, text := range [...]string{norm + "s", norm + "es", strings.TrimSuffix(norm, "y") + "ies"} {
		if singular(text) == norm {
			v.put(form{hashOf(text), uint32(v.norms), text})
		}
	}
	for _, plural := range irregularOf[norm] {
		v.put(form{hashOf(plural), uint32(v.norms), plural})
	}
	return uint32(v.norms)
}

func (v *vocabulary) put(f form) {
	if 2*(v.forms+1) > len(v.table) {
		v.grow()
	}
	at := v.place(f.hash, f.text)
	if v.table[at].id == 0 {
		v.forms++
	}
	v.table[at] = f
}

func (v *vocabulary) grow() {
	old := v.table
	v.table = make([]form, 2*len(old))
	for _, f := range old {
		if f.id != 0 {
			v.table[v.place(f.hash, f.text)] = f
		}
	}
}

// place returns where a word stands in the table, or the free place where it would.
func (v *vocabulary) place(hash uint32, word string) uint32 {
	mask := uint32(len(v.table) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		if f := &v.table[at]; f.id == 0 || f.hash == hash && sameInLower(word, f.text) {
			return at
		}
	}
}

// lookup returns the number of a word by its hash, 0 if no name has it.
func (v *vocabulary) lookup(hash uint32, word string) uint32 { return v.table[v.place(hash, word)].id }

// find is lookup for words that may hold more than ASCII.
func (v *vocabulary) find(word string) uint32 {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			word = strings.ToLower(word)
			break
		}
	}
	return v.lookup(hashOf(word), word)
}

func hashOf(word string) uint32 {
	hash := uint32(hashSeed)
	for i := range len(word) {
		hash = (hash ^ uint32(lower[word[i]])) * hashPrime
	}
	return hash
}

// sameInLower reports whether a word, its ASCII letters in lower case, is text.
func sameInLower(word, text string) bool {
	if len(word) != len(text) {
		return false
	}
	for i := range len(word) {
		if lower[word[i]] != text[i] {
			return false
		}
	}
	return true
}
