package main

import (
	"fmt"
	"strings"
	"time"
)

// progress shows on a terminal how far long work is, once it has taken a moment: a bar, how much of it is done, and how
// long the rest will take at the pace so far.
type progress struct {
	s       *streams
	now     func() time.Time
	stage   string
	started time.Time // of the stage
	last    time.Time
	shown   bool
}

const (
	progressAfter = 300 * time.Millisecond
	progressEvery = 100 * time.Millisecond
	progressBar   = 24 // characters
	// foretellAfter is how long a stage runs before its pace says anything of the rest.
	foretellAfter = 2 * time.Second
)

func newProgress(s *streams, now func() time.Time) *progress { return &progress{s: s, now: now} }

// show is called by the work; total is 0 if it is not known.
func (p *progress) show(stage string, done, total int) {
	if !p.s.errTerminal {
		return
	}
	now := p.now()
	if p.stage != stage {
		p.stage, p.started = stage, now
	}
	if total > 0 && done >= total {
		p.clear()
		return
	}
	if now.Sub(p.started) < progressAfter || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprint(p.s.err, "\r\x1b[K"+progressLine(stage, done, total, now.Sub(p.started)))
}

// progressLine is what stands on the terminal.
func progressLine(stage string, done, total int, took time.Duration) string {
	if total <= 0 {
		return stage + " " + thousands(done)
	}
	full := done * progressBar / total
	line := fmt.Sprintf("%s [%s%s] %d %%", stage, strings.Repeat("#", full), strings.Repeat("-", progressBar-full), done*100/total)
	if took >= foretellAfter && done > 0 {
		left := time.Duration(float64(took) * float64(total-done) / float64(done))
		line += fmt.Sprintf(", %d:%02d left", int(left.Minutes()), int(left.Seconds())%60)
	}
	return line
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.s.err, "\r\x1b[K")
		p.shown = false
	}
}
