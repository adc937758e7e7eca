package format

import (
	"slices"
	"strings"
	"unicode"
)

// A columnRole is what a column of a question table holds.
type columnRole uint8

const (
	otherColumn       columnRole = iota // of no use here: points, time limits
	numberColumn                        //
	idColumn                            // a number only where there is no column of numbers
	stemColumn                          //
	termColumn                          // the front of a flashcard: the stem where there is no better one
	passageColumn                       //
	titleColumn                         //
	kindColumn                          //
	optionColumn                        // one option: its place is in at
	wrongColumn                         // one wrong option, where the right one has a column of its own
	optionsColumn                       // all options in one cell
	keyColumn                           //
	definitionColumn                    // the back of a flashcard: the key where there is no better one
	truthColumn                         // whether the option at this place is right
	feedbackColumn                      // of the option at this place
	creditColumn                        // percent for the option at this place
	explanationColumn                   //
	tagColumn                           //
	tagsColumn                          // several tags in one cell
	referenceColumn                     //
	imageColumn                         //
	promptsColumn                       //
	bankColumn                          //
	markupColumn                        // how the texts of the row are written
)

// columnNames are the names of columns in five languages, as nameKey makes them: small letters and digits without accents,
// without "(s)" and what else stands in brackets.
var columnNames = map[columnRole][]string{
	numberColumn: {"number", "no", "nr", "num", "n", "questionno", "questionnumber", "questionnum", "qno", "qn", "qnum", "qnumber",
		"itemno", "itemnumber", "item", "sno", "srno", "slno", "serial", "serialno", "index", "nummer", "numero", "fragenummer", "fragennummer", "lfdnr",
		"numerodelapregunta", "numerodapergunta", "numerodaquestao", "numerodelaquestion", "row"},
	idColumn: {"id", "questionid", "qid", "itemid", "uid", "guid", "code", "questioncode", "ref#", "q#", "question#", "#", "identifier", "slug"},
	stemColumn: {"question", "questiontext", "stem", "prompt", "q", "questionstem", "questionprompt", "itemstem", "itemtext", "questionbody", "questiontitle",
		"questionstatement", "problem", "problemstatement", "query", "fulltextofquestion", "questions", "questioncontent", "questiondescription",
		"questionhtml", "questionmarkdown", "thequestion", "testquestion", "quizquestion", "examquestion", "mcq", "mcqquestion", "enunciado", "pregunta", "preguntas", "textodelapregunta",
		"pergunta", "perguntas", "questao", "questoes", "textodapergunta", "textodaquestao", "frage", "fragen", "fragetext", "fragentext", "fragestellung", "aufgabe",
		"aufgabentext", "textedelaquestion", "enonce", "intitule", "libelle", "domanda", "testodelladomanda", "pytanie", "вопрос", "问题", "题目", "題目", "問題", "题干", "質問", "문제", "질문"},
	termColumn: {"term", "front", "word", "text", "statement", "vorderseite", "begriff", "anverso", "frente", "recto", "termo", "termino", "terme", "body",
		"description"},
	titleColumn: {"title", "name", "questionname", "titel", "titulo", "titre", "titolo"},
	passageColumn: {"passage", "context", "casestudy", "case", "scenario", "stimulus", "readingpassage", "sharedpassage", "background", "vignette", "casetext",
		"contexto", "kontext", "contexte", "fallbeispiel", "texto", "szenario", "escenario", "cenario", "article", "paragraph"},
	kindColumn: {"kind", "type", "questiontype", "qtype", "itemtype", "typeofquestion", "answertype", "fragetyp", "fragentyp", "typ", "tipo", "tipodepregunta",
		"tipodepergunta", "tipodequestao", "typedequestion", "questionkind", "questionformat", "inputtype"},
	optionsColumn: {"options", "choices", "alternatives", "answeroptions", "answerchoices", "possibleanswers", "optionlist", "alloptions", "allanswers", "answerslist", "multiplechoiceoptions",
		"antwortmoglichkeiten", "antwortoptionen", "optionen", "opciones", "alternativas", "opcoes", "choix", "propositions", "responseoptions", "candidates", "variants"},
	keyColumn: {"answer", "correctanswer", "correct", "key", "answerkey", "correctoption", "correctchoice", "rightanswer", "ans", "solution", "correctresponse",
		"correctindex", "correctanswerindex", "answerindex", "correctoptionindex", "correctletter", "answerletter", "correctanswerletter", "correctanswerno", "correctanswernumber", "right", "rightoption", "label", "target",
		"response", "answers", "correctanswers", "correctoptions", "correctchoices", "rightanswers", "correctans", "correctkey", "goldanswer", "gold", "answertext", "modelanswer", "sampleanswer", "acceptedanswers",
		"acceptableanswers", "correctanswertext", "a", "antwort", "antworten", "richtigeantwort", "richtigeantworten", "korrekteantwort", "losung", "richtig", "respuesta", "respuestas", "respuestacorrecta", "respuestascorrectas",
		"correcta", "correctas", "clave", "opcioncorrecta", "resposta", "respostas", "respostacorreta", "respostascorretas", "gabarito", "correta", "opcaocorreta", "alternativacorreta", "reponse", "reponses", "bonnereponse",
		"bonnesreponses", "reponsecorrecte", "reponsescorrectes", "referenceanswer", "expectedanswer", "risposta", "rispostacorretta", "ответ", "правильныиответ", "答案", "正确答案", "正解", "正答", "정답"},
	definitionColumn: {"definition", "back", "meaning", "ruckseite", "reverso", "verso", "definicion", "definicao", "bedeutung"},
	explanationColumn: {"explanation", "explanations", "feedback", "rationale", "generalfeedback", "overallexplanation", "answerexplanation", "reason", "reasoning", "justification", "explain",
		"solutionexplanation", "detailedexplanation", "questionfeedback", "overallfeedback", "comment", "comments", "note", "notes", "hint", "hints", "backextra", "extra", "extra1", "remarks", "answerfeedback", "explanationtext", "discussion",
		"correctfeedback", "feedbackcorrect", "incorrectfeedback", "feedbackincorrect", "partiallycorrectfeedback", "answerdescription", "cot", "why", "erklarung", "begrundung", "erlauterung", "kommentar", "explicacion", "justificacion",
		"retroalimentacion", "explicacao", "justificativa", "comentario", "comentarios", "explication", "justification", "commentaire", "spiegazione", "пояснение", "объяснение", "解析", "解説", "해설"},
	tagColumn: {"difficulty", "level", "domain", "topic", "category", "subject", "section", "chapter", "unit", "module", "skill", "objective", "subtopic", "subcategory", "difficultylevel", "domainname", "topicname",
		"knowledgearea", "competency", "course", "exam", "deck", "bloom", "bloomlevel", "learningobjective", "standard", "service", "thema", "kategorie", "schwierigkeit", "schwierigkeitsgrad", "fach", "bereich", "kapitel", "tema", "categoria", "dificultad",
		"nivel", "dominio", "dificuldade", "assunto", "topico", "categorie", "niveau", "difficulte", "sujet", "domaine", "theme", "materia"},
	tagsColumn: {"tag", "tags", "keywords", "labels", "topics", "categories", "domains", "skills", "objectives", "subjects", "schlagworter", "stichworter", "etiquetas", "palabrasclave", "palavraschave", "etiquettes", "motscles",
		"concepts", "kategorien", "categorias", "themen", "temas"},
	referenceColumn: {"reference", "references", "ref", "refs", "source", "sources", "link", "links", "url", "urls", "referencelink", "referencelinks", "referenceurl", "documentation", "docs", "furtherreading", "learnmore", "citation", "sourceurl",
		"quelle", "quellen", "referenz", "referenzen", "fuente", "fuentes", "referencia", "referencias", "fonte", "fontes", "lien", "liens", "enlace", "verweis"},
	imageColumn:   {"image", "imagelink", "imageurl", "picture", "figure", "media", "images", "imagen", "imagem", "bild", "photo", "img", "questionimage", "imagefile", "mediaurl", "diagram", "exhibit"},
	promptsColumn: {"prompts", "pairs", "matchingprompts", "lefthandside", "premises"},
	bankColumn:    {"bank", "questionbank"},
	markupColumn:  {"textformat", "markup"},
	otherColumn: {"time", "timelimit", "timeinseconds", "seconds", "duration", "points", "point", "score", "marks", "mark", "weight", "weighting", "maxscore", "defaultmark", "defaultgrade", "penalty", "answernumbering", "shuffle", "status", "author",
		"created", "updated", "createdat", "updatedat", "date", "timestamp", "zeit", "zeitlimit", "punkte", "puntos", "pontos", "tiempo", "tempo", "temps", "version", "required", "grade", "gradelevel", "language", "lang", "active", "split"},
}

