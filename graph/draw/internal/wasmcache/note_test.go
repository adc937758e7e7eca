package wasmcache

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, n := range []int{0, 9, 10, 4711, 1 << 40} {
		if got := decimal(n); got != strconv.Itoa(n) {
			t.Errorf("decimal(%d) = %q", n, got)
		}
	}
	for _, n := range []uint32{0, 0xdeadbeef, 1<<32 - 1} {
		if got, want := hex(n), fmt.Sprintf("%08x", n); got != want {
			t.Errorf("hex(%d) = %q, want %q", n, got, want)
		}
	}
	if got := plain("my host/../ä-1.net"); got != "my_host_..___-1.net" {
		t.Errorf("plain: %q", got)
	}
}

// TestVerify: a note vouches for one file as it was, and for nothing else.
func TestVerify(t *testing.T) {
	Settle()
	folder, fresh := t.TempDir(), t.TempDir()
	path := filepath.Join("go-graphviz", "wazero", "key")
	write := func(base, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(base, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(base, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(fresh, "code")
	if err := publish(folder, fresh); err != nil {
		t.Fatal(err)
	}
	if err := verify(folder, noteFresh); err != nil {
		t.Errorf("after publish: %v", err)
	}
	if verify(folder, noteProven) == nil {
		t.Error("a fresh file counts as proven")
	}
	for _, text := range []string{"", "cod", "codf", "code "} {
		write(folder, text)
		if verify(folder, noteFresh) == nil {
			t.Errorf("%q passes for \"code\"", text)
		}
	}
}
