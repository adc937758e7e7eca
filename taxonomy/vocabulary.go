package taxonomy

import "unicode/utf8"

// vocabulary numbers the words of names and cues by their normal form, so that a text is compared by numbers. Most words
// of a text are in no name: looking one up makes no new string and takes one look into a table that is at most half full.
// The table is open: a word stands at its hash or in the next free place behind it.
type vocabulary struct {
	words []string // by number; 0 is none
	table []uint32 // numbers, by hash; its length is a power of two
}

func newVocabulary() *vocabulary {
	return &vocabulary{words: make([]string, 1), table: make([]uint32, 1024)}
}

// add numbers a normal form.
func (v *vocabulary) add(norm string) uint32 {
	at := v.place([]byte(norm))
	if v.table[at] != 0 {
		return v.table[at]
	}
	v.words = append(v.words, norm)
	v.table[at] = uint32(len(v.words) - 1)
	if 2*len(v.words) > len(v.table) {
		v.grow()
	}
	return uint32(len(v.words) - 1)
}

func (v *vocabulary) grow() {
	v.table = make([]uint32, 2*len(v.table))
	for id, word := range v.words[1:] {
		v.table[v.place([]byte(word))] = uint32(id + 1)
	}
}

// place returns where a word stands in the table, or the free place where it would.
func (v *vocabulary) place(word []byte) uint32 {
	hash := uint32(2166136261) // FNV-1a
	for _, c := range word {
		hash = (hash ^ uint32(c)) * 16777619
	}
	mask := uint32(len(v.table) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		if id := v.table[at]; id == 0 || v.words[id] == string(word) {
			return at
		}
	}
}

// longestWord is the length in bytes up to which a word is brought into its normal form in place.
const longestWord = 64

// find returns the number of a word's normal form, 0 if no name has it.
func (v *vocabulary) find(word string) uint32 {
	if v == nil {
		return 0
	}
	var room [longestWord]byte
	if len(word) > longestWord {
		return v.table[v.place([]byte(normalize(word)))]
	}
	lower := room[:len(word)]
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return v.table[v.place([]byte(normalize(word)))]
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	if n := len(lower); n >= 4 && lower[n-1] == 's' {
		return v.table[v.place([]byte(singular(string(lower))))]
	}
	return v.table[v.place(lower)]
}
