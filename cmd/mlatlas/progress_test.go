package main

import (
	"strings"
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		done, total int
		took        time.Duration
		want        string
	}{
		{12345, 0, time.Second, "reading 12,345"},
		{0, 200, time.Second, "reading [------------------------] 0 %"},
		{50, 200, time.Second, "reading [######------------------] 25 %"},
		{50, 200, 30 * time.Second, "reading [######------------------] 25 %, 1:30 left"},
		{199, 200, 199 * time.Second, "reading [#######################-] 99 %, 0:01 left"},
	} {
		if got := progressLine("reading", c.done, c.total, c.took); got != c.want {
			t.Errorf("%d of %d after %v: got %q, wanted %q", c.done, c.total, c.took, got, c.want)
		}
	}
}

// TestProgress: nothing is shown of short work, a later stage has a pace of its own, and the line is taken back at the end.
func TestProgress(t *testing.T) {
	var out strings.Builder
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := newProgress(&streams{err: &out, errTerminal: true}, func() time.Time { return at })
	p.show("reading", 1, 10)
	at = at.Add(progressAfter / 2)
	p.show("reading", 2, 10)
	if out.Len() > 0 {
		t.Errorf("shown too early: %q", out.String())
	}
	at = at.Add(10 * time.Second)
	p.show("reading", 5, 10)
	p.show("reading", 6, 10)
	p.show("reading", 10, 10)
	at = at.Add(time.Second)
	p.show("indexing", 1, 10)
	if got, want := out.String(), "\r\x1b[Kreading [############------------] 50 %, 0:10 left\r\x1b[K"; got != want {
		t.Errorf("got %q, wanted %q", got, want)
	}
}
