package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// headWords begin the head of a question when a number follows. The value says how sure the word is: a sure one needs
// no punctuation before its stem ("Question 5 What is ..."), others do ("Problem 5: ...").
var headWords = map[string]bool{
	"q": true, "que": true, "ques": true, "quest": true, "question": true, "new question": true, "practice question": true,
	"sample question": true, "questão": true, "questao": true, "pregunta": true, "pergunta": true, "frage": true,
	"domanda": true, "vraag": true, "pytanie": true, "вопрос": true, "soal": true, "câu": true, "câu hỏi": true, "प्र": true,
	"soru": true, "प्रश्न": true, "fråga": true, "spørgsmål": true, "spørsmål": true, "kysymys": true, "otázka": true, "kérdés": true,
	"întrebarea": true, "întrebare": true, "ερώτηση": true, "питання": true, "запитання": true, "pertanyaan": true, "soalan": true,
	"pitanje": true, "vprašanje": true, "سوال": true, "سؤال": true, "שאלה": true, "คำถาม": true, "ข้อ": true, "ejercicio": false,
	"問": true, "設問": true, "第": true, "문항": true, "문": true,
	"問題": true, "質問": true, "问题": true, "題": true, "题": true, "문제": true,
	"problem": false, "exercise": false, "aufgabe": false, "item": false, "mcq": false, "qa": false, "qn": false,
}

// headMark reads the worded heads: a word, perhaps "no." or "#", and a number: "Question #12", "Q12.", "QUESTION NO: 12".
// "Question:" and "Q:" without a number are heads as well.
func headMark(m mark, bare string) (mark, bool) {
	word, rest := leadingWord(bare)
	sure, known := headWords[word]
	if word == "exam" && m.dress.heading > 0 {
		return discussionMark(m, bare)
	}
	if word == "no" && strings.HasPrefix(bare, "NO.") {
		sure, known = true, true
	}
	if !known {
		return wordNumber(m, word, rest)
	}
	number, tail := headNumber(rest)
	if number == "" {
		if (word == "q" || word == "question") && strings.HasPrefix(rest, ":") {
			m.kind, m.rest = markHead, closeBold(strings.TrimLeft(rest[1:], "* "))
			return m, true
		}
		return m, false
	}
	if !headTail(tail, sure || m.dress.heading > 0, word) {
		return m, false
	}
	m.kind, m.number, m.rest = markHead, number, headRest(tail)
	return m, true
}

// sectionWords begin headings of parts of a file, never of a question.
var sectionWords = map[string]bool{"chapter": true, "section": true, "part": true, "exam": true, "test": true, "domain": true, "module": true,
	"week": true, "task": true, "lab": true, "step": true, "level": true, "unit": true, "topic": true, "set": true, "day": true, "figure": true,
	"table": true, "appendix": true, "option": true, "version": true, "phase": true, "lesson": true, "practice": true, "quiz": true, "mock": true,
	"lecture": true, "volume": true, "book": true, "page": true, "passage": true, "scenario": true, "case": true, "domínio": true,
	"seção": true, "parte": true, "módulo": true, "capítulo": true, "kapitel": true, "teil": true, "chapitre": true, "partie": true,
	"sección": true, "tema": true, "simulado": true, "examen": true, "d": true, "v": true, "ch": true, "sec": true, "раздел": true, "глава": true}

// wordNumber reads a heading of any one word and a number, "#### S1. stem": in a translated file it may be the head of a
// question. Like a bare number it depends on its company.
func wordNumber(m mark, word, rest string) (mark, bool) {
	if m.dress.heading == 0 || word == "" || len(word) > 24 || sectionWords[word] {
		return m, false
	}
	number, tail := leadingNumber(strings.TrimPrefix(rest, " "))
	if number == "" || !headTail(tail, false, word) {
		return m, false
	}
	m.kind, m.number, m.word, m.delim, m.rest = markNumber, number, word, '.', headRest(tail)
	return m, true
}

// leadingWord returns the letters at the start in lower case, two words where the first one needs the second.
func leadingWord(s string) (word, rest string) {
	if s == "" || s[0] < utf8.RuneSelf && !isLetter(s[0]) {
		return "", s
	}
	end := len(s)
	for i, r := range s {
		if r == '#' || r < utf8.RuneSelf && !isLetter(byte(r)) || r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsMark(r) {
			end = i
			break
		}
		if i > 24 {
			return "", s
		}
	}
	word = strings.ToLower(s[:end])
	switch word {
	case "new", "practice", "sample", "câu":
		if next, after := leadingWord(strings.TrimLeft(s[end:], " ")); next == "question" || next == "hỏi" {
			return word + " " + next, after
		}
	}
	return word, s[end:]
}

// headNumber reads "12", " #12", " No. 12", ": 12", "-008" or " 2.4". The number comes back as written.
func headNumber(s string) (number, tail string) {
	s = strings.TrimLeft(s, " .:-#№")
	for _, no := range []string{"number", "num", "no", "nr", "nº", "n°"} {
		if len(s) > len(no) && strings.EqualFold(s[:len(no)], no) {
			s = strings.TrimLeft(s[len(no):], " .:-#")
			break
		}
	}
	return leadingNumber(s)
}

