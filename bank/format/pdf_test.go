package format

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
)

// printed makes a PDF of content streams, one for each page, in Helvetica (F1), Courier (F2), and a font whose letters are
// named by a character map (F3: 1 is "fi", 2 to 4 are A to C).
func printed(packed bool, pages ...string) []byte {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding << /Differences [ 1 /fi /bullet ] >> >>",
		"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [ << /DW 600 /W [ 1 [ 500 ] 2 4 610 ] >> ] >>",
		stream("1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <00660069> endbfchar 1 beginbfrange <0002> <0004> <0041> endbfrange", "", packed)}
	var kids []string
	for _, content := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", len(objects)+1))
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>", len(objects)+2), stream(content, "", packed))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s ] /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >> >>", len(pages), strings.Join(kids, " "))
	return file(objects, "")
}

func stream(content, extra string, packed bool) string {
	if packed {
		var b bytes.Buffer
		w := zlib.NewWriter(&b)
		w.Write([]byte(content))
		w.Close()
		content, extra = b.String(), extra+" /Filter /FlateDecode"
	}
	return fmt.Sprintf("<< /Length %d%s >>\nstream\n%s\nendstream", len(content), extra, content)
}

// file numbers the objects from 1 and writes the table.
func file(objects []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// shown writes lines from a place downwards.
func shown(x, y int, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "BT /F1 10 Tf %d %d Td 12 TL\n", x, y)
	for _, l := range lines {
		fmt.Fprintf(&b, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(l))
	}
	return b.String() + "ET\n"
}

