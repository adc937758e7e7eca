package format

import (
	"strings"
	"testing"
	"time"
)

var htmlCases = []struct{ html, markdown string }{
	// no HTML
	{"", ""},
	{"  plain text ", "plain text"},
	{"two\n\n  lines", "two\n\n  lines"},
	{"if a < b and c > d", "if a < b and c > d"},
	{"a &lt; b &amp;&amp; c\n    d", "a < b && c\n    d"},
	{"List<String> and Map<String, List<T>>", "List<String> and Map<String, List<T>>"},
	{"Set<S> and Array<B>", "Set<S> and Array<B>"},
	{"x <b and c> y", "x <b and c> y"},
	{"$a<b$ and \\(a<b\\)", "$a<b$ and \\(a<b\\)"},
	{"https://x.org/?a=1&region=eu&copy=2", "https://x.org/?a=1&region=eu&copy=2"},
	{"&lt;b&gt; makes text bold", "<b> makes text bold"},
	{"The <script> element", "The <script> element"},
	{"<strong>", "<strong>"},
	{"<important>", "<important>"},
	{"#include <stdio.h>", "#include <stdio.h>"},
	{"a <- b; 1 <2 <", "a <- b; 1 <2 <"},
	{"x &nbsp; y &#39;z&#x27;", "x   y 'z'"},
	{"cut <b off", "cut <b off"},
	{"1 < 2 <b>yes</b>", "1 < 2 **yes**"},
	{"a <!-- hidden --> b", "a  b"},
	{"<![CDATA[a < b]]>", "a < b"},
	{"write <!-- and go on", "write  and go on"},
	// lines
	{"<p>a</p><p>b</p>", "a\n\nb"},
	{"<p>a<p>b", "a\n\nb"},
	{"a<br>b<br/>c", "a\nb\nc"},
	{"a<br><br>b", "a\n\nb"},
	{"<div>a</div><div>b</div>", "a\nb"},
	{"a<div>b<br></div><div>c</div>", "a\nb\nc"},
	{"<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
	{"<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"},
	{"<p>\n  one\n  two\n</p>", "one two"},
	{"one <b>two</b>\nthree\n\nfour", "one **two**\nthree\n\nfour"},
	{"<h2>Title</h2>text", "## Title\n\ntext"},
	{"<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"},
	{"<details><summary>Hint</summary>Look</details>", "Hint\n\nLook"},
	{"<p></p><p>&nbsp;</p>", ""},
	{"a</p>b", "a\n\nb"},
	// emphasis
	{"a<b> x </b>b", "a **x** b"},
	{"<b></b><i> </i>a", "a"},
	{"<b>a</b><b>b</b>", "**ab**"},
	{"<b>a</b> <b>b</b>", "**a** **b**"},
	{"<b><strong>a</strong></b>", "**a**"},
	{"<b><i>a</i></b><b><i>b</i></b>", "***ab***"},
	{"<b>a<br>b</b>", "**a\nb**"},
	{"<b><p>a</p><p>b</p></b>", "**a**\n\n**b**"},
	{"<b>a", "**a**"},
	{"<em>a</em>, <u>b</u>, <del>c</del>, <s>d</s>", "*a*, *b*, ~~c~~, ~~d~~"},
	{"x<sup>2</sup> and H<sub>2</sub>O", "x<sup>2</sup> and H<sub>2</sub>O"},
	{"<span style='font-weight: bold'>a</span> <b style=\"font-weight:normal\">b</b>", "**a** b"},
	{"The <u>&nbsp;&nbsp;&nbsp;</u> service", "The _____ service"},
	{"<B>OLD</B><FONT COLOR=red>x</FONT>", "**OLD**x"},
	// code
	{"use <code>a | b</code> now", "use `a | b` now"},
	{"<code>a`b</code>", "``a`b``"},
	{"<code>`a`</code>", "`` `a` ``"},
	{"<b><code>x</code></b>", "**`x`**"},
	{"<code>a<br>&nbsp;&nbsp;b</code>", "```\na\n  b\n```"},
	{"<pre>\n  a &lt; b\n\n    c\n</pre>x", "```\n  a < b\n\n    c\n```\n\nx"},
	{"<pre><code class=\"language-python\">def <span class=k>f</span>():\n  pass</code></pre>", "```python\ndef f():\n  pass\n```"},
	{"<pre class='brush: sql'>select 1</pre>", "```sql\nselect 1\n```"},
	{"<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"},
	{"<pre></pre>a", "a"},
	// lists
	{"x<ul><li>a</li><li>b</li></ul>y", "x\n\n- a\n- b\n\ny"},
	{"<ul><li>a<ul><li>b<li>c</ul></li><li>d</ul>", "- a\n  - b\n  - c\n- d"},
	{"<ol start=3><li>a<li>b</ol>", "3. a\n4. b"},
	{"<ol><li>a<li value=7>b</ol>", "1. a\n7. b"},
	{"<ol type=A><li>a<li>b</ol>", "A. a\nB. b"},
	{"<ol type=i><li>a<li>b</ol>", "i. a\nii. b"},
	{"<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"},
	{"<ol><li>a<pre>x\ny</pre></li></ol>", "1. a\n\n   ```\n   x\n   y\n   ```"},
	{"<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"},
	{"<li>a<li>b", "- a\n- b"},
	{"<li>a</li>text", "- a\n\ntext"},
	{"<ul><li></li><li>a</li></ul>", "- a"},
	{"<dl><dt>a</dt><dd>b</dd></dl>", "a\n: b"},
	// tables
	{"<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2|3</td></tr></table>", "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |"},
	{"<table><tr><td>a<td>b<tr><td>c<br>d<td></table>", "| a | b |\n| --- | --- |\n| c<br>d | |"},
	{"<table><caption>T</caption><thead><tr><th>a</th><th><b>b</b></th></tr></thead><tbody><tr><td><p>1</p><p>2</p></td><td><ul><li>x<li>y</ul></td></tr></tbody></table>",
		"T\n\n| a | **b** |\n| --- | --- |\n| 1<br>2 | - x<br>- y |"},
	{"<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>", "| a | |\n| --- | --- |\n| b | c |"},
	{"<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "| a | b |\n| --- | --- |\n| | c |"},
	{"<table><tr><td><p>only</p></td></tr></table>", "only"},
	{"<table><tr><td><table><tr><td>a<td>b</table></td></tr></table>", "| a | b |\n| --- | --- |"},
	{"x<table></table>y", "x\n\ny"},
	// links and pictures
	{"see <a href=\"https://a.org/x\">the page</a>.", "see [the page](https://a.org/x)."},
	{"<a href='https://a.org/'>https://a.org/</a>", "<https://a.org/>"},
	{"<a href='mailto:a@b.org'>a@b.org</a>", "<a@b.org>"},
	{"<a href='javascript:alert(1)'>go</a> <a name=x></a><a href='#y'>up</a>", "go up"},
	{"<a href='/a (1).html'><b>x</b></a>", "[**x**](/a%20%281%29.html)"},
	{"<a href='p.png'><img src='p.png' alt=big></a>", "[![big](p.png)](p.png)"},
	{`<img src="@@PLUGINFILE@@/net%20work.png" alt="A [VPC]" width=3>`, "![A (VPC)](@@PLUGINFILE@@/net%20work.png)"},
	{`<p>a <img alt="x" src="data:image/png;base64,AAAA"> b</p>`, "a ![x](embedded-image) b"},
	{`<img src="">a`, "a"},
	{`<img class=equation_image data-equation-content="x^2" src="/eq">`, `\(x^2\)`},
	{"<video><source src='a.mp4'></video>", "[video](a.mp4)"},
	// formulas
	{"<p>\\(x^2\\) and $$y_1$$</p>", "\\(x^2\\) and $$y_1$$"},
	{"<math><semantics><mrow><mi>x</mi></mrow><annotation encoding='application/x-tex'>x^2</annotation></semantics></math>", `\(x^2\)`},
	{"<math><mfrac><mi>a</mi><msup><mi>b</mi><mn>2</mn></msup></mfrac></math>", `\(\frac{a}{b^{2}}\)`},
	{"<script type='math/tex'>a<b</script>!", `\(a<b\)!`},
	{"<anki-mathjax>x+1</anki-mathjax>", `\(x+1\)`},
	// forms
	{"<input type=radio> a <input type=checkbox checked>b", "[ ] a [x] b"},
	{"Pick <select><option>a<option selected>b</select>.", "Pick [ ] a [x] b ."},
	{"The <input type=text> service<input type=hidden value=x>", "The _____ service"},
	// left out
	{"<style>p{}</style><script>if (a<b) '</p>'</script><head><title>t</title></head><svg><path/></svg>a", "a"},
	{"<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><p class=MsoNormal style='mso-x:1'>a<o:p>&nbsp;</o:p></p>", "a"},
	{"<p class=MsoListParagraph style='mso-list:l0 level1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>a</p>", "- a"},
	{"<html><body><p>a</body></html>", "a"},
	{"<p>soft&shy;ware&#8203; x</p>", "software x"},
	{"<ruby>漢<rt>kan</rt></ruby>", "漢(kan)"},
}

func TestMarkdownOf(t *testing.T) {
	for _, c := range htmlCases {
		if got := markdownOf(c.html); got != c.markdown {
			t.Errorf("%q\n got    %q\n wanted %q", c.html, got, c.markdown)
		}
	}
}

// TestMarkdownOfIsLinear turns 512 KiB of what is slow, or grows, in a tree: each takes a fraction of a second.
func TestMarkdownOfIsLinear(t *testing.T) {
	largeInput(t)
	for _, unit := range []string{"<p>x", "<br>x", "<h6>x", "<hr>", "<pre>x</pre>", "<li>x", "<th>x", "<b>", "<b>x</b>", "<ul><li>x", "<table><tr><td>x", "<td>", "<div>", "<br>", "<b a=\"", "<b a='\"", "<!--", "<![CDATA[",
		"<a href=x>y", "<script>", "<script></scrip>", "&amp;", "& ", "<", "</", "<pre>`", "<svg><title>", "<math><msqrt>", "a b ", "<q><sup>x", "<li>", "</p>", "<!doctype"} {
		nested := strings.Repeat("<ol start=1000><li><b><i><del>", 5)
		began := time.Now()
		text := nested + strings.Repeat(unit, 1<<19/len(unit))
		out := markdownOf(text)
		if took := time.Since(began); took > 4*time.Second || len(out) > 8*len(text)+4096 {
			t.Errorf("%q: %v, %d bytes of %d", unit, took, len(out), len(text))
		} else if testing.Verbose() {
			t.Logf("%q: %v", unit, took)
		}
	}
	if got := markdownOf(`<img src="data:image/png;base64,` + strings.Repeat("A", 2<<20) + `">`); got != "![](embedded-image)" {
		t.Errorf("a packed picture came as %d bytes", len(got))
	}
}

func FuzzMarkdownOf(f *testing.F) {
	for _, c := range htmlCases {
		f.Add(c.html)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if out := markdownOf(text); len(out) > 8*len(text)+4096 {
			t.Errorf("%d bytes came of %d", len(out), len(text))
		}
	})
}
