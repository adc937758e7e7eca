package format

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mlatlas/bank"
)

// giftWanted is an item as the parser beside the real files prints it.
type giftWanted struct {
	Type           string
	Title          string
	ID             string
	Tags           []string
	Stem           giftRich
	GlobalFeedback giftRich
	Choices        json.RawMessage
	MatchPairs     []struct {
		Subquestion giftRich
		Subanswer   string
	}
	IsTrue                      bool
	TrueFeedback, FalseFeedback giftRich
}

type giftRich struct{ Format, Text string }

// plain brings a wanted text to the form in which texts are compared.
func (r giftRich) plain() string {
	switch r.Format {
	case "html":
		return loose(markdownOf(r.Text))
	case "moodle":
		return loose(moodleText(r.Text))
	}
	return loose(r.Text)
}

// loose takes away what is layout: white space, and the space before a full stop that a gap leaves.
func loose(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "_____ .", "_____.")
}

type giftWantedChoice struct {
	IsCorrect bool
	Weight    *float64
	Text      json.RawMessage
	Feedback  giftRich
}

func TestGIFTBank(t *testing.T) {
	needBanks(t)
	files, _ := filepath.Glob(banks + "/gift/*.gift")
	if len(files) != 51 {
		t.Errorf("%d files", len(files))
	}
	items := 0
	for _, file := range files {
		data, err := os.ReadFile(strings.TrimSuffix(file, ".gift") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var wanted []giftWanted
		if err := json.Unmarshal(data, &wanted); err != nil {
			t.Fatal(file, err)
		}
		items += len(wanted)
		t.Run(filepath.Base(file), func(t *testing.T) { compareGIFT(t, file, wanted) })
	}
	if items != 102 {
		t.Errorf("%d items", items)
	}
}

func compareGIFT(t *testing.T, file string, wanted []giftWanted) {
	questions, problems, r := readFile(t, file, "")
	notes := 0
	for _, p := range problems {
		if p.Severity == bank.Error {
			t.Errorf("%+v", p)
		}
		if p.Code == "description" || p.Code == "empty-category" {
			notes++
		}
	}
	if len(questions)+notes != len(wanted) || len(questions) > 0 && r.Format() != gift {
		t.Fatalf("%d questions and %d notes as %q, wanted %d items; problems %+v", len(questions), notes, r.Format(), len(wanted), problems)
	}
	for _, w := range wanted {
		if w.Type == "Description" || w.Type == "Category" {
			continue
		}
		got, want := giftGot(questions[0]), w.String()
		if got != want {
			t.Errorf("got\n%s\nwanted\n%s", got, want)
		}
		questions = questions[1:]
	}
}

// giftGot prints what was read, and String of giftWanted what was wanted, in the same way.
func giftGot(q *bank.Question) string {
	var b strings.Builder
	kind := map[bank.Kind]string{bank.Single: "MC", bank.Multiple: "MC", bank.TrueFalse: "TF", bank.Short: "Short", bank.Numeric: "Numerical", bank.Matching: "Matching", bank.Essay: "Essay"}[q.Kind]
	fmt.Fprintf(&b, "%s %q %q %q #%s %q\n", kind, q.Title, q.Tags, loose(q.Stem), q.Number, loose(q.Explanation))
	switch q.Kind {
	case bank.Matching:
		for i, p := range q.Prompts {
			fmt.Fprintf(&b, "%q -> %q\n", loose(p), q.Options[position(q.Answer[i])].Text)
		}
		fmt.Fprintf(&b, "%d choices\n", len(q.Options))
	case bank.Short, bank.Numeric:
		fmt.Fprintf(&b, "%q\n", q.Answer)
		for _, o := range q.Options {
			fmt.Fprintf(&b, "%q %v %v %q\n", loose(o.Text), o.Correct, o.Credit, loose(o.Feedback))
		}
	default:
		for _, o := range q.Options {
			fmt.Fprintf(&b, "%q %v %v %q\n", loose(o.Text), o.Correct, o.Credit, loose(o.Feedback))
		}
	}
	return b.String()
}

func (w giftWanted) String() string {
	var b strings.Builder
	number := w.ID
	if number == "" {
		number = numberOfTitle(w.Title)
	}
	fmt.Fprintf(&b, "%s %q %q %q #%s %q\n", w.Type, w.Title, w.Tags, w.Stem.plain(), number, w.GlobalFeedback.plain())
	switch w.Type {
	case "Matching":
		distinct := map[string]bool{}
		for _, p := range w.MatchPairs {
			distinct[p.Subanswer] = true
			if p.Subquestion.Text != "" {
				fmt.Fprintf(&b, "%q -> %q\n", p.Subquestion.plain(), p.Subanswer)
			}
		}
		fmt.Fprintf(&b, "%d choices\n", len(distinct))
	case "TF":
		onTrue, onFalse := w.TrueFeedback, w.FalseFeedback
		fmt.Fprintf(&b, "%q %v 0 %q\n%q %v 0 %q\n", "True", w.IsTrue, onTrue.plain(), "False", !w.IsTrue, onFalse.plain())
	case "MC", "Short", "Numerical":
		w.choices(&b)
	}
	return b.String()
}

func (w giftWanted) choices(b *strings.Builder) {
	var choices []giftWantedChoice
	if json.Unmarshal(w.Choices, &choices) != nil {
		fmt.Fprintf(b, "[%q]\n", wantedNumber(w.Choices))
		return
	}
	var answers []string
	var rest strings.Builder
	signed := false
	for _, c := range choices {
		signed = signed || c.IsCorrect
	}
	for _, c := range choices {
		text := wantedNumber(c.Text)
		var rich giftRich
		if json.Unmarshal(c.Text, &rich); rich.Format != "" {
			text = rich.plain()
		}
		credit, right := 0.0, c.IsCorrect
		if c.Weight != nil {
			if credit = *c.Weight; credit == 100 {
				credit = 0
			}
			right = *c.Weight == 100 || w.Type == "MC" && !signed && *c.Weight > 0
		}
		if right {
			answers = append(answers, text)
		}
		if w.Type == "MC" || !right || credit != 0 || c.Feedback.Text != "" {
			fmt.Fprintf(&rest, "%q %v %v %q\n", text, right, credit, c.Feedback.plain())
		}
	}
	if w.Type != "MC" {
		fmt.Fprintf(b, "%q\n", answers)
	}
	b.WriteString(rest.String())
}

// wantedNumber prints a wanted number, range or number with tolerance as bank.Numeric has it.
func wantedNumber(raw json.RawMessage) string {
	var n struct {
		Type                          string
		Number, NumberHigh, NumberLow json.Number
		Range                         json.Number
	}
	n.Range = "0"
	json.Unmarshal(raw, &n)
	switch n.Type {
	case "high-low":
		low, _ := n.NumberLow.Float64()
		high, _ := n.NumberHigh.Float64()
		return fmt.Sprint(math.Min(low, high), "..", math.Max(low, high))
	case "range":
		if n.Range != "0" {
			return string(n.Number) + ":" + string(n.Range)
		}
	}
	return string(n.Number)
}
