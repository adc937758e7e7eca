package format

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// fieldNames are the names that people give to the parts of a question, by the part, in the form of foldName: "Correct
// Answer", "correct_answer" and "correctAnswer" are all correctanswer. Earlier names are stronger where an object has
// several.
var fieldNames = map[string][]string{
	"id":      {"id", "qid", "questionid", "uid", "identifier", "idstring", "name"},
	"bank":    {"bank"},
	"number":  {"number", "questionnumber", "no", "num", "qno", "qnum", "questionno", "nr", "numero", "序号", "题号"},
	"kind":    {"kind", "questiontype", "type", "qtype", "itemtype", "assessmenttype", "format", "answertype", "tipo", "typ"},
	"title":   {"title", "heading", "questiontitle", "questionname", "titulo", "titel", "titre"},
	"passage": {"passage", "context", "scenario", "casestudy", "article", "paragraph", "readingpassage", "stimulus", "ctx", "premise", "case", "background", "vignette", "dialogue", "story", "situation", "introduction", "sharedstem", "contexto", "材料"},
	"stem": {"question", "stem", "questiontext", "questionstem", "prompt", "questionplain", "questioncontent", "questionbody", "query", "problem", "questionhtml", "questionmarkdown", "questiontitle",
		"pergunta", "questao", "questão", "enunciado", "pregunta", "frage", "fragetext", "domanda", "вопрос", "pytanie", "soal", "pertanyaan", "câuhỏi", "cauhoi", "题目", "题干", "问题", "試題", "問題", "질문", "문제",
		"front", "q", "text", "statement", "content", "body", "sentence", "goal", "description", "title", "name"},
	"prompts": {"prompts", "premises", "left", "terms", "lefts", "leftitems", "leftcolumn", "columna", "stems"},
	"options": {"options", "choices", "alternatives", "answeroptions", "answerchoices", "possibleanswers", "answerslist", "answerlist", "optionlist", "choicelist", "multiplechoiceanswers", "mc1targets", "mc2targets",
		"alternativas", "opcoes", "opções", "opciones", "antworten", "antwortmöglichkeiten", "opzioni", "propositions", "варианты", "odpowiedzi", "pilihan", "đápán", "选项", "選項", "選択肢", "보기",
		"endings", "candidates", "variants", "responses", "selections", "opts", "steps"},
	"rights": {"right", "rights", "rightitems", "rightcolumn", "columnb", "definitions"},
	"answer": {"correctanswers", "correctanswer", "rightanswer", "rightanswers", "correctoption", "correctoptions", "correctoptionid", "correctoptionids", "correctchoice", "correctchoices", "correctchoiceid", "correctresponse", "correctresponses",
		"answeret", "suggestedanswer", "officialanswer", "answerkey", "correctkey", "correctorder", "correctsequence", "correctids", "correctid", "correctanswerid", "correctanswerids", "correctletter", "correctletters", "correctlabel", "correctindices", "correctindex", "correctindexes",
		"correctanswerindex", "correctoptionindex", "answerindex", "answeridx", "answerindices", "correctidx", "correctvalue", "acceptedanswers", "acceptedanswer", "acceptableanswers", "correct", "answer", "answers", "ans", "solutionkey", "bestanswer", "istrue",
		"resposta", "respostas", "respostacorreta", "gabarito", "respuesta", "respuestas", "respuestacorrecta", "antwort", "richtigeantwort", "korrekteantwort", "réponse", "reponse", "bonneréponse", "bonnereponse", "risposta", "rispostacorretta",
		"ответ", "правильныйответ", "odpowiedź", "poprawnaodpowiedź", "jawaban", "kunci", "kuncijawaban", "đápánđúng", "答案", "正确答案", "正確答案", "正解", "정답",
		"back", "key", "right", "gold", "goldanswer", "target", "cop", "label", "finaldecision", "a"},
	"explanation": {"explanation", "explanations", "rationale", "rationales", "explanationtext", "answerexplanation", "correctanswerexplanation", "overallexplanation", "generalexplanation", "generalfeedback", "globalfeedback", "answerdescription", "explaination", "explain",
		"reasoning", "reason", "justification", "solution", "workedsolution", "feedback", "comment", "comments", "support", "cotcontent", "exp", "lecture", "why", "analysis", "notes", "note",
		"explicacao", "explicação", "justificativa", "comentario", "comentário", "explicacion", "explicación", "erklärung", "erklaerung", "begründung", "explication", "spiegazione", "объяснение", "пояснение", "wyjaśnienie", "penjelasan", "pembahasan", "giảithích", "解析", "解説", "해설"},
	"tags": {"tags", "tag", "category", "categories", "topic", "topics", "domain", "domains", "subject", "subjects", "section", "skill", "skills", "objective", "objectives", "subtopic", "subcategory", "chapter", "unit", "difficulty", "level", "keywords", "concept", "concepts", "questionconcept",
		"activitylabel", "subjectname", "topicname", "service", "services", "area", "categoria", "categoría", "tema", "kategorie", "thema", "catégorie", "知识点", "难度"},
	"references": {"references", "reference", "refs", "ref", "referencelink", "referencelinks", "referenceurl", "links", "link", "urls", "url", "documentation", "docs", "doc", "sources", "sourceurl", "source", "resources", "readmore", "learnmore", "furtherreading"},
	"feedback":   {"wrongwhy", "whywrong", "optionexplanations", "choiceexplanations", "answerexplanations", "optionrationales", "optionfeedback", "optionfeedbacks", "feedbacks", "distractorrationales", "distractorrationale", "incorrectexplanations", "incorrectanswerexplanations", "wronganswerexplanations", "explanationsbyoption", "rationales", "explanations", "feedback", "explanation", "rationale"},
	"wrong":      {"incorrectanswers", "incorrectanswer", "wronganswers", "wronganswer", "incorrectoptions", "wrongoptions", "incorrect", "incorrects", "distractors", "distractor", "wrong", "falseanswers", "badanswers", "respostasincorretas", "respuestasincorrectas"},
	"pairs":      {"pairs", "matches", "matchpairs", "matchingpairs", "pairings", "matching", "matchings", "subquestions"},
	"images":     {"image", "images", "imageurl", "imageurls", "questionimage", "questionimages", "img", "imgs", "figure", "figures", "picture", "imagepath", "diagram", "imagem", "imagen", "bild"},
}

