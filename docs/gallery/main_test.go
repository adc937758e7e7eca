package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"mlatlas/graph/draw"
)

func TestMain(m *testing.M) {
	if draw.ServeIfWorker() {
		return
	}
	os.Exit(m.Run())
}

// The pictures that are kept are those that the program draws now.
func TestGalleryIsUpToDate(t *testing.T) {
	dir := t.TempDir()
	if err := drawAll(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != len(pictures)+1 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		want, _ := os.ReadFile(f.Name())
		if got, err := os.ReadFile(filepath.Join(dir, f.Name())); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s has changed (%v): look at it after `go generate ./docs/gallery`", f.Name(), err)
		}
	}
}
