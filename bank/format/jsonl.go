package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"mlatlas/bank"
)

// claimsJSON recognises a question as a JSON object on one line. The IAM policy of a stem has other names.
func claimsJSON(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, `{"`) && !strings.HasPrefix(text, `{ "`) {
		return false
	}
	asks := strings.Contains(text, `"stem"`) || strings.Contains(text, `"question"`)
	return asks && (strings.Contains(text, `"options"`) || strings.Contains(text, `"answer"`) || strings.Contains(text, `"kind"`))
}

// jsonParser reads JSON Lines: one question on each line, blank lines between them allowed.
type jsonParser struct {
	r *Reader
}

func newJSONParser(r *Reader) parser { return &jsonParser{r} }

func (p *jsonParser) open() bool { return false }
func (p *jsonParser) close(bool) {}

func (p *jsonParser) add(l line) {
	if strings.TrimSpace(l.text) == "" {
		return
	}
	p.r.saw(jsonLine)
	d, problem := readJSON(l)
	if problem != nil {
		p.r.emit(bank.Item{Problems: []bank.Problem{*problem}})
		return
	}
	p.r.emit(p.r.check(d))
}

// jsonQuestion is a line of JSON Lines as it may come. Names in the second place of each pair are those that data sets use.
type jsonQuestion struct {
	ID          string          `json:"id"`
	Bank        string          `json:"bank"`
	Number      jsonText        `json:"number"`
	Kind        bank.Kind       `json:"kind"`
	Passage     string          `json:"passage"`
	Stem        string          `json:"stem"`
	Question    string          `json:"question"`
	Options     json.RawMessage `json:"options"`
	Answer      jsonTexts       `json:"answer"`
	Label       jsonTexts       `json:"label"`
	Explanation string          `json:"explanation"`
	Other       json.RawMessage `json:"other"`
	Tags        jsonTexts       `json:"tags"`
	References  jsonTexts       `json:"references"`
}

// jsonText is a string, a number or null.
type jsonText string

func (t *jsonText) UnmarshalJSON(raw []byte) error {
	switch raw[0] {
	case 'n':
		return nil
	case '"':
		return json.Unmarshal(raw, (*string)(t))
	case '{', '[', 't', 'f':
		return fmt.Errorf("%s stands where a string or a number belongs", clip(string(raw)))
	}
	*t = jsonText(raw)
	return nil
}

// jsonTexts is a list of strings, or one string.
type jsonTexts []string

func (t *jsonTexts) UnmarshalJSON(raw []byte) error {
	if raw[0] != '[' {
		var one jsonText
		if err := json.Unmarshal(raw, &one); err != nil {
			return err
		}
		if one != "" {
			*t = jsonTexts{string(one)}
		}
		return nil
	}
	var many []jsonText
	if err := json.Unmarshal(raw, &many); err != nil {
		return err
	}
	for _, text := range many {
		*t = append(*t, string(text))
	}
	return nil
}

// jsonOption is an option: an object, or its text or number alone.
type jsonOption struct {
	Label    string `json:"label"`
	Text     string `json:"text"`
	Correct  bool   `json:"correct"`
	Feedback string `json:"feedback"`
}

func (o *jsonOption) UnmarshalJSON(raw []byte) error {
	if raw[0] != '{' {
		var text jsonText
		err := json.Unmarshal(raw, &text)
		o.Text = string(text)
		return err
	}
	type plain jsonOption
	return json.Unmarshal(raw, (*plain)(o))
}

// readJSON makes a draft of a line.
func readJSON(l line) (draft, *bank.Problem) {
	raw := []byte(strings.TrimSpace(l.text))
	var in jsonQuestion
	if err := json.Unmarshal(raw, &in); err != nil {
		return draft{}, jsonProblem(l, err)
	}
	d := draft{line: l.no, bank: in.Bank, number: string(in.Number), kind: in.Kind, stem: in.Stem, explanation: strings.TrimSpace(in.Explanation),
		tags: in.Tags, references: in.References}
	if d.stem == "" {
		d.stem = in.Question
	}
	if passage := strings.TrimSpace(in.Passage); passage != "" {
		d.stem = passage + "\n\n" + d.stem
	}
	d.stem = strings.TrimSpace(d.stem)
	if d.number == "" {
		d.number = numberOfID(in.ID, in.Bank)
	}
	options, err := readOptions(in.Options)
	if err != nil {
		return draft{}, badJSON(l, d.number, err.Error())
	}
	d.options = options
	if why := unknownKind(in.Kind); why != "" {
		return draft{}, badJSON(l, d.number, why)
	}
	d.keys = in.keyLines(l.no, d.kind)
	d.explanation += in.solution(d.explanation)
	if d.kind == "" && len(d.options) == 0 && len(d.keys) > 0 {
		d.kind = bank.Short
	}
	return d, nil
}

