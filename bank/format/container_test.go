package format

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
)

const memberQuestion = "1. Which?\nA) x\nB) y\nAnswer: A\n"

// TestMembers reads archives without a format of their own: every member is read or reported, and none is written to the
// disk, whatever its name.
func TestMembers(t *testing.T) {
	for _, c := range []struct {
		name      string
		members   [][2]string
		questions int
		codes     string
		err       string
	}{
		{"two", [][2]string{{"a.md", memberQuestion}, {"b/c.txt", strings.ReplaceAll(memberQuestion, "Which", "What")}}, 2, "", ""},
		{"names that climb", [][2]string{{"../../a.md", memberQuestion}, {"/etc/b.txt", strings.ReplaceAll(memberQuestion, "Which", "What")}}, 2, "", ""},
		{"a bomb beside a bank", [][2]string{{"a.md", strings.Repeat("1. x\n", 4<<20)}, {"b.md", memberQuestion}}, 1, "unreadable-member", ""},
		{"text that is none", [][2]string{{"a.md", "x\x00y"}, {"b.md", memberQuestion}}, 1, "binary-member", ""},
		{"no text at all", [][2]string{{"a.png", "x"}, {"b.go", "package b"}}, 0, "", "holds no question file"},
	} {
		var file bytes.Buffer
		z := zip.NewWriter(&file)
		for _, m := range c.members {
			w, err := z.Create(m[0])
			if err == nil {
				_, err = w.Write([]byte(m[1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		z.Close()
		out, err := readAll(file.String(), "x.zip", "")
		if len(out.Questions) != c.questions || (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %d questions, %v", c.name, len(out.Questions), err)
		}
		if c.codes != "" && (len(out.Problems) != 1 || out.Problems[0].Code != c.codes) {
			t.Errorf("%s: problems %v, wanted %s", c.name, out.Problems, c.codes)
		}
	}
}

// TestBombThatLies: the size that an archive declares is not believed.
func TestBombThatLies(t *testing.T) {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	w, err := z.Create("a.md")
	if err == nil {
		_, err = w.Write(bytes.Repeat([]byte("1. x\n"), 4<<20))
	}
	if err != nil {
		t.Fatal(err)
	}
	z.Close()
	a, err := openArchive(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	a.files[0].UncompressedSize64 = 100
	r, err := a.open("a.md")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n := 0
	room := make([]byte, 1<<16)
	for err == nil {
		var got int
		got, err = r.Read(room)
		n += got
	}
	if !errors.Is(err, ErrBomb) && !errors.Is(err, zip.ErrFormat) || n > 8<<20 {
		t.Errorf("%d bytes were unpacked, then: %v", n, err)
	}
}
