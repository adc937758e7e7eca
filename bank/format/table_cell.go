package format

import (
	"html"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Cells with tags of HTML become Markdown. A cell that shows a tag, such as the option "<br>" of a question about HTML,
// stays as it is: it holds nothing but the tag, or the tag stands in a code span.
var (
	markup     = pattern.New(`(?i)</(?:p|div|span|b|strong|i|em|u|ul|ol|li|table|tr|td|th|code|pre|sub|sup|a|h[1-6]|font|blockquote)\s*>|<br\s*/?>|<img\s[^>]*>|<p>|<li>`)
	blockTags  = pattern.New(`(?i)<(?:p|div|ul|ol|li|table|tr|pre|h[1-6]|blockquote)\b`)
	entities   = pattern.New(`&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5}|[a-z]{3,8});`)
	singleTag  = pattern.New(`^</?[a-zA-Z][^<>]*>$`)
	pictureTag = pattern.New(`(?i)^<img\s`)
)

// cellText is the text of a cell as Markdown.
func cellText(cell string) string {
	cell = strings.TrimSpace(cell)
	switch {
	case !strings.ContainsAny(cell, "<&"), strings.Contains(cell, "`"):
		return cell
	case singleTag.MatchString(cell) && !pictureTag.MatchString(cell):
		return cell
	case !markup.MatchString(cell):
		return strings.TrimSpace(plainSpaces(entities.ReplaceAllStringFunc(cell, html.UnescapeString)))
	case !blockTags.MatchString(cell):
		cell = strings.ReplaceAll(cell, "\n", "<br>")
	}
	return markdownOf(cell)
}

// imageOf refers to the picture that a cell names.
func imageOf(cell string) string {
	if strings.HasPrefix(cell, "![") || strings.HasPrefix(cell, "<") {
		return cellText(cell)
	}
	return "![](" + strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "\n", "").Replace(cell) + ")"
}

func referencesOf(cell string) []string {
	if list, ok := listOf(cell); ok {
		return list
	}
	var refs []string
	for l := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == '\n' || r == '|' }) {
		urls := findURLs(l)
		switch l = strings.TrimSpace(l); {
		case l == "":
		case len(urls) > 0 && nothingElse(l, urls):
			refs = append(refs, urls...)
		default:
			refs = append(refs, cellText(l))
		}
	}
	return refs
}

// numberOfCell reads "12", "12.", "Q12", "Question 12" and codes such as "AWS-012"; "" for what is no number.
func numberOfCell(cell string) string {
	cell = strings.TrimRight(strings.TrimSpace(cell), " .):")
	if word, rest := leadingWord(cell); word != "" {
		if _, known := headWords[word]; known {
			if number, tail := headNumber(rest); number != "" && tail == "" {
				return number
			}
		}
	}
	if len(cell) > 24 || strings.ContainsAny(cell, " \t\n/") {
		return ""
	}
	return strings.TrimSuffix(cell, ".0")
}

// numberInTitle reads titles such as "Q12" and "Question 12".
func numberInTitle(title string) string {
	if number := numberOfCell(title); isNumber(number) {
		return number
	}
	return ""
}

var stemNumber = pattern.New(`^(?:(?i:Question|Ques|Q)[ .#:]*)?([0-9]{1,5})[.):]+\s+(\S)`)

// numberedStem takes a number off the start of a stem: "12. Which ...", "Q12) Which ...".
func numberedStem(stem string) (number, rest string) {
	m := stemNumber.FindStringSubmatchIndex(stem)
	if m == nil {
		return "", stem
	}
	return stem[m[2]:m[3]], stem[m[4]:]
}

// pollKind is no kind of a question: there is no right answer.
const pollKind bank.Kind = "poll"

