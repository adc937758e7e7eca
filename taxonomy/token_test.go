package taxonomy

import (
	"fmt"
	"strings"
	"testing"
)

// showTokens prints each token as norm, with the word where it differs in more than case, "|" where a sentence begins
// and "," where a name cannot go on.
func showTokens(text string) string {
	var b strings.Builder
	sentence := uint32(0)
	for i, tok := range tokenize(text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		switch {
		case tok.sentence != sentence:
			b.WriteString("| ")
		case tok.gap == broken:
			b.WriteString(", ")
		}
		sentence = tok.sentence
		b.WriteString(tok.norm(text))
		if strings.ToLower(tok.word(text)) != tok.norm(text) {
			fmt.Fprintf(&b, "[%s]", tok.word(text))
		}
		if raw := text[tok.start:tok.end]; raw != tok.word(text) {
			fmt.Fprintf(&b, "{%s}", raw)
		}
	}
	return b.String()
}

func TestTokenize(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{" \n\t", ""},
		{"...!?", ""},
		{"Amazon SageMaker", "amazon sagemaker"},
		{"real-time CI/CD 'quoted' **bold**", "real time ci cd quoted bold"},
		{"one, two (three) [four] {five} a=b a|b a<b", "one , two , three , four , five , a , b a , b a , b"},
		{"One. Two! Three? Four; five: six", "one | two | three | four | five | six"},
		{"One.\nTwo", "one | two"},
		{"One.\r\nTwo", "one | two"},
		{"One\nline", "one line"},
		{"One\n\nblock", "one | block"},
		{"One\r\n\r\nblock", "one | block"},
		{"a \"quoted end.\" Next *end.* next (end.) Next", "a quoted end | next end | next , end | next"},
		{"• first • second", "| first | second"},
		{"文字。文字", "文字 | 文字"},
		{"version 2.0, 3.14.15 and 5. Then", "version 2.0 , 3.14.15 and 5 | then"},
		{"model.tar.gz a.b", "model , tar , gz a , b"},
		{"C++ C# F# a++b c+d e#f C++17", "c++ c# f# a b c d e f c++ 17"},
		{"checkpoint_s3_uri __init__ trailing_", "checkpoint_s3_uri init trailing"},
		{"Bucket's bucket’s buckets' it'sy", "bucket bucket bucket[buckets] it sy"},
		{"GPUs VPCs S3s As GPUS IDs", "gpu{GPUs} vpc{VPCs} s3{S3s} as gpu[GPUS] id{IDs}"},
		{"naïve Café e\u0301té", "naïve café e\u0301té"},
		{"10× faster 50% p99", "10 faster 50 p99"},
		{"a\xffb \xc3", "a b"},
		{"see https://docs.aws.example/s3 (http://x.y/z). S3 http and s3://b", "see | s3 http and s3 b"},
		{"x\u200by", "x y"},
	} {
		if got := showTokens(test.text); got != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

func TestTokensPointIntoTheText(t *testing.T) {
	text := "Ärger with S3’s buckets — 桶, GPUs_"
	var words []string
	for _, tok := range tokenize(text) {
		words = append(words, text[tok.start:tok.end])
	}
	if got, want := strings.Join(words, "/"), "Ärger/with/S3/buckets/桶/GPUs"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestNormalize holds pairs that must fall together and words that must stay apart.
func TestNormalize(t *testing.T) {
	for _, pair := range [][2]string{
		{"bucket", "Buckets"}, {"policy", "policies"}, {"class", "classes"}, {"index", "indexes"}, {"batch", "batches"},
		{"bias", "bias"}, {"process", "processes"}, {"hash", "hashes"}, {"cache", "caches"}, {"database", "databases"},
		{"response", "responses"}, {"bias", "biases"}, {"matrix", "matrices"}, {"index", "indices"}, {"analysis", "analyses"},
		{"axis", "axis"}, {"metric", "metrics"}, {"size", "sizes"}, {"series", "series"}, {"branch", "branches"},
		{"approach", "approaches"}, {"GPU", "gpus"}, {"API", "apis"}, {"hypothesis", "hypotheses"}, {"Kubernetes", "kubernetes"},
	} {
		if a, b := normalize(pair[0]), normalize(pair[1]); a != b {
			t.Errorf("%s is %s, %s is %s", pair[0], a, pair[1], b)
		}
	}
	for _, pair := range [][2]string{
		{"aws", "aw"}, {"sqs", "sq"}, {"ss", "s"}, {"loss", "los"}, {"status", "statu"}, {"analysis", "analysi"}, {"ties", "ty"},
	} {
		if a, b := normalize(pair[0]), normalize(pair[1]); a == b {
			t.Errorf("%s and %s are both %s", pair[0], pair[1], a)
		}
	}
}

func TestSplitHumps(t *testing.T) {
	for text, want := range map[string]string{
		"SageMaker": "Sage Maker", "BlazingText": "Blazing Text", "XGBoost": "XGBoost", "MLflow": "MLflow", "AutoML": "Auto ML",
		"EKS": "EKS", "plain text": "plain text", "ÉtéÉté": "Été Été", "": "",
	} {
		if got := splitHumps(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
