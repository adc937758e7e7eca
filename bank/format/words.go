package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// labelWords are the words that begin a labelled line, in lower case, without "(s)". Weak words have other uses, so
// they count only where the rest of the line or the place agrees.
var labelWords = map[string]struct {
	kind markKind
	weak bool
}{
	"answer": {markKey, false}, "answers": {markKey, false}, "ans": {markKey, false}, "correct answer": {markKey, false},
	"correct answers": {markKey, false}, "right answer": {markKey, false}, "right answers": {markKey, false},
	"suggested answer": {markKey, false}, "official answer": {markKey, false}, "verified answer": {markKey, false},
	"the answer": {markKey, false}, "the correct answer": {markKey, false}, "the correct answers": {markKey, false},
	"correct option": {markKey, false}, "correct options": {markKey, false}, "correct choice": {markKey, false},
	"correct choices": {markKey, false}, "correct": {markKey, true}, "answer key": {markKey, false}, "correct key": {markKey, false},
	"key": {markKey, true}, "solution": {markKey, true}, "option": {markKey, true},
	"resposta": {markKey, false}, "respostas": {markKey, false}, "resposta correta": {markKey, false},
	"respostas corretas": {markKey, false}, "gabarito": {markKey, false}, "respuesta": {markKey, false},
	"respuestas": {markKey, false}, "respuesta correcta": {markKey, false}, "respuestas correctas": {markKey, false},
	"réponse": {markKey, false}, "réponses": {markKey, false}, "bonne réponse": {markKey, false},
	"bonnes réponses": {markKey, false}, "antwort": {markKey, false}, "antworten": {markKey, false},
	"richtige antwort": {markKey, false}, "richtige antworten": {markKey, false}, "lösung": {markKey, true},
	"risposta": {markKey, false}, "risposta corretta": {markKey, false}, "ответ": {markKey, false},
	"правильный ответ": {markKey, false}, "odpowiedź": {markKey, false}, "jawaban": {markKey, false},
	"đáp án": {markKey, false}, "答案": {markKey, false}, "正确答案": {markKey, false}, "正解": {markKey, false}, "정답": {markKey, false},

	"model answer": {markExplain, false}, "sample answer": {markExplain, false}, "expected answer": {markExplain, false}, "example answer": {markExplain, false},
	"reference answer": {markExplain, false}, "suggested response": {markExplain, false}, "grading notes": {markExplain, false}, "rubric": {markExplain, false},
	"resposta modelo": {markExplain, false}, "respuesta modelo": {markExplain, false}, "musterlösung": {markExplain, false}, "réponse type": {markExplain, false},
	"correct order": {markKey, false}, "right order": {markKey, false}, "correct sequence": {markKey, false}, "order": {markKey, true}, "sequence": {markKey, true},
	"ordem correta": {markKey, false}, "orden correcto": {markKey, false}, "richtige reihenfolge": {markKey, false}, "ordre correct": {markKey, false},
	"bon ordre": {markKey, false}, "correct matches": {markKey, false}, "correct matching": {markKey, false}, "correct pairs": {markKey, false},
	"matches": {markKey, true}, "pairs": {markKey, true}, "accepted answers": {markKey, false}, "accepted answer": {markKey, false},
	"answer(s)": {markKey, false}, "correct selection": {markKey, false}, "most voted answer": {markKey, false},
	"resposta certa": {markKey, false}, "alternativa correta": {markKey, false}, "opção correta": {markKey, false}, "solução": {markKey, true},
	"solución": {markKey, true}, "opción correcta": {markKey, false}, "clave": {markKey, true}, "la respuesta correcta": {markKey, false},
	"réponse correcte": {markKey, false}, "réponses correctes": {markKey, false}, "réponse exacte": {markKey, false}, "corrigé": {markKey, true},
	"korrekte antwort": {markKey, false}, "korrekte antworten": {markKey, false}, "soluzione": {markKey, true}, "risposte corrette": {markKey, false},
	"antwoord": {markKey, false}, "juiste antwoord": {markKey, false}, "correct antwoord": {markKey, false}, "goede antwoord": {markKey, false},
	"poprawna odpowiedź": {markKey, false}, "prawidłowa odpowiedź": {markKey, false}, "poprawne odpowiedzi": {markKey, false}, "cevap": {markKey, false},
	"doğru cevap": {markKey, false}, "yanıt": {markKey, false}, "doğru yanıt": {markKey, false}, "đáp án đúng": {markKey, false}, "trả lời": {markKey, false},
	"उत्तर": {markKey, false}, "सही उत्तर": {markKey, false}, "答え": {markKey, false}, "正答": {markKey, false}, "解答": {markKey, false}, "回答": {markKey, false},
	"正确选项": {markKey, false}, "参考答案": {markKey, false}, "正確答案": {markKey, false}, "答": {markKey, false}, "답": {markKey, false}, "svar": {markKey, false},
	"rätt svar": {markKey, false}, "odpověď": {markKey, false}, "správná odpověď": {markKey, false}, "відповідь": {markKey, false}, "правильна відповідь": {markKey, false},
	"răspuns": {markKey, false}, "răspuns corect": {markKey, false}, "válasz": {markKey, false}, "helyes válasz": {markKey, false}, "правильные ответы": {markKey, false},
	"верный ответ": {markKey, false}, "ответы": {markKey, false}, "jawaban yang benar": {markKey, false}, "kunci jawaban": {markKey, false}, "kunci": {markKey, true},

	"erläuterung": {markExplain, false}, "begründung": {markExplain, false}, "comentário": {markExplain, true}, "comentario": {markExplain, true},
	"justificación": {markExplain, false}, "explicações": {markExplain, false}, "explications": {markExplain, false}, "motivazione": {markExplain, false},
	"uitleg": {markExplain, false}, "toelichting": {markExplain, false}, "wyjaśnienie": {markExplain, false}, "uzasadnienie": {markExplain, false},
	"açıklama": {markExplain, false}, "व्याख्या": {markExplain, false}, "स्पष्टीकरण": {markExplain, false}, "説明": {markExplain, false}, "说明": {markExplain, true},
	"解释": {markExplain, false}, "答案解析": {markExplain, false}, "해설 및 풀이": {markExplain, false}, "설명": {markExplain, false}, "풀이": {markExplain, false},
	"förklaring": {markExplain, false}, "vysvětlení": {markExplain, false}, "пояснення": {markExplain, false}, "explicație": {markExplain, false},
	"magyarázat": {markExplain, false}, "обоснование": {markExplain, false}, "pembahasan": {markExplain, false}, "why": {markExplain, true},
	"correct answer explanation": {markExplain, false}, "explanation of answer": {markExplain, false}, "explanation of the answer": {markExplain, false},

	"explanation": {markExplain, false}, "explanations": {markExplain, false}, "explain": {markExplain, false},
	"rationale": {markExplain, false}, "reason": {markExplain, true}, "reasoning": {markExplain, true},
	"justification": {markExplain, false}, "answer explanation": {markExplain, false}, "detailed explanation": {markExplain, false},
	"overall explanation": {markExplain, false}, "general feedback": {markExplain, false}, "feedback": {markExplain, true},
	"explanation/reference": {markExplain, false}, "answer description": {markExplain, false},
	"explicação": {markExplain, false}, "justificativa": {markExplain, false}, "explicación": {markExplain, false},
	"explication": {markExplain, false}, "erklärung": {markExplain, false}, "spiegazione": {markExplain, false},
	"объяснение": {markExplain, false}, "пояснение": {markExplain, false}, "penjelasan": {markExplain, false},
	"giải thích": {markExplain, false}, "解析": {markExplain, false}, "解説": {markExplain, false}, "해설": {markExplain, false},

	"reference": {markRefer, false}, "references": {markRefer, false}, "ref": {markRefer, false}, "refs": {markRefer, false},
	"reference link": {markRefer, false}, "reference links": {markRefer, false}, "source": {markRefer, true},
	"sources": {markRefer, true}, "link": {markRefer, true}, "links": {markRefer, true}, "further reading": {markRefer, false},
	"resources": {markRefer, true}, "resource": {markRefer, true}, "useful links": {markRefer, true}, "see also": {markRefer, true},
	"documentation": {markRefer, true}, "fonte": {markRefer, true}, "fontes": {markRefer, true}, "fuente": {markRefer, true}, "quelle": {markRefer, true},
	"参考": {markRefer, true}, "参考资料": {markRefer, true}, "references and links": {markRefer, false},
	"learn more": {markRefer, true}, "read more": {markRefer, true}, "referência": {markRefer, false},
	"referências": {markRefer, false}, "referencia": {markRefer, false}, "referencias": {markRefer, false},

	"title": {markTag, true}, "type": {markTag, true}, "question type": {markTag, true}, "kind": {markTag, true}, "format": {markTag, true},
	"section": {markTag, true}, "category": {markTag, true}, "categories": {markTag, true}, "topic": {markTag, true}, "topics": {markTag, true},
	"domain": {markTag, true}, "tag": {markTag, true}, "tags": {markTag, true}, "objective": {markTag, true},
	"difficulty": {markTag, true}, "level": {markTag, true}, "skill": {markTag, true}, "subject": {markTag, true},

	"timestamp": {markChrome, false}, "view on examtopics": {markChrome, false}, "back to top": {markChrome, false},
	"community vote distribution": {markChrome, false}, "community vote": {markChrome, false}, "show answer": {markChrome, false},
	"hide answer": {markChrome, false}, "reveal answer": {markChrome, false}, "reveal solution": {markChrome, false},
	"hide solution": {markChrome, false}, "reveal solution hide solution discussion": {markChrome, false},
	"reveal solution hide solution": {markChrome, false}, "reveal solution discussion": {markChrome, false},
	"show suggested answer hide answer": {markChrome, false}, "show suggested answer": {markChrome, false}, "discussion": {markChrome, true},

	"answer sheet": {markKeyList, false}, "answers key": {markKeyList, false}, "key to answers": {markKeyList, false},
	"answer keys": {markKeyList, false}, "correct answers list": {markKeyList, false}, "list of answers": {markKeyList, false},
}

