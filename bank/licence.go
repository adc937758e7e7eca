package bank

import (
	"slices"
	"strings"

	"mlatlas/bank/pattern"
)

// A licence is told in three ways, and each is brought to its SPDX identifier where it has one:
//
//   - by its whole text, in a file such as LICENSE. Each text has a title or a sentence that no other has; a text also names
//     its kin ("version 3 of the GNU Affero General Public License" in the GPL), which the column mentions leaves out;
//   - by a name in a few words: "MIT", "Apache License, Version 2.0", "CC BY-SA 4.0", "GPLv3";
//   - by an address of Creative Commons, which holds the elements and the version.
//
// The identifiers are those of the SPDX list (spdx.org/licenses). The GNU licences stay without "only" or "or later": their
// text does not say which of the two is meant.

// licence is one licence as it is known.
type licence struct {
	id       string
	text     *pattern.Pattern // in the whole text, lower case and single spaces
	name     *pattern.Pattern // at the head of a few words that name it
	mentions []string         // others that its text names
}

var licences = []licence{
	{"Apache-2.0", pattern.New(`apache license,? version 2\.0, january 2004|licensed under the apache license, version 2\.0`),
		pattern.New(`^apache(?:[- ](?:software )?licen[cs]e)?[, -]*(?:version |v)?2(?:\.0)?\b`), nil},
	{"MPL-2.0", pattern.New(`mozilla public license,? version 2\.0`), pattern.New(`^(?:mpl|mozilla public licen[cs]e)[, -]*(?:version |v)?2(?:\.0)?\b`), gnu},
	{"AGPL-3.0", pattern.New(`gnu affero general public license,? version 3`), pattern.New(`^(?:gnu )?(?:agpl|affero general public licen[cs]e)[, -]*(?:version |v)?3`), gnu},
	{"LGPL-3.0", pattern.New(`gnu lesser general public license,? version 3`), pattern.New(`^(?:gnu )?(?:lgpl|lesser general public licen[cs]e)[, -]*(?:version |v)?3`), gnu},
	{"GPL-3.0", pattern.New(`gnu general public license,? version 3`), pattern.New(`^(?:gnu )?(?:gpl|general public licen[cs]e)[, -]*(?:version |v)?3`), gnu},
	{"GPL-2.0", pattern.New(`gnu general public license,? version 2`), pattern.New(`^(?:gnu )?(?:gpl|general public licen[cs]e)[, -]*(?:version |v)?2`), gnu},
	{"MIT", pattern.New(`free of charge, to any person obtaining a copy.*the above copyright notice and this permission notice`), pattern.New(`^(?:expat|mit)(?:[- ]licen[cs]e[d]?)?(?:$|[^\w-])`), nil},
	{"MIT-0", pattern.New(`mit no attribution`), pattern.New(`^mit(?:-0| no attribution)\b`), nil},
	{"BSD-3-Clause", pattern.New(`redistribution and use in source and binary forms.*neither the name`), pattern.New(`^(?:bsd[- ]3|(?:3|three)[- ]clause bsd|new bsd|modified bsd)`), nil},
	{"BSD-2-Clause", pattern.New(`redistribution and use in source and binary forms`), pattern.New(`^(?:bsd[- ]2|(?:2|two)[- ]clause bsd|simplified bsd)`), nil},
	{"ISC", pattern.New(`permission to use, copy, modify,? and/?(?:or)? distribute this software for any purpose`), pattern.New(`^isc\b`), nil},
	{"Unlicense", pattern.New(`free and unencumbered software released into the public domain`), pattern.New(`^(?:the )?unlicense\b`), nil},
	{"CC0-1.0", pattern.New(`cc0 1\.0 universal|creativecommons\.org/publicdomain/zero/1\.0`), pattern.New(`^(?:creative commons )?(?:cc0|cc[- ]zero)\b`), nil},
	{"ODbL-1.0", pattern.New(`open database license \(odbl\)`), pattern.New(`^(?:odbl|open database licen[cs]e)\b`), nil},
	{"GFDL-1.3", pattern.New(`gnu free documentation license,? version 1\.3`), pattern.New(`^(?:gnu free documentation licen[cs]e|gfdl)[, -]*(?:version |v)?1\.3`), gnu},
}

var gnu = []string{"GPL-2.0", "GPL-3.0", "LGPL-3.0", "AGPL-3.0", "CC0-1.0"}

