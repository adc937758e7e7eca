package format

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ledongthuc/pdf"

	"mlatlas/bank"
)

// A PDF holds letters and where they stand, and no lines. They are read in four steps: the objects of the file are found
// (pdf_file.go), the operators of each page say which text stands where (pdf_page.go, pdf_font.go), runs of text become
// lines and paragraphs, column by column and without what each page repeats (pdf_lines.go), and the lines are read by the
// grammar of marks. Lines are counted through all pages; the problems name the page.
const pdfFormat = "pdf"

// ErrNoLetters means that a PDF shows text in fonts that do not say which letters they draw.
var ErrNoLetters = errors.New("has text whose letters cannot be known (its fonts are lost or do not name them): export it again, or run text recognition over it")

// ErrNoText means that the pages of a PDF are pictures.
var ErrNoText = errors.New("has no text layer (its pages are pictures, or empty): run text recognition over it first, for instance with ocrmypdf")

const (
	maxPDFPages = 20000
	maxPDFNodes = 100000 // of the tree of pages
	maxPDFTree  = 64     // its depth
)

func openPDFFile(r *Reader, file io.ReaderAt, size int64) error {
	d, reader, err := openPDF(file, size)
	if err != nil {
		return err
	}
	pages := &pdfPages{d: d, fonts: map[string]*pdfFont{}}
	err = safely(func() error {
		pages.walk(reader.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0, 0)
		return nil
	})
	switch {
	case err != nil && pages.text == 0:
		return fmt.Errorf("is a damaged PDF (%w): fetch it again, or print it to a new PDF", err)
	case len(pages.all) == 0:
		return errors.New("is a damaged PDF: it has no pages; fetch it again, or print it to a new PDF")
	case pages.text == 0 && pages.shown > 0:
		return ErrNoLetters
	case pages.text == 0:
		return ErrNoText
	}
	all := pagesToLines(pages.all)
	pages.report(r, err)
	outer := r.yield
	r.yield = func(item bank.Item, err error) bool {
		for i := range item.Problems {
			p := &item.Problems[i]
			if n := pageOf(all, p.Line); n > 0 {
				p.Message = fmt.Sprintf("page %d: %s", n, p.Message)
			}
		}
		return outer(item, err)
	}
	lines := make([]line, 0, len(all))
	for i, l := range all {
		lines = append(lines, line{i + 1, l.text})
	}
	r.readLines(lines, pdfFormat)
	r.yield = outer
	return nil
}

func pageOf(all []printedLine, no int) int {
	if no < 1 || no > len(all) {
		return 0
	}
	return all[no-1].page
}

// pdfPages gathers the text of the pages.
type pdfPages struct {
	d       *pdfDocument
	fonts   map[string]*pdfFont
	all     [][]pdfRun
	nodes   int
	text    int   // bytes
	shown   int   // bytes of strings, whether or not their text is known
	empty   []int // pages that show something and have no text
	damaged []int
}

// walk visits the tree of pages. Resources and rotation are inherited.
func (p *pdfPages) walk(node, resources pdf.Value, rotate int64, depth int) {
	if p.nodes++; p.nodes > maxPDFNodes || depth > maxPDFTree || len(p.all) >= maxPDFPages {
		return
	}
	if own := node.Key("Resources"); own.Kind() == pdf.Dict {
		resources = own
	}
	if own := node.Key("Rotate"); !own.IsNull() {
		rotate = own.Int64()
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if node.Kind() == pdf.Dict {
			p.page(node, resources, rotate)
		}
		return
	}
	for i := range kids.Len() {
		err := safely(func() error { p.walk(kids.Index(i), resources, rotate, depth+1); return nil })
		if errors.Is(err, errPDFEffort) {
			panic(err)
		}
	}
}

func (p *pdfPages) page(node, resources pdf.Value, rotate int64) {
	painter := pdfPainter{d: p.d, fonts: p.fonts}
	err := safely(func() error { painter.paint(node, resources, rotate); return nil })
	p.all = append(p.all, painter.runs)
	p.text += painter.bytes
	p.shown += painter.shown
	switch n := len(p.all); {
	case errors.Is(err, errPDFEffort):
		panic(err)
	case err != nil:
		p.damaged = append(p.damaged, n)
	case painter.bytes == 0 && !node.Key("Contents").IsNull():
		p.empty = append(p.empty, n)
	}
}

// report notes the pages that gave nothing.
func (p *pdfPages) report(r *Reader, err error) {
	if err != nil {
		r.emitProblem(bank.Problem{Line: 1, Severity: bank.Error, Code: "damaged-pages",
			Message: fmt.Sprintf("the PDF was read up to page %d (%v): print it to a new PDF", len(p.all), err)})
	}
	if len(p.damaged) > 0 {
		r.emitProblem(bank.Problem{Line: 1, Severity: bank.Error, Code: "damaged-pages",
			Message: fmt.Sprintf("%s damaged and cannot be read to the end: print the PDF to a new one", pageList(p.damaged))})
	}
	if len(p.empty) > 0 {
		r.emitProblem(bank.Problem{Line: 1, Severity: bank.Note, Code: "no-text-layer",
			Message: fmt.Sprintf("%s without text: if there are questions in pictures, run text recognition over the PDF", pageList(p.empty))})
	}
}

func pageList(pages []int) string {
	var names []string
	for _, n := range pages[:min(len(pages), 10)] {
		names = append(names, fmt.Sprint(n))
	}
	list := strings.Join(names, ", ")
	if len(pages) > 10 {
		list += fmt.Sprintf(" and %d more", len(pages)-10)
	}
	if len(pages) == 1 {
		return "page " + list + " is"
	}
	return "pages " + list + " are"
}
