package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mlatlas/bank"
)

func FuzzOrg(f *testing.F) { fuzzFormat(f, "org", "x.org") }

// orgKeys reads the keys of the real files with nothing but prefixes: the text of :ANSWER: of each heading of a question.
func orgKeys(t *testing.T, file string) (keys []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.SplitSeq(string(data), "\n") {
		if strings.HasPrefix(l, "** Question ") {
			keys = append(keys, "")
		}
		if _, key, ok := strings.Cut(l, ":ANSWER: "); ok && len(keys) > 0 {
			keys[len(keys)-1] = strings.TrimSpace(key)
		}
	}
	return keys
}

func TestOrgBank(t *testing.T) {
	needBanks(t)
	files, _ := filepath.Glob(banks + "/aif-org/*.org")
	total, right, stubs := 0, 0, 0
	for _, file := range files {
		want := orgKeys(t, file)
		questions, problems, r := readFile(t, file, "")
		total += len(want)
		if len(want) == 0 {
			if len(questions) == 0 && len(problems) == 1 && problems[0].Code == "stub" && problems[0].Severity == bank.Note {
				stubs++
			} else {
				t.Errorf("%s: %d questions, problems %v", file, len(questions), problems)
			}
			continue
		}
		if len(questions) != len(want) || len(problems) > 0 || r.Format() != "org" {
			t.Errorf("%s: %d of %d questions as %s, problems %v", file, len(questions), len(want), r.Format(), problems)
			continue
		}
		for i, q := range questions {
			for _, o := range q.Options {
				if o.Correct && o.Text == want[i] && len(q.Answer) == 1 && len(q.Options) == 4 && q.Explanation != "" && len(q.Tags) > 0 {
					right++
				}
			}
		}
	}
	if total != 40 || right != 40 || stubs != 5 {
		t.Errorf("%d questions, %d with the right key, %d stubs", total, right, stubs)
	}
}

func TestOrgInline(t *testing.T) {
	for _, c := range []struct{ org, markdown string }{
		{"use =aws s3 ls= or ~ls -l~.", "use `aws s3 ls` or `ls -l`."},
		{"*bold* and /italic/, +gone+", "**bold** and *italic*, ~~gone~~"},
		{"2*3*4 and a/b/c and x = y = z", "2*3*4 and a/b/c and x = y = z"},
		{"s3://bucket/key and ~/bin", "s3://bucket/key and ~/bin"},
		{"=a *b* c=", "`a *b* c`"},
		{"*a /b/ c*", "**a *b* c**"},
		{"[[https://aws.amazon.com][AWS]]", "[AWS](https://aws.amazon.com)"},
		{"[[https://aws.amazon.com]]", "<https://aws.amazon.com>"},
		{"[[file:img/a.png]]", "![](img/a.png)"},
		{"[[Heading][there]] [[Heading]]", "there Heading"},
		{"A[1] and [fn:1] and [[open", "A[1] and [fn:1] and [[open"},
		{"*not closed, /nor this", "*not closed, /nor this"},
		{"(*bold*)", "(**bold**)"},
		{"*", "*"},
	} {
		if got := orgInline(c.org); got != c.markdown {
			t.Errorf("%q became %q, wanted %q", c.org, got, c.markdown)
		}
	}
}

func TestOrgHeadings(t *testing.T) {
	o := orgReader{todo: []string{"TODO", "DONE"}}
	for _, c := range []struct{ text, title, tags string }{
		{" TODO [#A] Question 1: What?  :aws:s3:", "Question 1: What?", "aws s3"},
		{" Which of these: a or b:", "Which of these: a or b:", ""},
		{" DONE Domain 1 [2/4]", "Domain 1", ""},
		{" [50%] Part :noexport:", "Part", ""},
		{" [1] is a reference", "[1] is a reference", ""},
		{" :aws:", "", "aws"},
	} {
		title, tags := o.headingText(c.text)
		if title != c.title || strings.Join(tags, " ") != c.tags {
			t.Errorf("%q is %q with %q, wanted %q with %q", c.text, title, tags, c.title, c.tags)
		}
	}
}

// TestOrgVariants reads one question in the ways in which people write it.
func TestOrgVariants(t *testing.T) {
	for name, text := range map[string]string{
		"key line":        "* Question 3: Which one?\n- A) red\n- B) blue\n\nAnswer: B\n",
		"drawer":          "* Question 3: Which one?\n- A) red\n- B) blue\n:SOLUTION:\nB\n:END:\n",
		"lower case":      "* question 3: Which one?\n:properties:\n:answer: b\n:end:\n+ A) red\n+ B) blue\n",
		"no drawer":       "* Q3: Which one?\n:ANSWER: blue\n- [ ] red\n- [ ] blue\n",
		"drawer unclosed": "* Q3. Which one?\n:PROPERTIES:\n:ANSWER: blue\n- [ ] red\n- [ ] blue\n",
		"number":          "* 3. Which one?\n1) red\n2) blue\n** Answer\n2) blue\n",
		"block":           "***** Q3 - Which one?\n1. [ ] red\n2. [X] blue\n#+BEGIN_SOLUTION\nThe answer is B.\n#+END_SOLUTION\n",
		"example block":   "* Question 3\nWhich one?\n#+BEGIN_EXAMPLE\nA. red\nB. blue\n#+END_EXAMPLE\n** Correct Answer: B\n",
		"mixed keys":      "* Question 3\nWhich one?\n** A) red\n** B) blue\n** Answer: B\n",
		"stars":           "* Question 3\n\nWhich one?\n * A) red\n * B) blue\n\n:ANSWER: B) blue\n",
	} {
		t.Run(name, func(t *testing.T) {
			out, err := readAll(text, "x.org", "")
			if err != nil || len(out.Questions) != 1 {
				t.Fatalf("%v: %+v", err, out)
			}
			q := out.Questions[0]
			if q.Number != "3" || !strings.HasPrefix(q.Stem, "Which one?") || strings.Join(q.Answer, "") != "B" || len(q.Options) != 2 || q.Options[1].Text != "blue" {
				t.Errorf("%+v, problems %v", q, out.Problems)
			}
		})
	}
}

func TestOrgDetection(t *testing.T) {
	for text, org := range map[string]bool{
		"#+TITLE: x\n* Question 1: a?\n- [ ] b\n- [X] c\n":                                true,
		"* Question 1: a?\n  :PROPERTIES:\n  :ANSWER: c\n  :END:\n  - [ ] b\n  - [ ] c\n": true,
		"* Question 1: a?\n- [ ] b\n- [X] c\n":                                            false,
		"#+BEGIN\nQuestion 1\na?\nA) b\nB) c\nAnswer: A\n":                                false,
	} {
		out, _ := readAll(text, "x", "")
		if got := out.Format == "org"; got != org {
			t.Errorf("%q is %s", text, out.Format)
		}
	}
}
