package bank

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"mlatlas/taxonomy"
)

// How a question's links are weighed. Each zone in which a concept stands gives it points; the points are multiplied by
// how specific the concept is and shared out so that the links of a question sum to 1.
//
// The key counts most: what the right option names and the wrong ones do not is what the question turns on, and an option
// says first what to use and then how and what for. The stem says what it is about; the explanation begins with the point
// of the question and then wanders. Wrong options and the case against them give nothing: a concept that stands only
// there is a distractor, never a topic. The constants were chosen on labelled questions of four banks: what they are worth
// stands in testdata/quality.
const (
	pointsKey  = 6.0
	pointsStem = 1.5
	pointsFor  = 1.0

	// keyHeadGain is what standing at the very beginning of the key adds to its points, as a share; at the end it is 0.
	keyHeadGain = 1.0
	// pointsOpening is for standing in the first sentence of the explanation.
	pointsOpening = 1.5
	// repeatGain is what each doubling of the mentions within a zone adds to its points.
	repeatGain = 0.6
	// specificityPower tempers the specificity: a service with a few features below it is still what a question can test.
	specificityPower = 0.75
	// aboveShare is what is left of a concept's points when one below it has at least rivalShare of them.
	aboveShare = 0.35
	rivalShare = 0.9
	// container is the specificity under which a concept is no topic beside one that stands below it, and none at all
	// when only the explanation names it.
	container = 0.33

	// impliedShare is what a concept gets of the points of the one that implies it: less than primaryShare.
	impliedShare = 0.4

	// generalShare is what is left of the points of a general word, such as latency.
	generalShare = 0.5

	maxPrimary   = 3
	primaryShare = 0.45 // of the heaviest link's weight, that a further primary concept must reach
)

// passage is one text of a question with the zone that it belongs to.
type passage struct {
	zone   Zone
	option string
	text   string
}

// passages returns the texts of a question. The explanation is one passage in ZoneFor; its stretches against wrong
// options are told apart later, since ambiguous names need the whole text.
func (q *Question) passages() []passage {
	list := []passage{{ZoneStem, "", q.Asked()}}
	for _, o := range q.Options {
		zone, feedback := ZoneWrong, ZoneAgainst
		if o.Correct {
			zone, feedback = ZoneKey, ZoneFor
		}
		list = append(list, passage{zone, o.Label, o.Text})
		if o.Feedback != "" {
			list = append(list, passage{feedback, o.Label, o.Feedback})
		}
	}
	if len(q.Options) == 0 {
		list = append(list, passage{ZoneKey, "", q.accepted()})
	}
	return append(list, passage{ZoneFor, "", q.Explanation})
}

// ZoneText returns the text into which a mention's Start and End point.
func (q *Question) ZoneText(m Mention) string {
	explains := m.Zone == ZoneFor || m.Zone == ZoneAgainst
	for _, o := range q.Options {
		if o.Label == m.Option && explains {
			return o.Feedback
		}
		if o.Label == m.Option {
			return o.Text
		}
	}
	switch {
	case m.Zone == ZoneStem:
		return q.Asked()
	case explains:
		return q.Explanation
	}
	return q.accepted()
}

// Asked is the stem and, below it, the prompts of a matching question.
func (q *Question) Asked() string {
	if len(q.Prompts) == 0 {
		return q.Stem
	}
	return q.Stem + "\n" + strings.Join(q.Prompts, "\n")
}

// accepted joins the answers of a question without options.
func (q *Question) accepted() string { return strings.Join(q.Answer, "\n") }

// LinkTo finds the concepts that the question names and sets Links and Tasks: mentions from the linker, a role and a
// weight for each concept, at most three primary ones, and the tasks of every exam for which there is evidence.
func (q *Question) LinkTo(t *taxonomy.Taxonomy) {
	passages := q.passages()
	texts := make([]string, len(passages))
	for i, p := range passages {
		texts[i] = p.text
	}
	found := map[string][]Mention{}
	for i, mentions := range t.Linker().Link(texts...) {
		zoneOf := q.zones(passages[i], i == len(passages)-1)
		for _, m := range mentions {
			found[m.Concept] = append(found[m.Concept], Mention{zoneOf(m.Start), passages[i].option, m.Start, m.End, m.Rule})
		}
	}
	q.Links = weigh(t, q, found)
	q.Tasks = nil
	// Tasks follow from what is named: what is implied belongs to the same ones or says nothing of them.
	named := slices.DeleteFunc(slices.Clone(q.Links), func(l Link) bool { return len(l.ImpliedBy) > 0 })
	for _, e := range t.Exams() {
		q.Tasks = append(q.Tasks, tasks(t, e, named)...)
	}
}

