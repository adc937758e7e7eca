package format

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

const (
	moodleHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n"
	moodleTail = "</quiz>\n"
)

// encodeMoodle writes a question element. Texts keep their Markdown, which Moodle knows as a format. References stand at
// the end of the general feedback, where the reader finds them.
func encodeMoodle(w io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, n int) ([]Loss, error) {
	m := moodleWriter{q: q, number: q.Number}
	if m.number == "" {
		m.number = strconv.Itoa(n)
	}
	title := q.Title
	if title == "" {
		title = m.number
	}
	kind, answers := m.kind()
	m.printf(" <question type=%q>\n  <name><text>%s</text></name>\n", kind, m.cdata(title))
	m.rich("  ", "questiontext", q.Stem)
	explains := strings.TrimSpace(q.Explanation + "\n\n" + referenceLines(q.References))
	if q.Kind == bank.Essay {
		m.printf("  <generalfeedback format=\"markdown\"><text></text></generalfeedback>\n  <responseformat>editor</responseformat>\n")
		m.rich("  ", "graderinfo", explains)
	} else {
		m.rich("  ", "generalfeedback", explains)
	}
	m.printf("  <defaultgrade>1</defaultgrade>\n  <penalty>0.3333333</penalty>\n  <hidden>0</hidden>\n  <idnumber>%s</idnumber>\n", m.cdata(m.number))
	answers()
	m.labels()
	if len(q.Tags) > 0 {
		m.printf("  <tags>\n")
		for _, tag := range q.Tags {
			m.printf("   <tag><text>%s</text></tag>\n", m.cdata(tag))
		}
		m.printf("  </tags>\n")
	}
	m.printf(" </question>\n")
	_, err := io.WriteString(w, m.b.String())
	return m.losses, err
}

func referenceLines(references []string) string {
	var lines []string
	for _, ref := range references {
		if strings.HasPrefix(ref, "http") {
			ref = "<" + ref + ">"
		}
		lines = append(lines, "Reference: "+oneLine(ref))
	}
	return strings.Join(lines, "\n")
}

type moodleWriter struct {
	b      strings.Builder
	q      *bank.Question
	number string
	losses []Loss
}

func (m *moodleWriter) printf(format string, args ...any) { fmt.Fprintf(&m.b, format, args...) }

func (m *moodleWriter) lose(field, message string) {
	m.losses = append(m.losses, Loss{QuestionID: m.q.ID, Field: field, Message: message})
}

// cdata writes a text so that no mark in it is one of XML. Control characters, which XML has no way to write, are left
// out.
func (m *moodleWriter) cdata(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
	if !strings.ContainsAny(text, "<>&") {
		return text
	}
	return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>"
}

func (m *moodleWriter) rich(indent, name, text string) {
	m.printf("%s<%s format=\"markdown\"><text>%s</text></%s>\n", indent, name, m.cdata(text), name)
}

func (m *moodleWriter) answer(fraction float64, format, text, feedback string) {
	if feedback == "" {
		m.printf("  <answer fraction=%q format=%q><text>%s</text></answer>\n", percentText(fraction), format, m.cdata(text))
		return
	}
	m.printf("  <answer fraction=%q format=%q><text>%s</text>\n", percentText(fraction), format, m.cdata(text))
	m.rich("   ", "feedback", feedback)
	m.printf("  </answer>\n")
}

