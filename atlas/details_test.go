package atlas

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"mlatlas/graph"
)

// manyQuestions is exam text of n questions about Athena, the last of which has it as its key.
func manyQuestions(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "%d. Case %d: what reads the results of Amazon Athena most cheaply?\n    - A. Amazon QuickSight\n    - B. Amazon SQS\n\n    Correct answer: A\n\n", i, i)
	}
	fmt.Fprintf(&b, "%d. Which service queries files with SQL?\n\nThere are no servers.\n    - A. Amazon Athena\n    - B. AWS Glue\n\n    Correct answer: A\n\n    Explanation: The secret is that Amazon Athena has no servers.\n", n)
	return b.String()
}

func TestMapDetails(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "atlas"))
	ctx := context.Background()
	if _, err := a.Import(ctx, ImportOptions{Paths: []string{write(t, filepath.Join(dir, "many.md"), manyQuestions(14))}}); err != nil {
		t.Fatal(err)
	}
	details := func(r MapRequest) (graph.Map, map[string]graph.NodeDetails) {
		t.Helper()
		m, err := a.Map(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		d, err := a.MapDetails(ctx, r, m)
		if err != nil {
			t.Fatal(err)
		}
		return m, d
	}
	m, all := details(MapRequest{Exam: "mla-c01"})
	if len(all) != len(m.Nodes) {
		t.Errorf("details of %d concepts, %d are drawn", len(all), len(m.Nodes))
	}
	athena := all["athena"]
	if len(athena.Questions) != mapQuestions || athena.Definition == "" {
		t.Fatalf("Athena: %+v", athena)
	}
	glue, drawn := all["glue"]
	if drawn && len(glue.Questions) > 0 {
		t.Errorf("Glue is in a wrong option only: %+v", glue)
	}
	_, some := details(MapRequest{Exam: "mla-c01", Query: "number:14"})
	if got := fmt.Sprint(some["athena"].Questions); got != "[{many/14 Which service queries files with SQL?}]" {
		t.Errorf("with a query: %s", got)
	}
	read, err := a.readQuestions(ctx, MapRequest{Exam: "mla-c01"}, m)
	if err != nil {
		t.Fatal(err)
	}
	for id, d := range all { // the index and a pass over the questions agree on how many there are
		if len(d.Questions) != len(read[id]) {
			t.Errorf("%s: %d questions by the index, %d by reading", id, len(d.Questions), len(read[id]))
		}
	}
	if strings.Contains(fmt.Sprint(all, some), "secret") {
		t.Error("an explanation is told")
	}
}

func TestMapDetailsOfNothing(t *testing.T) {
	a, _ := open(t, t.TempDir())
	r := MapRequest{Concepts: []string{"athena"}, Exam: "mla-c01"}
	m, err := a.Map(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	d, err := a.MapDetails(context.Background(), r, m)
	if err != nil || d["athena"].Definition == "" || len(d["athena"].Questions) > 0 {
		t.Errorf("%v, %+v", err, d["athena"])
	}
}
