package format

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

// qtiQuestions are questions of every kind, with texts that look like the marks of formats.
func qtiQuestions() []*bank.Question {
	options := func(right string, texts ...string) (all []bank.Option) {
		for i, t := range texts {
			all = append(all, bank.Option{Label: letter(i), Text: t, Correct: strings.Contains(right, letter(i))})
		}
		return all
	}
	feedback := options("B", "S3 & Glacier", "`a < b && c > d`", "<sub>2</sub> is low", "1. not a list")
	feedback[0].Feedback, feedback[1].Feedback, feedback[2].Credit = "Only *half* right.", "Yes.", 50
	weighted := options("AC", "recall", "loss", "precision")
	weighted[0].Credit, weighted[1].Credit, weighted[2].Credit = 75, -25, 25
	short := []bank.Option{{Label: "A", Text: "SageMaker", Correct: true, Feedback: "Short."}, {Label: "B", Text: "Sage", Credit: 50}}
	return []*bank.Question{
		{Number: "1", Kind: bank.Single, Title: "Stores & <buckets>", Stem: "Which command?\n\n```sh\naws s3 ls\n# 1. not a list\n\ndone\n```", Options: feedback, Answer: []string{"B"},
			Explanation: "Since:\n\n- it lists\n- it is *short*\n\n| a | b |\n| --- | --- |\n| 1 | 2 |", Tags: []string{"S3", "Storage, cold"}, References: []string{"https://example.org/?a=1&b=2"}},
		{Number: "2.4", Kind: bank.Multiple, Stem: "Choose <item> and </item>; ]]> ends nothing.", Options: weighted, Answer: []string{"A", "C"}},
		{Number: "3", Kind: bank.Multiple, Stem: "Zwölf größere 数据?", Options: options("AB", "one", "two", "three"), Answer: []string{"A", "B"}},
		{Number: "4", Kind: bank.TrueFalse, Stem: "5 > 3 is so.", Options: options("A", "True", "False"), Answer: []string{"A"}},
		{Number: "5", Kind: bank.Ordering, Stem: "Order.", Options: []bank.Option{{Label: "B", Text: "load", Correct: true, Feedback: "first"}, {Label: "C", Text: "fit", Correct: true}, {Label: "A", Text: "deploy", Correct: true}}, Answer: []string{"B", "C", "A"}},
		{Number: "6", Kind: bank.Matching, Stem: "Pair.", Prompts: []string{"cat", "frog **x**", "newt"}, Options: options("BC", "insect", "mammal", "amphibian"), Answer: []string{"B", "C", "C"}, Explanation: "So."},
		{Number: "7", Kind: bank.Short, Stem: "Name ![it](img/a%20b.png)", Answer: []string{"SageMaker", "<b>", "3 & 4"}},
		{Number: "8", Kind: bank.Short, Stem: "Name it.", Options: short, Answer: []string{"SageMaker"}},
		{Number: "9", Kind: bank.Numeric, Stem: "How many?", Answer: []string{"3.14:0.01", "1..5", "-7", "1.2598..1.2600"}},
		{Number: "10", Kind: bank.Essay, Stem: "Explain\nin two lines.\n\n> with a quote", Explanation: "Correct: one point."},
		{Kind: bank.Single, Stem: "Passage, first paragraph.\n\nWhich?", Options: options("A", "![x](x.png)", "y"), Answer: []string{"A"}},
	}
}

func TestRoundTripQTI(t *testing.T) {
	wrote := qtiQuestions()
	for i, q := range wrote {
		q.ID = fmt.Sprint("x/", i)
	}
	var out, again bytes.Buffer
	losses, err := Write(&out, "qti", nil, each(wrote))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range losses {
		t.Errorf("lost: %+v", l)
	}
	got, err := readAll(out.String(), "x.zip", "")
	if err != nil || len(got.Questions) != len(wrote) {
		t.Fatalf("%d questions, %v, %v", len(got.Questions), err, got.Problems)
	}
	for i, q := range got.Questions {
		want := plain(wrote[i])
		want.Line, q.Line = 0, 0
		want.Tags, want.References, want.Answer = listed(want.Tags), listed(want.References), listed(want.Answer)
		q.Tags, q.References, q.Answer = listed(q.Tags), listed(q.References), listed(q.Answer)
		a, _ := json.Marshal(want)
		if b, _ := json.Marshal(q); !bytes.Equal(a, b) {
			t.Errorf("wrote %s\n got %s", a, b)
		}
	}
	if _, err := Write(&again, "qti", nil, each(wrote)); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same questions make other bytes", err)
	}
}

