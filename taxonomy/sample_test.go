package taxonomy

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write what the linker finds as the wanted output")

// workshop is a small taxonomy with one of each sort of name.
const workshop = `
concepts:
  - {id: grp-all, name: Everything, kind: group, aliases: [whole workshop]}
  - {id: bucket, name: Amazon Bucket, kind: service, parents: [grp-all], aliases: [Bucket, Simple Bucket Service]}
  - {id: bucket-policy, name: Bucket policy, kind: feature, parents: [bucket]}
  - {id: vise, name: VISE, kind: service, parents: [grp-all], aliases: [Visual Search], case_sensitive: [VISE]}
  - {id: advice, name: vise, kind: concept, parents: [grp-all], case_sensitive: [vise]}
  - {id: emr, name: Amazon EMR, kind: service, parents: [grp-all], aliases: [EMR, Elastic MapReduce], case_sensitive: [EMR]}
  - {id: blaze, name: BlazeText, kind: algorithm, parents: [grp-all], former_names: [TextBlaze Classic]}
  - {id: cpp, name: C++, kind: framework, parents: [grp-all]}
  - {id: realtime, name: Real-time inference, kind: concept, parents: [grp-all]}
  - {id: ab, name: A/B testing, kind: technique, parents: [grp-all], aliases: [A/B test]}
  - {id: two, name: Llama 2.0, kind: model-family, parents: [grp-all]}
  - {id: policy, name: Access policy, kind: concept, parents: [grp-all], aliases: [policy]}
  - {id: cafe, name: Café model, kind: concept, parents: [grp-all]}
  - {id: uri, name: checkpoint_s3_uri, kind: concept, parents: [grp-all]}
  - {id: matrix, name: Confusion matrix, kind: concept, parents: [grp-all]}
  - {id: key-cache, name: Key cache, kind: concept, parents: [grp-all]}
  - {id: hammer, name: Amazon Hammer, kind: service, parents: [grp-all], ambiguous: [Hammer]}
  - {id: mallet, name: Mallet, kind: concept, parents: [grp-all], ambiguous: [Hammer, drive]}
  - {id: disk, name: Disk drive, kind: concept, parents: [grp-all], ambiguous: [drive, OS]}
ambiguous:
  - name: Hammer
    why: the service, the tool, or neither
    form: capital
    senses:
      - {concept: hammer, before: [use], after: [console], near: [Amazon, bucket], question: [managed service]}
      - {concept: mallet, after: [nail], near: [wood, carpenter]}
      - {concept: none, before: [yellow], near: [auction]}
  - name: drive
    why: a disk or what a hammer does
    form: any
    senses:
      - {concept: disk, near: [disk, byte], question: [storage]}
      - {concept: mallet, near: [nail], question: [carpenter]}
  - name: OS
    why: written in any other way it is a word of another language
    form: exact
    senses:
      - {concept: disk, near: [boot]}
`

func loadText(t testing.TB, text string) *Taxonomy {
	t.Helper()
	tax, err := Load(fstest.MapFS{"concepts/all.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// printed shows mentions as "span = concept (rule)", one a line, with the number of the text where there are several.
func printed(texts []string, mentions [][]Mention) []string {
	var lines []string
	for i, text := range texts {
		for _, m := range mentions[i] {
			line := fmt.Sprintf("%s = %s (%s)", text[m.Start:m.End], m.Concept, m.Rule)
			if len(texts) > 1 {
				line = fmt.Sprintf("%d: %s", i+1, line)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// TestLinkSamples walks testdata/link. A sample is one or more lines of text behind ">", linked together, then the
// mentions that are wanted, or none. A "?" instead links as what a person typed to search. Files whose names begin with
// "workshop" use the taxonomy above, the others the embedded one.
func TestLinkSamples(t *testing.T) {
	files, err := filepath.Glob("testdata/link/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { checkSamples(t, file) })
	}
}

func checkSamples(t *testing.T, file string) {
	tax := embeddedOrFail(t)
	if strings.HasPrefix(filepath.Base(file), "workshop") {
		tax = loadText(t, workshop)
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, block := range strings.Split(strings.TrimSpace(string(source)), "\n\n") {
		head, texts, wanted := splitSample(block)
		got := strings.Join(linkSample(tax, texts), "\n")
		if len(texts) > 0 && got != wanted && !*update {
			t.Errorf("%s\ngot:\n%s\nwanted:\n%s", strings.Join(texts, "\n"), got, wanted)
		}
		if i > 0 {
			out.WriteString("\n")
		}
		out.WriteString(head)
		if got != "" {
			out.WriteString(got + "\n")
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// splitSample cuts a block into its comments and texts as they stand, the texts, and the wanted lines.
func splitSample(block string) (head string, texts []string, wanted string) {
	var want []string
	for line := range strings.Lines(block) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, ">"), strings.HasPrefix(line, "?"):
			texts = append(texts, line)
			fallthrough
		case strings.HasPrefix(line, "#"):
			head += line + "\n"
		default:
			want = append(want, line)
		}
	}
	return head, texts, strings.Join(want, "\n")
}

// linkSample links the texts of a sample; \n and \r in them stand for line breaks.
func linkSample(tax *Taxonomy, marked []string) []string {
	var texts []string
	query := false
	for _, text := range marked {
		query = query || text[0] == '?'
		texts = append(texts, strings.NewReplacer(`\n`, "\n", `\r`, "\r").Replace(strings.TrimSpace(text[1:])))
	}
	if query {
		return printed(texts[:1], [][]Mention{tax.Linker().LinkQuery(texts[0])})
	}
	return printed(texts, tax.Linker().Link(texts...))
}
