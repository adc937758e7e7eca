package bank

import (
	"fmt"
	"strings"
	"testing"
)

// TestJudged: what an explanation says outright of the options, "+B" right, "-A" wrong, "=B" the answer.
func TestJudged(t *testing.T) {
	for _, c := range []struct{ explanation, want string }{
		{"Option B is correct. Option A is incorrect because it is slow.", "+B -A"},
		{"Options A and C are wrong. B is the right answer since it scales.", "-A -C +B"},
		{"Options A, C, and D are also incorrect.", "-A -C -D"},
		{"Serverless scales to zero, making option B the correct answer.", ""},
		{"The correct answer is C because it is managed.", "=C"},
		{"The correct answers are: A and D.", "=A =D"},
		{"The correct answer is A crawler that reads the schema.", ""},
		{"Correct Answer: (B)", "=B"},
		{"Choice $\\mathbf{B}$ is correct. Choices $\\mathrm{A}$, C, and D are incorrect.", "+B -A -C -D"},
		{"✅ B) Glue reads it.\n❌ A) EMR needs a cluster.\n❌ **C** - no.", "+B -A -C"},
		{"A. Incorrect. It is slow.\nB. Correct. It scales.", "-A +B"},
		{"- **A**: Wrong - too slow.\n- **D**: Correct - fast.", "-A +D"},
		{"Why B is correct: it scales.\nWhy A is wrong: it does not.", "+B -A"},
		{"Option A would be correct if the data were small.", ""},
		{"Option A is correct only for batch work, but here it is not.", ""},
		{"Option A is wrong when the stream is short.", ""},
		{"Option A is not correct, as it costs more.", "-A"},
		{"AWS Glue is incorrect because it has no sink. Amazon EMR is the correct answer.", "-A +B"},
		{"AWS Glue is correct when there is a schema.", ""},
		{"AWS Glue DataBrew is incorrect because it has no sink.", ""},
		{"Option 2 is correct. Option 1 is wrong.", "+B -A"},
		{"A resposta correta é a letra C. A alternativa B está incorreta.", "=C -B"},
		{"A alternativa correta é a letra B. A opção A está incorreta porque é lenta. Gabarito: (B)", "=B -A"},
		{"Explique por que a alternativa correta é a melhor.", ""},
		{"Correct Response: B. It is the earliest.", "=B"},
		{"La opción B es correcta. La respuesta correcta es la B.", "+B =B"},
		{"Die Antwort B ist richtig, Antwort A ist falsch.", "+B -A"},
		{"La réponse C est correcte.", "+C"},
		{"因此，正确答案是B。", "=B"},
		{"故选C。", "=C"},
		{"A bank is right next to it. Vitamin B is wrong for this.", ""},
		{"It is a correct use of A/B testing.", ""},
	} {
		q := &Question{Explanation: c.explanation, Options: []Option{{Label: "A", Text: "AWS Glue"}, {Label: "B", Text: "Amazon EMR", Correct: true}, {Label: "C", Text: "AWS Batch"}, {Label: "D", Text: "Amazon Athena"}}}
		var got []string
		for _, j := range q.Judged() {
			sign := "-"
			if j.Right {
				sign = "+"
			}
			if j.Answer {
				sign = "="
			}
			got = append(got, sign+j.Label)
		}
		if s := strings.Join(got, " "); !sameSet(s, c.want) {
			t.Errorf("%s\n\tgot  %s\n\twant %s", c.explanation, s, c.want)
		}
	}
}

// sameSet reports whether two lists hold the same words.
func sameSet(a, b string) bool {
	count := map[string]int{}
	for _, w := range strings.Fields(a) {
		count[w] = 1
	}
	for _, w := range strings.Fields(b) {
		count[w] += 2
	}
	for _, n := range count {
		if n != 3 {
			return false
		}
	}
	return true
}

func TestLettered(t *testing.T) {
	for _, c := range []struct{ explanation, want string }{
		{"Option E is slow. Choices A and F cost more.", "[A E F]"},
		{"Each option a reader takes is one choice; choice C, then.", "[C]"},
		{"Options B/D need a cluster.", "[B D]"},
		{"Option D's cost is high.", "[]"},
		{"The answer C++ gives.", "[]"},
		{"H is wrong.", "[H]"},
	} {
		q := &Question{Explanation: c.explanation}
		if got := fmt.Sprint(q.Lettered(q.Judged())); got != c.want {
			t.Errorf("%s: %s, want %s", c.explanation, got, c.want)
		}
	}
}