// TestLostQTI asserts that what QTI cannot hold is reported.
func TestLostQTI(t *testing.T) {
	q := &bank.Question{ID: "a/1", Kind: bank.Matching, Stem: "Pair.", Prompts: []string{"x", "y"}, Answer: []string{"1", "2"},
		Options: []bank.Option{{Label: "1", Text: "p", Correct: true, Feedback: "f"}, {Label: "2", Text: "q", Correct: true}}}
	losses, err := Write(io.Discard, "qti", nil, each([]*bank.Question{q}))
	var fields []string
	for _, l := range losses {
		fields = append(fields, l.Field)
	}
	if err != nil || !slices.Contains(fields, "options.label") || !slices.Contains(fields, "options.feedback") {
		t.Errorf("lost %v, %v", losses, err)
	}
}

// zipOf makes an archive of names and texts.
func zipOf(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = io.WriteString(w, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func item3(id, title, more string) string {
	return `<qti-assessment-item identifier="` + id + `" title="` + title + `"><qti-response-declaration identifier="R" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>b</qti-value></qti-correct-response></qti-response-declaration>` +
		more + `<qti-item-body><p>Which of ` + title + `?</p><qti-choice-interaction response-identifier="R" max-choices="1"><qti-simple-choice identifier="a">one</qti-simple-choice><qti-simple-choice identifier="b">two</qti-simple-choice></qti-choice-interaction></qti-item-body></qti-assessment-item>`
}

// TestPackageOrder reads a package of version 3: a test decides the order, passages come from their files, references are
// escaped, and what is no question is one note.
func TestPackageOrder(t *testing.T) {
	passage := `<qti-assessment-stimulus-ref identifier="s" href="../texts/the%20passage.xml"/>`
	text := zipOf(t,
		"imsmanifest.xml", `<manifest><resources><resource identifier="a" type="imsqti_item_xmlv3p0" href="items/a.xml"><file href="items/a.xml"/></resource><resource identifier="b" type="imsqti_item_xmlv3p0" href="items/b.xml"/><resource identifier="t" type="imsqti_test_xmlv3p0" href="test.xml"/><resource identifier="out" type="webcontent" href="../../etc/passwd"/></resources></manifest>`,
		"items/a.xml", item3("a", "A", passage), "items/b.xml", item3("b", "B", ""), "items/c.xml", item3("c", "C", `<qti-assessment-stimulus-ref identifier="s" href="gone.xml"/>`),
		"texts/the passage.xml", `<qti-assessment-stimulus identifier="s"><qti-stimulus-body><h2>Lakes</h2><p>Baikal is deep.</p></qti-stimulus-body></qti-assessment-stimulus>`,
		"test.xml", `<?xml version="1.0"?><qti-assessment-test identifier="t"><qti-test-part><qti-assessment-section><qti-rubric-block use="sharedstimulus" view="candidate"><p>Shared.</p></qti-rubric-block><qti-assessment-item-ref identifier="b" href="items/b.xml"/><qti-assessment-section><qti-assessment-item-ref identifier="a" href="items/a.xml"/></qti-assessment-section></qti-assessment-section></qti-test-part></qti-assessment-test>`,
		"img/x.png", "\x89PNG", "page.html", "<p>1. No question</p>")
	out, err := readAll(text, "x.zip", "")
	var stems []string
	for _, q := range out.Questions {
		stems = append(stems, q.Stem)
	}
	want := []string{"Shared.\n\nWhich of B?", "Shared.\n\n## Lakes\n\nBaikal is deep.\n\nWhich of A?", "Which of C?"}
	if err != nil || !slices.Equal(stems, want) || out.Format != "qti" {
		t.Errorf("%v %q as %s", err, stems, out.Format)
	}
	var codes []string
	for _, p := range out.Problems {
		codes = append(codes, p.Code)
	}
	if !slices.Equal(codes, []string{"missing-stimulus", "other-members"}) || !strings.HasPrefix(out.Problems[0].Message, "items/c.xml: ") {
		t.Errorf("problems %+v", out.Problems)
	}
}

const quiz12 = `<questestinterop><assessment ident="x"><section ident="s"><item ident="i"><presentation><material><mattext>%s</mattext></material><response_lid ident="r"><render_choice><response_label ident="1"><material><mattext>p</mattext></material></response_label><response_label ident="2"><material><mattext>q</mattext></material></response_label></render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar><varequal respident="r">2</varequal></conditionvar><setvar>1</setvar></respcondition></resprocessing></item></section></assessment></questestinterop>`

// TestPackages reads packages of other makes: of each the stems, in order.
func TestPackages(t *testing.T) {
	quiz := func(stem string) string { return fmt.Sprintf(quiz12, stem) }
	for _, c := range []struct {
		name  string
		files []string
		want  string
	}{
		{"Canvas course, both forms of a quiz", []string{"imsmanifest.xml", `<manifest><resources><resource identifier="g1" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="g1/assessment_qti.xml"/><dependency identifierref="m"/></resource><resource identifier="m" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="g1/assessment_meta.xml"><file href="g1/assessment_meta.xml"/><file href="non_cc_assessments/g1.xml.qti"/></resource></resources></manifest>`,
			"g1/assessment_qti.xml", quiz("short form"), "g1/assessment_meta.xml", `<quiz><title>T</title></quiz>`, "non_cc_assessments/g1.xml.qti", quiz("own form"), "non_cc_assessments/bank.xml.qti", quiz("bank")}, "own form|bank"},
		{"Blackboard pool", []string{"imsmanifest.xml", `<manifest xmlns:bb="http://www.blackboard.com/content-packaging/"><resources><resource bb:file="res00002.dat" identifier="res00002" type="assessment/x-bb-qti-pool" xml:base="res00002"/><resource bb:file="res00001.dat" identifier="res00001" type="assessment/x-bb-qti-pool"/></resources></manifest>`,
			"res00001.dat", quiz("first"), "res00002.dat", quiz("second"), "res00003.dat", "<?xml version=\"1.0\"?><CATEGORIES/>", ".bb-package-info", "x"}, "second|first"},
		{"in a folder, with backslashes and another case", []string{"export/imsmanifest.xml", `<manifest><resources xml:base="quiz"><resource href="B.XML"/><resource href="a.xml"/></resources></manifest>`,
			"export/quiz/a.xml", quiz("a"), "export/quiz/b.xml", quiz("b")}, "b|a"},
		{"no manifest", []string{"b.xml", quiz("b"), "a.xml", quiz("a")}, "a|b"},
		{"an archive in it, and data that are no text", []string{"a.xml", quiz("a"), "inner.zip", "PK\x03\x04\x00\x00", "x.dat", "a\x00b"}, "a"},
		{"a broken manifest", []string{"imsmanifest.xml", "<manifest><resou", "a.xml", quiz("a")}, "a"},
	} {
		out, err := readAll(zipOf(t, c.files...), "x.zip", "")
		var stems []string
		for _, q := range out.Questions {
			stems = append(stems, q.Stem)
		}
		if got := strings.Join(stems, "|"); got != c.want || err != nil {
			t.Errorf("%s: got %s (%v %+v), wanted %s", c.name, got, err, out.Problems, c.want)
		}
	}
}

// TestText2QTI reads the package that text2qti made of its sample, with the values of that sample.
func TestText2QTI(t *testing.T) {
	needBanks(t)
	questions, problems, r := readFile(t, banks+"/text2qti/quiz.zip", "")
	if r.Format() != "qti" || len(problems) != 1 || problems[0].Code != "upload" {
		t.Errorf("%s, %+v", r.Format(), problems)
	}
	want := []string{
		"single|Multiple Choice Q|What is 2+3?|A 6 (Feedback for this particular answer.)|B 1 (Feedback for this particular answer.)|C 5 (Feedback for this particular answer.)|[C]|General question feedback.\n\nCorrect: Feedback for correct answer.\n\nIncorrect: Feedback for incorrect answer.",
		"multiple|Checkbox Q|Which of the following are dinosaurs?|A Woolly mammoth ()|B Tyrannosaurus rex ()|C Triceratops ()|D Smilodon fatalis ()|[B C]|",
		"numeric|Numerical Q1|What is the square root of 2?|[1.4142:0.0001]|",
		"numeric|Numerical Q2|What is the cube root of 2?|[1.2598..1.2600]|",
		"short|Fill in the Blank|Who lives at the North Pole?|[Santa Santa Claus Father Christmas Saint Nicholas Saint Nick]|",
		"essay|Essay Question|Write an essay.|[]|General question feedback.",
		"essay|Upload a File|Upload a file.|[]|General question feedback.",
	}
	for i, q := range questions {
		parts := []string{string(q.Kind), q.Title, q.Stem}
		for _, o := range q.Options {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", o.Label, o.Text, o.Feedback))
		}
		parts = append(parts, fmt.Sprint(q.Answer), q.Explanation)
		if got := strings.Join(parts, "|"); i >= len(want) || got != want[i] {
			t.Errorf("got %q", got)
		}
	}
	if len(questions) != len(want) {
		t.Errorf("%d questions", len(questions))
	}
}

// TestQTIBegins asserts what begins a region, and what only looks so.
func TestQTIBegins(t *testing.T) {
	for text, want := range map[string]bool{
		"<questestinterop>": true,
		"<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<imsqti:assessmentItem a=\"b\">":         true,
		"<?xml version=\"1.0\"?><!DOCTYPE questestinterop SYSTEM \"a.dtd\">\n\n<questestinterop>": true,
		"<?xml version=\"1.0\"?>\n<quiz>":     false,
		"<item>what is this</item>":           false,
		"<section>":                           false,
		"Which tag begins <questestinterop>?": false,
		"":                                    false,
	} {
		in, err := newInput(strings.NewReader(text), nil)
		if err == nil && beginsQTI(in, false) != want {
			t.Errorf("%q: not %v", text, want)
		}
	}
}

// TestMixedQTI reads QTI between exam text.
func TestMixedQTI(t *testing.T) {
	text := "1. Which?\nA) x\nB) y\nAnswer: A\n\n" + fmt.Sprintf(quiz12, "z") + "\n\n2. And?\nA) x\nB) y\nAnswer: B\n"
	out, err := readAll(text, "x.txt", "")
	if err != nil || len(out.Questions) != 3 || out.Format != "exam-text+qti" {
		t.Errorf("%v %+v", err, out)
	}
}

// TestHostileQTI reads files that were made to take time or memory.
func TestHostileQTI(t *testing.T) {
	for _, text := range []string{
		"<questestinterop>" + strings.Repeat("<item>", 20000),
		"<questestinterop><item>" + strings.Repeat("<flow>", 100000),
		"<questestinterop>" + strings.Repeat("<!-- ", 100000),
		"<questestinterop>\n" + strings.Repeat("<a \"\n", 100000),
		"<questestinterop>" + strings.Repeat("<section>", 100000),
		"<questestinterop><item>" + strings.Repeat("<![CDATA[", 100000),
		"<assessmentItem><itemBody>" + strings.Repeat("<choiceInteraction/>", 20000) + "</itemBody></assessmentItem>",
	} {
		out, err := readAll(text, "x.xml", "")
		if err != nil || out.Format != "qti" || len(out.Problems) == 0 {
			t.Errorf("%.40s: %v, %d problems", text, err, len(out.Problems))
		}
	}
}
