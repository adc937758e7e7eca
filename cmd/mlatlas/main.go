// Command mlatlas searches banks of exam questions by what they are about, draws concept maps of their subject, and shows
// where its coverage is thin. See `mlatlas --help`.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"mlatlas/graph/draw"
)

func main() {
	if draw.ServeIfWorker() {
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, osStreams(), os.Args[1:], os.Getenv, time.Now)
	stop()
	os.Exit(code)
}
