package bank

import (
	"iter"
	"runtime"
	"sync"
)

// ahead reads items in a goroutine of its own and calls f for their questions on all processors, some items before they
// are handed on in their order with what f returned. When it ends, nothing of it runs any more.
func ahead[T any](items iter.Seq2[Item, error], f func(*Question) T) iter.Seq2[made[T], error] {
	return func(yield func(made[T], error) bool) {
		workers := runtime.GOMAXPROCS(0)
		ordered, open := make(chan *job[T], 4*workers), make(chan *job[T])
		stop := make(chan struct{})
		var running sync.WaitGroup
		for range workers {
			running.Go(func() {
				for j := range open {
					j.made.by = f(j.made.Question)
					close(j.done)
				}
			})
		}
		running.Go(func() {
			defer close(ordered)
			defer close(open)
			for item, err := range items {
				if !hand(&job[T]{made[T]{Item: item}, err, make(chan struct{})}, ordered, open, stop) {
					return
				}
			}
		})
		defer running.Wait()
		defer close(stop)
		for j := range ordered {
			<-j.done
			if !yield(j.made, j.err) {
				return
			}
		}
	}
}

// made is an item and what was made of its question.
type made[T any] struct {
	Item
	by T
}

// job is an item on its way; done is closed when f has seen its question.
type job[T any] struct {
	made made[T]
	err  error
	done chan struct{}
}

// hand gives a job to the reader of the items, who keeps their order, and to a worker, unless all is to stop.
func hand[T any](j *job[T], ordered, open chan<- *job[T], stop <-chan struct{}) bool {
	if j.made.Question == nil || j.err != nil {
		close(j.done)
	} else {
		select {
		case open <- j:
		case <-stop:
			return false
		}
	}
	select {
	case ordered <- j:
		return true
	case <-stop:
		return false
	}
}