// kindNames are the names of kinds, as nameKey makes them. "Multiple choice" says only that there are options: how many
// are right is a matter of the key.
var kindNames = map[bank.Kind][]string{
	"": {"multiplechoice", "mc", "mcq", "quiz", "choice", "choices", "question", "standard", "multichoice", "objective", "normal", "opcionmultiple", "seleccionmultiple", "multiplaescolha", "choixmultiple", "auswahl",
		"selectone", "multiplechoicequestion", "radio", "dropdown", "picture", "imagechoice", "default", "opcaomultipla", "multiplechoicegrid"},
	bank.Single: {"single", "singlechoice", "singleselect", "singleanswer", "sc", "sa1", "multiplechoicesingle", "multiplechoicesingleanswer", "singleresponse", "onecorrect", "einfachauswahl", "eleccionunica", "escolhaunica", "choixunique", "mcss", "oneanswer", "radiobutton", "radiobuttons",
		"multiplechoicesingleselect", "singlecorrect", "bestanswer"},
	bank.Multiple: {"multiple", "multipleanswer", "multipleanswers", "multipleresponse", "multipleselect", "multiselect", "checkbox", "checkboxes", "ma", "mr", "ms", "msq", "mcms", "selectall", "selectallthatapply", "sata", "multipleselection", "multi", "mehrfachauswahl", "casillasdeverificacion", "caixasdeselecao",
		"multiplechoicemultiple", "multiplechoicemultipleanswers", "multiplecorrect", "respuestamultiple", "respostamultipla", "multiplechoicemultipleselect", "multianswer", "casesacocher", "multipleanswerquestion"},
	bank.TrueFalse: {"truefalse", "tf", "trueorfalse", "boolean", "bool", "yesno", "yesorno", "truefalsequestion", "wahrfalsch", "richtigfalsch", "verdaderofalso", "verdaderoofalso", "verdadeirofalso", "verdadeirooufalso", "vraifaux", "verofalso"},
	bank.Short: {"short", "shortanswer", "shorttext", "fillintheblank", "fillintheblanks", "fillin", "fillblank", "fillblanks", "fib", "blank", "gap", "gapfill", "cloze", "typeanswer", "textanswer", "identification", "text", "sa", "completion", "kurzantwort", "kurzeantwort", "luckentext",
		"respuestacorta", "respostacurta", "reponsecourte", "typein", "textentry", "singleline", "shortanswerquestion", "textinput", "fitb", "openanswer", "flashcard", "typetheanswer", "basic"},
	bank.Numeric: {"numeric", "numerical", "numericalanswer", "numericanswer", "numericresponse", "num", "numberanswer", "integer", "calculated", "numerisch", "numerico", "numerique", "calculation", "numericentry", "nat"},
	bank.Essay: {"essay", "openended", "open", "openendedquestion", "paragraph", "freetext", "freeresponse", "longanswer", "longtext", "subjective", "descriptive", "essayquestion", "freitext", "aufsatz", "ensayo", "dissertativa", "redaccion", "reponselibre", "writtenresponse", "discussion", "longresponse", "text box", "parrafo",
		"paragrafo", "uploadfile", "writing"},
	bank.Matching: {"matching", "match", "mat", "pairs", "matchthefollowing", "matchingpairs", "zuordnung", "emparejamiento", "relacionar", "correspondencia", "associacao", "appariement", "matchfollowing", "draganddrop", "categorize"},
	bank.Ordering: {"ordering", "order", "ord", "sequence", "sequencing", "puzzle", "reorder", "arrange", "ranking", "reihenfolge", "ordenar", "ordenacao", "ordenamiento", "ordonner", "rearrange", "jumble"},
	pollKind:      {"poll", "survey", "wordcloud", "slide", "umfrage", "encuesta", "enquete", "sondage", "opinion", "brainstorm", "content", "scale", "nps", "rating", "leaderboard", "instructions", "title"},
}

var kindsByName = func() map[string]bank.Kind {
	byName := map[string]bank.Kind{}
	for kind, names := range kindNames {
		for _, name := range names {
			byName[name] = kind
		}
	}
	return byName
}()

// kindOfName reads the kind that a cell names. An empty cell, and "multiple choice", leave it open.
func kindOfName(cell string) (kind bank.Kind, known bool) {
	key := nameKey(strings.ReplaceAll(cell, "(s)", ""))
	if kind, known = kindsByName[key]; known || key == "" {
		return kind, true
	}
	for _, ending := range []string{"questions", "question", "type"} {
		if kind, known = kindsByName[strings.TrimSuffix(key, ending)]; known {
			return kind, true
		}
	}
	if head, _, ok := strings.Cut(cell, "("); ok && strings.TrimSpace(head) != "" {
		return kindOfName(head)
	}
	return "", false
}