// leadingNumber reads up to six digits, and further groups of digits behind single dots.
func leadingNumber(s string) (number, tail string) {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n == 0 || n > 6 {
		return "", s
	}
	for n+1 < len(s) && s[n] == '.' && isDigit(s[n+1]) {
		n++
		for n < len(s) && isDigit(s[n]) {
			n++
		}
	}
	return s[:n], s[n:]
}

// headTail says whether what follows "Question 12" makes it a head. "Question 5 asks for" in an explanation is none.
func headTail(tail string, sure bool, word string) bool {
	tail = strings.TrimLeft(tail, "*_")
	if tail == "" || strings.IndexByte(".:)]-", tail[0]) >= 0 || strings.HasPrefix(tail, "–") || strings.HasPrefix(tail, "—") ||
		strings.HasPrefix(tail, "：") || strings.HasPrefix(tail, "．") || strings.HasPrefix(tail, "、") {
		return true
	}
	if word == "第" || word == "問" || word == "문" || word == "題" || word == "题" {
		r, _ := utf8.DecodeRuneInString(tail)
		return word != "第" || r == '题' || r == '題' || r == '問' || r == '문'
	}
	if tail[0] != ' ' && tail[0] != '\t' {
		return false
	}
	tail = strings.TrimLeft(tail, " \t*_")
	if tail == "" || strings.IndexByte("[(.-|:#", tail[0]) >= 0 || strings.HasPrefix(tail, "–") || strings.HasPrefix(tail, "—") {
		return true
	}
	if lower, _ := leadingWord(tail); lower == "of" || lower == "topic" || lower == "discussion" {
		return true
	}
	if isDigit(tail[0]) { // "Q4 2023 revenue"
		return word != "q" && sure
	}
	r, _ := utf8.DecodeRuneInString(tail)
	return sure && !unicode.IsLower(r)
}

// headRest cleans the text behind the number: "of 65" is no stem.
func headRest(tail string) string {
	tail = strings.TrimLeft(tail, "*_ \t.:)]")
	for _, wide := range []string{"：", "．", "、", "）", "题", "題", "問", "문"} {
		tail = strings.TrimPrefix(tail, wide)
	}
	tail = strings.TrimLeft(tail, "*_ \t：．、.:")
	if word, after := leadingWord(tail); word == "of" {
		if number, end := leadingNumber(strings.TrimLeft(after, " ")); number != "" {
			tail = strings.TrimLeft(end, " .:)")
		}
	}
	for _, dash := range []string{"- ", "– ", "— ", "| "} {
		tail = strings.TrimPrefix(tail, dash)
	}
	if strings.Trim(tail, " -–—*_#") == "" {
		return ""
	}
	return closeBold(tail)
}

// discussionMark reads the headings of pages that were saved from a discussion site: "Exam NAME topic 1 question 98
// discussion". The words before the number are a tag of the question.
func discussionMark(m mark, bare string) (mark, bool) {
	lower := strings.ToLower(bare)
	at := strings.LastIndex(lower, " question ")
	if at < 0 || len(lower) != len(bare) {
		return m, false
	}
	number, tail := headNumber(bare[at+len(" question "):])
	if tail = strings.TrimSpace(tail); number == "" || tail != "" && !strings.EqualFold(tail, "discussion") {
		return m, false
	}
	m.kind, m.number, m.rest = markHead, number, "["+strings.TrimSpace(bare[:at])+"]"
	return m, true
}

// numberMark reads "12. stem", "12) stem", "(12) stem" and "12: stem". Whether it is a head depends on its company.
func numberMark(m mark, bare string) (mark, bool) {
	open := strings.HasPrefix(bare, "(")
	number, tail := leadingNumber(strings.TrimPrefix(strings.TrimPrefix(bare, "("), "#"))
	if number == "" {
		return m, false
	}
	tail = strings.TrimPrefix(strings.TrimLeft(tail, "*_"), `\`)
	switch {
	case tail == "" || m.dress.heading > 0 && tail[0] == ' ' && len(number) < 4:
		m.kind, m.number, m.delim, m.rest = markNumber, number, ' ', headRest(tail)
		return m, m.dress.heading > 0 && len(number) < 4
	case open && tail[0] == ')', !open && strings.IndexByte(".):]", tail[0]) >= 0:
	case !open && len(tail) > 2 && tail[0] == ' ' && (tail[1] == '.' || tail[1] == ')') && tail[2] == ' ':
		tail = tail[1:]
	case !open && tail[0] == '-' && len(tail) > 1 && !isDigit(tail[1]) && !isUpper(tail[1]) && (tail[1] == ' ' || m.dress.bold || !isLetter(tail[1])):
	case strings.HasPrefix(tail, "．"), strings.HasPrefix(tail, "、"), strings.HasPrefix(tail, "："), strings.HasPrefix(tail, "）"):
		m.kind, m.number, m.delim, m.rest = markNumber, number, '.', headRest(tail)
		return m, true
	default:
		return m, false
	}
	if tail[0] == ':' && len(tail) > 1 && tail[1] != ' ' { // 10:30
		return m, false
	}
	m.kind, m.number, m.delim, m.rest = markNumber, number, tail[0], headRest(tail)
	if open {
		m.delim = '('
	}
	if boxed, ok := boxMark(m, m.rest); ok && !m.dress.bullet && m.dress.heading == 0 { // "1. [x] text"
		boxed.number = ""
		return boxed, true
	}
	if m.dress.bullet { // "- 1) Ingest": an option where options are numbered
		m.kind, m.label = markOption, number
	}
	return m, true
}
