package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path"
	"strconv"
	"strings"

	"mlatlas/bank/pattern"
)

// body is what a question says, apart from where it stands: the part that is stored as JSON and that the fingerprint
// covers.
type body struct {
	Kind        Kind     `json:"kind"`
	Title       string   `json:"title,omitempty"`
	Stem        string   `json:"stem"`
	Prompts     []string `json:"prompts,omitempty"`
	Options     []Option `json:"options,omitempty"`
	Answer      []string `json:"answer,omitempty"`
	Explanation string   `json:"explanation,omitempty"`
	Tags        []string `json:"tags,omitempty"`
	References  []string `json:"references,omitempty"`
}

func (q *Question) body() body {
	return body{q.Kind, q.Title, q.Stem, q.Prompts, q.Options, q.Answer, q.Explanation, q.Tags, q.References}
}

func (q *Question) setBody(b body) {
	q.Kind, q.Title, q.Stem, q.Prompts, q.Options, q.Answer = b.Kind, b.Title, b.Stem, b.Prompts, b.Options, b.Answer
	q.Explanation, q.Tags, q.References = b.Explanation, b.Tags, b.References
}

// fingerprint identifies the content: two questions with the same fingerprint say the same.
func fingerprint(b body) (string, []byte) {
	text, err := json.Marshal(b)
	if err != nil { // a struct of strings always has a JSON form
		text = []byte(b.Stem)
	}
	return digest(text), text
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:20]
}

// stemPrint identifies a stem apart from space and case, to know an edited question that has no number again.
func stemPrint(stem string) string {
	return digest([]byte(Fold(stem)))
}

var notInName = pattern.New(`[^\pL\pN._-]+`)

// BankName makes the name of a bank from the name of its file: its base without the extension, with hyphens for what
// would be awkward to type.
func BankName(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	if name := CleanName(base); name != "" {
		return name
	}
	return "bank"
}

// CleanName makes a name that can stand in an ID.
func CleanName(name string) string {
	return strings.Trim(notInName.ReplaceAllString(name, "-"), "-.")
}

// localID is the part of an ID after the bank: the number, or ten digits of the fingerprint where there is none, with
// ~2, ~3, ... for the second and later ones of the same in a file.
func localID(q *Question, print string, occurrence int) string {
	local := CleanName(q.Number)
	if local == "" {
		local = print[:10]
	}
	if occurrence > 1 {
		local += "~" + strconv.Itoa(occurrence)
	}
	return local
}