// orderWords are the labels of keys that name all options in their order.
var orderWords = map[string]bool{"correct order": true, "right order": true, "correct sequence": true, "order": true, "sequence": true, "ordem correta": true,
	"orden correcto": true, "richtige reihenfolge": true, "ordre correct": true, "bon ordre": true}

// modelWords are the labels of model answers, by which an essay is known.
var modelWords = map[string]bool{"model answer": true, "sample answer": true, "expected answer": true, "example answer": true, "reference answer": true,
	"suggested response": true, "grading notes": true, "rubric": true, "resposta modelo": true, "respuesta modelo": true, "musterlösung": true, "réponse type": true}

// longestLabel is the length in bytes beyond which no label is looked for.
const longestLabel = 48

// labelMark reads the lines that begin with a label: "Answer: B", "**Correct answer(s):** A, D", "Ans. B", "Answer B",
// "The correct answer is C.", "Explanation", "[Reference](https://...)".
func labelMark(m mark, bare string) (mark, bool) {
	first := leadRune(bare)
	if first == '[' {
		return linkLabel(m, bare)
	}
	if first == '【' || first == '［' {
		bare = strings.Replace(strings.TrimLeft(bare, "【［"), "】", "：", 1)
		first = leadRune(bare)
	}
	if !unicode.IsLetter(first) {
		return m, false
	}
	word, rest, delimited := labelWord(bare)
	found, known := labelWords[word]
	if !known {
		return spokenKey(m, bare)
	}
	m.rest, m.weak = markupEdges(rest), found.weak
	m.order, m.model = orderWords[word], modelWords[word]
	if word == "section" && strings.EqualFold(strings.Trim(m.rest, "()[]"), "none") {
		m.kind, m.rest = markChrome, ""
		return m, true
	}
	if found.kind == markTag || found.kind == markKey {
		m.word = word
	}
	if found.kind == markKeyList && m.rest == "" {
		m.kind = markKeyList
		return m, true
	}
	switch alone := m.rest == ""; {
	case alone && (delimited || !found.weak && (m.dress.markdown() || found.kind != markKey || !isLowerCase(bare))):
	case !delimited && found.kind == markChrome:
	case !delimited && !(found.kind == markKey && pureKey(m.rest)):
		return m, false
	case found.weak && found.kind == markKey && !pureKey(m.rest):
		if word != "solution" && word != "lösung" {
			return m, false
		}
		found.kind = markExplain
	}
	m.kind = found.kind
	return m, true
}