func readPDF(t *testing.T, data []byte) outcome {
	t.Helper()
	out, err := readAll(string(data), "x.pdf", "")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var printedQuestion = []string{"Question %d", "Which service queries files in place?", "A) Amazon MQ", "B) Amazon Athena", "Answer: B"}

func question(n int) []string {
	lines := append([]string(nil), printedQuestion...)
	lines[0] = fmt.Sprintf(lines[0], n)
	return lines
}

func TestPDF(t *testing.T) {
	for _, packed := range []bool{false, true} {
		var pages []string
		for n := range 6 {
			pages = append(pages, shown(60, 780, "Practice exam, all rights reserved")+shown(60, 740, question(n+1)...)+shown(280, 30, fmt.Sprintf("Page %d of 6", n+1)))
		}
		out := readPDF(t, printed(packed, pages...))
		if len(out.Questions) != 6 || out.Format != "pdf" {
			t.Fatalf("%+v", out)
		}
		for _, p := range out.Problems {
			if p.Code != "duplicate-question" {
				t.Error(p)
			}
		}
		for i, q := range out.Questions {
			if q.Number != fmt.Sprint(i+1) || q.Stem != printedQuestion[1] || q.Answer[0] != "B" || q.Explanation != "" || q.Options[1].Text != "Amazon Athena" {
				t.Errorf("%+v", q)
			}
		}
	}
}

func TestPDFPageOfProblem(t *testing.T) {
	out := readPDF(t, printed(false, shown(60, 700, question(1)...), shown(60, 700, "Question 2", "Which has no key?", "A) x", "B) y")))
	if len(out.Questions) != 1 || len(out.Problems) != 1 || !strings.HasPrefix(out.Problems[0].Message, "page 2: ") {
		t.Errorf("%+v", out)
	}
}

func TestPDFText(t *testing.T) {
	long := "A company keeps the records of its many shops in one place and wants to look into them, where it is most effi-"
	for name, c := range map[string]struct{ content, stem string }{
		"runs":         {"BT /F1 10 Tf 60 700 Td (1. What) Tj 40 0 Td (is) Tj 14 0 Td (this?) Tj ET", "What is this?"},
		"kerning":      {"BT /F1 10 Tf 60 700 Td [(1. W) 80 (ha) -20 (t) -300 (is) -300 (this?)] TJ ET", "What is this?"},
		"letters":      {"BT /F1 10 Tf 60 700 Td (1) Tj 5.6 0 Td (.) Tj 5.6 0 Td (W) Tj 9.4 0 Td (h) Tj 5.6 0 Td (y) Tj 5 0 Td (?) Tj ET", "Why?"},
		"ligature":     {"BT /F1 10 Tf 60 700 Td (1. Which ) Tj /F2 10 Tf (\\001) Tj /F1 10 Tf (ts?) Tj ET", "Which fits?"},
		"map":          {"BT /F1 10 Tf 60 700 Td (1. Which ) Tj /F3 10 Tf <00010002> Tj /F1 10 Tf ( is it?) Tj ET", "Which fiA is it?"},
		"quotes":       {"BT /F1 10 Tf 60 700 Td (1. Why \\223x\\224?) Tj ET", "Why “x”?"},
		"exponent":     {"BT /F1 10 Tf 60 700 Td (1. What is x) Tj 4 Ts /F1 6 Tf (2) Tj 0 Ts /F1 10 Tf ( + 1?) Tj ET", "What is x2 + 1?"},
		"order":        {"BT /F1 10 Tf 60 688 Td (is this?) Tj ET BT /F1 10 Tf 60 700 Td (1. What) Tj ET", "What\nis this?"},
		"scaled":       {"q 0.1 0 0 0.1 0 0 cm BT /F1 100 Tf 600 7000 Td (1. What is) Tj 0 -120 Td (this?) Tj ET Q", "What is\nthis?"},
		"watermark":    {"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET BT /F1 10 Tf 60 700 Td (1. Why?) Tj ET", "Why?"},
		"wrapped":      {shown(60, 700, "1. "+long, "cient to do so. The efficient way costs less. Which one", "is it?"), "A company keeps the records of its many shops in one place and wants to look into them, where it is most efficient to do so. The efficient way costs less. Which one\nis it?"},
		"inline image": {"BI /W 1 /H 1 ID \x00(\xff< EI BT /F1 10 Tf 60 700 Td (1. Why?) Tj ET", "Why?"},
		"drawn twice":  {"BT /F1 10 Tf 60 700 Td (1. Why?) Tj ET BT /F1 10 Tf 60.3 700 Td (1. Why?) Tj ET", "Why?"},
		"code":         {shown(60, 700, "1. What does it print?") + "BT /F2 10 Tf 60 676 Td (if x:) Tj 12 -12 Td (print\\(1\\)) Tj ET", "What does it print?\n\nif x:\n  print(1)"},
	} {
		out := readPDF(t, printed(false, c.content+"\n"+shown(60, 600, "A) red", "B) blue", "Answer: B")))
		if len(out.Questions) != 1 || out.Questions[0].Stem != c.stem {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

func TestPDFColumns(t *testing.T) {
	var left, right []string
	fill := "which is told at some length so that it fills"
	for n := range 4 {
		left = append(left, fmt.Sprintf("%d. A question is asked,", n+1), fill, "Which one is right?", "A) red", "B) blue as well as the other ones are", "Answer: B")
		right = append(right, fmt.Sprintf("%d. A question is asked,", n+5), fill, "Which one is right?", "A) red", "B) blue as well as the other ones are", "Answer: B")
	}
	out := readPDF(t, printed(true, shown(60, 740, "The exam of the year, a title that goes over both of the columns of the page")+shown(60, 700, left...)+shown(320, 700, right...)))
	if len(out.Questions) != 8 {
		t.Fatalf("%+v", out)
	}
	for i, q := range out.Questions {
		if q.Number != fmt.Sprint(i+1) || len(q.Options) != 2 {
			t.Errorf("%+v", q)
		}
	}
	options := shown(60, 700, "1. Which one is right?", "A) red", "C) green", "Answer: A") + shown(320, 688, "B) blue", "D) grey")
	if out := readPDF(t, printed(false, options)); len(out.Questions) != 1 || len(out.Questions[0].Options) < 2 {
		t.Errorf("options in two columns: %+v", out)
	}
}

func TestPDFForms(t *testing.T) {
	form := "/Type /XObject /Subtype /Form /Resources << /Font << /G 3 0 R >> /XObject << /Me 5 0 R >> >> /Matrix [1 0 0 1 0 100]"
	text := "BT /G 10 Tf 60 500 Td 12 TL (1. Why?) Tj T* (A\\) x) Tj T* (B\\) y) Tj T* (Answer: A) Tj ET " + strings.Repeat("/Me Do ", 50)
	data := file([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Kids [ 4 0 R ] /Count 1 >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
		"<< /Type /Page /Rotate 90 /Contents 6 0 R /Resources << /XObject << /Fm 5 0 R >> >> >>", stream(text, form, true), stream("q 0 1 -1 0 0 0 cm /Fm Do Q", "", false)}, "")
	out := readPDF(t, data)
	if len(out.Questions) == 0 || out.Questions[0].Stem != "Why?" {
		t.Errorf("%+v", out)
	}
}

func TestPDFObjectStream(t *testing.T) {
	packed := "1 0 2 40 3 120 "
	body := fmt.Sprintf("%-40s%-80s%s", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Kids [ 6 0 R ] /Count 1 /Lang(en\\))/X <41 >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	body = strings.Replace(body, "/X <41 >>", "/X <41> >>", 1)
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	fmt.Fprintf(&b, "5 0 obj\n%s\nendobj\n", stream(packed+body, fmt.Sprintf(" /Type /ObjStm /N 3 /First %d", len(packed)), true))
	fmt.Fprintf(&b, "6 0 obj\n<< /Type /Page /Contents 7 0 R /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n7 0 obj\n%s\nendobj\n", stream(shown(60, 700, question(3)...), "", true))
	b.WriteString("8 0 obj\n<< /Type /XRef /Root 1 0 R /Size 9 /W [ 1 2 1 ] /Length 0 >>\nstream\n\nendstream\nendobj\nstartxref\n0\n%%EOF")
	if out := readPDF(t, b.Bytes()); len(out.Questions) != 1 || out.Questions[0].Number != "3" {
		t.Errorf("%+v", out)
	}
}

func TestPDFRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"scanned":   {printed(false, "q 600 0 0 800 0 0 cm /Im1 Do Q", "q Q"), "no text layer"},
		"no pages":  {file([]string{"<< /Type /Catalog >>"}, ""), "no pages"},
		"cut off":   {[]byte("%PDF-1.7\n1 0 obj\n<< /Type /Cat"), "damaged"},
		"encrypted": {file([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Kids [] >>", "<< /Filter /Standard /V 5 /R 6 >>"}, "/Encrypt 3 0 R"), "encrypted"},
		"unknown":   {printed(false, "BT /F3 10 Tf 60 700 Td <12341235> Tj ET"), "letters cannot be known"},
	} {
		_, err := readAll(string(c.data), "x.pdf", "")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := readAll(string(printed(false, "q Q")), "x.pdf", ""); !errors.Is(err, ErrNoText) {
		t.Error(err)
	}
}

// TestPDFDamaged cuts a file off at every place, and flips bytes in it.
func TestPDFDamaged(t *testing.T) {
	data := printed(true, shown(60, 700, question(1)...), shown(60, 700, question(2)...))
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Now()
	for n := 0; n < len(data); n += 7 {
		readAll(string(data[:n]), "x.pdf", "pdf")
		flipped := bytes.Clone(data)
		for range 1 + n%5 {
			flipped[9+random.IntN(len(flipped)-9)] ^= byte(1 << random.IntN(8))
		}
		readAll(string(flipped), "x.pdf", "")
	}
	if time.Since(start) > time.Minute {
		t.Errorf("it took %v", time.Since(start))
	}
	table := bytes.LastIndex(data, []byte("xref\n0"))
	for name, mended := range map[string][]byte{"table cut off": data[:table], "no end": data[:len(data)-20], "version 2": bytes.Replace(data, []byte("%PDF-1.4"), []byte("%PDF-2.0"), 1),
		"places wrong": bytes.ReplaceAll(data, []byte("00000 n"), []byte("00007 n"))} {
		if out := readPDF(t, mended); len(out.Questions) != 2 {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestPDFHostile reads files that were made to run for ever or to fill memory.
func TestPDFHostile(t *testing.T) {
	var bomb bytes.Buffer
	w, _ := zlib.NewWriterLevel(&bomb, 9)
	for range 200 {
		w.Write(bytes.Repeat([]byte("("), 1<<20))
	}
	w.Close()
	page := "<< /Type /Page /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
	with := func(contents string, more ...string) []byte {
		return file(append([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Kids [ 3 0 R ] >>", page, contents}, more...), "")
	}
	for name, data := range map[string][]byte{
		"pages in a circle":   file([]string{"<< /Pages 2 0 R >>", "<< /Kids [ 2 0 R 2 0 R 2 0 R ] >>"}, ""),
		"tables in a circle":  bytes.Replace(printed(false, shown(60, 700, question(1)...)), []byte("/Size"), []byte("/Prev 9 /Size"), 1),
		"length of itself":    with("<< /Length 4 0 R >>\nstream\nBT\nendstream"),
		"string without end":  with(stream("BT /F1 10 Tf (((((", "", true)),
		"hex without end":     with(stream("BT /F1 10 Tf <4142", "", true)),
		"deep lists":          with(stream(strings.Repeat("[", 1<<20), "", true)),
		"deep object":         with(strings.Repeat("[", 1<<20)),
		"deep dictionaries":   with(strings.Repeat("<</A", 1<<18)),
		"map without end":     with(stream("BT /F1 10 Tf (x) Tj ET", "", true), "<< /Subtype /Type0 /ToUnicode 6 0 R >>", stream("1 begincodespacerange <00", "", true)),
		"range without end":   with(stream("BT /F1 10 Tf (xx) Tj ET", "", true), "<< /Subtype /Type0 /ToUnicode 6 0 R /DescendantFonts [ << /W [ 0 999999999999 5 ] >> ] >>", stream(strings.Repeat("1 beginbfrange <00000000> <ffffffff> <0041> endbfrange ", 1000), "", true)),
		"bomb":                with(fmt.Sprintf("<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", bomb.Len(), bomb.Bytes())),
		"columns":             with(fmt.Sprintf("<< /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 99999999999 >> /Length %d >>\nstream\n%s\nendstream", bomb.Len(), bomb.Bytes())),
		"huge number":         append([]byte("%PDF-1.4\n9999999 0 obj\n<<>>\nendobj\n"), printed(false, shown(60, 700, question(1)...))[9:]...),
		"saved without end":   with(stream(strings.Repeat("q ", 1<<20)+strings.Repeat("Q ", 1<<21), "", true)),
		"many heads":          append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("1 0 obj "), 1<<18)...),
		"infinite coordinate": with(stream("BT /F1 1e300 Tf 1e300 1e300 Td (x) Tj 1e300 0 0 1e300 0 0 cm (x) Tj ET", "", true)),
	} {
		start := time.Now()
		readAll(string(data), "x.pdf", "")
		if took := time.Since(start); took > 15*time.Second {
			t.Errorf("%s took %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
}

func TestPDFWords(t *testing.T) {
	words := map[string]bool{"efficient": true, "real-time": true, "near": true, "line": true}
	for _, c := range []struct {
		before, after, joined string
		ok                    bool
	}{
		{"most effi-", "cient way", "most efficient way", true},
		{"a real-", "time feed", "a real-time feed", true},
		{"the near-", "line store", "the near-line store", true},
		{"some un-", "known word", "some unknown word", true},
		{"soft\u00ad", "ware", "software", true},
		{"between 1-", "and 2", "", false},
		{"a dash -", "and more", "", false},
		{"Amazon-", "Athena", "", false},
	} {
		if joined, ok := hyphenated(c.before, c.after, words); joined != c.joined || ok != c.ok {
			t.Errorf("%q and %q: %q %t", c.before, c.after, joined, ok)
		}
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(printed(false, shown(60, 700, question(1)...)))
	f.Add(printed(true, shown(60, 700, question(1)...), "/F3 10 Tf [<0001> 3 (x)] TJ"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := readAll("%PDF-1.4\n"+string(data), "x.pdf", "")
		if err != nil {
			return
		}
		for _, q := range out.Questions {
			checkQuestion(t, q)
		}
		for _, p := range out.Problems {
			if p.Severity == bank.Error && p.Message == "" {
				t.Error(p)
			}
		}
	})
}
