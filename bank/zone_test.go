package bank

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// argued prints the stretches of an explanation, each on a line behind "+" (for the key) or "-" (against others).
func argued(text, right string) string {
	options := []Option{{Text: "Amazon EMR"}, {Text: "AWS Glue"}, {Text: "Run Spark on a fleet of EC2 Spot Instances."},
		{Text: "Run Spark on EC2"}, {Text: "AWS Glue DataBrew"}, {}}
	for i := range options {
		options[i].Label = "ABCDEF"[i : i+1]
		options[i].Correct = strings.Contains(right, options[i].Label)
	}
	var lines []string
	for _, s := range argue(text, options) {
		sign := "+"
		if s.against {
			sign = "-"
		}
		lines = append(lines, sign+strings.Join(strings.Fields(text[s.start:s.end]), " "))
	}
	return strings.Join(lines, "\n")
}

// TestArgue holds explanations as authors of different banks arrange them. The key is B unless said otherwise.
func TestArgue(t *testing.T) {
	for _, test := range []struct{ name, right, text, want string }{
		{"nothing", "B", "", ""},
		{"no option named", "B", "Firehose loads streams. It needs no code.", "+Firehose loads streams. It needs no code."},
		{"one paragraph", "B", "Firehose delivers to S3. Option A is incorrect because EMR needs a cluster. It costs more. Option C is wrong.",
			"+Firehose delivers to S3.\n-Option A is incorrect because EMR needs a cluster. It costs more. Option C is wrong."},
		{"back to the key", "B", "Option A is a trap. Glue does less. Option B is correct since Spark scales. It is cheap.",
			"-Option A is a trap. Glue does less.\n+Option B is correct since Spark scales. It is cheap."},
		{"label and point", "B", "A. EMR is too big.\nB. Glue fits.\nIt is serverless.\nC. EC2 is bare.", "-A. EMR is too big.\n+B. Glue fits. It is serverless.\n-C. EC2 is bare."},
		{"label and bracket", "B", "A) EMR\nB) Glue\nC) EC2", "-A) EMR\n+B) Glue\n-C) EC2"},
		{"letter in brackets", "B", "(A) EMR is too big. (B) Glue fits.", "-(A) EMR is too big.\n+(B) Glue fits."},
		{"list with colons", "B", "- A: EMR\n- B: Glue\n- D: EC2", "-- A: EMR\n+- B: Glue\n-- D: EC2"},
		{"bold labels", "B", "**A** - EMR\n**B** - Glue\n* **C**: EC2", "-**A** - EMR\n+**B** - Glue\n-* **C**: EC2"},
		{"crosses and ticks", "B", "✅ B: Glue fits\n❌ A: EMR\n❌ C – EC2\n✔️ B again", "+✅ B: Glue fits\n-❌ A: EMR ❌ C – EC2\n+✔️ B again"},
		{"dash after the letter", "B", "A – EMR is a cluster\nB – Glue is not", "-A – EMR is a cluster\n+B – Glue is not"},
		{"several wrong at once", "B", "Glue fits. Options A, C and D need servers. They cost more.", "+Glue fits.\n-Options A, C and D need servers. They cost more."},
		{"several letters with slashes", "B", "Glue fits. Choices (A)/(C) & (D) do not.", "+Glue fits.\n-Choices (A)/(C) & (D) do not."},
		{"right and wrong in one sentence", "B", "Option B beats option A in price. Glue is cheap.", "+Option B beats option A in price. Glue is cheap."},
		{"two keys", "BD", "Options B and D are correct. Options A and C are not correct.", "+Options B and D are correct.\n-Options A and C are not correct."},
		{"heading for the others", "B", "Glue fits.\n\nWhy the other options are wrong:\n\nEMR is a cluster.\nEC2 is bare.", "+Glue fits.\n-Why the other options are wrong: EMR is a cluster. EC2 is bare."},
		{"incorrect options", "B", "Glue fits.\nIncorrect answers:\nEMR.\nCorrect answer:\nGlue.", "+Glue fits.\n-Incorrect answers: EMR.\n+Correct answer: Glue."},
		{"the others are", "B", "Glue fits. The others are clusters.", "+Glue fits.\n-The others are clusters."},
		{"says what is correct", "B", "A is a cluster. Glue is the correct choice. It fits.", "-A is a cluster.\n+Glue is the correct choice. It fits."},
		{"not correct is not correct", "B", "Option A is a cluster. EMR is not correct here.", "-Option A is a cluster. EMR is not correct here."},
		{"why it is correct", "B", "D) EC2 is bare.\nWhy this is correct:\nGlue fits.", "-D) EC2 is bare.\n+Why this is correct: Glue fits."},
		{"small letters", "B", "option a is a cluster. Answer b fits.", "-option a is a cluster.\n+Answer b fits."},
		{"letters at the head", "B", "Glue fits. A, C and D are incorrect. EMR is big.", "+Glue fits.\n-A, C and D are incorrect. EMR is big."},
		{"letters and a dash", "B", "Glue fits.\nA and C – servers.\nD, E: too dear.", "+Glue fits.\n-A and C – servers. D, E: too dear."},
		{"both", "B", "Glue fits. Both A and C need servers. They cost more.", "+Glue fits.\n-Both A and C need servers. They cost more."},
		{"neither", "B", "Glue fits. Neither (A) nor (D) works.", "+Glue fits.\n-Neither (A) nor (D) works."},
		{"a test of two is no option", "C", "A/B testing splits the traffic. A and B tests cost. A/B tests are slow.", "+A/B testing splits the traffic. A and B tests cost. A/B tests are slow."},
		{"headings of one word", "B", "Incorrect:\n- EMR is big.\n**Correct:**\n- Glue fits.", "-Incorrect: - EMR is big.\n+**Correct:** - Glue fits."},
		{"headings of options", "B", "### Option A: EMR\nbig\n### Option B: Glue\nfits", "-### Option A: EMR big\n+### Option B: Glue fits"},
		{"an article is no option", "B", "A cluster would be too big. A good way is Glue.", "+A cluster would be too big. A good way is Glue."},
		{"a choice of words is no option", "B", "A better choice avoids EMR. The options are many. Answers come fast.", "+A better choice avoids EMR. The options are many. Answers come fast."},
		{"vitamin C", "B", "Glue reads C. Then it stops. Grade A beef is none.", "+Glue reads C. Then it stops. Grade A beef is none."},
		{"abbreviations end nothing", "B", "Use a store, e.g. S3. Option A, i.e. EMR, fails.", "+Use a store, e.g. S3.\n-Option A, i.e. EMR, fails."},
		{"a label that is no option", "B", "Option G is not there. Glue fits.", "+Option G is not there. Glue fits."},
		{"brackets", "B", "[A] EMR is big.\n[B] Glue fits.", "-[A] EMR is big.\n+[B] Glue fits."},
		{"why not", "B", "Glue fits.\n**Why not A?** EMR is big.\nWhy not (C)? Spot ends.\n**Why B is right:** serverless.", "+Glue fits.\n-**Why not A?** EMR is big. Why not (C)? Spot ends.\n+**Why B is right:** serverless."},
		{"numbers", "B", "Glue fits. Option 1 is too big. Options 3 and 4 need servers. Option 2 needs none.", "+Glue fits.\n-Option 1 is too big. Options 3 and 4 need servers.\n+Option 2 needs none."},
		{"a version is no option", "B", "Glue fits. The option 3.5 GB is enough.", "+Glue fits. The option 3.5 GB is enough."},
		{"places", "B", "The first option needs a cluster. The second option is cheap.", "-The first option needs a cluster.\n+The second option is cheap."},
		{"judged within", "B", "Glue fits, so A is incorrect. EMR is big. That is why B is correct.", "-Glue fits, so A is incorrect. EMR is big.\n+That is why B is correct."},
		{"the option that says", "B", "Hence, the correct answer is: AWS Glue.\nThe option that says: **Run Spark on a fleet of EC2 Spot Instances** is incorrect because Spot ends.\nThe option that says: Amazon EMR is incorrect. It is big.", "+Hence, the correct answer is: AWS Glue.\n-The option that says: **Run Spark on a fleet of EC2 Spot Instances** is incorrect because Spot ends. The option that says: Amazon EMR is incorrect. It is big."},
		{"words of the option", "B", "Glue fits.\n**Amazon EMR** - a cluster to run.\n**AWS Glue DataBrew** - for analysts.\n**AWS Glue** - serverless.", "+Glue fits.\n-**Amazon EMR** - a cluster to run. **AWS Glue DataBrew** - for analysts.\n+**AWS Glue** - serverless."},
		{"a name in passing is no option", "B", "Amazon EMR runs Spark, and Glue does. Amazon EMRX is not correct for it.", "+Amazon EMR runs Spark, and Glue does. Amazon EMRX is not correct for it."},
		{"crosses without letters", "B", "✅ serverless\n❌ a cluster: dear\nand slow\n✔ cheap", "+✅ serverless\n-❌ a cluster: dear and slow\n+✔ cheap"},
		{"judgement first", "B", "Correct. Glue fits.\nIncorrect - a cluster.\nIncorrect: servers.", "+Correct. Glue fits.\n-Incorrect - a cluster. Incorrect: servers."},
		{"letters behind names", "B", "Glue (B) fits. EMR (A) needs a cluster. `EC2` and **Spot** (C, D) end. So Glue (B) beats EMR (A).", "+Glue (B) fits.\n-EMR (A) needs a cluster. `EC2` and **Spot** (C, D) end. So Glue (B) beats EMR (A)."},
		{"left over", "BC", "Glue fits the first need. Amazon EMR is left over: it is a cluster.", "+Glue fits the first need.\n-Amazon EMR is left over: it is a cluster."},
		{"left over in passing", "BC", "Glue fits: no memory is left over.", "+Glue fits: no memory is left over."},
		{"the rest", "B", "Glue fits. The rest are clusters.", "+Glue fits.\n-The rest are clusters."},
		{"the rest of something else", "B", "A tenth goes first, then the rest is moved.", "+A tenth goes first, then the rest is moved."},
		{"other languages", "B", "Glue serve. A opção A está incorreta porque EMR é um cluster. La opción C es incorrecta. Die Antwort B passt.", "+Glue serve.\n-A opção A está incorreta porque EMR é um cluster. La opción C es incorrecta.\n+Die Antwort B passt."},
		{"Windows lines", "B", "Glue fits.\r\nA) EMR\r\nB) Glue\r\n", "+Glue fits.\n-A) EMR\n+B) Glue"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := argued(test.text, test.right); got != test.want {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", test.text, got, test.want)
			}
		})
	}
}

