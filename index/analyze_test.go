package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
)

func tokens(text string) analysis.TokenStream { return terms(newLexiconWriter(), fieldStem, 1, text) }

// printTerms prints the terms of a text: position:term, ...
func printTerms(text string) string {
	var printed []string
	for _, tok := range tokens(text) {
		printed = append(printed, fmt.Sprintf("%d:%s", tok.Position, tok.Term))
	}
	return strings.Join(printed, " ")
}

func TestAnalyze(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Training the models", "1:train 3:model"},
		{"The AWS KMS", "2:aws 3:kms"},
		{"aws kms", "1:aw 2:kms"},
		{"TRAINING", "1:train"},
		{"LSTMs and GPUs", "1:lstm 3:gpu"},
		{"SageMaker", "1:sagemak"},
		{"real-time use", "1:real 2:time 1:realtime 2:realtime 3:use"},
		{"k-NN", "1:k 2:nn 1:knn 2:knn"},
		{"F1-score p99", "1:f1 2:score 1:f1score 2:f1score 3:p99"},
		{"A/B a test", "1:a 2:b 1:ab 2:ab 4:test"},
		{"IT is it", "1:it"},
		{"NOT not", "1:not 2:not"},
		{"C++ C# F# issue #5", "1:c++ 2:c# 3:f# 4:issu 5:5"},
		{"s3:GetObject", "1:s3 2:getobject"},
		{"AWS::S3::Bucket", "1:aws 2:s3 3:bucket"},
		{"max_depth", "1:max 2:depth 1:maxdepth 2:maxdepth"},
		{"ml.p3.2xlarge", "1:ml 2:p3.2xlarge 1:mlp3.2xlarge 2:mlp3.2xlarge"},
		{"0.5, 1,000 and 10.0.0.0/16. Next", "1:0.5 2:1000 4:10.0.0.0 5:16 6:next"},
		{"1,2,3", "1:1 2:2 3:3"},
		{"Amazon's don't O’Reilly's", "1:amazon 2:dont 3:oreilli"},
		{"R² ﬁt Ｓ３", "1:r2 2:fit 3:s3"},
		{"Größe 模型过拟合x", "1:größe 2:模 3:型 4:过 5:拟 6:合 7:x"},
		{"a&nbsp;b &amp; R&D &#39;x", "2:b 3:r 4:d 3:rd 4:rd 5:x"},
		{"a&b;c", "1:a 2:b 1:ab 2:ab 3:c"},
		{"\xff\xfeabc\xff", "1:abc"},
		{"", ""},
		{"?! -- **", ""},
	}
	for _, test := range tests {
		if got := printTerms(test.text); got != test.want {
			t.Errorf("%q gives\n\t%s, want\n\t%s", test.text, got, test.want)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, seed := range []string{"Real-time s3:GetObject", "a&nbsp;b", "\xff'x's 1,000.5", "模型 k-NN C++", "ǅ ﬁ ² ´"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, tok := range tokens(text) {
			if len(tok.Term) == 0 || !utf8.Valid(tok.Term) || len(tok.Term) > 64*18+2 {
				t.Fatalf("%q: the term %q", text, tok.Term)
			}
			if tok.Position < last-maxJoinedParts {
				t.Fatalf("%q: position %d after %d", text, tok.Position, last)
			}
			last = max(last, tok.Position)
			found := texts{}
			found.add(0, fieldStem, text)
			spans := slices.DeleteFunc(found[word{fieldStem, string(tok.Term)}], func(m marked) bool { return m.position != tok.Position })
			if len(spans) == 0 {
				t.Fatalf("%q: the term %q is not at its position %d", text, tok.Term, tok.Position)
			}
			for _, s := range spans {
				if s.start < 0 || s.start >= s.end || s.end > len(text) || !boundary(text, s.start) || !boundary(text, s.end) {
					t.Fatalf("%q: the term %q at %d-%d", text, tok.Term, s.start, s.end)
				}
			}
		}
	})
}

// TestAnalyzeIsTheSameForEveryPartOfAText compares with cutting the text at spaces first.
func TestAnalyzeIsTheSameForEveryPartOfAText(t *testing.T) {
	text := strings.Join(sampleTexts, " ")
	var apart []string
	for _, word := range strings.Fields(text) {
		for _, c := range analyze(word) {
			for _, p := range c.parts {
				apart = append(apart, p.lower+"/"+p.stem)
			}
		}
	}
	var whole []string
	for _, c := range analyze(text) {
		for _, p := range c.parts {
			whole = append(whole, p.lower+"/"+p.stem)
		}
	}
	if strings.Join(whole, " ") != strings.Join(apart, " ") {
		t.Errorf("analysed whole:\n%v\nword by word:\n%v", whole, apart)
	}
}
