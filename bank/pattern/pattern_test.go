package pattern

import (
	"fmt"
	"regexp"
	"testing"
)

// TestMethods compares every method with the one of package regexp.
func TestMethods(t *testing.T) {
	const text = `(\pL+)-(\d+)?`
	p, re := New(text), regexp.MustCompile(text)
	for _, s := range []string{"", "none", "a-1", "see é-22, b- and c-3"} {
		b := []byte(s)
		brackets := func(s string) string { return "[" + s + "]" }
		for _, c := range []struct {
			name      string
			got, want any
		}{
			{"MatchString", p.MatchString(s), re.MatchString(s)},
			{"Match", p.Match(b), re.Match(b)},
			{"FindString", p.FindString(s), re.FindString(s)},
			{"FindStringIndex", p.FindStringIndex(s), re.FindStringIndex(s)},
			{"FindStringSubmatch", p.FindStringSubmatch(s), re.FindStringSubmatch(s)},
			{"FindStringSubmatchIndex", p.FindStringSubmatchIndex(s), re.FindStringSubmatchIndex(s)},
			{"FindAllString", p.FindAllString(s, 2), re.FindAllString(s, 2)},
			{"FindAllStringIndex", p.FindAllStringIndex(s, 2), re.FindAllStringIndex(s, 2)},
			{"FindAllStringSubmatch", p.FindAllStringSubmatch(s, -1), re.FindAllStringSubmatch(s, -1)},
			{"FindAllStringSubmatchIndex", p.FindAllStringSubmatchIndex(s, -1), re.FindAllStringSubmatchIndex(s, -1)},
			{"FindIndex", p.FindIndex(b), re.FindIndex(b)},
			{"FindAllSubmatch", p.FindAllSubmatch(b, -1), re.FindAllSubmatch(b, -1)},
			{"FindAllSubmatchIndex", p.FindAllSubmatchIndex(b, -1), re.FindAllSubmatchIndex(b, -1)},
			{"ReplaceAllString", p.ReplaceAllString(s, "$2/$1"), re.ReplaceAllString(s, "$2/$1")},
			{"ReplaceAllStringFunc", p.ReplaceAllStringFunc(s, brackets), re.ReplaceAllStringFunc(s, brackets)},
			{"Split", p.Split(s, -1), re.Split(s, -1)},
		} {
			if fmt.Sprint(c.got) != fmt.Sprint(c.want) {
				t.Errorf("%s of %q: %v, want %v", c.name, s, c.got, c.want)
			}
		}
	}
}

// TestNewInTests: a wrong text is found by the tests of the package that holds it.
func TestNewInTests(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an open bracket compiles")
		}
	}()
	New(`(`)
}
