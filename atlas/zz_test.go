package atlas
import ("testing";"context")
func BenchmarkZZ(b *testing.B) {
	f := generate(b, 3000)
	b.ResetTimer()
	a, _ := Open(Options{Dir: b.TempDir()})
	defer a.Close()
	if _, err := a.Import(context.Background(), ImportOptions{Paths: []string{f}}); err != nil { b.Fatal(err) }
	b.ReportMetric(3000/b.Elapsed().Seconds(), "q/s")
}
