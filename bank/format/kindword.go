package format

import (
	"strings"

	"mlatlas/bank"
)

// kindWords are the words by which the head of a question, a line "Type: ..." or the title of a part says the kind.
var kindWords = map[string]bank.Kind{
	"single": bank.Single, "single choice": bank.Single, "single answer": bank.Single, "single select": bank.Single, "mcq": bank.Single,
	"single-choice": bank.Single, "resposta única": bank.Single, "respuesta única": bank.Single, "einfachauswahl": bank.Single,
	"multi": bank.Multiple, "multiple": bank.Multiple, "multiple response": bank.Multiple, "multi select": bank.Multiple, "multi-select": bank.Multiple,
	"multiple select": bank.Multiple, "multiple answer": bank.Multiple, "multiple answers": bank.Multiple, "multi-response": bank.Multiple,
	"multiple-response": bank.Multiple, "múltipla resposta": bank.Multiple, "respuesta múltiple": bank.Multiple, "mehrfachauswahl": bank.Multiple,
	"choix multiples": bank.Multiple, "réponses multiples": bank.Multiple,
	"ordering": bank.Ordering, "order": bank.Ordering, "sequence": bank.Ordering, "sequencing": bank.Ordering, "ranking": bank.Ordering,
	"ordenação": bank.Ordering, "ordenar": bank.Ordering, "ordenación": bank.Ordering, "reihenfolge": bank.Ordering, "classement": bank.Ordering,
	"put in order": bank.Ordering, "drag and drop ordering": bank.Ordering, "упорядочивание": bank.Ordering, "ordinamento": bank.Ordering,
	"matching": bank.Matching, "match": bank.Matching, "pairing": bank.Matching, "correspondência": bank.Matching, "associação": bank.Matching,
	"emparejar": bank.Matching, "emparejamiento": bank.Matching, "relacionar": bank.Matching, "zuordnung": bank.Matching, "appariement": bank.Matching,
	"association": bank.Matching, "abbinamento": bank.Matching, "соответствие": bank.Matching,
	"true/false": bank.TrueFalse, "true or false": bank.TrueFalse, "true false": bank.TrueFalse, "t/f": bank.TrueFalse, "tf": bank.TrueFalse,
	"truefalse": bank.TrueFalse, "verdadeiro ou falso": bank.TrueFalse, "verdadeiro/falso": bank.TrueFalse, "verdadero o falso": bank.TrueFalse,
	"verdadero/falso": bank.TrueFalse, "v/f": bank.TrueFalse, "certo ou errado": bank.TrueFalse, "certo/errado": bank.TrueFalse,
	"richtig/falsch": bank.TrueFalse, "richtig oder falsch": bank.TrueFalse, "vrai/faux": bank.TrueFalse, "vrai ou faux": bank.TrueFalse,
	"vero/falso": bank.TrueFalse, "vero o falso": bank.TrueFalse, "yes/no": bank.TrueFalse, "yes or no": bank.TrueFalse,
	"short": bank.Short, "short answer": bank.Short, "short-answer": bank.Short, "fill in the blank": bank.Short, "fill in the blanks": bank.Short,
	"fill-in": bank.Short, "fill in": bank.Short, "fill-in-the-blank": bank.Short, "fill-in-the-blanks": bank.Short, "blank": bank.Short, "cloze": bank.Short,
	"completion": bank.Short, "resposta curta": bank.Short, "preencha a lacuna": bank.Short, "complete a lacuna": bank.Short, "respuesta corta": bank.Short,
	"completar": bank.Short, "kurzantwort": bank.Short, "lückentext": bank.Short, "réponse courte": bank.Short, "texte à trous": bank.Short, "risposta breve": bank.Short,
	"numeric": bank.Numeric, "numerical": bank.Numeric, "number": bank.Numeric, "numerical answer": bank.Numeric, "numeric answer": bank.Numeric,
	"numérica": bank.Numeric, "numerisch": bank.Numeric, "numérique": bank.Numeric, "calculation": bank.Numeric,
	"essay": bank.Essay, "long answer": bank.Essay, "open": bank.Essay, "open-ended": bank.Essay, "open ended": bank.Essay, "open question": bank.Essay,
	"free text": bank.Essay, "free response": bank.Essay, "discursiva": bank.Essay, "dissertativa": bank.Essay, "desarrollo": bank.Essay, "aufsatz": bank.Essay,
	"freitext": bank.Essay, "rédaction": bank.Essay, "question ouverte": bank.Essay, "ensayo": bank.Essay,
}

// longestKind is the length in bytes of a text that may name a kind.
const longestKind = 60

// kindOf returns the kind that a short text names, perhaps with "question(s)" behind it; "" if it names none.
func kindOf(text string) bank.Kind {
	if len(text) > longestKind || len(text) > 6 && (strings.EqualFold(text[:6], "choose") || strings.EqualFold(text[:6], "select")) {
		return ""
	}
	text = strings.ToLower(strings.Trim(text, "()[]*_:.–—- "))
	for _, tail := range []string{" questions", " question", " items", " item", " type"} {
		text = strings.TrimSuffix(text, tail)
	}
	return kindWords[text]
}

