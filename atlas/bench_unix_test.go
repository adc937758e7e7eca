//go:build unix

package atlas

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"mlatlas/bank/sample"
)

// importVariable makes a process of the test binary import the files of its value, separated by line ends, and exit.
const importVariable = "MLATLAS_TEST_IMPORT"

func TestMain(m *testing.M) {
	if !importIfAsked() {
		os.Exit(m.Run())
	}
}

// importIfAsked is called by TestMain. It returns false if this process is an ordinary run of the tests.
func importIfAsked() bool {
	paths := os.Getenv(importVariable)
	if paths == "" {
		return false
	}
	dir, err := os.MkdirTemp("", "mlatlas-bench-*")
	if err == nil {
		defer os.RemoveAll(dir)
		err = importOnce(dir, strings.Split(paths, "\n"))
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return true
}

func importOnce(dir string, paths []string) error {
	a, err := Open(Options{Dir: dir})
	if err != nil {
		return err
	}
	defer a.Close()
	r, err := a.Import(context.Background(), ImportOptions{Paths: paths})
	if err == nil {
		fmt.Println(r.Questions)
	}
	return err
}

// BenchmarkImport imports files into an empty atlas: read, linked, stored, indexed, counted. Each run is a process of its
// own, so that peak-MB is what a person's machine would have to give. The files of the two real banks are used where
// they are beside the project; the generated ones show the growth.
func BenchmarkImport(b *testing.B) {
	for _, bank := range []string{"trivia/*.txt", "jsonl/*.jsonl", "clf-markdown/*.md"} {
		files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "banks", bank))
		if len(files) > 0 {
			b.Run(filepath.Dir(bank), func(b *testing.B) { benchmarkImport(b, files) })
		}
	}
	for _, n := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprintf("generated-%d", n), func(b *testing.B) {
			benchmarkImport(b, []string{generate(b, n)})
		})
	}
}

func benchmarkImport(b *testing.B, files []string) {
	size := int64(0)
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			b.Fatal(err)
		}
		size += info.Size()
	}
	b.SetBytes(size)
	peak, questions := int64(0), 0
	for b.Loop() {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), importVariable+"="+strings.Join(files, "\n"))
		out, err := cmd.Output()
		if err != nil {
			b.Fatal(err, string(out))
		}
		if questions, err = strconv.Atoi(strings.TrimSpace(string(out))); err != nil {
			b.Fatal(err)
		}
		if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, used.Maxrss)
		}
	}
	if runtime.GOOS == "darwin" { // bytes there, kilobytes elsewhere
		peak /= 1024
	}
	b.ReportMetric(float64(questions)*float64(b.N)/b.Elapsed().Seconds(), "questions/s")
	b.ReportMetric(float64(peak)/1024, "peak-MB")
}

// madeEvery is how often a word of a generated question is a made-up one, so that the vocabulary grows with the bank.
const madeEvery = 12

// generate writes n questions of some 3 KB as JSON Lines, put together from sentences of the built-in bank.
func generate(b *testing.B, n int) string {
	b.Helper()
	bank, err := io.ReadAll(sample.Open())
	if err != nil {
		b.Fatal(err)
	}
	sentences := regexp.MustCompile(`[.?] +|\n+ *(?:- [A-F]\. |\d+\. |<[^\n]*|Correct answer[^\n]*|#[^\n]*)?`).Split(string(bank), -1)
	sentences = slices.DeleteFunc(sentences, func(s string) bool { return len(s) < 20 })
	name := filepath.Join(b.TempDir(), "generated.jsonl")
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w, random := bufio.NewWriter(f), rand.New(rand.NewPCG(1, uint64(n)))
	zipf := rand.NewZipf(random, 1.08, 4, 200_000)
	text := func(size int) string {
		var said []string
		for length := 0; length < size; {
			for _, word := range strings.Fields(sentences[random.IntN(len(sentences))]) {
				if random.IntN(madeEvery) == 0 {
					word = "zu" + strconv.FormatUint(zipf.Uint64(), 26)
				}
				said = append(said, word)
				length += len(word) + 1
			}
		}
		return strings.Join(said, " ")
	}
	out := json.NewEncoder(w)
	for i := range n {
		err := out.Encode(map[string]any{"number": strconv.Itoa(i + 1), "stem": text(850) + "?", "options": []string{text(60), text(60), text(60), text(60)},
			"answer": []string{string('A' + rune(random.IntN(4)))}, "explanation": text(1600) + "."})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return name
}