// TestSentencesCover says that the sentences of a text are the text, whatever it is.
func TestSentencesCover(t *testing.T) {
	for _, text := range []string{"", ".", "\n\n", "a", "One. Two! \"Three?\" four", "A. b. C) d.", "e.g. x. ", "\xff. \xc3\n", "桶。 S3. 桶"} {
		at := 0
		for s := range sentences(text) {
			if s[0] != at || s[1] <= s[0] {
				t.Errorf("%q: %v after %d", text, s, at)
			}
			at = s[1]
		}
		if at != len(text) {
			t.Errorf("%q: covered to %d of %d", text, at, len(text))
		}
	}
}

// TestSoughtWords holds that no pattern matches where its words let a sentence pass by: the built-in texts of all formats
// and sentences that each pattern is there for.
func TestSoughtWords(t *testing.T) {
	text := "Option 2 is wrong. The second choice fails! ✅ B. ❌ A\nWhy  not\nThe rest are slow. B is the best. INCORRECT: no. Glue (A) runs. Resposta (B) falsa. " +
		"Réponse A. Antwort C. Opción D. alternativas A e B. It is not ideal. Errada. The correct answer is B. Distractors:\n"
	files, err := filepath.Glob("format/testdata/*/*")
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	for _, f := range append(files, "sample/mla-sample.md") {
		content, err := os.ReadFile(f)
		if err != nil || !utf8.Valid(content) {
			continue
		}
		text += string(content) + "\n"
	}
	matched := map[string]int{}
	for s := range sentences(text) {
		sentence := text[s[0]:s[1]]
		for name, pattern := range map[string]sought{"named": optionNamed, "numbered": optionNumbered, "placed": optionPlaced, "judged": judgedLabel, "behind": labelBehind,
			"others": othersWrong, "leads wrong": leadsWrong, "leads right": leadsRight, "wrong": saysWrong, "right": saysRight} {
			if !pattern.form.MatchString(sentence) {
				continue
			}
			matched[name]++
			if !pattern.mayMatch(strings.ToLower(sentence)) {
				t.Errorf("%s matches %q, which has none of its words", name, sentence)
			}
		}
	}
	if len(matched) != 10 {
		t.Errorf("matched only %v", matched)
	}
}

// TestSentenceEnd holds the scan to the pattern that it stands for.
func TestSentenceEnd(t *testing.T) {
	form := regexp.MustCompile(`[.!?]["'”’)*_]*\s+|\n+`)
	for _, text := range []string{"", "a", "a. b", "a.b", "a.” b", "a.)*_\n\nb", "a\n\n\nb.", "What?! Yes.  No", "e.g. x", ".\u00a0x. y", "...\t.", "\n.\n", "a.\f\v b", "’ ’. x’. ’\n"} {
		for from := 0; from <= len(text); {
			at, end := sentenceEnd(text, from)
			m := form.FindStringIndex(text[from:])
			if (m == nil) != (at < 0) || m != nil && (m[0]+from != at || m[1]+from != end) {
				t.Errorf("%q from %d: %d to %d, want %v", text, from, at, end, m)
			}
			if m == nil {
				break
			}
			from += m[1]
		}
	}
}
