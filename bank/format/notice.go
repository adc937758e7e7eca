package format

import (
	"hash/fnv"
	"io"
	"slices"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// first is where something was said first, and with which key. A file may hold a million questions, so it is small.
type first struct {
	line int32
	key  uint32
}

// copied notes that an earlier question of the file has the same stem and options, in whatever order. A copy with
// another key is a warning: one of both is wrong.
func (c *checker) copied(v *verdict, q *bank.Question) {
	said, key := prints(q)
	before, ok := c.copies[said]
	switch {
	case !ok:
		c.copies[said] = first{int32(v.line), key}
	case before.key != key:
		v.warn(0, "conflicting-copy", "the question in line %d has the same stem and options and another key: one of them is wrong", before.line)
	default:
		v.note("duplicate-question", "the question in line %d is the same: both are kept", before.line)
	}
}

// prints identifies what a question says and what its key says, apart from space, case, labels and the order of options.
func prints(q *bank.Question) (said uint64, key uint32) {
	var options, right []string
	for _, o := range q.Options {
		options = append(options, bank.Fold(o.Text))
		if o.Correct {
			right = append(right, bank.Fold(o.Text))
		}
	}
	if len(q.Options) == 0 || q.Kind == bank.Matching || q.Kind == bank.Ordering {
		right = slices.Clone(q.Answer)
	}
	slices.Sort(options)
	slices.Sort(right)
	return printOf(append(options, bank.Fold(q.Asked()))), uint32(printOf(right))
}

func printOf(texts []string) uint64 {
	h := fnv.New64a()
	for _, t := range texts {
		io.WriteString(h, t)
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// imageMark is a picture in Markdown.
var imageMark = pattern.New(`!\[[^\]]*\]\([^)\s]+[^)]*\)`)

// images notes the pictures that a question refers to: only the reference is kept.
func (v *verdict) images(q *bank.Question) {
	found := imageMark.FindAllString(q.Asked(), -1)
	for _, o := range q.Options {
		found = append(found, imageMark.FindAllString(o.Text, -1)...)
	}
	switch len(found) {
	case 0:
	case 1:
		v.note("image", "the picture %s is kept as a reference: mlatlas does not hold it", clip(found[0]))
	default:
		v.note("image", "%d pictures are kept as references, the first is %s: mlatlas does not hold them", len(found), clip(found[0]))
	}
}