// weakFrom are the first names, by part, that do not say by themselves that an object is a question: other objects have a
// text, steps or a label too.
var weakFrom = map[string]string{"stem": "text", "options": "endings", "answer": "key"}

var strongUpTo = map[string]int{
	"stem":    slices.Index(fieldNames["stem"], weakFrom["stem"]),
	"options": slices.Index(fieldNames["options"], weakFrom["options"]),
	"answer":  slices.Index(fieldNames["answer"], weakFrom["answer"]),
}

// part returns the first field that has one of the part's names and is not null.
func part(v value, name string) value {
	found, _ := partOf(v, fieldNames[name])
	return found
}

// partOf returns the field with the strongest of the names that is not null, and the name.
func partOf(v value, names []string) (value, string) {
	best := len(names)
	var found *value
	for i := range v.fields {
		f := &v.fields[i]
		if f.value.kind == null {
			continue
		}
		if at := strength(f.name, names[:best]); at >= 0 {
			best, found = at, &f.value
		}
	}
	if found == nil {
		return value{line: v.line}, ""
	}
	return *found, names[best]
}

// strength returns the position of a written name among folded ones; -1 if it is none of them.
func strength(written string, names []string) int {
	first := firstOfName(written)
	for at, n := range names {
		if (first == 0 || n != "" && n[0] == first) && sameName(written, n) {
			return at
		}
	}
	return -1
}

// firstOfName returns the first letter or digit of a name in lower case, or 0 where it is not ASCII.
func firstOfName(written string) byte {
	for i := range len(written) {
		switch c := written[i]; {
		case c >= utf8.RuneSelf:
			return 0
		case isUpper(c):
			return c | 0x20
		case isLetter(c), isDigit(c):
			return c
		}
	}
	return 0
}

// A namedField is a field and which of the names of its part it has.
type namedField struct {
	at    int
	name  string
	value *value
}

