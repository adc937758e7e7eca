package format

import (
	"archive/zip"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// A QTI package is written for version 1.2, which Canvas, Brightspace, Blackboard and Moodle's converters import. Texts
// without Markdown are plain, others HTML: platforms show Markdown with its marks. What comes back in another way is
// reported by the reading back.
//
// Ordering has no form in Canvas; it is written in that of the standard. Numbers, tags and references stand in metadata
// that platforms pass over.

const (
	qtiHead = `<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/ims_qtiasiv1p2 http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd">
  <assessment ident="mlatlas" title="Questions">
    <section ident="root_section">
`
	qtiTail = `    </section>
  </assessment>
</questestinterop>
`
	qtiManifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="mlatlas_manifest" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1 http://www.imsglobal.org/xsd/imscp_v1p1.xsd">
  <metadata>
    <schema>IMS Content</schema>
    <schemaversion>1.1.3</schemaversion>
  </metadata>
  <organizations/>
  <resources>
    <resource identifier="mlatlas" type="imsqti_xmlv1p2" href="mlatlas/questions.xml">
      <file href="mlatlas/questions.xml"/>
    </resource>
  </resources>
</manifest>
`
)

// wrapQTI begins a package: the manifest, then the file of the questions.
func wrapQTI(w io.Writer) (io.WriteCloser, error) {
	z := zip.NewWriter(w)
	manifest, err := z.CreateHeader(zipHeader(manifestName))
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(manifest, qtiManifest); err != nil {
		return nil, err
	}
	questions, err := z.CreateHeader(zipHeader("mlatlas/questions.xml"))
	if err != nil {
		return nil, err
	}
	return zipMember{questions, z}, nil
}

// zipHeader has a fixed time: the same questions make the same bytes.
func zipHeader(name string) *zip.FileHeader {
	return &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// zipMember is the last file of an archive.
type zipMember struct {
	io.Writer
	archive *zip.Writer
}

func (m zipMember) Close() error { return m.archive.Close() }

// qtiWriter writes one item.
type qtiWriter struct {
	strings.Builder
	q      *bank.Question
	losses []Loss
}

func (w *qtiWriter) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *qtiWriter) lose(field, format string, args ...any) {
	w.losses = append(w.losses, Loss{QuestionID: w.q.ID, Field: field, Message: fmt.Sprintf(format, args...)})
}

// canvasTypes are the names of the kinds in Canvas.
var canvasTypes = map[bank.Kind]string{bank.Single: "multiple_choice_question", bank.Multiple: "multiple_answers_question",
	bank.TrueFalse: "true_false_question", bank.Matching: "matching_question", bank.Short: "short_answer_question",
	bank.Numeric: "numerical_question", bank.Essay: "essay_question"}

func encodeQTI(out io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, n int) ([]Loss, error) {
	w := &qtiWriter{q: q}
	w.printf("      <item ident=\"q%d\" title=\"%s\">\n", n, xmlText(oneLine(q.Title)))
	w.meta()
	w.printf("        <presentation>\n          %s\n", matText(q.Stem))
	w.responses()
	w.printf("        </presentation>\n        <resprocessing>\n          <outcomes><decvar maxvalue=\"100\" minvalue=\"0\" varname=\"SCORE\" vartype=\"Decimal\"/></outcomes>\n")
	if q.Explanation != "" {
		w.condition("<other/>", "", "general_fb")
	}
	w.processing()
	w.printf("        </resprocessing>\n")
	w.feedback()
	w.printf("      </item>\n")
	_, err := io.WriteString(out, w.String())
	return w.losses, err
}

// meta writes what has no element of its own.
func (w *qtiWriter) meta() {
	w.printf("        <itemmetadata><qtimetadata>\n")
	field := func(label, entry string) {
		w.printf("          <qtimetadatafield><fieldlabel>%s</fieldlabel><fieldentry>%s</fieldentry></qtimetadatafield>\n", label, xmlText(entry))
	}
	if name := canvasTypes[w.q.Kind]; name != "" {
		field("question_type", name)
	}
	field("points_possible", "1")
	if w.q.Number != "" {
		field("question_number", w.q.Number)
	}
	for _, tag := range w.q.Tags {
		field("keyword", tag)
	}
	for _, ref := range w.q.References {
		field("reference", ref)
	}
	w.printf("        </qtimetadata></itemmetadata>\n")
}

// xmlText escapes a text. Characters that XML does not allow are left out.
func xmlText(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;").Replace(withoutControls(text))
}

func matText(text string) string {
	if isPlain(text) {
		return `<material><mattext texttype="text/plain">` + xmlText(text) + `</mattext></material>`
	}
	return `<material><mattext texttype="text/html">` + xmlText(htmlOf(text)) + `</mattext></material>`
}

// responses writes what is answered.
func (w *qtiWriter) responses() {
	switch w.q.Kind {
	case bank.Essay, bank.Short:
		w.printf("          <response_str ident=\"response1\" rcardinality=\"Single\"><render_fib><response_label ident=\"answer1\" rshuffle=\"No\"/></render_fib></response_str>\n")
	case bank.Numeric:
		w.printf("          <response_str ident=\"response1\" rcardinality=\"Single\"><render_fib fibtype=\"Decimal\"><response_label ident=\"answer1\"/></render_fib></response_str>\n")
	case bank.Matching:
		for i, prompt := range w.q.Prompts {
			w.printf("          <response_lid ident=\"response_%d\">\n            %s\n", i+1, matText(prompt))
			w.choices(w.q.Options)
		}
	case bank.Ordering:
		shown := slices.Clone(w.q.Options)
		slices.SortStableFunc(shown, func(a, b bank.Option) int { return position(a.Label) - position(b.Label) })
		w.printf("          <response_lid ident=\"response1\" rcardinality=\"Ordered\">\n")
		w.choices(shown)
	case bank.Multiple:
		w.printf("          <response_lid ident=\"response1\" rcardinality=\"Multiple\">\n")
		w.choices(w.q.Options)
	default:
		w.printf("          <response_lid ident=\"response1\" rcardinality=\"Single\">\n")
		w.choices(w.q.Options)
	}
}

func (w *qtiWriter) choices(options []bank.Option) {
	w.printf("            <render_choice>\n")
	for i, o := range options {
		w.printf("              <response_label ident=\"%s\">%s</response_label>\n", xmlText(o.Label), matText(o.Text))
		if o.Label != letter(i) && !slices.ContainsFunc(w.losses, func(l Loss) bool { return l.Field == "options.label" }) {
			w.lose("options.label", "QTI has no labels: option %s becomes %s", o.Label, letter(i))
		}
	}
	w.printf("            </render_choice>\n          </response_lid>\n")
}

// condition writes a rule: what holds, the score that it sets, the feedback that it shows.
func (w *qtiWriter) condition(holds, score, feedback string) {
	more := "Yes"
	if score != "" && feedback == "" {
		more = "No"
	}
	w.printf("          <respcondition continue=\"%s\"><conditionvar>%s</conditionvar>%s", more, holds, score)
	if feedback != "" {
		w.printf("<displayfeedback feedbacktype=\"Response\" linkrefid=\"%s\"/>", xmlText(feedback))
	}
	w.printf("</respcondition>\n")
}

func setScore(points float64) string {
	return fmt.Sprintf(`<setvar action="Set" varname="SCORE">%s</setvar>`, strconv.FormatFloat(points, 'f', -1, 64))
}

func equal(response, value string) string {
	return `<varequal respident="` + response + `">` + xmlText(value) + `</varequal>`
}

// processing writes the key.
func (w *qtiWriter) processing() {
	switch w.q.Kind {
	case bank.Essay:
		w.condition("<other/>", "", "")
	case bank.Short:
		w.short()
	case bank.Numeric:
		w.numbers()
	case bank.Matching:
		share := fmt.Sprintf(`<setvar action="Add" varname="SCORE">%.2f</setvar>`, 100/float64(max(1, len(w.q.Answer))))
		for i, label := range w.q.Answer {
			w.condition(equal(fmt.Sprintf("response_%d", i+1), label), share, "")
		}
		w.noFeedback("a matching question")
	default:
		w.choiceKey()
	}
}

// noFeedback tells of feedback and credit that have no place.
func (w *qtiWriter) noFeedback(where string) {
	for _, o := range w.q.Options {
		if o.Feedback != "" || o.Credit != 0 {
			w.lose("options.feedback", "QTI has no place for the feedback and the credit of option %s of %s", o.Label, where)
		}
	}
}

func (w *qtiWriter) short() {
	var plain strings.Builder
	for _, text := range w.q.Answer {
		if !slices.ContainsFunc(w.q.Options, func(o bank.Option) bool { return o.Text == text }) {
			plain.WriteString(equal("response1", text))
		}
	}
	for _, o := range w.q.Options {
		if o.Correct {
			w.condition(equal("response1", o.Text), setScore(100), "")
		} else {
			w.condition(equal("response1", o.Text), setScore(o.Credit), "")
		}
		if o.Feedback != "" {
			w.condition(equal("response1", o.Text), "", o.Label+"_fb")
		}
	}
	if plain.Len() > 0 {
		w.condition(plain.String(), setScore(100), "")
	}
}

func (w *qtiWriter) numbers() {
	for _, n := range w.q.Answer {
		w.condition(interval(n), setScore(100), "")
	}
	w.noFeedback("a numeric question")
}

// interval writes what bank.Numeric says: a number, a number with a tolerance, or a range.
func interval(n string) string {
	bounds := func(low, high string) string {
		return `<vargte respident="response1">` + xmlText(low) + `</vargte><varlte respident="response1">` + xmlText(high) + `</varlte>`
	}
	if low, high, ok := strings.Cut(n, ".."); ok {
		return bounds(low, high)
	}
	value, tolerance, ok := strings.Cut(n, ":")
	if !ok {
		return equal("response1", n)
	}
	return "<or>" + equal("response1", value) + "<and>" + bounds(plusExactly(value, tolerance, -1), plusExactly(value, tolerance, 1)) + "</and></or>"
}

// plusExactly adds decimal numbers without the errors of binary ones.
func plusExactly(a, b string, sign int64) string {
	x, ok1 := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	if !ok1 || !ok2 {
		return a
	}
	sum := x.Add(x, y.Mul(y, big.NewRat(sign, 1))).FloatString(20)
	return strings.TrimSuffix(strings.TrimRight(sum, "0"), ".")
}

// choiceKey writes the key of a choice or an order in one rule, and the credit of single options in others.
func (w *qtiWriter) choiceKey() {
	var all strings.Builder
	if w.q.Kind == bank.Multiple {
		for _, o := range w.q.Options {
			if one := equal("response1", o.Label); o.Correct {
				all.WriteString(one)
			} else {
				all.WriteString("<not>" + one + "</not>")
			}
		}
	} else {
		for _, label := range w.q.Answer {
			all.WriteString(equal("response1", label))
		}
	}
	holds := all.String()
	if w.q.Kind == bank.Multiple || w.q.Kind == bank.Ordering {
		holds = "<and>" + holds + "</and>"
	}
	for _, o := range w.q.Options {
		if o.Feedback != "" {
			w.condition(equal("response1", o.Label), "", o.Label+"_fb")
		}
	}
	w.condition(holds, setScore(100), "")
	for _, o := range w.q.Options {
		if o.Credit != 0 {
			w.condition(equal("response1", o.Label), setScore(o.Credit), "")
		}
	}
}

// feedback writes the texts that the rules show.
func (w *qtiWriter) feedback() {
	write := func(id, text string) {
		if text != "" {
			w.printf("        <itemfeedback ident=\"%s\"><flow_mat>%s</flow_mat></itemfeedback>\n", xmlText(id), matText(text))
		}
	}
	write("general_fb", w.q.Explanation)
	if w.q.Kind == bank.Matching || w.q.Kind == bank.Numeric {
		return
	}
	for _, o := range w.q.Options {
		write(o.Label+"_fb", o.Feedback)
	}
}
