package audit

import (
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
	"mlatlas/taxonomy"
)

// entry is what is kept of a question to compare it: under 1,000 bytes.
type entry struct {
	id    string
	bank  string
	kind  bank.Kind
	print uint64 // of the stem's tokens but for glue: equal where the stems say the same

	text   string   // the same tokens with spaces between them
	stem   []uint32 // shingles of the stem, or of what is asked where others share the passage before it; sorted
	names  []uint32 // words of the stem that are names; sorted
	words  []uint32 // words of the stem that say something, of scripts with spaces; sorted
	passed uint64   // print of the passage before the last paragraph, 0 if there is none
	asked  []uint32 // shingles of the last paragraph
	length int      // tokens of what is asked that say something

	options []uint64 // print of each option, in the author's order
	set     uint64   // print of the options in any order
	right   []uint64 // prints of the key, in order where order is part of it
	texts   []uint32 // words of all options; sorted
	key     []uint32 // words of the key; sorted
	signs   uint64   // of the numbers in the key
	vague   bool     // the stem points to a picture or the like that is not in it, or says nothing of its own
}

// newEntry takes from a question what is compared.
func newEntry(q *bank.Question, t *taxonomy.Taxonomy) entry {
	e := entry{id: q.ID, bank: q.Bank, kind: choiceKind(q.Kind)}
	e.takeStem(q)
	e.takeServices(q, t)
	e.takeOptions(q)
	return e
}

// written reports whether the answer is written rather than chosen. Which of several answers are accepted is then no
// matter on which two questions contradict each other.
func (e *entry) written() bool {
	return e.kind == bank.Short || e.kind == bank.Numeric || e.kind == bank.Essay
}

// choiceKind is the kind that questions must share to be the same: whether one or several options are right is the key's
// matter.
func choiceKind(k bank.Kind) bank.Kind {
	if k == bank.Multiple {
		return bank.Single
	}
	return k
}

func (e *entry) takeStem(q *bank.Question) {
	passage, ask := splitPassage(choose.ReplaceAllString(q.Stem, " "))
	for _, p := range q.Prompts {
		ask += "\n" + p
	}
	before, asked := plain(tokensOf(passage)), plain(tokensOf(ask))
	all := append(slices.Clone(before), asked...)
	e.print = printTokens(all)
	if len(all) == 0 {
		e.print = hashOf(bank.Fold(q.Stem))
	}
	e.text = joinTokens(all)
	if len(before) >= passageWords {
		e.passed = printTokens(before)
	}
	e.length = lengthOf(asked)
	e.vague = len(all) < deicticWords && deictic.MatchString(q.Stem) || len(q.Options) > 0 && saysNothing(all, q.Options)
	e.stem, e.asked = shingles(all, guardOf(all)), shingles(asked, guardOf(asked)^e.passed)
	content := slices.DeleteFunc(all, func(t token) bool { return t.unspaced || functionWords[t.text] })
	e.words = wordPrints(content)
	e.names = wordPrints(slices.DeleteFunc(content, func(t token) bool { return !t.name }))
}

// takeServices adds the services and features that the stem names, under whatever name, to its names.
func (e *entry) takeServices(q *bank.Question, t *taxonomy.Taxonomy) {
	if t == nil {
		return
	}
	var services []uint32
	for _, l := range q.Links {
		c, ok := t.Concept(l.Concept)
		if !ok || c.Kind != "service" && c.Kind != "feature" {
			continue
		}
		if slices.ContainsFunc(l.Mentions, func(m bank.Mention) bool { return m.Zone == bank.ZoneStem }) {
			services = append(services, fold32(mix(offset64, "concept "+l.Concept)))
		}
	}
	e.names = sortedSet(append(e.names, services...))
	e.words = sortedSet(append(e.words, services...))
}

// A stem of few words that points to something outside ("What is shown in the picture?") says nothing of which question
// it is.
const deicticWords = 8

var deictic = pattern.New(`(?i)\b(?:(?:the|this|these|each)\s+(?:following\s+)?(?:picture|image|photo|photograph|figure|diagram|screenshot|exhibit|chart|graph|map|flag|logo)s?|shown|pictured|depicted|above|below|abgebildet\pL*|(?:diesem|dem)\s+(?:bild|foto)|(?:na|da|en\s+la|de\s+la)\s+(?:imagem|figura|imagen|foto))\b|[图圖]`)

// saysNothing reports whether a stem is a phrase such as "True or false?" and its options are no more than a letter or word
// each, as where a file lost what was asked.
func saysNothing(stem []token, options []bank.Option) bool {
	if slices.ContainsFunc(stem, func(t token) bool { return !functionWords[t.text] && !truths[t.text] && !phraseWords[t.text] }) {
		return false
	}
	return !slices.ContainsFunc(options, func(o bank.Option) bool { return len(plain(tokensOf(o.Text))) > 1 })
}

