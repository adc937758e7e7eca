package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// keyList reads a list of keys that stands apart from its questions: below "Answer Key", rows such as "1. B",
// "2) a, c - because", "| Q3 | B |", or several on one line.
type keyList struct {
	announced int // line of the label, or 0
	began     bool
	pending   []mark // since the label, in case that no list comes
}

// listLabels announce a key list when they stand alone on a line.
var listLabels = map[string]bool{"answer key": true, "answer keys": true, "answers": true, "answer sheet": true, "gabarito": true,
	"solutions": true, "correct answers": true, "key": true, "answers key": true, "respostas": true, "respuestas": true,
	"key to answers": true, "lösungen": true, "réponses": true, "corrigé": true, "ответы": true, "đáp án": true, "答案": true}

// takes reports whether a mark belongs to a key list. A label makes it wait: what follows decides.
func (k *keyList) takes(m *mark, p *markedParser) bool {
	if m.code && k.announced == 0 {
		return false
	}
	if k.announced == 0 {
		if len(p.held) == 0 && !p.split.waitsForKey() || !isListLabel(m) {
			return false
		}
		k.announced = m.no
		k.pending = append(k.pending[:0], *m)
		return true
	}
	if m.kind == markBlank || m.kind == markRule || m.kind == markDetails || m.kind == markDetailsEnd || m.kind == markSummary || isTableFrame(m.text) {
		if !k.began {
			k.pending = append(k.pending, *m)
		}
		return true
	}
	if rows := keyRows(m); len(rows) > 0 {
		if !k.began {
			k.began = true
			p.split.flush()
		}
		for _, row := range rows {
			p.resolve(row)
		}
		return true
	}
	k.end(p)
	return false
}

// end closes the list. If no row came, the lines go where they would have gone without it.
func (k *keyList) end(p *markedParser) {
	pending, began := k.pending, k.began
	k.announced, k.began, k.pending = 0, false, nil
	if began {
		return
	}
	for _, m := range pending {
		p.split.add(m)
	}
}

func isListLabel(m *mark) bool {
	if len(m.text) > 2*longestLabel {
		return false
	}
	text, _ := undress(strings.TrimSpace(m.text))
	return listLabels[strings.ToLower(strings.TrimRight(closeBold(strings.TrimSpace(text)), ": #"))]
}

func isTableFrame(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "|") {
		return false
	}
	if strings.Trim(text, "|-: ") == "" {
		return true
	}
	return len(tableRow(text)) == 0
}

// keyRow is one row of a key list.
type keyRow struct {
	line   int
	number string
	key    string
}

func keyRows(m *mark) []keyRow {
	text := strings.TrimSpace(m.text)
	var rows []keyRow
	if strings.HasPrefix(text, "|") {
		rows = tableRow(text)
	} else if rows = rowsOnLine(text); rows == nil {
		rows = singleRow(text)
	}
	for i := range rows {
		rows[i].line = m.no
	}
	return rows
}

// tableRow reads "| Q3 | B, C | why |".
func tableRow(text string) []keyRow {
	cells := strings.Split(strings.Trim(text, "|"), "|")
	if len(cells) < 2 {
		return nil
	}
	number, tail := rowNumber(strings.Trim(cells[0], " *"))
	key := strings.Trim(cells[1], " *")
	if number == "" || strings.Trim(tail, " .)*") != "" || !pureKey(key) {
		return nil
	}
	return []keyRow{{number: number, key: key}}
}

// rowNumber reads "3", "Q3", "#3" or "Question 3".
func rowNumber(s string) (number, tail string) {
	if word, rest := leadingWord(s); word != "" {
		if _, ok := headWords[word]; !ok {
			return "", s
		}
		return headNumber(rest)
	}
	return leadingNumber(strings.TrimLeft(s, "#"))
}

// rowsOnLine reads "1. A  2. B  3. C" and "1-A, 2-B".
func rowsOnLine(text string) []keyRow {
	var rows []keyRow
	rest, _ := undress(text)
	for rest = strings.TrimLeft(rest, " ,;|\t"); rest != ""; rest = strings.TrimLeft(rest, " ,;|\t") {
		number, tail := rowNumber(rest)
		if number == "" {
			return nil
		}
		word, after := keyWord(strings.TrimLeft(tail, " .:-–)=*(\t"))
		if len(word) == 0 || len(word) > 1 && !isLetterRun(word) || !isLetter(word[0]) {
			return nil
		}
		rows = append(rows, keyRow{number: number, key: word})
		rest = strings.TrimLeft(after, "*.")
		if rest != "" && strings.IndexByte(" ,;|\t", rest[0]) < 0 {
			return nil
		}
	}
	if len(rows) < 2 {
		return nil
	}
	return rows
}

// singleRow reads one row: a number, a key, and perhaps a reason behind a dash.
func singleRow(text string) []keyRow {
	bare, _ := undress(text)
	number, tail := rowNumber(bare)
	if number == "" {
		return nil
	}
	key := strings.Trim(strings.TrimLeft(tail, " .:)-–=*"), " *")
	reason := ""
	for _, dash := range []string{" - ", " – ", " — ", ": "} {
		if at := strings.Index(key, dash); at > 0 && pureKey(key[:at]) {
			key, reason = key[:at], key[at+len(dash):]
			break
		}
	}
	if !pureKey(key) && !strings.HasPrefix(strings.ToLower(key), "option ") {
		return nil
	}
	if reason != "" {
		key += ". " + reason
	}
	return []keyRow{{number: number, key: key}}
}

// resolve gives a key to the question that waits for it.
func (p *markedParser) resolve(row keyRow) {
	for i, d := range p.held {
		if d.number == row.number {
			p.held = append(p.held[:i:i], p.held[i+1:]...)
			d.keys = append(d.keys, keyLine{row.line, row.key})
			d.atEnd = false
			p.r.emit(p.r.check(d))
			return
		}
	}
	p.r.emit(bank.Item{Problems: []bank.Problem{{Line: row.line, Severity: bank.Warning, Code: "key-without-question", Number: row.number,
		Message: fmt.Sprintf("the key list names question %s, and no question of that number waits for a key: check the number", row.number)}}})
}

// waitsForKey says whether the open block has options and no key, so that a list of keys may follow.
func (s *splitter) waitsForKey() bool {
	return s.headed && s.ph.at >= inOptions && !s.ph.keyed
}
