package bank

import (
	"errors"
	"strconv"
	"sync/atomic"
	"testing"
)

func TestAheadKeepsOrderAndErrors(t *testing.T) {
	broken := errors.New("broken")
	items := func(yield func(Item, error) bool) {
		for i := range 1000 {
			item := Item{Question: &Question{Number: strconv.Itoa(i)}}
			if i%7 == 3 {
				item = Item{Problems: []Problem{{Message: strconv.Itoa(i)}}}
			}
			if !yield(item, nil) {
				return
			}
		}
		yield(Item{}, broken)
	}
	at, failed := 0, error(nil)
	for item, err := range ahead(items, func(q *Question) string { return "seen " + q.Number }) {
		if err != nil {
			failed = err
			break
		}
		want := strconv.Itoa(at)
		switch q := item.Question; {
		case q != nil && (q.Number != want || item.by != "seen "+want), q == nil && item.Problems[0].Message != want:
			t.Fatalf("item %d is %+v", at, item)
		}
		at++
	}
	if at != 1000 || failed != broken {
		t.Errorf("%d items, then %v", at, failed)
	}
}

func TestAheadStopsWithItsReader(t *testing.T) {
	var read atomic.Int64
	ended := false
	items := func(yield func(Item, error) bool) {
		for yield(Item{Question: &Question{}}, nil) {
			read.Add(1)
		}
		ended = true
	}
	for range ahead(items, func(*Question) int { return 0 }) {
		break
	}
	if !ended || read.Load() > 1000 {
		t.Errorf("ended %v after %d items", ended, read.Load())
	}
}