// optionNames name one option where a letter or number follows or precedes: "Option A", "Answer 1", "Wahl 2".
var optionNames = []string{"answeroption", "answerchoice", "possibleanswer", "antwortmoglichkeit", "antwortoption", "responseoption", "optiontext", "choicetext", "answertext", "questionoption",
	"option", "choice", "answer", "alternative", "alternativa", "response", "variant", "opcion", "opcao", "choix", "antwort", "respuesta", "resposta", "reponse", "proposition", "opt", "ans", "opc", "wahl", "auswahl", "risposta", "opzione", "选项", "選択肢", "보기"}

var wrongWords = []string{"distractor", "distractors", "wrong", "wronganswer", "incorrect", "incorrectanswer", "falseanswer", "wrongoption", "incorrectoption", "falscheantwort", "falsch", "distraktor",
	"respuestaincorrecta", "incorrecta", "respostaincorreta", "respostaerrada", "incorreta", "errada", "distrator", "distracteur", "mauvaisereponse", "fausse", "wrongchoice", "incorrectchoice"}

// truthWords say whether one option is right, before or behind its letter: "A correct", "Is correct 1", "correct_a".
var truthWords = []string{"iscorrect", "correct", "iscorrectanswer", "iscorrectoption", "isright", "right", "istrue", "richtig", "korrekt", "correcta", "correta", "correcte", "iscorrectchoice"}

