package atlas

import (
	"os"
	"testing"
	"time"
	"fmt"
	"runtime"
	"syscall"
)

func TestZZProf(t *testing.T) {
	p := os.Getenv("PROF_FILE")
	if p == "" {
		t.Skip()
	}
	s := time.Now()
	if err := importOnce(t.TempDir(), []string{p}); err != nil {
		t.Fatal(err)
	}
	var u syscall.Rusage
	syscall.Getrusage(0, &u)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(time.Since(s), "user", u.Utime.Sec, "sys", u.Stime.Sec, "alloc MB", m.TotalAlloc>>20, "maxrss", u.Maxrss>>10)
}
