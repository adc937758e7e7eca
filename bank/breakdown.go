package bank

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"mlatlas/taxonomy"
)

// KindRow is the comparison for the concepts of one kind.
type KindRow struct {
	Kind      string  `json:"kind"` // of the taxonomy, or "not in the taxonomy"
	True      int     `json:"true_positives"`
	Wrong     int     `json:"false_positives"`
	Missed    int     `json:"false_negatives"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// ZoneRow is the comparison for the links whose strongest zone is this one. In the zones of the wrong options a link is
// right when the concept is not wanted: it was rightly kept from being a topic.
type ZoneRow struct {
	Zone  Zone `json:"zone"`
	Right int  `json:"right"`
	Wrong int  `json:"wrong"`
}

// NameRow is the comparison for the labelled places of one ambiguous name.
type NameRow struct {
	Name     string `json:"name"`
	Places   int    `json:"places"`
	Right    int    `json:"right"`
	NoLink   int    `json:"meant_nothing"`        // places where no concept is meant
	Linked   int    `json:"linked_where_nothing"` // of these, places that were linked
	Unlinked int    `json:"not_linked"`           // places where a concept is meant but none was linked
}

// breakdown gathers the tables of a Score.
type breakdown struct {
	taxonomy *taxonomy.Taxonomy
	kinds    map[string]*KindRow
	zones    map[Zone]*ZoneRow
	names    map[string]*NameRow
}

const unheardKind = "not in the taxonomy"

func newBreakdown(t *taxonomy.Taxonomy) breakdown {
	return breakdown{t, map[string]*KindRow{}, map[Zone]*ZoneRow{}, map[string]*NameRow{}}
}

// addKind counts a concept as rightly linked, wrongly linked, or, where it is neither, missed.
func (b *breakdown) addKind(concept string, right, wrong bool) {
	kind := unheardKind
	if c, ok := b.taxonomy.Concept(concept); ok {
		kind = c.Kind
	}
	row, ok := b.kinds[kind]
	if !ok {
		row = &KindRow{Kind: kind}
		b.kinds[kind] = row
	}
	switch {
	case right:
		row.True++
	case wrong:
		row.Wrong++
	default:
		row.Missed++
	}
}

// zoneOrder is from the strongest zone to the weakest.
var zoneOrder = []Zone{ZoneKey, ZoneStem, ZoneFor, ZoneWrong, ZoneAgainst}

func (b *breakdown) addZone(l Link, right bool) {
	strongest := len(zoneOrder)
	for _, m := range l.Mentions {
		strongest = min(strongest, slices.Index(zoneOrder, m.Zone))
	}
	if strongest == len(zoneOrder) {
		return
	}
	zone := zoneOrder[strongest]
	row, ok := b.zones[zone]
	if !ok {
		row = &ZoneRow{Zone: zone}
		b.zones[zone] = row
	}
	if right {
		row.Right++
	} else {
		row.Wrong++
	}
}

// addNames holds the labelled ambiguous names of a question against the mentions at their places, and returns those that
// were taken for something else. A name whose words are not in the question is passed over.
func (b *breakdown) addNames(gold *GoldQuestion, q *Question) (wrong []string) {
	for _, name := range gold.Ambiguous {
		text, start, ok := q.find(name)
		if !ok {
			continue
		}
		linked := q.linkedAt(text, start, start+len(name.Surface))
		if !b.addName(name, linked) {
			wrong = append(wrong, name.Snippet+": "+cmp.Or(linked, GoldNoLink))
		}
	}
	return wrong
}

func (b *breakdown) addName(name GoldName, linked string) (right bool) {
	key := strings.ToLower(name.Surface)
	row, ok := b.names[key]
	if !ok {
		row = &NameRow{Name: key}
		b.names[key] = row
	}
	row.Places++
	switch {
	case name.Intended == GoldNoLink:
		row.NoLink++
		if linked != "" {
			row.Linked++
			return false
		}
	case linked == "":
		row.Unlinked++
		return false
	case linked != name.Intended:
		return false
	}
	row.Right++
	return true
}

// find returns the text in which a labelled name stands, and where.
func (q *Question) find(name GoldName) (text string, start int, ok bool) {
	within := strings.Index(name.Snippet, name.Surface)
	if within < 0 {
		return "", 0, false
	}
	for _, p := range q.passages() {
		if at := strings.Index(p.text, name.Snippet); at >= 0 {
			return p.text, at + within, true
		}
	}
	return "", 0, false
}

// linkedAt returns the concept that is linked at text[start:end], or "".
func (q *Question) linkedAt(text string, start, end int) string {
	for _, l := range q.Links {
		for _, m := range l.Mentions {
			if m.Start < end && start < m.End && q.ZoneText(m) == text {
				return l.Concept
			}
		}
	}
	return ""
}

func (b *breakdown) rows() (kinds []KindRow, zones []ZoneRow, names []NameRow) {
	for _, kind := range append(slices.Clone(taxonomy.Kinds), unheardKind) {
		if row, ok := b.kinds[kind]; ok {
			row.Precision, row.Recall, row.F1 = rates(row.True, row.Wrong, row.Missed)
			kinds = append(kinds, *row)
		}
	}
	for _, zone := range zoneOrder {
		if row, ok := b.zones[zone]; ok {
			zones = append(zones, *row)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.names)) {
		names = append(names, *b.names[name])
	}
	slices.SortStableFunc(names, func(a, b NameRow) int { return cmp.Compare(b.Places, a.Places) })
	return kinds, zones, names
}
