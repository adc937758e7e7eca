package format

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzCSV(f *testing.F)  { fuzzTable(f, "csv", "x.csv") }
func FuzzAnki(f *testing.F) { fuzzTable(f, "anki", "x.txt") }

// FuzzTableDetected lets the reader find the header itself.
func FuzzTableDetected(f *testing.F) { fuzzTable(f, "", "x.csv") }

func fuzzTable(f *testing.F, formatName, name string) {
	for _, folder := range []string{"csv", "anki", "mixed"} {
		files, _ := filepath.Glob("testdata/" + folder + "/*")
		for _, file := range files {
			if data, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, ".json") {
				f.Add(string(data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if out, err := readAll(text, name, formatName); err == nil {
			checkAccounts(t, "", formatName, out)
		}
	})
}

// FuzzXLSX feeds the parts of a workbook, so that not only the archive is tried.
func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>Question</t></is></c><c r="B1" t="inlineStr"><is><t>A</t></is></c></row>`, `<si><t>x</t></si>`)
	f.Add(`<row r="1048576"><c r="XFD1" t="s"><v>0</v></c></row><row><c r="A1" t="b"><v>1</v></c></row>`, `<si><r><t>x</t></r></si>`)
	f.Fuzz(func(t *testing.T, rows, shared string) {
		sheet := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
		sst := `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared + `</sst>`
		out, err := readAll(packageOf(t, map[string][]byte{
			"[Content_Types].xml":        []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
			"_rels/.rels":                []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
			"xl/workbook.xml":            []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`),
			"xl/_rels/workbook.xml.rels": []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
			"xl/worksheets/sheet1.xml":   []byte(sheet),
			"xl/sharedStrings.xml":       []byte(sst),
		}), "x.xlsx", "")
		if err == nil {
			checkAccounts(t, "", "xlsx", out)
		}
	})
}

// FuzzAnkiPackage feeds databases.
func FuzzAnkiPackage(f *testing.F) {
	f.Add(database(f, oldSchema+sampleNotes))
	f.Add(database(f, newSchema+sampleNotes))
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, err := readAll(packageOf(t, map[string][]byte{"collection.anki2": data}), "x.apkg", ""); err == nil {
			checkAccounts(t, "", "anki", out)
		}
	})
}

// TestLeavesNothing reads packages and looks whether their temporary files are gone.
func TestLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	readAll(packageOf(t, map[string][]byte{"collection.anki2": database(t, oldSchema+sampleNotes)}), "x.apkg", "")
	readAll(bookOf(t, kahootBook), "x.xlsx", "")
	left, _ := filepath.Glob(folder + "/mlatlas-*")
	if len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}
