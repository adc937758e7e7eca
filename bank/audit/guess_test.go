package audit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"mlatlas/bank"
)

// TestPlayers names what each player picks.
func TestPlayers(t *testing.T) {
	for _, c := range []struct{ player, question, want string }{
		{"longest-option", "b/1\nWhich?\n- short\n+ much longer than it\n- middling", "B"},
		{"longest-option", "b/1\nWhich?\n- four\n+ five\n- two", "AB"},
		{"stem-overlap", "b/1\nWhich service stores encrypted objects?\n- A queue\n+ An object store that encrypts\n- A table", "B"},
		{"stem-overlap", "b/1\nWhich of these is the one?\n- the one\n+ this\n- that", "ABC"},
		{"stem-overlap", "b/1\n下列关于合同的说法正确的是\n- 合同无效\n+ 侵权责任\n- 刑事案件", "A"},
		{"converged", "b/1\nWhich?\n- blue circle\n+ red circle\n- red square", "B"},
		{"avoids-absolutes", "b/1\nWhich?\n- It always works\n+ It often works\n- It never works", "B"},
		{"avoids-absolutes", "b/1\nWhich?\n- It is read\n+ It is written\n- All of the above", "ABC"},
		{"all-of-the-above", "b/1\nWhich?\n- It is read\n- It is written\n+ All of the above.", "C"},
		{"all-of-the-above", "b/1\nWhich?\n- All of them work\n+ It is written\n- None of the above", "ABC"},
		{"all-of-the-above", "b/1\n¿Cuál?\n- uno\n- dos\n+ Todas las anteriores", "C"},
	} {
		it := newItem(quiz(t, c.question)[0])
		for _, p := range players {
			if p.name != c.player {
				continue
			}
			picks := ""
			for i, picked := range it.best(p.value) {
				if picked {
					picks += place(i)
				}
			}
			if picks != c.want {
				t.Errorf("%s picks %s, want %s of\n%s", c.player, picks, c.want, c.question)
			}
		}
	}
}

// longKeys makes n questions of which so many have the longest option as their key.
func longKeys(bankName string, n, long int) []*bank.Question {
	var questions []*bank.Question
	for i := range n {
		key := i % 4
		places := make([]string, 4)
		for o := range places {
			places[o] = fmt.Sprintf("thing %c", 'a'+o)
		}
		places[key] += " right"
		if i >= long {
			places[(key+1+i%3)%4] += " and then some"
		}
		q := &bank.Question{ID: fmt.Sprintf("%s/%d", bankName, i), Bank: bankName, Kind: bank.Single, Stem: fmt.Sprintf("Case %d", i)}
		for o, text := range places {
			addOption(q, text, o == key)
		}
		questions = append(questions, q)
	}
	return questions
}

func TestGuessable(t *testing.T) {
	for _, c := range []struct {
		n, long int
		want    string
	}{
		{180, 180, "error guessable b"},
		{40, 30, "error guessable b"},
		{20, 20, "warning guessable b"},
		{200, 85, "warning guessable b"},
		{200, 50, ""},
		{5, 5, ""},
	} {
		if got := said(run(newGuess(Options{}), longKeys("b", c.n, c.long))); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.long, c.n, got, c.want)
		}
	}
}

func TestGuessabilityTable(t *testing.T) {
	g := newGuess(Options{})
	run(g, append(longKeys("b", 40, 40), quiz(t, "c/1\nTwo are too few.\n- no\n+ yes\n---\nc/2 multiple\nNot one key.\n+ a\n+ b\n- c")...))
	var lines []string
	for _, p := range g.players {
		lines = append(lines, fmt.Sprintf("%s %q %d %.3f %.3f %.3f-%.3f", p.Player, p.Bank, p.Questions, p.Score, p.Chance, p.Low, p.High))
	}
	want := `longest-option "" 40 1.000 0.250 0.912-1.000
commonest-letter "" 40 0.250 0.250 0.142-0.402
stem-overlap "" 40 0.250 0.250 0.142-0.402
converged "" 40 0.250 0.250 0.142-0.402
avoids-absolutes "" 40 0.250 0.250 0.142-0.402
all-of-the-above "" 40 0.250 0.250 0.142-0.402`
	want += "\n" + strings.ReplaceAll(want, `""`, `"b"`)
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCommonestLetter holds the player who counts letters against shuffled keys: it must score chance, not less and not
// more.
func TestCommonestLetter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sum := 0.0
	const rounds = 500
	for range rounds {
		table := guessTable{games: make([]game, len(players))}
		for range 40 {
			table.keys = append(table.keys, keyAt{uint8(random.IntN(4)), 4})
		}
		table.playLetters()
		sum += table.games[1].points / 40
	}
	if mean := sum / rounds; math.Abs(mean-0.25) > 0.01 {
		t.Errorf("mean score %.3f", mean)
	}
}

// TestGuessP compares the exact distribution, the normal curve and random keys.
func TestGuessP(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	picks := map[picked]int{{1, 4}: 60, {2, 4}: 30, {3, 5}: 10, {4, 4}: 20}
	g := game{n: 120, picks: picks, points: 40}
	for p, n := range picks {
		g.chance += float64(n) / float64(p.options)
	}
	const rounds = 20000
	above := 0
	for range rounds {
		points := 0.0
		for _, p := range g.sorted() {
			for range picks[p] {
				if random.IntN(p.options) < p.among {
					points += 1 / float64(p.among)
				}
			}
		}
		if points >= g.points-1e-9 {
			above++
		}
	}
	exact, sampled := g.exactP(), float64(above)/rounds
	g.n = guessExact + 1
	if normal := g.p(); math.Abs(exact-sampled) > 0.01 || math.Abs(exact-normal) > 0.01 {
		t.Errorf("exact %.4f, sampled %.4f, normal %.4f", exact, sampled, normal)
	}
}
