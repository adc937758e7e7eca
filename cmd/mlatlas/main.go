// Command mlatlas searches banks of exam questions by what they are about, draws concept maps of their subject, and shows
// where its coverage is thin. See `mlatlas --help`.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"mlatlas/graph/draw"
)

func main() {
	if draw.ServeIfWorker() {
		return
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(shortLived)
	}
	os.Exit(runProcess(time.Now))
}

// shortLived lets the heap grow fourfold between collections: most commands end before the second one, and reading the
// taxonomy is a third faster. Commands whose memory grows with the bank set steady.
const (
	shortLived = 400
	steady     = 50
)

// runProcess runs the command line of this process until it is done or interrupted.
func runProcess(now func() time.Time) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second ctrl-C ends the process at once
	return run(ctx, osStreams(), os.Args[1:], os.Getenv, now)
}