var (
	// ccAddress holds the elements and the version: creativecommons.org/licenses/by-sa/4.0/.
	ccAddress = pattern.New(`creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)`)
	// ccShort is "CC BY-NC-SA 4.0", "cc-by-4.0"; ccLong "Creative Commons Attribution-ShareAlike 4.0 International".
	ccShort = pattern.New(`\bcc[- ]?(by(?:[- ]nc)?(?:[- ](?:nd|sa))?)\b(?:[- ]?v?(\d\.\d))?`)
	ccLong  = pattern.New(`\b(attribution(?:[- ]*non-?commercial)?(?:[- ]*(?:share-?alike|no-?deriv(?:ative)?s(?: works)?))?)[- ]*(?:licen[cs]e[ ,]*)?(?:version |v)?([1-4]\.\d)`)
	// spdx is the line that tools look for.
	spdx = pattern.New(`SPDX-License-Identifier:\s*([\w.+-]+(?:\s+(?:AND|OR|WITH)\s+[\w.+-]+)*)`)
)

// LicenceOf returns the identifiers of the licences that are told in whole in a text, by a comma, or "".
func LicenceOf(text string) string {
	if m := spdx.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	folded := strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("*", " ", "#", " ", "=", " ", "—", " ").Replace(text)), " "))
	var ids []string
	var mentioned []string
	if cc := commons(folded); cc != "" {
		ids, mentioned = append(ids, cc), append(mentioned, "CC0-1.0")
	}
	for _, l := range licences {
		if l.text.MatchString(folded) && !slices.Contains(mentioned, l.id) {
			ids = append(ids, l.id)
			mentioned = append(mentioned, l.mentions...)
			if l.id == "BSD-3-Clause" {
				mentioned = append(mentioned, "BSD-2-Clause")
			}
		}
	}
	return strings.Join(ids, ", ")
}

// LicenceNamed brings the name of a licence into its usual form: the identifier where it is known, else the words.
func LicenceNamed(words string) string {
	words = strings.Trim(strings.Join(strings.Fields(words), " "), `"'*_<>[] ,;.`)
	if id := knownLicence(words); id != "" && !severalNames.MatchString(words) {
		return id
	}
	return clipWords(words, longestSaid)
}

// severalNames finds what stands between the names of several licences, which are kept as they are written.
var severalNames = pattern.New(`(?i) (?:and|or|/) |\(bank `)

// longestSaid is how many characters of what a file says of itself are kept.
const longestSaid = 120

// knownLicence returns the identifier of the licence that is named at the head of the words, or "".
func knownLicence(words string) string {
	folded := strings.ToLower(words)
	for _, article := range []string{"the ", "a ", "an ", "terms of the "} {
		folded = strings.TrimPrefix(folded, article)
	}
	for _, l := range licences {
		if l.name.MatchString(folded) {
			return l.id
		}
	}
	return commons(folded)
}

// commons returns the identifier of a licence of Creative Commons that a text in lower case names, or "".
func commons(folded string) string {
	if m := ccAddress.FindStringSubmatch(folded); m != nil {
		return ccID(m[1], m[2])
	}
	if m := ccShort.FindStringSubmatch(folded); m != nil {
		return ccID(m[1], m[2])
	}
	if m := ccLong.FindStringSubmatch(folded); m != nil && strings.Contains(folded, "creative commons") {
		return ccID(ccElements.Replace(m[1]), m[2])
	}
	return ""
}

var ccElements = strings.NewReplacer("attribution", "by", "noncommercial", "-nc", "non-commercial", "-nc", "sharealike", "-sa", "share-alike", "-sa",
	"noderivatives", "-nd", "noderivs", "-nd", "no-derivatives", "-nd", "no-derivs", "-nd", " works", "")

func ccID(elements, version string) string {
	parts := strings.FieldsFunc(strings.ToUpper(elements), func(r rune) bool { return r == '-' || r == ' ' })
	id := "CC-" + strings.Join(parts, "-")
	if version != "" {
		id += "-" + version
	}
	return id
}

// clipWords cuts a text that is longer than n characters.
func clipWords(text string, n int) string {
	if letters := []rune(text); len(letters) > n {
		return strings.TrimSpace(string(letters[:n-1])) + "…"
	}
	return text
}