// fieldsOf returns all fields that have one of the names, the strongest first.
func fieldsOf(v *value, names []string) []namedField {
	var all []namedField
	for i := range v.fields {
		f := &v.fields[i]
		if f.value.kind == null {
			continue
		}
		if at := strength(f.name, names); at >= 0 {
			all = append(all, namedField{at, names[at], &f.value})
		}
	}
	slices.SortStableFunc(all, func(a, b namedField) int { return a.at - b.at })
	return all
}

// hasName reports whether a name is one of the part's.
func hasName(written, part string) bool { return strength(written, fieldNames[part]) >= 0 }

// strong reports whether an object has a part under a name that says what it is.
func strong(v *value, name string) bool {
	names := fieldNames[name][:strongUpTo[name]]
	for i := range v.fields {
		if f := &v.fields[i]; f.value.kind != null && strength(f.name, names) >= 0 {
			return true
		}
	}
	return false
}

// kindOfWord says what kind of question a word for it means. An empty kind is a word that leaves open how many options
// are right.
func kindOfWord(word string) (kind string, known bool) {
	folded := foldName(word)
	for _, suffix := range []string{"question", "questions", "item"} {
		if cut := strings.TrimSuffix(folded, suffix); cut != "" {
			folded = cut
		}
	}
	kind, known = typeWords[folded]
	return kind, known
}

// typeWords are the words for kinds, in the form of foldName.
var typeWords = map[string]string{
	"mcq": "", "mc": "", "multiplechoice": "", "choice": "", "multichoice": "", "quiz": "", "objective": "", "multiplechoicequestion": "", "choices": "", "select": "",
	"single": "single", "singlechoice": "single", "singleselect": "single", "singleanswer": "single", "singleresponse": "single", "radio": "single", "radiogroup": "single", "scq": "single",
	"multiplechoicesingle": "single", "multiplechoicesingleanswer": "single", "mcsa": "single", "oneanswer": "single", "schoice": "single", "singlecorrect": "single", "dropdown": "single", "bestanswer": "single",
	"multi": "multiple", "multiple": "multiple", "multipleresponse": "multiple", "multiselect": "multiple", "multipleselect": "multiple", "multipleanswer": "multiple", "multipleanswers": "multiple",
	"checkbox": "multiple", "checkboxes": "multiple", "msq": "multiple", "mrq": "multiple", "mcma": "multiple", "selectall": "multiple", "selectallthatapply": "multiple", "sata": "multiple", "multipleselection": "multiple",
	"multianswer": "multiple", "mchoice": "multiple", "multiplecorrect": "multiple", "multiplechoicemultiple": "multiple", "multiplechoicemultipleanswers": "multiple", "multipleselectquestion": "multiple",
	"truefalse": "truefalse", "tf": "truefalse", "trueorfalse": "truefalse", "boolean": "truefalse", "bool": "truefalse", "yesno": "truefalse", "truthvalue": "truefalse", "binary": "truefalse", "judgement": "truefalse", "judgment": "truefalse",
	"ordering": "ordering", "order": "ordering", "sequence": "ordering", "sequencing": "ordering", "sort": "ordering", "sorting": "ordering", "reorder": "ordering", "rank": "ordering", "ranking": "ordering", "arrange": "ordering",
	"matching": "matching", "match": "matching", "pairs": "matching", "pairing": "matching", "matchpairs": "matching", "matchthefollowing": "matching",
	"short": "short", "shortanswer": "short", "shorttext": "short", "fillblank": "short", "fillintheblank": "short", "fillintheblanks": "short", "fillblanks": "short", "fillin": "short", "fib": "short", "blank": "short", "blanks": "short",
	"cloze": "short", "identification": "short", "text": "short", "textinput": "short", "gap": "short", "gapfill": "short", "typed": "short", "shortanswerquestion": "short",
	"numeric": "numeric", "numerical": "numeric", "number": "numeric", "integer": "numeric", "num": "numeric", "calculation": "numeric", "numericinput": "numeric",
	"essay": "essay", "open": "essay", "openended": "essay", "longanswer": "essay", "freetext": "essay", "freeresponse": "essay", "longtext": "essay", "paragraph": "essay", "comment": "essay", "descriptive": "essay", "subjective": "essay",
}
