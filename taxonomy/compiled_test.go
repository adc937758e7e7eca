package taxonomy

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

// TestCompiled holds the compiled taxonomy against the files it is made of.
func TestCompiled(t *testing.T) {
	read, err := Load(Data())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		text, err := read.compile()
		if err == nil {
			err = os.WriteFile("compiled.gob", text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	built, err := Embedded()
	if err != nil || built.Hash() != read.Hash() {
		t.Fatalf("compiled.gob is out of date (%v): go test ./taxonomy -run Compiled -update", err)
	}
	for name, pair := range map[string][2]any{
		"concepts": {built.Concepts(), read.Concepts()}, "ambiguous": {built.Ambiguous(), read.Ambiguous()},
		"exams": {built.Exams(), read.Exams()}, "out of scope": {built.OutOfScope(), read.OutOfScope()},
	} {
		got, _ := json.Marshal(pair[0])
		want, _ := json.Marshal(pair[1])
		if !bytes.Equal(got, want) {
			t.Errorf("the %s differ", name)
		}
	}
}

// BenchmarkEmbedded is what a command pays for the taxonomy without its linker, beside BenchmarkLoad for the files.
func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := readCompiled(compiledData); err != nil {
			b.Fatal(err)
		}
	}
}
