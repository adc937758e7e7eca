package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// keyList reads a list of keys that stands apart from its questions. A title such as "Answer Key" makes it wait for rows;
// without a title, three rows in a run are a list, if questions wait for their keys. Lines between two rows are the reason
// of the first one, or the title of a part. What turns out to be no list goes where it would have gone.
type keyList struct {
	rowReader
	state   listState
	needs   int // rows that make it a list
	found   []keyRow
	pending []mark // since the title or the last row
}

type listState uint8

const (
	noList listState = iota
	awaited
	begun
)

// maxPending is how many lines may stand between two rows.
const maxPending = 40

// listLabels announce a key list when they stand alone on a line.
var listLabels = map[string]bool{"answer key": true, "answer keys": true, "answers": true, "answer sheet": true, "gabarito": true,
	"solutions": true, "correct answers": true, "key": true, "answers key": true, "respostas": true, "respuestas": true,
	"key to answers": true, "lösungen": true, "réponses": true, "corrigé": true, "ответы": true, "đáp án": true, "答案": true,
	"soluciones": true, "soluções": true, "antworten": true, "risposte": true, "soluzioni": true, "antwoorden": true, "odpowiedzi": true,
	"cevaplar": true, "cevap anahtarı": true, "lösungsschlüssel": true, "kunci jawaban": true, "उत्तर कुंजी": true, "参考答案": true, "解答": true,
	"정답": true, "answer": true, "answer list": true, "keys": true, "clave de respuestas": true, "klucz odpowiedzi": true, "ključ": true}

// titleWords in a title announce a list with what else stands in it: "Answers to Section A".
var titleWords = map[string]bool{"answers": true, "answer": true, "key": true, "keys": true, "solutions": true, "gabarito": true, "respostas": true,
	"respuestas": true, "lösungen": true, "réponses": true, "corrigé": true, "risposte": true, "ответы": true, "odpowiedzi": true, "cevaplar": true}

// takes reports whether a mark belongs to a key list. A label makes it wait: what follows decides.
func (k *keyList) takes(m *mark, p *markedParser) bool {
	if m.code && k.state == noList {
		return false
	}
	switch k.state {
	case noList:
		return k.awaits(m, p)
	case awaited:
		return k.seeks(m, p)
	}
	return k.goesOn(m, p)
}

// awaits looks for what may begin a list.
func (k *keyList) awaits(m *mark, p *markedParser) bool {
	waiting := len(p.held) > 0 || p.split.waitsForKey()
	if m.kind == markKey && m.rest != "" && len(p.held) > 0 {
		return k.onOneLine(m, p)
	}
	if !waiting && (p.count == 0 || p.split.headed && p.split.ph.at < afterKey) {
		return false
	}
	switch {
	case isListLabel(m):
		k.needs = 1
		if !waiting {
			k.needs = 2
		}
	case waiting && !(p.split.headed && p.split.ph.at == inStem) && k.beginsBare(m):
		k.needs = 3
	default:
		return false
	}
	k.state, k.rowReader, k.found = awaited, rowReader{}, nil
	k.pending = append(k.pending[:0], *m)
	if k.needs == 3 {
		k.found = k.rows(m.text, m.no)
		k.frame(m.text)
		k.confirm(p)
	}
	return true
}

// onOneLine reads "Answers: 1-B, 2-A" below the last of several questions, where it is no pairing of that question: each
// number is that of a question which waits.
func (k *keyList) onOneLine(m *mark, p *markedParser) bool {
	k.rowReader = rowReader{}
	rows := rowsOnLine(m.rest)
	open := ""
	if p.split.waitsForKey() {
		open = p.split.block[0].number
	}
	for i := range rows {
		rows[i].line = m.no
		k.place(&rows[i])
		if p.heldAt(rows[i].number) < 0 && !sameNumber(rows[i].number, open) {
			return false
		}
	}
	if len(rows) == 0 {
		return false
	}
	k.state, k.found, k.pending = begun, rows, k.pending[:0]
	p.split.flush()
	return true
}