// kindOfTitle returns the kind that the title of a part names: "Part B: Short answer", "II. True or false".
func kindOfTitle(text string) bank.Kind {
	text = strings.ReplaceAll(text, " - ", ": ")
	for _, piece := range append(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(":.–—|()", r) }), text) {
		if kind := kindOf(piece); kind != "" && kind != bank.Multiple && kind != bank.Single {
			return kind
		}
	}
	return ""
}

// cutKind takes a kind off the end of a head: "… — Ordering", "(True/False)", "[Matching]". What stands before it is left.
func cutKind(rest string) (stem string, kind bank.Kind) {
	rest = strings.TrimSpace(rest)
	if kind = kindOf(rest); kind != "" {
		return "", kind
	}
	from := max(0, len(rest)-longestKind)
	for _, open := range []string{"(", "[", " — ", " – ", " - "} {
		at := strings.LastIndex(rest[from:], open)
		if at += from; at < from || strings.HasPrefix(strings.TrimLeft(rest[at:], "([ "), "http") {
			continue
		}
		if kind = kindOf(rest[at+len(open):]); kind != "" {
			return strings.TrimRight(rest[:at], " -–—"), kind
		}
	}
	if piece, tail, ok := strings.Cut(rest, ":"); ok && len(piece) <= longestKind {
		if kind = kindOf(piece); kind == bank.TrueFalse || kind != "" && strings.ContainsAny(piece, " -") && strings.TrimSpace(tail) != "" {
			return strings.TrimLeft(tail, "* "), kind
		}
	}
	for _, open := range []string{"(", "["} {
		if end := strings.IndexAny(rest, ")]"); strings.HasPrefix(rest, open) && end > 0 {
			if kind = kindOf(rest[1:end]); kind != "" {
				return strings.TrimLeft(rest[end+1:], " -–—:.*"), kind
			}
		}
	}
	return rest, ""
}

// open says whether a kind is answered by other things than the choice of an option.
func isOpen(kind bank.Kind) bool {
	return kind == bank.Short || kind == bank.Numeric || kind == bank.Essay || kind == bank.TrueFalse || kind == bank.Matching || kind == bank.Ordering
}

// hasGap says whether a stem has a gap to fill in.
func hasGap(text string) bool {
	return strings.Contains(text, "___") || strings.Contains(text, `\_\_`) || strings.Contains(text, "....") || strings.Contains(text, "［　］")
}

// headHints takes tags in brackets and a kind off what follows the number of a head: "[D1] — Multi". What is left is the
// beginning of the stem.
func headHints(rest string) (tags []string, kind bank.Kind, stem string) {
	stem = rest
	for strings.HasPrefix(stem, "[") {
		end := strings.IndexByte(stem, ']')
		if end < 2 || strings.HasPrefix(stem[end+1:], "(") || kindOf(stem[1:end]) != "" {
			break
		}
		if !isResidue(stem[:end+1]) {
			tags = append(tags, tagOf(stem[1:end]))
		}
		stem = strings.TrimLeft(stem[end+1:], " -–—:.")
	}
	if stem, kind = cutKind(stem); stem == "" {
		return tags, kind, ""
	}
	if word, tail := leadingWord(stem); word == "topic" {
		if number, behind := leadingNumber(strings.TrimLeft(tail, " ")); number != "" && strings.Trim(behind, " *") == "" {
			return append(tags, "Topic "+number), kind, ""
		}
	}
	return tags, kind, stem
}

// tagOf takes the name off a tag that has one: "domain:Billing".
func tagOf(text string) string {
	name, value, ok := strings.Cut(text, ":")
	if ok && labelWords[strings.ToLower(strings.TrimSpace(name))].kind == markTag && strings.TrimSpace(value) != "" {
		return strings.TrimSpace(value)
	}
	return strings.TrimSpace(text)
}

func wordedStem(rest string) string {
	_, _, stem := headHints(rest)
	return stem
}

// namedTags takes tags that have a name off the start of a stem behind a bare number: "[domain:Billing & Support] Who pays?".
func namedTags(rest string) (tags []string, stem string) {
	for strings.HasPrefix(rest, "[") {
		end := strings.IndexByte(rest, ']')
		if end < 0 || tagOf(rest[1:end]) == strings.TrimSpace(rest[1:end]) {
			break
		}
		tags = append(tags, tagOf(rest[1:end]))
		rest = strings.TrimLeft(rest[end+1:], " ")
	}
	return tags, rest
}

func kindOfHead(m *mark) bank.Kind {
	if m.kind == markHead {
		_, kind, _ := headHints(m.rest)
		return kind
	}
	_, kind := cutKind(m.rest)
	return kind
}
