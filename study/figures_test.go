package study

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
	"mlatlas/taxonomy"
)

var update = flag.Bool("update", false, "write the measured figures as the wanted ones")

var simSizes = []int{40, 100, 250}

// rival is what an estimator says of one learner.
type rival struct {
	chance  func(it simItem, now time.Time) float64
	mastery func(concept int) float64
	between func(concept int) (low, high float64) // nil: it has no interval
	passes  func() float64
}

// percent counts answers by concept, as rivals do that show a percentage per topic.
type percent struct {
	right, all         []float64
	rightEver, allEver float64
}

func (p *percent) see(it simItem, correct bool) {
	p.allEver++
	if correct {
		p.rightEver++
	}
	for i, c := range it.concepts {
		p.all[c] += it.weights[i]
		if correct {
			p.right[c] += it.weights[i]
		}
	}
}

func (p *percent) raw() rival {
	share := func(c int) float64 {
		if p.all[c] == 0 {
			return p.rightEver / p.allEver
		}
		return p.right[c] / p.all[c]
	}
	return rival{
		chance:  func(it simItem, _ time.Time) float64 { return min(max(weighted(it, share), 0.05), 0.95) },
		mastery: share,
		passes: func() float64 {
			if p.rightEver/p.allEver >= 0.72 {
				return 1
			}
			return 0
		},
	}
}

func (p *percent) beta() rival {
	belief := func(c int) distuv.Beta {
		return distuv.Beta{Alpha: p.right[c] + 0.5, Beta: p.all[c] - p.right[c] + 0.5}
	}
	mean := func(c int) float64 { return belief(c).Mean() }
	return rival{
		chance:  func(it simItem, _ time.Time) float64 { return weighted(it, mean) },
		mastery: mean,
		between: func(c int) (float64, float64) {
			b := belief(c)
			return max((b.Quantile(0.025)-0.25)/0.75, 0), (b.Quantile(0.975) - 0.25) / 0.75
		},
		passes: func() float64 {
			return 1 - distuv.Beta{Alpha: p.rightEver + 0.5, Beta: p.allEver - p.rightEver + 0.5}.CDF(0.72)
		},
	}
}

func weighted(it simItem, share func(int) float64) float64 {
	sum := 0.0
	for i, c := range it.concepts {
		sum += it.weights[i] * share(c)
	}
	return sum
}

func modelRival(m *Model, seed uint64) rival {
	concept := func(c int) Estimate { return m.Concept(fmt.Sprint("c", c)) }
	return rival{
		chance:  func(it simItem, now time.Time) float64 { return m.Chance(it.q, now) },
		mastery: func(c int) float64 { return concept(c).Mean },
		between: func(c int) (float64, float64) { e := concept(c); return e.Low, e.High },
		passes:  func() float64 { return m.readiness(seed, 400).Chance },
	}
}

// figures are sums over learners.
type figures struct {
	n                                 int
	logLoss, precision, brier, square float64
	inside, intervals                 float64
}

func (f *figures) measure(w world, rv rival, abilities []float64, truth []float64, fresh []simItem, pass float64, now time.Time) {
	f.n++
	for _, it := range fresh {
		p, q := w.right(it, abilities), rv.chance(it, now)
		f.logLoss -= (p*math.Log(q) + (1-p)*math.Log(1-q)) / float64(len(fresh))
	}
	said := make([]float64, simConcepts)
	for c := range said {
		said[c] = rv.mastery(c)
		f.square += (said[c] - truth[c]) * (said[c] - truth[c]) / simConcepts
		if rv.between != nil {
			low, high := rv.between(c)
			f.intervals++
			if low <= truth[c] && truth[c] <= high {
				f.inside++
			}
		}
	}
	quarter := map[int]bool{}
	for _, c := range weakest(truth, simConcepts/4) {
		quarter[c] = true
	}
	for _, c := range weakest(said, 5) {
		if quarter[c] {
			f.precision += 0.2
		}
	}
	d := rv.passes() - pass
	f.brier += d * d
}

func (f *figures) line(name string) string {
	n := float64(f.n)
	inside := "    -"
	if f.intervals > 0 {
		inside = fmt.Sprintf("%5.1f", 100*f.inside/f.intervals)
	}
	return fmt.Sprintf("    %-8s %8.3f %9.3f %8.3f %8s %8.3f\n", name, f.logLoss/n, f.precision/n, math.Sqrt(f.square/n), inside, f.brier/n)
}

// faults says where the model is worse than the raw percentage. No world and no number of answers may be: this holds
// whatever the golden file is made to say.
func (f *figures) faults(raw *figures) (faults []string) {
	n := float64(f.n)
	check := func(what string, good bool) {
		if !good {
			faults = append(faults, "the model is worse than the raw percentage in "+what)
		}
	}
	check("log loss", f.logLoss < raw.logLoss)
	check("precision of the weakest five", f.precision/n > raw.precision/n-0.005)
	check("the error of mastery", f.square < raw.square)
	check("the Brier score of passing", f.brier < raw.brier)
	return faults
}

// areas counts how often the intervals of tasks, domains and the whole exam hold the truth.
type areas struct{ inside, all [3]float64 }

func (a *areas) measure(m *Model, mastery []float64) {
	var exam float64
	for d := range 4 {
		var tasks [3][]float64
		for c := d * 10; c < d*10+10; c++ {
			_, t := simTask(c)
			tasks[t] = append(tasks[t], mastery[c])
		}
		domain := 0.0
		for t := range tasks {
			truth := average(tasks[t])
			domain += truth / 3
			a.add(0, m.Task(fmt.Sprintf("%d.%d", d+1, t+1)), truth)
		}
		a.add(1, m.Domain(fmt.Sprint(d+1)), domain)
		exam += domain * simWeights[d] / 100
	}
	a.add(2, m.Exam(), exam)
}

