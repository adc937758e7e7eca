package study

import (
	"math"

	"mlatlas/taxonomy"
)

// Summary is what a sitting came to.
type Summary struct {
	Mode      string        `json:"mode"`
	Learner   string        `json:"learner"`
	Exam      string        `json:"exam"`
	Seed      uint64        `json:"seed"`
	Finished  bool          `json:"finished"`  // false: it was left before the end
	Questions int           `json:"questions"` // that were asked
	Answered  int           `json:"answered"`
	Right     int           `json:"right"`
	Share     float64       `json:"share"` // of the judged ones that were right, with its interval; a mock is judged when it is handed in
	Low       float64       `json:"low"`
	High      float64       `json:"high"`
	Seconds   float64       `json:"seconds"`
	Domains   []DomainScore `json:"domains"` // in the order of the blueprint
	Missed    []string      `json:"missed"`  // IDs
	Flagged   []string      `json:"flagged"`
	Attempts  []Attempt     `json:"attempts"`
}

// DomainScore is what came out in one domain of the exam.
type DomainScore struct {
	ID        string  `json:"id"` // "" where the question belongs to no domain
	Name      string  `json:"name"`
	Questions int     `json:"questions"` // that were judged
	Right     int     `json:"right"`
	Share     float64 `json:"share"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
}

// Summary counts the answers, by the domain of each question's main task.
func (s *Sitting) Summary(exam *taxonomy.Exam) *Summary {
	sum := &Summary{Mode: s.Mode, Learner: LearnerName(s.Learner), Exam: exam.ID, Seed: s.Seed, Finished: s.Over, Questions: len(s.Turns),
		Domains: []DomainScore{}, Missed: []string{}, Flagged: []string{}, Attempts: []Attempt{}}
	scores := map[string]*DomainScore{}
	for _, t := range s.Turns {
		sum.add(s, t, scores, domainIn(t, exam.ID))
	}
	for _, d := range append(append([]taxonomy.Domain{}, exam.Domains...), taxonomy.Domain{Name: "outside the blueprint"}) {
		if score := scores[d.ID]; score != nil {
			score.ID, score.Name = d.ID, d.Name
			score.Share, score.Low, score.High = shares(score.Right, score.Questions)
			sum.Domains = append(sum.Domains, *score)
		}
	}
	sum.Share, sum.Low, sum.High = shares(sum.Right, sum.Right+len(sum.Missed))
	return sum
}

func (sum *Summary) add(s *Sitting, t *Turn, scores map[string]*DomainScore, domain string) {
	sum.Seconds += math.Round(t.Seconds)
	if t.Flagged {
		sum.Flagged = append(sum.Flagged, t.ID)
	}
	if len(t.Chosen) > 0 {
		sum.Answered++
	}
	if !t.Final {
		return
	}
	if !t.Time.IsZero() {
		sum.Attempts = append(sum.Attempts, s.attempt(t).settled())
	}
	if scores[domain] == nil {
		scores[domain] = &DomainScore{}
	}
	scores[domain].Questions++
	if t.Correct {
		sum.Right++
		scores[domain].Right++
		return
	}
	sum.Missed = append(sum.Missed, t.ID)
}

func domainIn(t *Turn, exam string) string {
	for _, link := range t.Tasks { // the heaviest first
		if link.Exam == exam {
			return link.Domain
		}
	}
	return ""
}

// Weakest returns the domain with the lowest share among those with at least three answers and a miss; nil if there is none.
func (sum *Summary) Weakest() *DomainScore {
	const least = 3
	var weakest *DomainScore
	for i, d := range sum.Domains {
		if d.ID == "" || d.Questions < least || d.Right == d.Questions {
			continue
		}
		if weakest == nil || d.Share < weakest.Share {
			weakest = &sum.Domains[i]
		}
	}
	return weakest
}

// shares is a share with its 95 % score interval after Wilson 1927: the middle (p + z²/2n) / (1 + z²/n), the half width
// z·√(p(1-p)/n + z²/4n²) / (1 + z²/n). Of 7 right in 10 it says 0.40 to 0.89.
func shares(right, n int) (share, low, high float64) {
	if n == 0 {
		return 0, 0, 1
	}
	const z = 1.959964
	count, p := float64(n), float64(right)/float64(n)
	scale := 1 + z*z/count
	middle := (p + z*z/(2*count)) / scale
	half := z * math.Sqrt(p*(1-p)/count+z*z/(4*count*count)) / scale
	return round4(p), round4(max(middle-half, 0)), round4(min(middle+half, 1))
}

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }
