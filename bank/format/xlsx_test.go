package format

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"mlatlas/bank"
)

// bookOf makes a workbook.
func bookOf(t testing.TB, build func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	build(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func fillRows(f *excelize.File, sheet string, from int, rows ...[]any) {
	for i, row := range rows {
		f.SetSheetRow(sheet, fmt.Sprintf("A%d", from+i), &row)
	}
}

// kahootBook is the template of a quiz game: a title and notes, the header in row 8, rows that are only numbered.
func kahootBook(f *excelize.File) {
	f.SetCellValue("Sheet1", "B2", "Quiz template")
	f.SetCellValue("Sheet1", "B3", "Add questions, at least two answer alternatives, time limit and choose correct answers")
	fillRows(f, "Sheet1", 8, []any{nil, "Question - max 120 characters", "Answer 1 - max 75 characters", "Answer 2 - max 75 characters", "Answer 3 - max 75 characters", "Answer 4 - max 75 characters",
		"Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs", "Correct answer(s) - choose at least one"},
		[]any{1, "Which version is it?", 2.6, -2, 2.0, 2.1, 20, 1},
		[]any{2, "Which two stores keep blocks?", "EBS", "S3", "Instance store", " ", 30, "1,3"},
		[]any{3, "Is S3 a file system?", true, false, nil, nil, 20, 2})
	for i := 4; i <= 50; i++ {
		f.SetCellValue("Sheet1", fmt.Sprintf("A%d", 8+i), i)
	}
}

func TestKahootBook(t *testing.T) {
	out, err := readAll(bookOf(t, kahootBook), "quiz.xlsx", "")
	if err != nil || len(out.Questions) != 3 || out.Format != "xlsx" {
		t.Fatalf("%v, %+v", err, out)
	}
	q := out.Questions[0]
	if q.Line != 9 || q.Number != "1" || q.Options[0].Text != "2.6" || q.Options[1].Text != "-2" || strings.Join(q.Answer, "") != "A" {
		t.Errorf("%+v", q)
	}
	if q = out.Questions[1]; strings.Join(q.Answer, "") != "AC" || len(q.Options) != 3 || q.Kind != bank.Multiple {
		t.Errorf("%+v", q)
	}
	if q = out.Questions[2]; q.Kind != bank.TrueFalse || strings.Join(q.Answer, "") != "B" {
		t.Errorf("%+v", q)
	}
	for _, p := range out.Problems {
		if p.Severity != bank.Note || !strings.HasPrefix(p.Message, "Sheet1: ") {
			t.Errorf("%+v", p)
		}
	}
}

func TestSheets(t *testing.T) {
	text := bookOf(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", "Security")
		fillRows(f, "Security", 1, []any{"Passage", "Question", "A", "B", "Answer", "Share"}, []any{"A firm has two sites.", "Which?", "x", "y", "B"}, []any{nil, "What?", "x", "y", "A"}, []any{nil, "Bad key?", "x", "y", "Q"})
		f.MergeCell("Security", "A2", "A4")
		percent, _ := f.NewStyle(&excelize.Style{NumFmt: 9})
		f.SetCellValue("Security", "C2", 0.5)
		f.SetCellStyle("Security", "C2", "C2", percent)
		f.SetCellRichText("Security", "D2", []excelize.RichTextRun{{Text: "rich "}, {Text: "text", Font: &excelize.Font{Bold: true}}})
		f.NewSheet("Hidden")
		fillRows(f, "Hidden", 1, []any{"Question", "A", "B", "Answer"}, []any{"Hidden?", "x", "y", "A"})
		f.SetSheetVisible("Hidden", false)
		f.NewSheet("Read me")
		fillRows(f, "Read me", 1, []any{"How to use this file"}, []any{"Fill in the other sheets."})
		f.NewSheet("Empty")
	})
	out, err := readAll(text, "book.xlsx", "")
	if err != nil || len(out.Questions) != 2 {
		t.Fatalf("%v, %+v", err, out)
	}
	for _, q := range out.Questions {
		if !strings.HasPrefix(q.Stem, "A firm has two sites.\n\n") || strings.Join(q.Tags, "") != "Security" {
			t.Errorf("%+v", q)
		}
	}
	if q := out.Questions[0]; q.Options[0].Text != "50%" || q.Options[1].Text != "rich text" {
		t.Errorf("%+v", q)
	}
	var codes []string
	for _, p := range out.Problems {
		codes = append(codes, fmt.Sprintf("%s:%d:%s", strings.SplitN(p.Message, ":", 2)[0], p.Line, p.Code))
	}
	if got := strings.Join(codes, " "); got != "Security:1:unused-columns Security:4:key-outside-options Hidden:1:hidden-sheet Read me:1:no-table" {
		t.Error(got)
	}
}

func TestDamagedBook(t *testing.T) {
	text := bookOf(t, kahootBook)
	for _, cut := range []int{100, len(text) / 2, len(text) - 30} {
		if _, err := readAll(text[:cut], "x.xlsx", ""); err == nil {
			t.Errorf("%d bytes of %d were read", cut, len(text))
		}
	}
	if _, err := readAll(bookOf(t, func(*excelize.File) {}), "x.xlsx", ""); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
}
