package main

import (
	"os"
	"testing"
	"time"

	"mlatlas/graph/draw"

	"github.com/rogpeppe/go-internal/testscript"
)

// today is the clock of all tests: after the end of one exam and before no other.
func today() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// TestMain lets this program be mlatlas for the scripts, and the drawing worker for mlatlas.
func TestMain(m *testing.M) {
	if draw.ServeIfWorker() {
		return
	}
	testscript.Main(m, map[string]func(){"mlatlas": func() {
		os.Exit(runProcess(today))
	}})
}
