package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkProcess times whole processes, from start to end, as a person or a shell's completion waits for them, on an
// atlas of some 1,000 questions: eight copies of the built-in ones with other numbers in them.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "mlatlas")
	home := "MLATLAS_DIR=" + filepath.Join(dir, "atlas")
	run := func(name string, args ...string) []byte {
		cmd := exec.Command(name, args...)
		cmd.Env = append(os.Environ(), home)
		out, err := cmd.Output()
		if err != nil {
			b.Fatalf("%s %q: %v\n%s", name, args, err, out)
		}
		return out
	}
	run("go", "build", "-o", program, ".")
	run(program, "demo")
	text := string(run(program, "export"))
	bank, picture := filepath.Join(dir, "copies.jsonl"), filepath.Join(dir, "map.svg")
	if err := os.WriteFile(bank, []byte(copies(text, 8)), 0o600); err != nil {
		b.Fatal(err)
	}
	run(program, "import", bank)
	for _, args := range [][]string{{"version"}, {"search", "spot training"}, {"search", "encrpytion in sagemkaer"},
		{"show", "sample/12"}, {"similar", "sample/12"}, {"weak"}, {"map", "sagemaker-clarify", "--depth", "1", "-o", picture}} {
		b.Run(strings.Join(args[:min(2, len(args))], "_"), func(b *testing.B) {
			for b.Loop() {
				run(program, args...)
			}
		})
	}
}

// copies repeats questions as JSON lines, each time as those of another team.
func copies(lines string, n int) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(strings.NewReplacer(`company`, fmt.Sprintf("company of %d people", 10+i), `"id":"`, fmt.Sprintf(`"id":"c%d-`, i)).Replace(lines))
	}
	return all.String()
}
