package taxonomy

import "unicode/utf8"

// vocabulary numbers the words of names and cues by their normal form, so that a text is compared by numbers. Looking up
// a word of a text makes no new string.
type vocabulary struct {
	ids map[string]uint32 // from 1
}

func newVocabulary() *vocabulary { return &vocabulary{ids: map[string]uint32{}} }

// add numbers a normal form.
func (v *vocabulary) add(norm string) uint32 {
	id, ok := v.ids[norm]
	if !ok {
		id = uint32(len(v.ids) + 1)
		v.ids[norm] = id
	}
	return id
}

// longestWord is the length in bytes up to which a word is brought into its normal form in place.
const longestWord = 64

// find returns the number of a word's normal form, 0 if no name has it.
func (v *vocabulary) find(word string) uint32 {
	if v == nil {
		return 0
	}
	if len(word) > longestWord {
		return v.ids[normalize(word)]
	}
	var room [longestWord]byte
	lower := room[:len(word)]
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return v.ids[normalize(word)]
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	if n := len(lower); n < 4 || lower[n-1] != 's' {
		return v.ids[string(lower)]
	}
	return v.ids[singular(string(lower))]
}
