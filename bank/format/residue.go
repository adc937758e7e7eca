package format

import (
	"strings"

	"mlatlas/bank/pattern"
)

// residue is what chat programs leave in a text that was copied out of them: [cite:22], [cite_start], [web:4],
// 【4†source】, :contentReference[oaicite:0]{index=0}.
var residue = pattern.New(` ?(?:\[(?:cite|web|source|file|attached_file|oaicite):[ 0-9,]+\]|\[cite_start\]|\[cite_end\]|【[0-9:]+†[^】]*】|:contentReference\[oaicite:[0-9]+\]\{index=[0-9]+\}|\[oaicite:[0-9]+\])`)

func isResidue(text string) bool { return residue.FindString(text) == text && text != "" }

// withoutResidue takes such marks out of a text and says how many there were.
func withoutResidue(text string) (string, int) {
	if strings.IndexByte(text, '[') < 0 && !strings.Contains(text, "【") {
		return text, 0
	}
	found := residue.FindAllStringIndex(text, -1)
	if len(found) == 0 {
		return text, 0
	}
	return residue.ReplaceAllString(text, ""), len(found)
}
