package audit

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"mlatlas/bank"
)

// Players who know nothing of the subject answer the bank by tricks that test-wise people use (Millman, Bishop and Ebel
// 1965; Haladyna 2004, chapter 5 on clueing). What they score above chance is what the bank gives away.
//
// Each player values every option of a question and picks the best; of t equally good ones it picks one at random, so it
// has 1/t points where the key is among them. Chance is the mean of 1/k over the numbers of options k. Only questions with
// one right option of at least three count, each once in a bank however often it is pasted.
//
// The interval of a score is Wilson's (1927) at 95 %. Whether a score is chance is told by its distribution, were
// the key equally likely to be any option: a question adds 1/t with probability t/k. Up to 300 questions that is summed exactly, in
// sixtieths of a point; beyond, it is a normal curve with a correction for continuity. A bank is guessable where
// p < 0.001 over all players together (Bonferroni) and the interval begins 0.05 above chance; it is an error where the score is
// twice chance and there are 30 questions.
const (
	guessOptions = 3     // fewest options of a question that counts
	guessLevel   = 0.001 // p below which a score is no accident, over all players
	guessMargin  = 0.05  // from chance to the interval
	guessTwice   = 2.0
	guessMany    = 30
	guessExact   = 300
	guessUnits   = 60 // of a point: 1/t is a whole number of them up to t = 6
)

var guessRules = []Rule{guessable}

var guessable = Rule{"guessable", bank.Warning, "Who knows nothing of the subject scores no better than by chance.",
	"Millman et al. 1965; Haladyna et al. 2002 (24, 26, 28)"}

// Guessability is what a player without knowledge scores in a bank, or in all of them.
type Guessability struct {
	Player    string  `json:"player"`
	Bank      string  `json:"bank,omitempty"` // "": all banks
	Questions int     `json:"questions"`
	Score     float64 `json:"score"`  // share of the points
	Chance    float64 `json:"chance"` // what guessing blindly scores
	Low       float64 `json:"low"`    // of the score's 95 % interval
	High      float64 `json:"high"`
	PValue    float64 `json:"p_value"` // of such a score by chance
}

// guess is the part that lets the players play.
type guess struct {
	seen    seenBefore
	tables  map[string]*guessTable // by bank
	players []Guessability
}

// guessTable is what the players did in one bank.
type guessTable struct {
	bank  string
	games []game  // of each player
	keys  []keyAt // of each question, for the player who counts letters
}

// game is the record of one player: how often it had how many options to pick from, and its points.
type game struct {
	n      int
	points float64
	chance float64
	picks  map[picked]int
}

// picked is a choice among some of the options.
type picked struct{ among, options int }

func newGuess(Options) *guess {
	return &guess{seen: seenBefore{}, tables: map[string]*guessTable{}, players: []Guessability{}}
}

func (g *guess) add(q *bank.Question) {
	right := rightPlaces(q)
	if q.Kind != bank.Single || len(right) != 1 || len(q.Options) < guessOptions || len(q.Options) > mostPlaces || g.seen.again(q) {
		return
	}
	t, ok := g.tables[q.Bank]
	if !ok {
		t = &guessTable{bank: q.Bank, games: make([]game, len(players))}
		g.tables[q.Bank] = t
	}
	it := newItem(q)
	for i, p := range players {
		if p.value != nil {
			t.games[i].play(it.best(p.value), right[0])
		}
	}
	t.keys = append(t.keys, keyAt{uint8(right[0]), uint8(len(q.Options))})
}

// play counts one question: the picked options, and where the key is.
func (g *game) play(picks []bool, key int) {
	among := 0
	for _, p := range picks {
		if p {
			among++
		}
	}
	if picks[key] {
		g.points += 1 / float64(among)
	}
	g.n++
	g.chance += 1 / float64(len(picks))
	if g.picks == nil {
		g.picks = map[picked]int{}
	}
	g.picks[picked{among, len(picks)}]++
}

func (g *game) join(o game) {
	g.n += o.n
	g.points += o.points
	g.chance += o.chance
	if g.picks == nil {
		g.picks = map[picked]int{}
	}
	for p, n := range o.picks {
		g.picks[p] += n
	}
}

func (g *guess) find() []Finding {
	var tables []*guessTable
	for _, t := range g.tables {
		t.playLetters()
		tables = append(tables, t)
	}
	slices.SortFunc(tables, func(a, b *guessTable) int { return cmp.Compare(a.bank, b.bank) })
	all := guessTable{games: make([]game, len(players))}
	var found []Finding
	var perBank []Guessability
	for _, t := range tables {
		for i := range players {
			all.games[i].join(t.games[i])
			score := t.games[i].score(players[i].name, t.bank)
			perBank = append(perBank, score)
			if f, ok := score.find(players[i]); ok {
				found = append(found, f)
			}
		}
	}
	for i, p := range players {
		if all.games[i].n > 0 {
			g.players = append(g.players, all.games[i].score(p.name, ""))
		}
	}
	g.players = append(g.players, perBank...)
	return found
}

func (g *game) score(player, bankName string) Guessability {
	n := float64(g.n)
	low, high := wilson(g.points, n, 1.96)
	return Guessability{player, bankName, g.n, round3(g.points / n), round3(g.chance / n), round3(low), round3(high), roundP(g.p())}
}

func (s Guessability) find(p player) (Finding, bool) {
	if p.fix == "" || s.PValue*float64(len(players)) >= guessLevel || s.Low <= s.Chance+guessMargin {
		return Finding{}, false
	}
	f := guessable.finding(s.Player, s.Bank, fmt.Sprintf("%s answers %.0f %% of %d questions right, where chance is %.0f %%: %s",
		p.who, 100*s.Score, s.Questions, 100*s.Chance, p.fix))
	if s.Score > guessTwice*s.Chance && s.Questions >= guessMany {
		f.Severity = bank.Error
	}
	return f, true
}

// wilson returns the interval of a share of n.
func wilson(x, n, z float64) (low, high float64) {
	p := x / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / (1 + z*z/n)
	return max(0, middle-half), min(1, middle+half)
}

func round3(x float64) float64 { return math.Round(x*1000) / 1000 }
