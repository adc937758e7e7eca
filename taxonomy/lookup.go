package taxonomy

import (
	"cmp"
	"slices"
	"strings"
)

// Find returns the concept that a person means: by ID, name, alias or former name, without regard to case, punctuation
// and plural. An ambiguous name finds its first sense, the one that people mean most.
func (t *Taxonomy) Find(name string) (*Concept, bool) {
	if c, ok := t.byID[strings.ToLower(strings.TrimSpace(name))]; ok {
		return c, true
	}
	c, ok := t.byName[key(name)]
	return c, ok
}

func (t *Taxonomy) indexNames() {
	t.byName = make(map[string]*Concept, 4*len(t.concepts))
	for _, c := range t.concepts {
		for _, name := range c.Names() {
			if k := key(name); k != "" {
				if _, taken := t.byName[k]; !taken {
					t.byName[k] = c
				}
			}
		}
	}
	for _, a := range t.ambiguous {
		for _, s := range a.Senses {
			if c, ok := t.byID[s.Concept]; ok {
				if _, taken := t.byName[key(a.Name)]; !taken {
					t.byName[key(a.Name)] = c
				}
				break
			}
		}
	}
}

// key is the form under which two spellings of a name are the same: its normalised tokens, joined by spaces.
func key(name string) string {
	tokens := tokenize(name)
	words := make([]string, len(tokens))
	for i, tok := range tokens {
		words[i] = tok.norm(name)
	}
	return strings.Join(words, " ")
}

// Nearest returns the IDs of the n concepts whose names come closest to a misspelt or partial one, nearest first.
func (t *Taxonomy) Nearest(name string, n int) []string {
	type near struct {
		id       string
		distance float64
	}
	wanted := key(name)
	best := make(map[*Concept]float64, len(t.concepts))
	for _, c := range t.concepts {
		best[c] = relativeDistance(wanted, strings.ReplaceAll(c.ID, "-", " "))
	}
	for name, c := range t.byName { // every name that Find knows, ambiguous ones too
		best[c] = min(best[c], relativeDistance(wanted, name))
	}
	var all []near
	for _, c := range t.concepts {
		if c.Linkable() {
			all = append(all, near{c.ID, best[c]})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.id, b.id))
	})
	ids := make([]string, 0, n)
	for _, c := range all[:min(n, len(all))] {
		ids = append(ids, c.id)
	}
	return ids
}

// NearestWords returns the n words that come closest to a misspelt one, nearest first: formats, flags, commands, exams.
func NearestWords(wanted string, words []string, n int) []string {
	wanted = strings.ToLower(wanted)
	away := func(word string) int {
		if wanted != "" && strings.HasPrefix(word, wanted) {
			return 1
		}
		return editDistance(wanted, word)
	}
	words = slices.Clone(words)
	slices.Sort(words)
	words = slices.Compact(words)
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(away(a), away(b)) })
	return words[:min(n, len(words))]
}

// relativeDistance is the edit distance over the length of the longer string. A name that contains the wanted word
// whole counts as close: "monitor" is near "model monitor".
func relativeDistance(wanted, name string) float64 {
	d := float64(editDistance(wanted, name)) / float64(max(len(wanted), len(name), 1))
	if len(wanted) >= 3 && strings.Contains(name, wanted) {
		return min(d, 0.3+0.001*float64(len(name)))
	}
	return d
}

// editDistance is the Levenshtein distance in bytes, two rows at a time.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			substitute := diagonal
			if a[i-1] != b[j-1] {
				substitute++
			}
			diagonal = row[j]
			row[j] = min(row[j]+1, row[j-1]+1, substitute)
		}
	}
	return row[len(b)]
}
