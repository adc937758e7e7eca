package atlas

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/format"
)

// largestKeyFile is the size in bytes beyond which a file is not looked at as a list of keys: 20,000 keys are less.
const largestKeyFile = 1 << 20

// keyWords are what the name of a key file has more than the name of the file of its questions.
var keyWords = []string{"answers", "answer", "antworten", "chave", "gabarito", "keys", "key", "loesungen", "lösungen", "reponses",
	"réponses", "respostas", "respuestas", "solutions", "solution", "soln", "ans"}

// giveKeys takes the files that are nothing but a list of keys out of the files and gives them to the one whose questions
// they are for: by the name ("chem.txt" and "chem_key.txt"), or because only one other file was named. A list that belongs
// to no file stays among the files, so that its reader says what it is.
func (a *Atlas) giveKeys(files []file) (left []file, reports []FileReport) {
	lists := map[int]*format.Keys{}
	for i, f := range files {
		if keys := keysOf(f); keys != nil && len(files) > 1 {
			lists[i] = keys
		}
	}
	owners := map[int][]*format.Keys{}
	taken := map[int]bool{}
	for i := range files {
		owner := -1
		if lists[i] != nil {
			owner = ownerOf(files, lists, i)
		}
		if owner < 0 {
			continue
		}
		owners[owner] = append(owners[owner], lists[i])
		taken[i] = true
		reports = append(reports, FileReport{File: files[i].name, Format: "keys", Bank: "", Problems: []bank.Problem{{Line: 1, Severity: bank.Note,
			Code: "key-file", Message: fmt.Sprintf("holds %d keys for %s", lists[i].Len(), files[owner].name)}}})
	}
	for i, f := range files {
		if !taken[i] {
			f.keys = owners[i]
			left = append(left, f)
		}
	}
	return left, reports
}

// keysOf reads a small text file as a list of keys; nil if it is none.
func keysOf(f file) *format.Keys {
	switch strings.ToLower(path.Ext(f.name)) {
	case "", ".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".key", ".ans":
	default:
		return nil
	}
	if f.size < 0 || f.size > largestKeyFile {
		return nil
	}
	r, err := f.open()
	if err != nil {
		return nil
	}
	defer r.Close()
	keys, err := format.ReadKeys(io.LimitReader(r, largestKeyFile), f.name)
	if err != nil {
		return nil
	}
	return keys
}

// ownerOf finds the file of questions that a list belongs to, -1 if that is not certain.
func ownerOf(files []file, lists map[int]*format.Keys, list int) int {
	var others []int
	wanted := bareName(files[list].name)
	for i, f := range files {
		if lists[i] != nil {
			continue
		}
		if bareName(f.name) == wanted {
			return i
		}
		others = append(others, i)
	}
	if len(others) == 1 {
		return others[0]
	}
	return -1
}

// bareName is the path of a file without its extension and without the words that say it is a list of keys.
func bareName(name string) string {
	dir, base := path.Split(strings.ToLower(name))
	base = strings.TrimSuffix(base, path.Ext(base))
	words := strings.FieldsFunc(base, func(r rune) bool { return strings.ContainsRune("-_. ()", r) })
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(keyWords, w) })
	return dir + strings.Join(words, " ")
}
