package study

import (
	"time"

	fsrs "github.com/open-spaced-repetition/go-fsrs/v3"
)

// DueBelow is the chance of recall under which a question is due again.
const DueBelow = 0.9

// memory is what is known of how well single questions are remembered: FSRS (Ye and others 2022), a card per question,
// with the default weights of FSRS-5, right as "good" and wrong as "again". Its schedule counts in days; steps of minutes
// are for flashcards.
type memory struct {
	scheduler *fsrs.FSRS
	cards     map[string]*fsrs.Card
}

func newMemory() *memory {
	p := fsrs.DefaultParam()
	p.RequestRetention = DueBelow
	p.EnableShortTerm = false
	return &memory{fsrs.NewFSRS(p), map[string]*fsrs.Card{}}
}

func (m *memory) seen(question string) bool {
	_, ok := m.cards[question]
	return ok
}

func (m *memory) answer(question string, correct bool, at time.Time) {
	card, ok := m.cards[question]
	if !ok {
		card = &fsrs.Card{}
		m.cards[question] = card
	}
	if at.Before(card.LastReview) { // clocks go wrong; FSRS counts days without a sign
		at = card.LastReview
	}
	grade := fsrs.Again
	if correct {
		grade = fsrs.Good
	}
	*card = m.scheduler.Next(*card, at, grade).Card
}

// Recall is the chance that the learner still remembers a question that was answered before, 0 for others.
func (m *Model) Recall(question string, now time.Time) float64 {
	card, ok := m.memory.cards[question]
	if !ok {
		return 0
	}
	if now.Before(card.LastReview) {
		now = card.LastReview
	}
	return m.memory.scheduler.GetRetrievability(*card, now)
}

// Due is when a question should be asked again: when recall will have fallen to DueBelow, on whole days and not before the
// next one. The zero time for a question that was not seen yet.
func (m *Model) Due(question string) time.Time {
	if card, ok := m.memory.cards[question]; ok {
		return card.Due
	}
	return time.Time{}
}
