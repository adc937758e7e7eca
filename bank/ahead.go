package bank

import (
	"iter"
	"runtime"
	"sync"
)

// ahead reads items in a goroutine of its own and calls f for their questions on all processors, some items before they
// are handed on in their order. When it ends, nothing of it runs any more.
func ahead(items iter.Seq2[Item, error], f func(*Question)) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		workers := runtime.GOMAXPROCS(0)
		ordered, open := make(chan *job, 4*workers), make(chan *job)
		stop := make(chan struct{})
		var running sync.WaitGroup
		for range workers {
			running.Go(func() {
				for j := range open {
					f(j.item.Question)
					close(j.done)
				}
			})
		}
		running.Go(func() {
			defer close(ordered)
			defer close(open)
			for item, err := range items {
				if !hand(&job{item, err, make(chan struct{})}, ordered, open, stop) {
					return
				}
			}
		})
		defer running.Wait()
		defer close(stop)
		for j := range ordered {
			<-j.done
			if !yield(j.item, j.err) {
				return
			}
		}
	}
}

// job is an item on its way; done is closed when f has seen its question.
type job struct {
	item Item
	err  error
	done chan struct{}
}

// hand gives a job to the reader of the items, who keeps their order, and to a worker, unless all is to stop.
func hand(j *job, ordered, open chan<- *job, stop <-chan struct{}) bool {
	if j.item.Question == nil || j.err != nil {
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
