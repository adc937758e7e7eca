package main

import (
	"fmt"
	"time"
)

// progress shows on a terminal how far long work is, once it has taken a moment.
type progress struct {
	s       *streams
	started time.Time
	last    time.Time
	shown   bool
}

const (
	progressAfter = 300 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

func newProgress(s *streams) *progress { return &progress{s: s} }

// show is called by the work; total is 0 if it is not known.
func (p *progress) show(stage string, done, total int) {
	if !p.s.errTerminal {
		return
	}
	now := time.Now()
	if p.started.IsZero() {
		p.started = now
	}
	if total > 0 && done >= total {
		p.clear()
		return
	}
	if now.Sub(p.started) < progressAfter || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	if total > 0 {
		fmt.Fprintf(p.s.err, "\r\x1b[K%s %d of %d", stage, done, total)
	} else {
		fmt.Fprintf(p.s.err, "\r\x1b[K%s %d", stage, done)
	}
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.s.err, "\r\x1b[K")
		p.shown = false
	}
}