// beginsBare says whether a line may be the first of a list without a title.
func (k *keyList) beginsBare(m *mark) bool {
	if m.kind != markNumber && m.kind != markHead && m.kind != markText || m.dress.heading > 0 {
		return false
	}
	text := strings.TrimSpace(m.text)
	if text[0] == '|' {
		var r rowReader
		return r.frame(text) && (r.keyColumn() > 1 || len(r.numbers) > 0 || len(r.columns) > 1 && isKeyWord(r.columns[1]))
	}
	if text[0]|0x20 != 'q' && !strings.ContainsAny(text[:min(4, len(text))], "0123456789") {
		return false
	}
	var r rowReader
	return len(r.rows(text, m.no)) > 0
}

func isKeyWord(name string) bool {
	name = strings.ToLower(name)
	return labelWords[name].kind == markKey || listLabels[name]
}

// seeks waits for the first rows.
func (k *keyList) seeks(m *mark, p *markedParser) bool {
	if betweenRows(m) || k.frame(m.text) {
		k.pending = append(k.pending, *m)
		return true
	}
	rows := k.rows(m.text, m.no)
	if len(rows) == 0 {
		if k.needs < 3 && len(k.found) == 0 && len(k.pending) < 8 && isPartTitle(m) && m.kind != markHead {
			k.begin(titleOf(m))
			k.pending = append(k.pending, *m)
			return true
		}
		k.end(p)
		return false
	}
	k.found = append(k.found, rows...)
	k.pending = append(k.pending, *m)
	k.confirm(p)
	return true
}

// confirm begins the list when there are enough rows.
func (k *keyList) confirm(p *markedParser) {
	if len(k.found) >= k.needs {
		k.state, k.pending = begun, k.pending[:0]
		p.split.flush()
	}
}

func betweenRows(m *mark) bool {
	return m.kind == markBlank || m.kind == markRule || m.kind == markDetails || m.kind == markDetailsEnd || m.kind == markSummary
}

func titleOf(m *mark) string {
	text, _ := undress(strings.TrimSpace(m.text))
	return strings.TrimRight(closeBold(text), ": ")
}

// goesOn reads rows, and what stands between them.
func (k *keyList) goesOn(m *mark, p *markedParser) bool {
	if rows := k.rows(m.text, m.no); len(rows) > 0 {
		k.settle(rows)
		k.found = append(k.found, rows...)
		return true
	}
	if k.frame(m.text) {
		return true
	}
	if !betweenRows(m) && (m.kind == markHead || m.kind == markNumber || m.kind == markOption && m.role == roleNone && !m.dress.bullet || len(k.pending) >= maxPending) {
		k.end(p)
		return false
	}
	k.pending = append(k.pending, *m)
	return true
}

// settle gives what stood before a row to the row before that, or takes it as the title of a part.
func (k *keyList) settle(next []keyRow) {
	for i := range k.pending {
		m := &k.pending[i]
		switch {
		case betweenRows(m):
		case isPartTitle(m):
			k.begin(titleOf(m))
			for j := range next {
				k.place(&next[j])
			}
		default:
			k.addReason(m)
		}
	}
	k.pending = k.pending[:0]
}

func (k *keyList) addReason(m *mark) {
	last := &k.found[len(k.found)-1]
	text := strings.TrimSpace(m.text)
	if m.kind == markExplain {
		text = m.rest
	}
	last.reason = strings.TrimSpace(last.reason + "\n" + text)
}

// end closes the list. If too few rows came, the lines go where they would have gone without it.
func (k *keyList) end(p *markedParser) {
	state, found := k.state, k.found
	k.state, k.found = noList, nil
	if state == begun {
		for len(k.pending) > 0 && !betweenRows(&k.pending[0]) && !isPartTitle(&k.pending[0]) && k.pending[0].kind == markText {
			k.found = found
			k.addReason(&k.pending[0])
			k.found, k.pending = nil, k.pending[1:]
		}
		p.resolve(found)
	}
	for _, m := range k.pending {
		p.split.add(m)
	}
	k.pending = k.pending[:0]
}

func isListLabel(m *mark) bool {
	if len(m.rest) > 2*longestLabel || strings.Count(m.rest, " ") > 8 || m.kind == markBlank || m.kind == markOption && m.label != "" {
		return false
	}
	text, _ := undress(strings.TrimSpace(m.text))
	text = strings.ToLower(strings.TrimRight(closeBold(strings.TrimSpace(text)), ": #"))
	if listLabels[text] {
		return true
	}
	if m.kind == markKey && m.rest != "" || strings.ContainsAny(text, "?.,;") {
		return false
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" :-–—()&/", r) })
	return len(words) > 0 && len(words) <= 6 && slices.ContainsFunc(words, func(w string) bool { return titleWords[w] })
}

