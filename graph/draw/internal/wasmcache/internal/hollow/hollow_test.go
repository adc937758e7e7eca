package hollow

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// graphviz reads the module that the library carries.
func graphviz(t testing.TB) []byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/goccy/go-graphviz").Output()
	if err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "internal", "wasm", "graphviz.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// TestModule compiles the hollow Graphviz and asks a function of every type.
func TestModule(t *testing.T) {
	whole := graphviz(t)
	shell, err := Module(whole)
	if err != nil {
		t.Fatal(err)
	}
	if len(shell) > len(whole)/20 {
		t.Errorf("%d bytes are left of %d", len(shell), len(whole))
	}
	ctx := t.Context()
	r := wazero.NewRuntime(ctx)
	defer r.Close(ctx)
	m, err := r.Instantiate(ctx, shell)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for name, f := range m.ExportedFunctionDefinitions() {
		key := string(f.ParamTypes()) + ">" + string(f.ResultTypes())
		if kinds[key] {
			continue
		}
		kinds[key] = true
		got, err := m.ExportedFunction(name).Call(ctx, make([]uint64, len(f.ParamTypes()))...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for i, kind := range f.ResultTypes() {
			if whole := kind == api.ValueTypeI32 || kind == api.ValueTypeI64; whole && got[i] != answer {
				t.Errorf("%s answers %d", name, got[i])
			}
		}
	}
	if len(kinds) < 5 {
		t.Errorf("only %d types of functions are exported", len(kinds))
	}
}

// TestModuleTwice: what was hollowed can be hollowed again, with the same names.
func TestModuleTwice(t *testing.T) {
	once, err := Module(graphviz(t))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Module(once)
	if err != nil || !bytes.Equal(once, again) {
		t.Errorf("%d bytes, want the same %d: %v", len(again), len(once), err)
	}
}

// FuzzModule: what is no module is an error, never a panic.
func FuzzModule(f *testing.F) {
	f.Add([]byte(wasmHeader))
	f.Add([]byte(wasmHeader + "\x01\x05\x01\x60\x01\x7f\x01\x7e\x03\x02\x01\x00\x07\x05\x01\x01a\x00\x00\x0a\x04\x01\x02\x00\x0b"))
	f.Add([]byte(wasmHeader + "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte(wasmHeader + "\x01\xff\xff\xff\xff\x7f"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, module []byte) {
		if shell, err := Module(module); err == nil && !bytes.HasPrefix(shell, []byte(wasmHeader)) {
			t.Errorf("%q", shell)
		}
	})
}
