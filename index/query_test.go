package index

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", "*"},
		{"  \t\n", "*"},
		{"*", "*"},
		{"bias", "bias"},
		{"clarify bias", "clarify bias"},
		{"clarify AND bias", "clarify bias"},
		{`"data drift"`, `"data drift"`},
		{`“data drift”`, `"data drift"`},
		{`"a \"quoted\" \\ word"`, `"a \"quoted\" \\ word"`},
		{`"c:\temp"`, `"c:\\temp"`},
		{"-glue", "-glue"},
		{"NOT glue", "-glue"},
		{"NOT NOT glue", "--glue"},
		{"-(a b)", "-(a b)"},
		{"-(a OR b)", "-(a OR b)"},
		{"a OR b", "a OR b"},
		{"a b OR c d", "a b OR c d"},
		{"a (b OR c) d", "a (b OR c) d"},
		{"(a b) c", "(a b) c"},
		{"((a))", "a"},
		{"a OR(b c)", "a OR b c"},
		{"quant*", "quant*"},
		{"sagemker~", "sagemker~2"},
		{"glu~", "glu~1"},
		{"glue~2", "glue~2"},
		{"a~b ~ ~1", "a~b ~ ~1"},
		{"stem:bias", "stem:bias"},
		{"STEM:bias", "stem:bias"},
		{`service:"SageMaker Clarify"`, `service:"SageMaker Clarify"`},
		{"service:clarify task:2.3 domain:2", "service:clarify task:2.3 domain:2"},
		{"service:(clarify OR glue)", "service:clarify OR service:glue"},
		{"stem:(a -b (c OR \"d e\"))", `stem:a -stem:b (stem:c OR stem:"d e")`},
		{"bank:ud*", "bank:ud*"},
		{"tag:-x", "tag:-x"},
		{"s3:GetObject", "s3:GetObject"},
		{"http://x.y/z", "http://x.y/z"},
		{"AWS::S3::Bucket", "AWS::S3::Bucket"},
		{"10:30", "10:30"},
		{"Note: which", "Note: which"},
		{"C++ C# A/B k-NN F1", "C++ C# A/B k-NN F1"},
		{"- x", "- x"},
		{"a -", "a -"},
		{`foo"bar"`, `foo "bar"`},
		{"ORDER AND ANDROID", "ORDER ANDROID"},
		{"or and not", "or and not"},
	}
	for _, test := range tests {
		n, err := Parse(test.query)
		if err != nil {
			t.Errorf("%q: %v", test.query, err)
			continue
		}
		if got := n.String(); got != test.want {
			t.Errorf("%q is printed as %q, want %q", test.query, got, test.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		query         string
		column        int
		message, hint string
	}{
		{`a "b`, 3, "quotation mark is not closed", `add "`},
		{"a (b", 3, `"(" is not closed`, "add )"},
		{"(", 1, `"(" is not closed`, "add )"},
		{"a) b", 2, `")" closes nothing`, "write ("},
		{"()", 2, "nothing to search for", "write something"},
		{"a OR", 3, "OR needs something", `"OR"`},
		{"OR a", 1, "OR needs something", `"OR"`},
		{"a OR OR b", 3, "OR needs something", `"OR"`},
		{"AND a", 1, "AND needs something", `"AND"`},
		{"a NOT", 3, "NOT needs something", `"NOT"`},
		{"-OR", 2, "OR needs something", ""},
		{"(a OR )", 4, "OR needs something", ""},
		{"servce:x", 1, `no field "servce"`, "did you mean service:?"},
		{"bias tpic:x", 6, `no field "tpic"`, "the fields are stem, option"},
		{"topic:x", 1, `no field "topic"`, "did you mean concept:?"},
		{"foo:bar", 1, `no field "foo"`, `"foo:bar"`},
		{`foo:"bar"`, 1, `no field "foo"`, "stem, option, answer"},
		{"flaw:x dup:yes", 1, "flaw: cannot be answered", ""},
		{"service: clarify", 1, "service: has no value", "service:value"},
		{"stem:(a task:2.3)", 9, "task: stands inside stem:", "beside"},
		{"*bias", 1, "a star only stands at the end", `"*bias"`},
		{"über b*as", 7, "a star only stands at the end", `"b*as"`},
		{"**", 1, "a star only stands at the end", ""},
		{"stem:*", 6, "a star only stands at the end", ""},
		{`"a b"*`, 6, "after a quoted phrase", "single word"},
		{"bias~3", 5, "~3 is not possible", "~1 or ~2"},
		{"k-nn~", 1, "~ cannot be applied", "single word"},
		{strings.Repeat("(", 60) + "a", 51, "nested more than 50", ""},
		{strings.Repeat("a ", 600), 1025, "more than 512 words", "shorten"},
	}
	for _, test := range tests {
		n, err := Parse(test.query)
		var e *SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%q gives %v and the error %v, want a SyntaxError", test.query, n, err)
			continue
		}
		if e.Column != test.column || !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%.40q: %v; want column %d, %q, hint %q", test.query, e, test.column, test.message, test.hint)
		}
	}
}

