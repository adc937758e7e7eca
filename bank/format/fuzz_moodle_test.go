package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzMoodle reads any text as Moodle XML: no problem is without a place, and no question is malformed.
func FuzzMoodle(f *testing.F) {
	files, _ := filepath.Glob("testdata/moodle-xml/*.xml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
		for _, q := range strings.SplitAfter(string(data), "</question>") {
			f.Add(q)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, named := range []string{moodleXML, ""} {
			out, err := readAll(text, "x.xml", named)
			if err != nil {
				return
			}
			checkAccounts(t, "", moodleXML, out)
		}
	})
}

// TestPathologicalMoodleXML reads 256 KiB of what makes the reader go back or look ahead again and again.
func TestPathologicalMoodleXML(t *testing.T) {
	largeInput(t)
	for _, unit := range []string{
		"<quiz>", "<quiz>\n", "<question type='x'>", "<question type='x'>\n", "<question type='x'><![CDATA[", "<question type='x'><text>\n<!--\n", "<!--", "<!--\n",
		"<?xml", "<?xml\n", "<!DOCTYPE [\n", "</question>", "<question type='cloze'><questiontext>{1:MC:", "{1:X:", "{1:MC:a~", "&a;", "<a b='", "]]>",
	} {
		for _, before := range []string{"", "<quiz><question type='cloze'><questiontext><text>"} {
			for _, named := range []string{"", moodleXML} {
				began := time.Now()
				if _, err := readAll(before+strings.Repeat(unit, 1<<18/len(unit)), "x.xml", named); err != nil {
					t.Errorf("%q: %v", unit, err)
				}
				if took := time.Since(began); took > 3*time.Second {
					t.Errorf("%q behind %q: %v", unit, before, took)
				}
			}
		}
	}
}
