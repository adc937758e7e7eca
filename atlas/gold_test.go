package atlas

import (
	"context"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the figures that were measured as the wanted ones")

// goldFigures sum up the labelled files of one bank.
type goldFigures struct {
	Questions, True, Wrong, Missed, Promoted, Distractors int
	Precision, Recall, Hit1, Hit3                         float64
}

// TestGoldLabels measures the links of questions that were labelled by reading, blind to the linker: see
// testdata/gold/README.md. The questions are those of the banks beside the project; concepts that the taxonomy lacks count
// as missed.
func TestGoldLabels(t *testing.T) {
	banks := filepath.Join("..", "..", "shared", "banks")
	if _, err := os.Stat(banks); err != nil {
		t.Skip("the real banks are not here:", err)
	}
	a, _ := open(t, t.TempDir())
	got := map[string]*goldFigures{"clf": {}, "aif": {}}
	files, _ := filepath.Glob("testdata/gold/*.yaml")
	for _, gold := range files {
		bank, name, _ := strings.Cut(strings.TrimSuffix(filepath.Base(gold), ".yaml"), "-")
		questions := filepath.Join(banks, "clf-markdown", name+".md")
		if bank == "aif" {
			questions = filepath.Join(banks, "aif-org", "aif-"+name+".org")
		}
		s, err := a.Score(context.Background(), gold, questions)
		if err != nil || len(s.Missing) > 0 {
			t.Fatalf("%s: %v, missing %v", gold, err, s.Missing)
		}
		f := got[bank]
		f.Questions, f.True, f.Wrong, f.Missed = f.Questions+s.Questions, f.True+s.True, f.Wrong+s.Wrong, f.Missed+s.Missed
		f.Promoted, f.Distractors = f.Promoted+s.Promoted, f.Distractors+s.Distractors
		f.Hit1, f.Hit3 = f.Hit1+s.Hit1*float64(s.Questions), f.Hit3+s.Hit3*float64(s.Questions)
	}
	for _, f := range got {
		f.Precision, f.Recall = share(f.True, f.True+f.Wrong), share(f.True, f.True+f.Missed)
		f.Hit1, f.Hit3 = round(f.Hit1/float64(f.Questions)), round(f.Hit3/float64(f.Questions))
	}
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const wanted = "testdata/gold/figures.golden.json"
	if *update {
		if err := os.WriteFile(wanted, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(wanted); err != nil || strings.TrimSpace(string(want)) != string(text) {
		t.Errorf("the figures have changed (%v): look whether for the better, then run with -update\n%s", err, text)
	}
}

func share(part, whole int) float64 { return round(float64(part) / float64(max(1, whole))) }

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