var phraseWords = wordsOf(`choose select pick mark identify answer option question statement best right correct true false`)

// passageWords is the number of words from which what stands before the last paragraph is a passage that several questions
// may share.
const passageWords = 20

// lengthOf counts words; three characters of a script without spaces are about one.
func lengthOf(tokens []token) int {
	words, characters := 0, 0
	for _, t := range tokens {
		if t.unspaced {
			characters++
		} else {
			words++
		}
	}
	return words + characters/3
}

// splitPassage cuts a stem before its last paragraph.
func splitPassage(stem string) (passage, ask string) {
	stem = strings.TrimSpace(stem)
	if i := strings.LastIndex(stem, "\n\n"); i >= 0 {
		return stem[:i], stem[i:]
	}
	if i := strings.LastIndexByte(stem, '\n'); i >= 0 {
		return stem[:i], stem[i:]
	}
	return "", stem
}

// plain leaves out what only holds a sentence together.
func plain(tokens []token) []token {
	return slices.DeleteFunc(tokens, func(t token) bool { return glue[t.text] })
}

func joinTokens(tokens []token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

func printTokens(tokens []token) uint64 {
	h := uint64(offset64)
	for _, t := range tokens {
		h = mix(h, t.text)
	}
	return h
}

// The constants of the hash FNV-1a of 64 bits.
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// mix adds a word to a hash.
func mix(h uint64, word string) uint64 {
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * prime64
	}
	return (h ^ 0xFF) * prime64
}

// guardOf is a print of the set of numbers and negations in a text, 0 for none.
func guardOf(tokens []token) uint64 {
	var hard []string
	for _, t := range tokens {
		if hasDigit(t.text) || negations[t.text] {
			hard = append(hard, t.text)
		}
	}
	if len(hard) == 0 {
		return 0
	}
	slices.Sort(hard)
	return hashOf(slices.Compact(hard)...)
}

func (e *entry) takeOptions(q *bank.Question) {
	if e.written() {
		e.right = rightPrints(q, nil)
		return
	}
	prints := optionPrints(q)
	e.options = prints
	e.set = printSet(prints)
	var texts, key []token
	for _, o := range q.Options {
		tokens := plain(tokensOf(o.Text))
		texts = append(texts, tokens...)
		if slices.Contains(q.Answer, o.Label) || o.Correct {
			key = append(key, tokens...)
		}
	}
	e.texts = wordPrints(texts)
	e.key = wordPrints(key)
	e.signs = guardOf(key)
	e.right = rightPrints(q, prints)
}

// optionPrints returns a print of each option. Where tokens are not enough to tell the options of the question apart, as
// in code ("[]" and "{}"), it is of the text as written.
func optionPrints(q *bank.Question) []uint64 {
	prints := make([]uint64, len(q.Options))
	seen := map[uint64]bool{}
	for i, o := range q.Options {
		tokens := tokensOf(o.Text)
		prints[i] = printTokens(tokens)
		if seen[prints[i]] || len(tokens) == 0 {
			return writtenPrints(q)
		}
		seen[prints[i]] = true
	}
	return prints
}

func writtenPrints(q *bank.Question) []uint64 {
	prints := make([]uint64, len(q.Options))
	for i, o := range q.Options {
		prints[i] = hashOf(bank.Fold(o.Text))
	}
	return prints
}

// printSet is a print of prints in any order.
func printSet(prints []uint64) uint64 {
	sorted := slices.Clone(prints)
	slices.Sort(sorted)
	h := uint64(offset64)
	for _, p := range sorted {
		h = (h ^ p) * prime64
		h ^= h >> 29
	}
	return h
}

// rightPrints returns the key in words rather than letters.
func rightPrints(q *bank.Question, options []uint64) []uint64 {
	var right []uint64
	for _, answer := range q.Answer {
		print := hashOf(bank.Fold(answer))
		for i, o := range q.Options {
			if o.Label == answer && options != nil {
				print = options[i]
			}
		}
		right = append(right, print)
	}
	if q.Kind != bank.Ordering && q.Kind != bank.Matching {
		slices.Sort(right)
	}
	return right
}

// jaccard is the share that two sorted sets have in common.
func jaccard(a, b []uint32) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch x, y := a[i], b[j]; {
		case x < y:
			i++
		case x > y:
			j++
		default:
			common++
			i++
			j++
		}
	}
	return float64(common) / float64(len(a)+len(b)-common)
}
