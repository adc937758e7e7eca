package format

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func FuzzHTML(f *testing.F) { fuzzPage(f) }

// fuzzPage reads what the fuzzer makes as a page. Heads may stand in furniture, so that they are not counted.
func fuzzPage(f *testing.F) {
	f.Add([]byte("<html><p>Question 1</p><ul><li>a<li>b</ul><p>Answer: B"))
	f.Add([]byte("<div class=que><div class=qtext>x</div><div class=answer><div class=r0>y</div><div class=r1>z</div></div><div class=rightanswer>is: z"))
	f.Add([]byte("<table><tr><td>A<td>x<tr><td>B<td>y</table><select><option>z</select><details><summary>Answer</summary>B"))
	f.Add([]byte(`<script type="application/ld+json">{"@type":"Quiz","hasPart":[{"@type":"Question","text":"x"}]}</script>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := readAll(string(data), "x.html", "html")
		if err != nil {
			return
		}
		for _, q := range out.Questions {
			checkQuestion(t, q)
		}
	})
}

// TestHTMLOptions reads one question in the ways in which pages show the right option.
func TestHTMLOptions(t *testing.T) {
	for name, body := range map[string]string{
		"class on the point":    `<ul><li>red</li><li class="x is-correct">blue</li></ul>`,
		"class inside":          `<ul><li><span>red</span></li><li><span class="correct">blue</span></li></ul>`,
		"attribute":             `<ol><li data-correct="false">red<li data-correct="true">blue</ol>`,
		"ticked":                `<p><input type="radio" name="a"> red<br><input type="radio" name="a" checked> blue</p>`,
		"labels":                `<label><input type=radio> red</label><label class="correct"><input type=radio> blue</label>`,
		"value":                 `<label><input type=radio value="wrong"> red</label><label><input type=radio value="correct"> blue</label>`,
		"buttons":               `<button class="option">red</button><button class="option" data-correct="1">blue</button>`,
		"colour":                `<ul><li>red</li><li style="color: green">blue</li></ul>`,
		"key below":             `<ul><li>red</li><li>blue</li></ul><p>Correct answer: B</p>`,
		"key as number":         `<ol><li>red</li><li>blue</li></ol><p>Answer: 2</p>`,
		"key as text":           `<ul><li>red</li><li>blue</li></ul><p>Ans: blue</p>`,
		"letters in the points": `<ul><li>A. red</li><li>B. blue</li></ul><div>Answer: <b>B</b></div>`,
		"small letters":         `<ol type="a"><li>red</li><li>blue</li></ol><p>Answer: b</p>`,
		"paragraphs":            `<p>A) red</p><p>B) blue</p><p><strong>Answer: B</strong></p>`,
		"fold":                  `<p>A) red<br>B) blue</p><details><summary>Answer</summary>B</details>`,
		"nested rows":           `<table><tr><td><table><tr><td>A</td><td>red</td></tr><tr><td>B</td><td>blue</td></tr></table></td></tr></table>Answer: B`,
		"description list":      `<dl><dt>A) red</dt><dt>B) blue</dt></dl><p>Answer: B</p>`,
		"list behind":           `<ul><li>red</li><li>blue</li></ul><h2>Answers</h2><p>1. B</p>`,
	} {
		for _, head := range []string{"<h3>Question 1</h3><p>Which one?</p>", "<p><b>Question 1:</b> Which one?</p>", "<p>1. Which one?</p>"} {
			text := "<!DOCTYPE html><html><body>" + head + body + "</body></html>"
			out, err := readAll(text, "page", "")
			if err != nil || len(out.Questions) != 1 || out.Format != "html" {
				t.Errorf("%s, %s: %v %+v", name, head, err, out)
				continue
			}
			q := out.Questions[0]
			if q.Number != "1" || strings.Join(q.Answer, "") != q.Options[1].Label || len(q.Options) != 2 || q.Options[1].Text != "blue" || q.Stem != "Which one?" {
				t.Errorf("%s, %s: %+v", name, head, q)
			}
		}
	}
}

// TestHTMLBounded reads pages that are deep, broken or on one line.
func TestHTMLBounded(t *testing.T) {
	largeInput(t)
	question := `<p>Question %d</p><p>Which one?</p><ul><li>red %d</li><li>blue</li></ul><p>Answer: B</p>`
	var long strings.Builder
	long.WriteString("<html>")
	for i := range 20000 {
		fmt.Fprintf(&long, question, i+1, i)
	}
	for name, text := range map[string]string{
		"one line":    long.String(),
		"deep divs":   "<html>" + strings.Repeat(strings.Repeat(`<div class="option" data-correct="true">`, 90)+"x"+strings.Repeat("</div>", 90), 300),
		"deep lists":  "<html>" + strings.Repeat(strings.Repeat("<ul><li>a<li>b", 45)+strings.Repeat("</ul>", 45), 300),
		"deep tables": "<html>" + strings.Repeat("<table><tr><td>", 20000),
		"open tags":   "<html>" + strings.Repeat("<p <b ", 200000),
		"inputs":      "<html><p>" + strings.Repeat("<input type=radio>x ", 50000),
		"spans":       "<html>" + strings.Repeat(strings.Repeat("<span>", 95)+"x"+strings.Repeat("</span>", 95), 1000),
	} {
		start := time.Now()
		out, err := readAll(text, "x.html", "")
		t.Logf("%s: %v, %d bytes, %v", name, time.Since(start), len(text), err)
		if time.Since(start) > 20*time.Second {
			t.Errorf("%s took %v", name, time.Since(start))
		}
		if name == "one line" && len(out.Questions) != 20000 {
			t.Errorf("%d questions", len(out.Questions))
		}
	}
}

func TestHTMLDetection(t *testing.T) {
	for text, html := range map[string]bool{
		"\n<!DOCTYPE HTML>\n<body><p>1. Why?</p><p>A) x</p><p>B) y</p><p>Answer: A</p>": true,
		"<HTML lang=en><p>1. Why?</p><p>A) x</p><p>B) y</p><p>Answer: A</p>":            true,
		"1. Why?\n<html>\nA) x\nB) y\nAnswer: A\n":                                      false,
		"<p>1. Why?</p>\nA) x\nB) y\nAnswer: A\n":                                       false,
	} {
		out, _ := readAll(text, "x", "")
		if len(out.Questions) != 1 || (out.Format == "html") != html {
			t.Errorf("%q: %+v", text, out)
		}
	}
	out, _ := readAll("1. Why?\nA) x < y\nB) y\nAnswer: A\n", "x.html", "")
	if len(out.Questions) != 1 {
		t.Errorf("text in a file that is called a page: %+v", out)
	}
}

// TestHTMLTags reads texts about tags, which are no tags of the page.
func TestHTMLTags(t *testing.T) {
	out, err := readAll("<html><p>1. Which of <br> &lt;br&gt; and &lt;p&gt; is <code>&lt;b&gt;</code> &amp;amp; c?</p><ul><li>&lt;p&gt;a&lt;/p&gt;</li><li>&lt;summary&gt;</li></ul><p>Answer: B</p>", "x", "")
	if err != nil || len(out.Questions) != 1 {
		t.Fatal(err, out)
	}
	q := out.Questions[0]
	if q.Stem != "Which of\n<br> and <p> is `<b>` &amp; c?" || q.Options[0].Text != "<p>a</p>" || q.Options[1].Text != "<summary>" {
		t.Errorf("%+v", q)
	}
}