func isLowerCase(s string) bool { return unicode.IsLower(leadRune(s)) }

// labelWord returns the words before the first delimiter in lower case, what follows, and whether there was one. Bold
// marks and "(s)" between them are left out.
func labelWord(s string) (word, rest string, delimited bool) {
	end := len(s)
	for i, r := range s {
		if i > longestLabel {
			return "", s, false
		}
		if unicode.IsLetter(r) || unicode.IsMark(r) || r == ' ' || r == '/' {
			continue
		}
		end = i
		break
	}
	word = strings.ToLower(strings.TrimSpace(s[:end]))
	rest = strings.TrimLeft(s[end:], " ")
	if strings.HasPrefix(rest, "(s)") || strings.HasPrefix(rest, "(S)") {
		rest = strings.TrimLeft(rest[3:], " ")
	}
	unbold := strings.TrimLeft(rest, "*_ ")
	for _, tag := range []string{"</b>", "</strong>"} {
		unbold = strings.TrimPrefix(unbold, tag)
	}
	for _, delim := range []string{":", "：", "=", "-", "–", "—", "."} {
		if strings.HasPrefix(unbold, delim) {
			return word, unbold[len(delim):], true
		}
	}
	return word, unbold, len(unbold) < len(rest)
}

// linkLabel reads "[Reference](https://...)" and "[Explanation]: ...".
func linkLabel(m mark, bare string) (mark, bool) {
	end := strings.IndexByte(bare, ']')
	if end < 0 || end > longestLabel {
		return m, false
	}
	word := strings.ToLower(strings.Trim(bare[1:end], " :⬆*"))
	word = strings.TrimSpace(trimPictures(word))
	found, known := labelWords[word]
	if !known || found.kind == markKey || found.kind == markTag {
		return spokenBracket(m, bare[1:end])
	}
	m.kind, m.weak, m.rest = found.kind, found.weak, closeBold(bare)
	if found.kind == markExplain {
		m.rest = strings.TrimLeft(bare[end+1:], ": ")
	}
	return m, true
}

