package format

import (
	"fmt"
	"strings"
	"testing"

	"mlatlas/bank"
)

// told writes what came of a file on one line a question: the kind, the stem, the options with a star before the right
// ones, the answer, and in brackets what else is there.
func told(t *testing.T, text, name string) string {
	t.Helper()
	r, err := NewReader(strings.NewReader(text), name, "")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for item, err := range r.Items() {
		if err != nil {
			return err.Error()
		}
		var codes []string
		for _, p := range item.Problems {
			codes = append(codes, string(p.Severity)[:1]+fmt.Sprint(p.Line)+":"+p.Code)
		}
		s := strings.Join(codes, " ")
		if item.Question != nil {
			s = strings.TrimSpace(toldQuestion(item.Question) + " " + s)
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "\n")
}

func toldQuestion(q *bank.Question) string {
	var b strings.Builder
	if q.Number != "" {
		b.WriteString(q.Number + ". ")
	}
	fmt.Fprintf(&b, "%s: %s", q.Kind, strings.ReplaceAll(q.Stem, "\n", "/"))
	for _, p := range q.Prompts {
		b.WriteString(" <" + p + ">")
	}
	for _, o := range q.Options {
		star := ""
		if o.Correct {
			star = "*"
		}
		fmt.Fprintf(&b, " %s%s=%s", star, o.Label, strings.ReplaceAll(o.Text, "\n", "/"))
		if o.Credit != 0 {
			fmt.Fprintf(&b, "{%v}", o.Credit)
		}
		if o.Feedback != "" {
			b.WriteString("{" + o.Feedback + "}")
		}
	}
	b.WriteString(" -> " + strings.Join(q.Answer, ","))
	for _, more := range []string{q.Title, strings.ReplaceAll(q.Explanation, "\n", "/"), strings.Join(q.Tags, ";"), strings.Join(q.References, ";")} {
		if more != "" {
			b.WriteString(" [" + more + "]")
		}
	}
	return b.String()
}

// TestShapes reads questions in the shapes that programs and people give to them.
func TestShapes(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"x.json", `[{"question":"Q?","options":["x","y","z"],"answer":1}]`,
			`single: Q? A=x *B=y C=z -> B w1:key-by-position`},
		{"x.json", `[{"question":"Q?","options":["x","y","z"],"answer":0},{"question":"Q2?","options":["x","y","z"],"answer":2}]`,
			`single: Q? *A=x B=y C=z -> A
single: Q2? A=x B=y *C=z -> C`},
		{"x.json", `[{"question":"Q?","options":["x","y","z"],"answer":3},{"question":"Q2?","options":["x","y","z"],"answer":2}]`,
			`single: Q? A=x B=y *C=z -> C
single: Q2? A=x *B=y C=z -> B`},
		{"x.json", `{"response_code":0,"results":[{"type":"multiple","difficulty":"easy","category":"Science &amp; Nature","question":"What is &quot;k&quot;?","correct_answer":"Potassium","incorrect_answers":["Krypton","Kalium &amp; co"]},{"type":"boolean","difficulty":"hard","category":"History","question":"So?","correct_answer":"False","incorrect_answers":["True"]}]}`,
			`single: What is "k"? *A=Potassium B=Krypton C=Kalium & co -> A [easy;Science & Nature]
truefalse: So? A=True *B=False -> B [hard;History]`},
		{"x.json", `{"quiz":{"sport":{"q1":{"question":"Which one is a team?","options":["NYB","LAG"],"answer":"LAG"}},"maths":{"q1":{"question":"5 + 7 = ?","options":["10","11","12"],"answer":"12"}}}}`,
			`1. single: Which one is a team? A=NYB *B=LAG -> B [sport]
1. single: 5 + 7 = ? A=10 B=11 *C=12 -> C [maths] w1:duplicate-number`},
		{"x.json", `[{"id":1,"domain":"D1","type":"single","stem":"S?","options":{"A":"a","B":"b"},"correct":["B"],"explanation":"E.","wrongWhy":{"A":"no"}},
{"id":2,"type":"ordering","stem":"Order","options":{"1":"p","2":"q","3":"r","4":"s"},"correct":["2","4","3","1"]},
{"id":3,"type":"matching","stem":"Match","options":{"prompts":["p1","p2"],"choices":["c1","c2"]},"correct":["c2","c1"]},
{"id":4,"type":"multi","stem":"M","options":{"A":"a","B":"b","C":"c"},"correct":["A","C"]}]`,
			`1. single: S? A=a{no} *B=b -> B [E.] [D1]
2. ordering: Order *2=q *4=s *3=r *1=p -> 2,4,3,1
3. matching: Match <p1> <p2> *A=c1 *B=c2 -> B,A
4. multiple: M *A=a B=b *C=c -> A,C`},
		{"x.json", `{"pageProps":{"questions":[{"id":"abc","url":"https://x.y/z","topic":"1","question_id":7,"question_text":"T? <br> more //IMG//","choices":{"B":"bb","A":"aa"},"answer":"A","answer_ET":"B","answers_community":["A (92%)","8%"],"answer_description":"","isMC":true,"question_images":["https://i/1.png"],"answer_images":[],"discussion":[{"content":"Selected Answer: B"}]},{"question_text":"H?","choices":{"A":"//IMG//"},"answer":"A","answer_ET":"A"},{"question_text":"J?","choices":{"A":"a","B":"b"},"answer":"UB","answer_ET":"A"}],"exam":{"name":"X","numberOfQuestions":3}},"__N_SSP":true}`,
			`single: T? / more ![](https://i/1.png) A=aa *B=bb -> B [Topic 1] [https://x.y/z] w1:contradictory-key n1:image
e1:picture-options
single: J? *A=a B=b -> A w1:junk-key`},
		{"x.json", `[{"topic_number":"2","question_number":"4","title":"Exam AIF topic 2 question 4","answers":{"A":"a","B":"b"},"suggested_answer":"B","answer":"A","link":"https://l","multiple_choice":false,"question_text":"Q?","answer_images":[],"question_images":[]}]`,
			`4. single: Q? A=a *B=b -> B [Exam AIF topic 2 question 4] [Topic 2] [https://l] w1:contradictory-key`},
		{"x.jsonl", `{"question":"Q","choices":{"text":["a","b","c"],"label":["A","B","C"]},"answerKey":"C"}
{"question":{"stem":"CSQA","choices":[{"label":"A","text":"x"},{"label":"B","text":"y"}]},"answerKey":"B","id":"ff00"}
{"question":"MedQA","options":{"A":"x","B":"y"},"answer":"y","answer_idx":"B","meta_info":"step1"}
{"question":"medmc","opa":"1","opb":"2","opc":"3","opd":"4","cop":3,"exp":"why","subject_name":"Anatomy"}
{"question":"sciq","distractor1":"d1","distractor2":"d2","distractor3":"d3","correct_answer":"r","support":"s"}
{"ctx":"A man","endings":["goes","stays"],"label":"1","activity_label":"Walk"}
{"question":"tqa","mc1_targets":{"choices":["a","b","c"],"labels":[1,0,0]}}
{"article":"A","questions":["q1","q2"],"options":[["a","b"],["c","d"]],"answers":["A","B"]}
{"context":"C","query":"q","options":["a","b"],"correct_option":0}
{"question":"boolq","passage":"p","answer":true}
{"Problem":"math","options":"a ) 38 , b ) 27.675 , c ) 30","correct":"a","Rationale":"r","category":"gain"}
{"question":"aqua","options":["A)21","B)21.5","C)22"],"rationale":"r","correct":"B"}
{"question":"gsm","answer":"x\n#### 72"}
{"context":"ctx","question":"siqa","answerA":"a","answerB":"b","answerC":"c","correct":"B"}
{"sentence":"wino _","option1":"x","option2":"y","answer":"2"}
{"question":"q","best_answer":"b","correct_answers":["b","c"],"incorrect_answers":["x","y"]}`,
			`single: Q A=a B=b *C=c -> C
single: CSQA A=x *B=y -> B
single: MedQA A=x *B=y -> B
single: medmc A=1 B=2 C=3 *D=4 -> D [why] [Anatomy]
single: sciq *A=r B=d1 C=d2 D=d3 -> A [s]
single: A man A=goes *B=stays -> B [Walk]
single: tqa *A=a B=b C=c -> A
single: A//q1 *A=a B=b -> A
single: A//q2 A=c *B=d -> B
single: C//q *A=a B=b -> A
truefalse: p//boolq *A=True B=False -> A
single: math *A=38 B=27.675 C=30 -> A [r] [gain]
single: aqua A=21 *B=21.5 C=22 -> B [r]
short: gsm -> 72 [x]
single: ctx//siqa A=a *B=b C=c -> B
single: wino _ A=x *B=y -> B
single: q *A=b B=x C=y -> A`},
		{"x.js", "import x from \"y\";\n// my quiz\nexport const questions: Question[] = [\n  { question: 'What\\'s \"S3\"?', options: ['A bucket', 'A queue',], answer: 'A bucket', }, // first\n  /* second */\n  { question: `Multi\nline?`, options: [\"a\" + \"b\", \"c\"], correctIndex: 1 },\n];\nexport default questions;",
			`n1:outside-questions
single: What's "S3"? *A=A bucket B=A queue -> A
single: Multi/line? A=ab *B=c -> B
n9:outside-questions`},
		{"x.py", `questions = [
    {"question": "Q?", "options": ["a", "b"], "answer": "b", "x": None, "y": True},
]`,
			`single: Q? A=a *B=b -> B`},
		{"x.json", `[
  {
    "question": "Q1?", "options": ["a","b"], "answer": "a"
  },
  {
    "question": "Q2 with "quotes"?", "options": ["a","b"], "answer": "a"
  },
  {
    "question": "Q3?", "options": ["a","b"], "answer": "b"
  }
]`,
			`single: Q1? *A=a B=b -> A
e6:bad-json
single: Q3? A=a *B=b -> B`},
		{"x.json", `[{"question":"Q1?","options":["a","b"],"answer":"a"},{"question":"Q2 "x"?","options":["a","b"],"answer":"a"},{"question":"Q3?","options":["a","b"],"answer":"b"}]`,
			`single: Q1? *A=a B=b -> A
e1:bad-json
single: Q3? A=a *B=b -> B`},
		{"x.json", `{"title":"T","questions":[
{"question":"Q1?","options":["a","b"],"answer":"a"},
{"question":"Q2?,"options":["a","b"],"answer":"a"},
{"question":"Q3?","options":["a","b"],"answer":"b"},
{"question":"Q4?","opti`,
			`single: Q1? *A=a B=b -> A [T]
e3:bad-json
single: Q3? A=a *B=b -> B [T]
e5:bad-json`},
		{"x.json", `{"question":"Q1?","options":["a","b"],"answ`,
			`e1:bad-json`},
		{"x.json", `{"name":"pkg","version":"1.0","scripts":{"test":"x"},"description":"d"}`,
			`n1:no-questions`},
		{"x.json", `[{"question":"","options":["a","b"],"answer":"a"},{"options":["a","b"],"answer":"a"},{"foo":1},{"question":"","options":[],"answer":""}]`,
			`e1:empty-stem
e1:no-stem
e1:no-stem
n1:empty-template`},
		{"x.txt", `Question 1
Which policy?
{
  "Version": "2012-10-17",
  "Statement": [{"Effect":"Allow","Action":"s3:*","Resource":"*"}]
}
A) x
B) y
Answer: B

{"question":"Q1?","options":["a","b"],"answer":"a"}
[
  {"question":"Q2?","options":["a","b"],"answer":"a"}
]
Question 2
Next?
A) x
B) y
Answer: A`,
			`1. single: Which policy?/{/  "Version": "2012-10-17",/  "Statement": [{"Effect":"Allow","Action":"s3:*","Resource":"*"}]/} A=x *B=y -> B
single: Q1? *A=a B=b -> A
single: Q2? *A=a B=b -> A
2. single: Next? *A=x B=y -> A`},
		{"x.json", `{"questions":[{"library":"H5P.MultiChoice 1.16","params":{"question":"<p>MC?</p>\n","answers":[{"correct":true,"text":"<div>yes</div>\n","tipsAndFeedback":{"tip":"","chosenFeedback":"good","notChosenFeedback":""}},{"correct":false,"text":"<div>no</div>"}]},"metadata":{"title":"My title"}},{"library":"H5P.TrueFalse 1.8","params":{"question":"<p>TF?</p>","correct":"false"}},{"library":"H5P.SingleChoiceSet 1.11","params":{"choices":[{"question":"<p>S1?</p>","answers":["<p>r</p>","<p>w</p>"]}]}},{"library":"H5P.Blanks 1.14","params":{"text":"<p>Fill</p>","questions":["<p>Oslo is *capital/main city:hint* of *Norway*.</p>"]}}]}`,
			`single: MC? *A=yes{good} B=no -> A [My title]
truefalse: TF? A=True *B=False -> B
single: S1? *A=r B=w -> A
short: Fill//Oslo is _____ of Norway. -> capital,main city
short: Fill//Oslo is capital of _____. -> Norway`},
		{"x.json", `{"__type__":"Deck","name":"D","note_models":[{"crowdanki_uuid":"u1","flds":[{"name":"Front"},{"name":"Back"}]},{"crowdanki_uuid":"u2","flds":[{"name":"Text"},{"name":"Extra"}]},{"crowdanki_uuid":"u3","flds":[{"name":"Question"},{"name":"A"},{"name":"B"},{"name":"C"},{"name":"Answer"}]}],"notes":[{"__type__":"Note","fields":["What?","<b>this</b>"],"note_model_uuid":"u1","tags":["t1"]},{"fields":["Long?","line one<br>line two and more"],"note_model_uuid":"u1","tags":[]},{"fields":["The {{c1::sun}} is {{c2::hot::adj}}","e"],"note_model_uuid":"u2","tags":[]},{"fields":["QQ","a","b","c","C"],"note_model_uuid":"u3","tags":[]}],"children":[]}`,
			`short: What? -> this [D;t1]
essay: Long? ->  [line one/line two and more] [D]
short: The _____ is hot -> sun [e] [D]
short: The sun is _____ (adj) -> hot [e] [D]
single: QQ A=a B=b *C=c -> C [D]`},
		{"x.json", `{"results":[{"_class":"assessment","id":1,"assessment_type":"multi-select","prompt":{"answers":["<p>a</p>","<p>b</p>","<p>c</p>"],"feedbacks":["","fb",""],"question":"<p>Udemy?</p>","explanation":"<p>Because.</p>"},"correct_response":["a","c"],"section":"Dom"},{"question_type":"1","question":"<p>Z?</p>","answer_list":[{"answers":[{"choice":"<p>A. x</p>"},{"choice":"<p>B. y</p>"}]}],"general_feedback":"<p>Correct Answer: B</p><p>why</p>"}]}`,
			`1. multiple: Udemy? *A=a B=b{fb} *C=c -> A,C [Because.] [Dom]
single: Z? A=x *B=y -> B [why]`},
		{"x.json", `{"data":{"quiz":{"info":{"questions":[{"type":"MCQ","structure":{"query":{"text":"<p>Qz?</p>"},"options":[{"text":"a"},{"text":"b"}],"answer":0}},{"type":"MSQ","structure":{"query":{"text":"<p>Qz2?</p>"},"options":[{"text":"a"},{"text":"b"},{"text":"c"}],"answer":[0,2]}}]}}}}`,
			`single: Qz? *A=a B=b -> A
multiple: Qz2? *A=a B=b *C=c -> A,C`},
		{"x.json", `{"pages":[{"elements":[{"type":"radiogroup","name":"q1","title":"SJS?","choices":[{"value":"b","text":"Bee"},{"value":"a","text":"Ay"}],"correctAnswer":"b"},{"type":"checkbox","name":"q2","title":"SJS2?","choices":["x","y","z"],"correctAnswer":["x","z"]}]}]}`,
			`1. single: SJS? *A=Bee B=Ay -> A
2. multiple: SJS2? *A=x B=y *C=z -> A,C`},
		{"x.json", `[{"id":1,"question":"api?","answers":{"answer_a":"x","answer_b":"y","answer_c":null},"multiple_correct_answers":"false","correct_answers":{"answer_a_correct":"false","answer_b_correct":"true","answer_c_correct":"false"},"correct_answer":"answer_a","category":"Linux"}]`,
			`1. single: api? A=x *B=y -> B [Linux]`},
		{"x.json", `[{"category":"music","id":"62","correctAnswer":"r","incorrectAnswers":["a","b"],"question":{"text":"TTA?"},"tags":["m"],"type":"text_choice","difficulty":"easy","regions":[]}]`,
			`62. single: TTA? *A=r B=a C=b -> A [music;m;easy]`},
		{"x.json", `[{"Name":"N?","manyoptions":true,"Options":[{"Name":"a","IsAnswer":true},{"Name":"b","IsAnswer":false},{"Name":"c","IsAnswer":true}],"Ref":"https://u"}]`,
			`multiple: N? *A=a B=b *C=c -> A,C [https://u]`},
		{"x.json", `[{"question":"m","type":"matching","pairs":[{"left":"a","right":"1"},{"left":"b","right":"2"}]},{"question":"m2","type":"matching","pairs":{"a":"1","b":"2"}},{"question":"m3","type":"match","left":["a","b"],"right":["1","2"],"answer":{"a":"2","b":"1"}},{"question":"o","type":"ordering","items":["c","a","b"],"correct_order":["a","b","c"]},{"question":"o2","type":"sequence","options":["c","a","b"],"answer":[1,2,0]},{"question":"n","type":"numeric","answer":3.14,"tolerance":0.01},{"question":"e","type":"essay"},{"question":"f","type":"fill_blank","answers":["x","y"]},{"question":"tf","type":"true_false","answer":false},{"statement":"st","answer":true}]`,
			`matching: m <a> <b> *A=1 *B=2 -> A,B
matching: m2 <a> <b> *A=1 *B=2 -> A,B
matching: m3 <a> <b> *A=1 *B=2 -> B,A
ordering: o *B=a *C=b *A=c -> B,C,A
ordering: o2 *B=a *C=b *A=c -> B,C,A
numeric: n -> 3.14:0.01
essay: e ->
short: f -> x,y
truefalse: tf A=True *B=False -> B
truefalse: st *A=True B=False -> A`},
		{"x.yaml", `# comment
- question: What is the square root of 81?
  answers:
    - "9"
    - "12"
  correct: 9
- question: Where?
  answers: [Eurasia, North America]
  correct: North America
- question: Yes or no?
  options: [yes, no]
  answer: yes
- question: TF
  options: [True, False]
  answer: false`,
			`single: What is the square root of 81? *A=9 B=12 -> A
single: Where? A=Eurasia *B=North America -> B
single: Yes or no? *A=yes B=no -> A
truefalse: TF A=True *B=False -> B`},
		{"x.yaml", `title: My exam
questions:
  - id: ADM-1
    type: true_false
    question: >
      Folded
      text
    correct_answer: true
    explanation: |
      a
      b
  - question: bad: colon
    options: {a: x, b: y}
    correct_answer: b
  - question: ok
    options: {a: x, b: y}
    correct_answer: b`,
			`truefalse: Folded text *A=True B=False -> A [a/b]
e12:bad-yaml
single: ok A=x *B=y -> B`},
		{"x.yaml", `base: &o
  - x
  - y
q: {question: "A?", options: *o, answer: x}
---
question: "B?"
options: *o
---
question: C?
options: [x, y]
answer: y`,
			`single: A? *A=x B=y -> A
e6:bad-yaml
single: C? A=x *B=y -> B`},
		{"x.md", "# Title\n\n```yaml\nid: ADM-CERT-1\nquestion: Fenced?\noptions:\n  a: x\n  b: y\ncorrect_answer: b\nexplanation: >\n  because\n```\n\nText\n\n```yaml\nVersion: 1\nStatement: x\n```\n\n### Q2. Next?\n\n- [ ] a\n- [x] b",
			`n1:outside-questions
single: Fenced? A=x *B=y -> B [because]
n14:outside-questions
2. single: Next? A=a *B=b -> B`},
		{"x.md", `---
question_type: multiple_choice
correct_answer: B
---
What is this?

A) x
B) y

---
question_type: tf
correct_answer: true
---
It is so.`,
			`single: What is this? A=x *B=y -> B
truefalse: It is so. *A=True B=False -> A`},
		{"x.yaml", `- question: o
  type: ordering
  items: [c, a, b]
  correct_order: [a, b, c]
- question: o3
  type: ordering
  correct_order: [a, b, c]
- q: short
  a: x`,
			`ordering: o *B=a *C=b *A=c -> B,C,A
ordering: o3 *A=a *B=b *C=c -> A,B,C
short: short -> x`},
		{"x.json", `[{"question_type":"1","question":"<p>Z?</p>","answer_list":[{"answers":[{"choice":"<p>A. x</p>"},{"choice":"<p>B. y</p>"}]}],"general_feedback":"<p>Correct Answer: B</p><p>why</p>"},{"question":"o","type":"ordering","items":["c","a","b"],"correct_order":["a","b","c"]},{"question":"Pick\nA) one\nB) two","answer":"B"},{"question":"L?","options":["A) one","B) two"],"answer":"B) two"},{"question":"L?","options":["A. one","C. three","B. two"],"answer":"C"},{"question":"J","options":["A one","錀 two","C three"],"answer":"C"},{"question":"W","options":["Ａ．one","Ｂ．two"],"answer":["A","B"]},{"question":"tags","options":["<b>","<strong>"],"answer":"<b>"},{"question":"ids","options":[{"id":11,"text":"a"},{"id":12,"text":"b"}],"correct_option_id":12},{"question":"bools","options":["a","b","c"],"correct":[false,true,true]},{"question":"idx","options":["a","b","c"],"correct":[0,2]},{"question":"nums","options":[1,2,3],"answer":3},{"question":"obj","answers":[{"text":"a","fraction":50},{"text":"b","fraction":50},{"text":"c","fraction":-50}]},{"question":"dup","options":["a","b"],"answer":"a","answer":"b"}]`,
			`single: Z? A=x *B=y -> B [why]
ordering: o *B=a *C=b *A=c -> B,C,A
single: Pick A=one *B=two -> B
single: L? A=one *B=two -> B
single: L? A=one *C=three B=two -> C
single: J A=A one B=錀 two *C=C three -> C
multiple: W *A=one *B=two -> A,B
single: tags *A=<b> B=<strong> -> A
single: ids A=a *B=b -> B
multiple: bools A=a *B=b *C=c -> B,C
multiple: idx *A=a B=b *C=c -> A,C
single: nums A=1 B=2 *C=3 -> C
multiple: obj *A=a{50} *B=b{50} C=c{-50} -> A,B
single: dup A=a *B=b -> B w1:repeated-field`},
		{"x.json", `"just text"`,
			`n1:outside-questions`},
		{"x.json", `[{"passage":"P text","questions":[{"question":"q1","options":["a","b"],"answer":"a"},{"question":"q2","options":["a","b"],"answer":"b"}]},{"passage":"P2","title":"Set 2","items":[{"question":"q3","options":["a","b"],"answer":"b"}]}]`,
			`single: P text//q1 *A=a B=b -> A
single: P text//q2 A=a *B=b -> B
single: P2//q3 A=a *B=b -> B [Set 2]`},
		{"x.json", `{"a":1}
{"question":"Q","options":["a","b"],"answer":"b"}
{"question":"Q2","options":["a","b"],"answer":"b"
{"question":"Q3","options":["a","b"],"answer":"b"}`,
			`e1:no-stem
single: Q A=a *B=b -> B
e3:bad-json
single: Q3 A=a *B=b -> B`},
		{"x.jsonl", `[
{"question":"Q","options":["a","b"],"answer":"b"}
]`,
			`single: Q A=a *B=b -> B`},
		{"x.json", `[{"question":"Multiple?","options":["a","b"],"answer":"b"
},
{"question":"Q2","options":["a","b"] "answer":"b"},
{"question":"Q3","options":["a","b"],"answer":"b"}]`,
			`single: Multiple? A=a *B=b -> B
e3:bad-json
single: Q3 A=a *B=b -> B`},
		{"x.json", `{"q1":{"question":"m1","options":["a","b"],"answer":"b"},
 "q2":{"question":"m2","options":["a","b"],"answer":b},
 "q3":{"question":"m3","options":["a","b"],"answer":"b"}}`,
			`1. single: m1 A=a *B=b -> B
e2:bad-json
3. single: m3 A=a *B=b -> B`},
		{"x.json", `[{"question":"deep","options":["a","b"],"answer":["a","b"],"explanation":{"A":"why a","B":"why b","overall":"all"}},
{"question":"list notes","options":["a","b"],"answer":"A","explanations":["na","nb"],"hint":"h","reference":"https://r","tags":["x","y"],"difficulty":3},
{"Question":"Caps","Option A":"1","Option B":"2","Option C":"3","Correct Answer":"C","Explanation":"e"},
{"question":"numbered","option1":"a","option2":"b","option3":"c","answer":2},
{"question":"numbered text","option1":"a","option2":"b","option3":"c","answer":"option3"},
{"question":"textual","options":{"A":{"text":"x","explanation":"ex"},"B":{"text":"y","correct":true}}},
{"question":"map true","options":{"Paris":true,"Rome":false}},
{"question":"A, C multi","options":["a","b","c"],"answer":"A, C"},
{"question":"AC multi","options":["a","b","c"],"answer":"AC"},
{"question":"text list","options":["alpha","beta","gamma"],"answer":["alpha","gamma"]},
{"question":"unknown","options":["alpha","beta","gamma"],"answer":"delta"},
{"question":"null key","options":["alpha","beta","gamma"],"answer":null},
{"question":"lower","options":{"a":"x","b":"y"},"answer":"b"},
{"question":"zero","options":{"0":"x","1":"y"},"answer":1},
{"question":"img","image":"a.png","options":[{"text":"","image":"b.png"},{"text":"t"}],"answer":"t"},
{"question":"html","options":["<p>x</p>","<p>y &amp; z</p>"],"answer":"<p>y &amp; z</p>"},
{"question":"credit","type":"numeric","answer":{"min":1,"max":5}},
{"question":"short case","type":"short_answer","correct_answer":"EC2"},
{"question":"which is 1 > 0 && x<y?","options":["a<b>c","List<String>"],"answer":"A"},
{"question":"qs","type":"essay","answer":"long model answer text"},
{"q":"q?","choices":["x","y"],"a":"y"},
{"prompt":"p","choices":[{"id":"x1","content":"c1","is_correct":false},{"id":"x2","content":"c2","is_correct":true}]},
{"question":"correct text","answers":[{"answer_text":"t1","correct":1},{"answer_text":"t2","correct":0}]},
{"question":"correct in id","choices":[{"id":"a1","text":"t1"},{"id":"a2","text":"t2"}],"correct_choice_id":"a2"},
{"question":"all keys","options":["a","b"],"answer":"a","correct":true},
{"question":"choose two","options":["a","b","c"],"correct":[1,2]}]`,
			`multiple: deep *A=a{why a} *B=b{why b} -> A,B [all]
single: list notes *A=a{na} B=b{nb} -> A [x;y] [https://r]
single: Caps A=1 B=2 *C=3 -> C [e]
single: numbered A=a *B=b C=c -> B
single: numbered text A=a B=b *C=c -> C
single: textual A=x{ex} *B=y -> B
single: map true *A=Paris B=Rome -> A
multiple: A, C multi *A=a B=b *C=c -> A,C
multiple: AC multi *A=a B=b *C=c -> A,C
multiple: text list *A=alpha B=beta *C=gamma -> A,C
e11:key-outside-options
e12:no-key
single: lower A=x *B=y -> B
single: zero A=x *B=y -> B
single: img//![](a.png) A=![](b.png) *B=t -> B n15:image
single: html A=x *B=y & z -> B
numeric: credit -> 1..5
short: short case -> EC2
single: which is 1 > 0 && x<y? *A=a<b>c B=List<String> -> A
essay: qs ->  [long model answer text]
single: q? A=x *B=y -> B
single: p A=c1 *B=c2 -> B
single: correct text *A=t1 B=t2 -> A
single: correct in id A=t1 *B=t2 -> B
single: all keys *A=a B=b -> A
multiple: choose two A=a *B=b *C=c -> B,C w26:key-by-position`},
		{"x.json", `[["a","b"],["c","d"]]`,
			`n1:no-questions`},
		{"x.json", `{"question":"one","options":["a","b"],"answer":"a"} trailing`,
			`single: one *A=a B=b -> A
e1:bad-json`},
		{"x.json", `[{"question":"one","options":["a","b"],"answer":"a"}
{"question":"two","options":["a","b"],"answer":"a"}]`,
			`single: one *A=a B=b -> A
single: two *A=a B=b -> A`},
		{"x.json", "\ufeff[{\"question\":\"bom\",\"options\":[\"a\",\"b\"],\"answer\":NaN},]",
			`e1:no-key`},
		{"x.txt", `1. What does this do?
{"prompt": "hi", "max_tokens": 3}
{"text": "a", "label": 1}
[{"Sid": "x"}]
- name: deploy
  steps: [a, b]
  answer: no
A) x
B) y
Answer: A`,
			`1. single: What does this do?/{"prompt": "hi", "max_tokens": 3}/{"text": "a", "label": 1}/[{"Sid": "x"}]/- name: deploy/  steps: [a, b]/  answer: no *A=x B=y -> A`},
		{"x.json", `[{"text":"Weak stem?","options":["a","b"],"correct":"a"},{"title":"Only title?","options":["a","b"],"answer":"b"},{"title":"Config","options":{"x":1}}]`,
			`single: Weak stem? *A=a B=b -> A
single: Only title? A=a *B=b -> B
e1:one-option`},
	} {
		if got := told(t, c.text, c.file); got != c.want {
			t.Errorf("%s: %s\n got\n%s\n wanted\n%s", c.file, c.text, got, c.want)
		}
	}
}