// percentText writes a part of the points with the five decimals that Moodle compares.
func percentText(f float64) string {
	text := strconv.FormatFloat(f, 'f', 5, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// kind returns the type of the question, and what writes its answers.
func (m *moodleWriter) kind() (string, func()) {
	switch m.q.Kind {
	case bank.TrueFalse:
		if q := m.q; len(q.Options) == 2 && q.Options[0].Text == "True" && q.Options[1].Text == "False" && q.Options[0].Credit == 0 && q.Options[1].Credit == 0 {
			return "truefalse", m.trueFalse
		}
	case bank.Short:
		return "shortanswer", m.short
	case bank.Numeric:
		return "numerical", m.numeric
	case bank.Matching:
		return "matching", m.matching
	case bank.Ordering:
		return "ordering", m.ordering
	case bank.Essay:
		return "essay", func() {}
	}
	return "multichoice", m.choice
}

func (m *moodleWriter) trueFalse() {
	for _, o := range m.q.Options {
		m.answer(whole(o.Correct), "moodle_auto_format", strings.ToLower(o.Text), o.Feedback)
	}
}

func whole(right bool) float64 {
	if right {
		return 100
	}
	return 0
}

// moodleFractions are the parts of the points that Moodle takes, also as a loss.
var moodleFractions = []string{"0", "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5"}

func (m *moodleWriter) choice() {
	q := m.q
	single := q.Kind != bank.Multiple
	m.printf("  <single>%v</single>\n  <shuffleanswers>true</shuffleanswers>\n  <answernumbering>ABCD</answernumbering>\n", single)
	right := 0
	for _, o := range q.Options {
		if o.Correct {
			right++
		}
	}
	for _, o := range q.Options {
		f := whole(o.Correct)
		if o.Correct && !single {
			f = 100 / float64(right)
		}
		if o.Credit != 0 {
			f = o.Credit
		}
		m.credit(o.Label, f)
		m.answer(f, "markdown", o.Text, o.Feedback)
	}
}

// credit tells of points that Moodle does not take as they are.
func (m *moodleWriter) credit(label string, f float64) {
	if !slices.Contains(moodleFractions, strings.TrimPrefix(percentText(f), "-")) {
		m.lose("options.credit", fmt.Sprintf("Moodle has no answer for %s percentText of the points, as option %s gives: it takes the nearest or refuses the question", percentText(f), label))
	}
}

// typed writes the accepted texts, and the options that are none.
func (m *moodleWriter) typed(write func(text, feedback string, f float64)) {
	for _, text := range m.q.Answer {
		f, feedback := 100.0, ""
		if at := slices.IndexFunc(m.q.Options, func(o bank.Option) bool { return o.Text == text }); at >= 0 {
			feedback = m.q.Options[at].Feedback
			if credit := m.q.Options[at].Credit; credit != 0 {
				f = credit
			}
		}
		write(text, feedback, f)
	}
	for _, o := range m.q.Options {
		if !slices.Contains(m.q.Answer, o.Text) {
			m.credit(o.Label, o.Credit)
			write(o.Text, o.Feedback, o.Credit)
		}
	}
}

func (m *moodleWriter) short() {
	m.printf("  <usecase>0</usecase>\n")
	m.typed(func(text, feedback string, f float64) { m.answer(f, "moodle_auto_format", text, feedback) })
}

func (m *moodleWriter) numeric() {
	m.typed(func(text, feedback string, f float64) {
		number, tolerance, _ := strings.Cut(text, ":")
		if low, high, ok := strings.Cut(text, ".."); ok {
			number, tolerance = middle(low, high)
			m.lose("answer", fmt.Sprintf("the range %s is written as %s with the tolerance %s", text, number, tolerance))
		}
		if tolerance == "" {
			tolerance = "0"
		}
		m.printf("  <answer fraction=%q format=\"moodle_auto_format\"><text>%s</text><tolerance>%s</tolerance>\n", percentText(f), m.cdata(number), m.cdata(tolerance))
		m.rich("   ", "feedback", feedback)
		m.printf("  </answer>\n")
	})
}

// middle returns the middle of a range and the way to its ends.
func middle(low, high string) (number, tolerance string) {
	a, _ := strconv.ParseFloat(low, 64)
	b, _ := strconv.ParseFloat(high, 64)
	text := func(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
	return text((a + b) / 2), text((b - a) / 2)
}

// matching writes a pair for each prompt, and pairs without a prompt for the distractors. A distractor stands before the
// first pair with an option that follows it, so that the options keep their order as far as the prompts do.
func (m *moodleWriter) matching() {
	q := m.q
	m.printf("  <shuffleanswers>true</shuffleanswers>\n")
	at := func(label string) int {
		return slices.IndexFunc(q.Options, func(o bank.Option) bool { return o.Label == label })
	}
	var order []int // of the options, as a reader meets them
	pair := func(prompt string, option int) {
		if !slices.Contains(order, option) {
			order = append(order, option)
		}
		m.printf("  <subquestion format=\"markdown\"><text>%s</text>\n   <answer><text>%s</text></answer>\n  </subquestion>\n", m.cdata(prompt), m.cdata(q.Options[option].Text))
	}
	distractors := func(before int) {
		for i := range before {
			if !slices.Contains(order, i) && !slices.Contains(q.Answer, q.Options[i].Label) {
				pair("", i)
			}
		}
	}
	for i, prompt := range q.Prompts {
		if i < len(q.Answer) && at(q.Answer[i]) >= 0 {
			distractors(at(q.Answer[i]))
			pair(prompt, at(q.Answer[i]))
		}
	}
	distractors(len(q.Options))
	if !slices.IsSorted(order) {
		m.lose("options.label", "the options come in the order of the prompts, with the letters of their new places")
		m.lose("answer", "the pairs are the same, and the letters those of the new places")
	}
	m.silent("pairs")
}

// ordering writes the steps in their right order. The type is that of a plugin.
func (m *moodleWriter) ordering() {
	m.printf("  <layouttype>VERTICAL</layouttype>\n  <selecttype>ALL</selecttype>\n")
	for i, o := range m.q.Options {
		m.answer(float64(i+1), "markdown", o.Text, o.Feedback)
	}
	m.silent("")
}

// silent tells of feedback and credit on options that have no place for them.
func (m *moodleWriter) silent(where string) {
	for _, o := range m.q.Options {
		if o.Feedback != "" && where != "" {
			m.lose("options.feedback", "there is no place for the feedback of option "+o.Label+" in "+where)
		}
		if o.Credit != 0 {
			m.lose("options.credit", "there is no place for the credit of option "+o.Label)
		}
	}
}

// labels tells of labels that are not the letters of their places: Moodle has no others.
func (m *moodleWriter) labels() {
	for i, o := range m.q.Options {
		if o.Label == letter(i) {
			continue
		}
		m.lose("options.label", fmt.Sprintf("the label %s becomes %s: Moodle gives the options letters by their places", o.Label, letter(i)))
		if m.q.Kind != bank.Short && m.q.Kind != bank.Numeric {
			m.lose("answer", "the key is the same, and its letters are those of the new places")
		}
		return
	}
}
