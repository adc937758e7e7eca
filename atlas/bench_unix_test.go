//go:build unix

package atlas

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
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

// words of the generated questions: names that are linked among others that are not.
var words = strings.Fields(`the a model data training endpoint SageMaker S3 Glue Lambda feature drift bias metric pipeline batch stream
	company needs wants store query cost latency team deploy monitor encrypt label accuracy precision recall tuning Bedrock Athena
	Kinesis account region which service should meet requirement with least effort and must not be when nightly large small`)

// generate writes n questions of some 3 KB as JSON Lines.
func generate(b *testing.B, n int) string {
	b.Helper()
	name := filepath.Join(b.TempDir(), "generated.jsonl")
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	random := rand.New(rand.NewPCG(1, uint64(n)))
	text := func(length int) string {
		var said []string
		for range length {
			said = append(said, words[random.IntN(len(words))])
		}
		return strings.Join(said, " ")
	}
	for i := range n {
		fmt.Fprintf(w, `{"number":"%d","stem":"%s?","options":["%s","%s","%s","%s"],"answer":["%c"],"explanation":"%s."}`+"\n",
			i+1, text(140), text(16), text(16), text(16), text(16), 'A'+rune(random.IntN(4)), text(290))
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return name
}