// spokenBracket reads a key in brackets on a line of its own: "[Ans: (b) text]".
func spokenBracket(m mark, inside string) (mark, bool) {
	word, rest, delimited := labelWord(inside)
	if found := labelWords[word]; found.kind != markKey || found.weak || !delimited {
		return m, false
	}
	m.kind, m.rest = markKey, markupEdges(rest)
	return m, true
}

// spokenStarts begin keys that are a sentence or lack the colon.
var spokenStarts = []string{"the correct answers are ", "the correct answer is ", "correct answers are ", "correct answer is ",
	"the right answer is ", "the answer is ", "answer is ", "correct answers ", "correct answer ", "answers ", "answer ", "ans ",
	"the correct option is ", "correct option is ", "the correct options are "}

func spokenKey(m mark, bare string) (mark, bool) {
	if c := bare[0] | 0x20; c != 't' && c != 'c' && c != 'a' {
		return m, false
	}
	for _, start := range spokenStarts {
		if len(bare) <= len(start) || !strings.EqualFold(bare[:len(start)], start) {
			continue
		}
		rest := markupEdges(strings.TrimPrefix(bare[len(start):], ": "))
		if !pureKey(rest) || isLowerCase(rest) {
			return m, false
		}
		m.kind, m.rest = markKey, rest
		return m, true
	}
	return m, false
}

// markupEdges takes the bold marks and white space off both ends of a value, and closing tags off its end.
func markupEdges(s string) string {
	s = strings.TrimSpace(s)
	for _, tag := range []string{"</b>", "</strong>", "</span>", "</u>", "</em>"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, tag))
	}
	for _, mark := range []string{"**", "__"} {
		if strings.HasPrefix(s, mark) && strings.Count(s, mark)%2 == 1 {
			s = strings.TrimSpace(s[2:])
		}
	}
	return closeBold(s)
}

// startsLower reports whether a text goes on a sentence.
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}