var feedbackNames = []string{"feedback", "explanation", "rationale", "comment", "answerfeedback", "answerexplanation", "optionfeedback", "optionexplanation", "feedbackoption", "explanationoption", "feedbackanswer", "explanationanswer", "erklarung",
	"ruckmeldung", "retroalimentacion", "explicacion", "explicacao", "explication", "reason", "why"}

var creditWords = []string{"credit", "weight", "score", "points", "percent", "fraction", "grade"}

var namedColumns = func() map[string]columnRole {
	roles := map[string]columnRole{}
	for role, names := range columnNames {
		for _, name := range names {
			roles[name] = role
		}
	}
	return roles
}()

// A column is a column of a question table.
type column struct {
	name string // as the header writes it
	key  string // as nameKey makes it
	role columnRole
	at   int // of an option: its place, from 0
}

// latinLetters are the letters of Latin alphabets without their accents.
var latinLetters = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i",
	"ó", "o", "ò", "o", "ô", "o", "õ", "o", "ö", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ç", "c", "ñ", "n", "ß", "ss", "й", "и", "º", "o", "°", "o")

// nameKey brings the name of a column into the form of columnNames.
func nameKey(name string) string {
	var b strings.Builder
	for _, r := range latinLetters.Replace(strings.ToLower(name)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// longestName is the length in bytes beyond which a cell is no name of a column. Kahoot's sheets reach 90.
const longestName = 120

// columnOf says what a column of this name holds; known is false for names that say nothing about questions.
func columnOf(name string) (c column, known bool) {
	c.name = oneLine(name)
	if name == "" || len(name) > longestName || strings.ContainsAny(name, "?{}=") && !strings.HasSuffix(name, "?") {
		return c, false
	}
	for i, variant := range nameVariants(c.name) {
		key := nameKey(variant)
		if i == 0 || c.key == "" {
			c.key = key
		}
		if key == "" {
			continue
		}
		if role, at, ok := roleOf(key); ok {
			c.key, c.role, c.at = key, role, at
			return c, true
		}
	}
	return c, false
}

// nameVariants are the name, without what stands in brackets, and without what a dash or colon sets off: "Question - max 120
// characters", "Time limit (sec)".
func nameVariants(name string) []string {
	bare := name
	for {
		open := strings.IndexAny(bare, "([")
		if open < 0 {
			break
		}
		end := strings.IndexAny(bare[open:], ")]")
		if end < 0 {
			break
		}
		bare = strings.TrimSpace(bare[:open] + " " + bare[open+end+1:])
	}
	variants := []string{name, strings.ReplaceAll(strings.ReplaceAll(name, "(s)", ""), "(S)", ""), bare}
	for _, dash := range []string{" - ", " – ", " — ", ":", " / ", ","} {
		if head, _, ok := strings.Cut(bare, dash); ok {
			variants = append(variants, head)
		}
	}
	return variants
}

// roleOf finds the role of a name, and the place of the option that it belongs to.
func roleOf(key string) (role columnRole, at int, ok bool) {
	if key == "" {
		return otherColumn, -1, false
	}
	if len(key) == 1 && isLetter(key[0]) && key != "q" && key != "n" {
		return optionColumn, int(key[0] - 'a'), key[0] <= 'l'
	}
	if role, ok := namedColumns[key]; ok {
		return role, -1, true
	}
	if role, ok := namedColumns[strings.TrimSuffix(key, "s")]; ok {
		return role, -1, true
	}
	word, at := placedName(key)
	if at < 0 {
		switch {
		case slices.Contains(optionNames, key):
			return optionColumn, -1, true
		case slices.Contains(wrongWords, strings.TrimSuffix(key, "s")):
			return wrongColumn, -1, true
		case strings.HasPrefix(key, "is") && slices.Contains(truthWords, key):
			return truthColumn, -1, true
		}
		return otherColumn, -1, false
	}
	return placedRole(word, at)
}

func placedRole(word string, at int) (role columnRole, place int, ok bool) {
	switch {
	case slices.Contains(optionNames, word):
		return optionColumn, at, true
	case slices.Contains(wrongWords, word):
		return wrongColumn, at, true
	case slices.Contains(feedbackNames, word):
		return feedbackColumn, at, true
	case slices.Contains(truthWords, word):
		return truthColumn, at, true
	case slices.Contains(creditWords, word):
		return creditColumn, at, true
	}
	for _, option := range optionNames { // "Option A feedback", "Answer 1 correct"
		inner, found := strings.CutPrefix(word, option)
		switch {
		case !found || inner == "":
		case slices.Contains(feedbackNames, inner):
			return feedbackColumn, at, true
		case slices.Contains(truthWords, inner):
			return truthColumn, at, true
		case slices.Contains(creditWords, inner):
			return creditColumn, at, true
		}
	}
	if role := namedColumns[word]; role == keyColumn || role == tagColumn || role == tagsColumn || role == referenceColumn || role == imageColumn || role == explanationColumn {
		return role, at, true // "Correct answer 2", "Reference 1"
	}
	return otherColumn, -1, false
}

// numberNames are the numbers that people write out.
var numberNames = []string{"one", "two", "three", "four", "five", "six", "seven", "eight"}

// placedName splits the number or letter of an option off a name: "option2", "optionb", "2option", "option2feedback". The
// place is -1 where there is none.
func placedName(key string) (word string, at int) {
	for i := range len(key) {
		if !isDigit(key[i]) {
			continue
		}
		end := i
		for end < len(key) && isDigit(key[end]) {
			end++
		}
		if at := position(key[i:end]); at >= -1 && end-i < 3 {
			return key[:i] + key[end:], max(at, 0)
		}
		return key, -1
	}
	for i, name := range numberNames {
		if word, ok := strings.CutSuffix(key, name); ok && word != "" {
			return word, i
		}
	}
	last := len(key) - 1
	if c := key[last]; c >= 'a' && c <= 'l' && wordBeforeLetter(key[:last]) {
		return key[:last], int(c - 'a')
	}
	if c := key[0]; c >= 'a' && c <= 'l' && wordBeforeLetter(key[1:]) {
		return key[1:], int(c - 'a')
	}
	for _, option := range optionNames { // "optionafeedback"
		if inner, ok := strings.CutPrefix(key, option); ok && len(inner) > 3 && inner[0] >= 'a' && inner[0] <= 'l' && wordBeforeLetter(option+inner[1:]) {
			return option + inner[1:], int(inner[0] - 'a')
		}
	}
	return key, -1
}

func wordBeforeLetter(word string) bool {
	_, _, ok := placedRole(word, 0)
	return ok && word != ""
}