// zones returns the zone of each byte of a passage.
func (q *Question) zones(p passage, explanation bool) func(int) Zone {
	if !explanation {
		return func(int) Zone { return p.zone }
	}
	parts := argue(p.text, q.Options)
	return func(at int) Zone {
		for _, s := range parts {
			if at < s.end {
				if s.against {
					return ZoneAgainst
				}
				return ZoneFor
			}
		}
		return p.zone
	}
}

func weigh(t *taxonomy.Taxonomy, q *Question, found map[string][]Mention) []Link {
	links, first := make([]Link, 0, len(found)), openings{}
	for _, id := range slices.Sorted(maps.Keys(found)) {
		l := Link{Concept: id, Role: role(found[id]), Mentions: found[id]}
		if l.Role != RoleDistractor {
			l.Weight = points(q, l.Mentions, first) * math.Pow(t.Specificity(id), specificityPower)
			if c, ok := t.Concept(id); ok && c.General {
				l.Weight *= generalShare
			}
		}
		links = append(links, l)
	}
	links = append(links, implied(t, links)...)
	links = dropContainers(t, links)
	links = dropFrames(t, q, links)
	shareLists(t, links)
	suppressAbove(t, links)
	sum := 0.0
	for _, l := range links {
		sum += l.Weight
	}
	for i := range links {
		if sum > 0 {
			links[i].Weight = math.Round(links[i].Weight/sum*1e4) / 1e4
		}
	}
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Concept, b.Concept))
	})
	markPrimary(links)
	return links
}

// strength orders the roles, strongest first.
var strength = map[Role]int{RoleKey: 0, RoleStem: 1, RoleExplanation: 2, RoleDistractor: 3}

// role is the strongest zone in which a concept stands.
func role(mentions []Mention) Role {
	best := RoleDistractor
	of := map[Zone]Role{ZoneKey: RoleKey, ZoneStem: RoleStem, ZoneFor: RoleExplanation, ZoneAgainst: RoleDistractor, ZoneWrong: RoleDistractor}
	for _, m := range mentions {
		if r := of[m.Zone]; strength[r] < strength[best] {
			best = r
		}
	}
	return best
}

// openings remembers where the first sentence of a text ends, for the concepts of one question.
type openings map[string]int

func (o openings) end(text string) int {
	end, known := o[text]
	if !known {
		end = firstSentence(text)
		o[text] = end
	}
	return end
}

// points sums what the zones give to a concept.
func points(q *Question, mentions []Mention, first openings) float64 {
	count := map[Zone]int{}
	inWrong := map[string]bool{}
	head, opening := 0.0, 0.0
	for _, m := range mentions {
		count[m.Zone]++
		switch m.Zone {
		case ZoneWrong:
			inWrong[m.Option] = true
		case ZoneKey:
			head = max(head, 1-float64(m.Start)/float64(max(len(q.ZoneText(m)), 1)))
		case ZoneFor:
			if m.Start < first.end(q.ZoneText(m)) {
				opening = pointsOpening
			}
		}
	}
	wrong := 0
	for _, o := range q.Options {
		if !o.Correct {
			wrong++
		}
	}
	// A concept that the wrong options name as well does not tell the key from them.
	shared := 1 - 0.6*float64(len(inWrong))/float64(max(wrong, 1))
	key := shared * (1 + keyHeadGain*head) * repeated(pointsKey, count[ZoneKey])
	return key + repeated(pointsStem, count[ZoneStem]) + repeated(pointsFor, count[ZoneFor]) + opening
}

// firstSentence returns where the first sentence of a text ends.
func firstSentence(text string) int {
	for s := range sentences(text) {
		if strings.TrimSpace(text[s[0]:s[1]]) != "" {
			return s[1]
		}
	}
	return 0
}

func repeated(points float64, n int) float64 {
	if n == 0 {
		return 0
	}
	return points * (1 + repeatGain*math.Log2(float64(n)))
}