// calls counts what is said of concepts, and how often it is so.
type calls struct{ weak, weakSo, strong, strongSo, all float64 }

func (v *calls) measure(m *Model, mastery []float64) {
	for c, truth := range mastery {
		v.all++
		switch m.Concept(fmt.Sprint("c", c)).State {
		case Weak:
			v.weak++
			if truth < m.Target {
				v.weakSo++
			}
		case Strong:
			v.strong++
			if truth > m.Target {
				v.strongSo++
			}
		}
	}
}

func (v *calls) line() string {
	return fmt.Sprintf("    called weak %.1f %% of the concepts, rightly %.1f; strong %.1f, rightly %.1f\n",
		100*v.weak/v.all, 100*v.weakSo/max(v.weak, 1), 100*v.strong/v.all, 100*v.strongSo/max(v.strong, 1))
}

func (a *areas) add(kind int, e Estimate, truth float64) {
	a.all[kind]++
	if e.Low <= truth && truth <= e.High {
		a.inside[kind]++
	}
}

// simulate measures one world at one number of answers.
func simulate(tax *taxonomy.Taxonomy, exam *taxonomy.Exam, w world, answers, learners int) (report string, faults []string) {
	var raw, beta, model figures
	var area areas
	var said calls
	floor := 0.0 // what is left to somebody who knows the truth: whether a known chance comes true
	for l := range learners {
		r := rand.New(rand.NewPCG(uint64(answers), uint64(l)))
		abilities := w.abilities(r)
		m := NewModel(tax, exam)
		p := &percent{right: make([]float64, simConcepts), all: make([]float64, simConcepts)}
		var now time.Time
		w.life(r, answers, abilities, func(it simItem, a Attempt) {
			m.Observe(it.q, a)
			p.see(it, a.Correct)
			now = a.At
		})
		var fresh []simItem
		for c := range simConcepts {
			fresh = append(fresh, w.item(r, fmt.Sprint("f", c), c))
		}
		pass := w.exam(r, abilities)
		truth := make([]float64, simConcepts)
		for c := range truth {
			truth[c] = w.mastery(abilities[c])
		}
		for _, it := range fresh {
			p := w.right(it, abilities)
			floor -= (p*math.Log(p) + (1-p)*math.Log(1-p)) / float64(len(fresh)*learners)
		}
		raw.measure(w, p.raw(), abilities, truth, fresh, pass, now)
		beta.measure(w, p.beta(), abilities, truth, fresh, pass, now)
		model.measure(w, modelRival(m, uint64(l)), abilities, truth, fresh, pass, now)
		area.measure(m, truth)
		said.measure(m, truth)
	}
	of := func(k int) float64 { return 100 * area.inside[k] / area.all[k] }
	return fmt.Sprintf("  %d answers\n", answers) + raw.line("raw %") + beta.line("Beta") + model.line("model") +
		fmt.Sprintf("    %-8s %8.3f\n", "truth", floor) +
		fmt.Sprintf("    intervals of the model that hold the truth: tasks %.1f, domains %.1f, exam %.1f\n", of(0), of(1), of(2)) + said.line(), model.faults(&raw)
}

const simLearners = 400

// TestFigures measures the model on simulated learners and compares with the golden file. docs/mastery.md quotes it.
func TestFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("measures thousands of simulated learners")
	}
	tax, exam, err := simTaxonomy()
	if err != nil {
		t.Fatal(err)
	}
	parts := make([]string, len(worlds)*len(simSizes))
	faults := make([][]string, len(parts))
	var wait sync.WaitGroup
	for i := range parts {
		wait.Go(func() {
			parts[i], faults[i] = simulate(tax, exam, worlds[i/len(simSizes)], simSizes[i%len(simSizes)], simLearners)
		})
	}
	wait.Wait()
	got := fmt.Sprintf("%-12s %8s %9s %8s %8s %8s\n", "", "log loss", "weakest 5", "RMSE", "in 95 %", "Brier")
	for i, part := range parts {
		if i%len(simSizes) == 0 {
			got += "\n" + worlds[i/len(simSizes)].name + "\n"
		}
		got += part
		for _, fault := range faults[i] {
			t.Errorf("%s, %d answers: %s", worlds[i/len(simSizes)].name, simSizes[i%len(simSizes)], fault)
		}
	}
	golden(t, "figures.golden", got)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(want)) != strings.TrimSpace(got) {
		t.Errorf("got:\n%swant:\n%s(look whether for the better, then accept with -update)", got, want)
	}
}

// What the document quotes stands in the golden file.
func TestDocumentQuotesTheFigures(t *testing.T) {
	document, err := os.ReadFile(filepath.Join("..", "docs", "mastery.md"))
	if err != nil {
		t.Fatal(err)
	}
	figures, err := os.ReadFile(filepath.Join("testdata", "figures.golden"))
	if err != nil {
		t.Fatal(err)
	}
	_, quoted, ok := strings.Cut(string(document), "```text\n")
	quoted, _, closed := strings.Cut(quoted, "```")
	if !ok || !closed {
		t.Fatal("docs/mastery.md quotes no figures")
	}
	block := strings.TrimPrefix(quoted, "hierarchy\n")
	_, hierarchy, _ := strings.Cut(string(figures), "\nhierarchy\n")
	hierarchy, _, _ = strings.Cut(hierarchy, "\nprerequisites\n")
	if !strings.Contains(hierarchy, block) {
		t.Errorf("docs/mastery.md quotes\n%swhich testdata/figures.golden does not say", block)
	}
}