// withoutColumns is a tree as somebody would write it by hand.
func withoutColumns(n Node) Node {
	return Map(n, func(n Node) Node {
		if t, ok := n.(Term); ok {
			t.Column = 0
			return t
		}
		return n
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`a "b c" -d (e OR f) g* h~ stem:(i "j") task:2.3`, `s3:GetObject`, "--(a)", `"\\\""`, "~1 - *",
		"service:“x”", "NOT(a)OR b", "\xff\x00 é", "-~", "a~1~2", "stem:-a", `OR"x"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		n, err := Parse(query)
		if err != nil {
			var e *SyntaxError
			if !errors.As(err, &e) || e.Column < 1 || e.Column > len([]rune(query))+1 || e.Message == "" {
				t.Fatalf("%q: the error %#v", query, err)
			}
			return
		}
		printed := n.String()
		again, err := Parse(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which does not parse: %v", query, printed, err)
		}
		if diff := cmp.Diff(withoutColumns(n), withoutColumns(again)); diff != "" {
			t.Fatalf("%q is printed as %q, which is another tree:\n%s", query, printed, diff)
		}
		simple := Simplify(n)
		if twice := Simplify(simple); twice.String() != simple.String() {
			t.Fatalf("%q simplifies to %q and then to %q", query, simple, twice)
		}
	})
}

func TestSimplify(t *testing.T) {
	tests := []struct{ query, want string }{
		{"(a b) (c (d e))", "a b c d e"},
		{"a OR (b OR c)", "a OR b OR c"},
		{"a a b a", "a b"},
		{"--a", "a"},
		{"---a", "-a"},
		{"* a", "a"},
		{"* *", "*"},
		{"a OR *", "*"},
		{"(a OR a)", "a"},
		{"-(a a)", "-a"},
		{"(a b) OR (c d)", "a b OR c d"},
		{"a -*", "a -*"},
	}
	for _, test := range tests {
		n, err := Parse(test.query)
		if err != nil {
			t.Fatal(err)
		}
		before := n.String()
		if got := Simplify(n).String(); got != test.want {
			t.Errorf("%q simplifies to %q, want %q", test.query, got, test.want)
		}
		if n.String() != before {
			t.Errorf("%q was changed to %q by Simplify", before, n)
		}
	}
}

func TestMapGoesFromTheLeavesUp(t *testing.T) {
	n, err := Parse("a (b OR -c)")
	if err != nil {
		t.Fatal(err)
	}
	var visited []string
	upper := Map(n, func(n Node) Node {
		visited = append(visited, n.String())
		if t, ok := n.(Term); ok {
			t.Text = strings.ToUpper(t.Text)
			return t
		}
		return n
	})
	if got, want := upper.String(), "A (B OR -C)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := strings.Join(visited, "|"), "a|b|c|-C|B OR -C|A (B OR -C)"; got != want {
		t.Errorf("visited %s, want %s", got, want)
	}
	if n.String() != "a (b OR -c)" {
		t.Errorf("Map changed its argument to %q", n)
	}
}