// resolve gives keys to the questions that wait for them. Where the list has parts, a row names the question of its own
// part: by title, or the first part of the list for the first part of the questions.
func (p *markedParser) resolve(rows []keyRow) {
	byNumber := map[string][]int{}
	for i := range p.held {
		number := p.held[i].name()
		byNumber[number] = append(byNumber[number], i)
	}
	for _, row := range rows {
		if at := p.waiting(row, byNumber[plainNumber(row.number)]); at >= 0 {
			d := &p.held[at].draft
			d.keys = append(d.keys, keyLine{row.line, row.text()})
			d.atEnd = false
			continue
		}
		p.compare(row)
	}
	p.release(rows)
}

// waiting returns which of the held questions of its number a row is for; -1 if there is none.
func (p *markedParser) waiting(row keyRow, held []int) int {
	best, score := -1, 0
	for _, i := range held {
		h := &p.held[i]
		if len(h.keys) > 0 {
			continue
		}
		s := 1
		switch {
		case sameTitle(h.title, row.title):
			s = 4
		case h.group == row.group:
			s = 3
		}
		if s > score {
			best, score = i, s
		}
	}
	return best
}

// heldAt returns the first question of a number that waits; -1 if there is none.
func (p *markedParser) heldAt(number string) int {
	number = plainNumber(number)
	return slices.IndexFunc(p.held, func(h heldDraft) bool { return h.name() == number })
}

// name is the number of a question as lists name it. One without a number has its place in the file.
func (h *heldDraft) name() string {
	if h.number == "" {
		return strconv.Itoa(h.place)
	}
	return plainNumber(h.number)
}

// sameNumber compares numbers without their leading zeros.
func sameNumber(a, b string) bool { return plainNumber(a) == plainNumber(b) }

func plainNumber(number string) string { return strings.TrimLeft(number, "0") }

// release gives the questions that have their keys now, and those that the list passed over. The others wait on.
func (p *markedParser) release(rows []keyRow) {
	highest := 0
	for _, row := range rows {
		highest = max(highest, position99(row.number))
	}
	var kept []heldDraft
	for _, h := range p.held {
		if n := position99(h.number); len(h.keys) > 0 || h.number != "" && n <= highest {
			p.r.emit(p.r.check(h.draft))
			continue
		}
		kept = append(kept, h)
	}
	p.held = kept
	p.group, p.last = 0, 0
}

// compare looks at a row for which no question waits: it may say again what the question itself says.
func (p *markedParser) compare(row keyRow) {
	said, known := p.answered[plainNumber(row.number)]
	said, again := lettersOf(said), lettersOf(row.key)
	if known && (said == again || said == "" || again == "") {
		return
	}
	problem := bank.Problem{Line: row.line, Severity: bank.Warning, Code: "key-without-question", Number: row.number,
		Message: fmt.Sprintf("the key list names question %s, and no question of that number waits for a key: check the number", row.number)}
	if known {
		problem.Code = "contradictory-key"
		problem.Message = fmt.Sprintf("the key list says %s for question %s, and the question itself says %s: its own key was taken; look which is right", again, row.number, said)
	}
	p.r.emitProblem(problem)
}

// lettersOf returns the letters of a key in order, "" if it has something else.
func lettersOf(key string) string {
	var letters []string
	for _, word := range strings.FieldsFunc(plainKey(key), func(r rune) bool { return strings.ContainsRune(" ,;&/.()", r) }) {
		if len(word) > 1 && !isLetterRun(word) || !isLetter(word[0]) {
			return ""
		}
		letters = append(letters, strings.Split(strings.ToUpper(word), "")...)
	}
	slices.Sort(letters)
	return strings.Join(letters, ", ")
}

// waitsForKey says whether the open block has options and no key, so that a list of keys may follow.
func (s *splitter) waitsForKey() bool {
	return s.headed && s.ph.at >= inOptions && !s.ph.keyed
}