// keyLines returns the key: for questions with options as one line of labels, for others each accepted text.
func (in *jsonQuestion) keyLines(no int, kind bank.Kind) []keyLine {
	answers := in.Answer
	if len(answers) == 0 {
		answers = in.Label
	}
	var keys []keyLine
	if kind == bank.Short || kind == bank.Numeric || kind == bank.Matching || len(in.Options) == 0 || len(answers) == 1 {
		for _, a := range answers {
			keys = append(keys, keyLine{no, a})
		}
		return keys
	}
	if len(answers) > 0 {
		keys = append(keys, keyLine{no, strings.Join(answers, ", ")})
	}
	return keys
}

// solution finds the explanation where data sets hide it: {"other": {"solution": "..."}}.
func (in *jsonQuestion) solution(explanation string) string {
	var other struct {
		Solution string `json:"solution"`
	}
	if explanation != "" || len(in.Other) == 0 || json.Unmarshal(in.Other, &other) != nil {
		return ""
	}
	return strings.TrimSpace(other.Solution)
}

// readOptions takes a list of objects or texts, or an object of texts by label. A label inside of a text is taken off it
// if all texts have theirs.
func readOptions(raw json.RawMessage) ([]bank.Option, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return nil, nil
	}
	var in []jsonOption
	switch raw[0] {
	case '[':
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("options cannot be read: %w; each is a text or {\"label\", \"text\", \"correct\"}", err)
		}
	case '{':
		var err error
		if in, err = optionsByLabel(raw); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("options are %s: write a list", clip(string(raw)))
	}
	options := make([]bank.Option, 0, len(in))
	for _, o := range in {
		options = append(options, bank.Option{Label: strings.TrimSpace(o.Label), Text: strings.TrimSpace(o.Text), Correct: o.Correct, Feedback: strings.TrimSpace(o.Feedback)})
	}
	labelOptions(options)
	return options, nil
}

// optionsByLabel reads {"A": "text", "B": "text"} in the order in which it is written.
func optionsByLabel(raw []byte) ([]jsonOption, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.Token()
	var options []jsonOption
	for decoder.More() {
		label, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var text jsonText
		if err := decoder.Decode(&text); err != nil {
			return nil, fmt.Errorf("option %v: %w", label, err)
		}
		options = append(options, jsonOption{Label: fmt.Sprint(label), Text: string(text)})
	}
	return options, nil
}

// labelOptions gives labels to options that have none: their own letters where each begins with the one that is due,
// "(A) text", or their positions.
func labelOptions(options []bank.Option) {
	own := true
	for i, o := range options {
		if o.Label != "" {
			return
		}
		label, _, _, ok := optionLabel(o.Text)
		own = own && ok && upper(label) == letter(i)
	}
	for i := range options {
		if own {
			_, _, options[i].Text, _ = optionLabel(options[i].Text)
		}
		options[i].Label = letter(i)
	}
}

// numberOfID returns the number in an ID of the form <bank>/<number>.
func numberOfID(id, from string) string {
	if from != "" && strings.HasPrefix(id, from+"/") {
		return id[len(from)+1:]
	}
	return ""
}

var kinds = []bank.Kind{bank.Single, bank.Multiple, bank.TrueFalse, bank.Ordering, bank.Matching, bank.Short, bank.Numeric, bank.Essay}

func unknownKind(kind bank.Kind) string {
	if kind == "" {
		return ""
	}
	var names []string
	for _, k := range kinds {
		if k == kind {
			return ""
		}
		names = append(names, string(k))
	}
	return fmt.Sprintf("the kind %q is unknown: write one of %s", clip(string(kind)), strings.Join(names, ", "))
}

func badJSON(l line, number, message string) *bank.Problem {
	return &bank.Problem{Line: l.no, Severity: bank.Error, Code: "bad-json", Message: message, Number: number}
}

// jsonProblem says where a line stops to be JSON, or which field has the wrong type.
func jsonProblem(l line, err error) *bank.Problem {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return badJSON(l, "", fmt.Sprintf("not JSON at byte %d of the line (%v): write one complete object on each line", syntax.Offset, err))
	case errors.As(err, &wrong) && wrong.Field == "":
		return badJSON(l, "", fmt.Sprintf("the line is a JSON %s: write one object on each line", wrong.Value))
	case errors.As(err, &wrong):
		return badJSON(l, "", fmt.Sprintf("%q is a %s: write a %s", wrong.Field, wrong.Value, wrong.Type))
	}
	return badJSON(l, "", err.Error())
}