// dropContainers removes what says nothing: a general word in passing, a bare "SageMaker" beside one of its features. The
// feature is found under the container as well, since the index knows what stands above each concept.
func dropContainers(t *taxonomy.Taxonomy, links []Link) []Link {
	return slices.DeleteFunc(slices.Clone(links), func(l Link) bool {
		if c, ok := t.Concept(l.Concept); ok && c.General && l.Role == RoleExplanation && len(l.Mentions) == 1 {
			return true
		}
		if l.Role == RoleDistractor || t.Specificity(l.Concept) >= container {
			return false
		}
		return l.Role == RoleExplanation || slices.ContainsFunc(links, func(other Link) bool {
			return other.Role != RoleDistractor && other.Concept != l.Concept && t.Below(other.Concept, l.Concept)
		})
	})
}

// implied returns links to the concepts that the topics of a question imply. What the question names has a link already,
// be it as a distractor.
func implied(t *taxonomy.Taxonomy, links []Link) []Link {
	at := make(map[string]*Link, len(links))
	for i := range links {
		at[links[i].Concept] = &links[i]
	}
	var list []Link
	for _, rule := range t.Implied(func(id string) bool { return at[id] != nil && at[id].Role != RoleDistractor }) {
		if at[rule.Concept] != nil {
			continue
		}
		l := Link{Concept: rule.Concept, Role: RoleKey, Weight: math.Inf(1), ImpliedBy: rule.By}
		for _, id := range rule.By {
			l.Weight = min(l.Weight, impliedShare*at[id].Weight)
			if strength[at[id].Role] > strength[l.Role] {
				l.Role = at[id].Role
			}
		}
		list = append(list, l)
	}
	return list
}

// dropFrames removes the words in which nearly every question could be put, where the question has another topic and
// the word is not what its key says.
func dropFrames(t *taxonomy.Taxonomy, q *Question, links []Link) []Link {
	frame := func(l Link) bool {
		c, ok := t.Concept(l.Concept)
		return ok && c.Frame
	}
	topic := slices.ContainsFunc(links, func(l Link) bool { return l.Role != RoleDistractor && !frame(l) })
	return slices.DeleteFunc(links, func(l Link) bool {
		return topic && l.Role != RoleDistractor && frame(l) && !slices.ContainsFunc(l.Mentions, q.isKey)
	})
}

// isKey reports whether a mention is most of a right option.
func (q *Question) isKey(m Mention) bool {
	return m.Zone == ZoneKey && 2*(m.End-m.Start) > len(q.ZoneText(m))
}

// shareLists divides the weight of three or more concepts of one parent that stand in the stem but not in the key: "uses
// PyTorch, TensorFlow and XGBoost" is a list of examples, not three topics.
func shareLists(t *taxonomy.Taxonomy, links []Link) {
	siblings := map[string]int{}
	parent := func(l Link) string {
		c, ok := t.Concept(l.Concept)
		if !ok || l.Role != RoleStem || len(c.Parents) == 0 {
			return ""
		}
		return c.Parents[0]
	}
	for _, l := range links {
		siblings[parent(l)]++
	}
	for i := range links {
		if p := parent(links[i]); p != "" && siblings[p] >= 3 {
			links[i].Weight /= math.Sqrt(float64(siblings[p]))
		}
	}
}

// suppressAbove lowers a concept when one below it is named about as much: then the question is about that one, and
// the concept above it is only its frame. When the one below is an aside, it is the other way round.
func suppressAbove(t *taxonomy.Taxonomy, links []Link) {
	lower := make([]bool, len(links))
	for i, l := range links {
		lower[i] = slices.ContainsFunc(links, func(other Link) bool {
			return other.Concept != l.Concept && other.Weight >= rivalShare*l.Weight && t.Below(other.Concept, l.Concept)
		})
	}
	for i := range links {
		if lower[i] {
			links[i].Weight *= aboveShare
		}
	}
}

// markPrimary marks the heaviest link and up to two more that come near it. Links must be sorted.
func markPrimary(links []Link) {
	for i := range links[:min(maxPrimary, len(links))] {
		if links[i].Weight > 0 && links[i].Weight >= primaryShare*links[0].Weight {
			links[i].Primary = true
		}
	}
}
