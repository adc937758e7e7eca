package bank

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func TestLicenceNamed(t *testing.T) {
	for words, want := range map[string]string{
		"MIT": "MIT", "mit": "MIT", "MIT License": "MIT", "The MIT Licence.": "MIT", "[MIT](LICENSE)": "MIT", "MIT-0": "MIT-0",
		"Apache License, Version 2.0": "Apache-2.0", "Apache-2.0": "Apache-2.0", "Apache 2": "Apache-2.0", "apache software license 2.0": "Apache-2.0",
		"CC BY-SA 4.0": "CC-BY-SA-4.0", "cc-by-nc-nd-4.0": "CC-BY-NC-ND-4.0", "CC BY": "CC-BY", "CC0": "CC0-1.0", "CC0 1.0 Universal": "CC0-1.0",
		"Creative Commons Attribution-ShareAlike 4.0 International License":          "CC-BY-SA-4.0",
		"Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International": "CC-BY-NC-ND-4.0",
		"Creative Commons Attribution 3.0 Unported":                                  "CC-BY-3.0",
		"https://creativecommons.org/licenses/by-nc-sa/4.0/":                         "CC-BY-NC-SA-4.0",
		"GPLv3": "GPL-3.0", "GNU General Public License v2.0": "GPL-2.0", "AGPL-3.0": "AGPL-3.0", "GNU AGPL, version 3": "AGPL-3.0", "MPL 2.0": "MPL-2.0",
		"BSD 3-Clause": "BSD-3-Clause", "The Unlicense": "Unlicense", "3-clause BSD License": "BSD-3-Clause", "ODbL": "ODbL-1.0",
		"MIT OR Apache-2.0":                         "MIT OR Apache-2.0",
		"MIT (bank clf), CC-BY-SA-4.0 (bank other)": "MIT (bank clf), CC-BY-SA-4.0 (bank other)",
		"all rights reserved":                       "all rights reserved", "Mitre's own": "Mitre's own", "mitigation": "mitigation", "ask the author": "ask the author", "": "",
	} {
		if got := LicenceNamed(words); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

const mitText = "MIT License\n\nCopyright (c) 2020 Someone\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\nof this software ... subject to the following conditions:\n\nThe above copyright notice and this permission notice shall be included in all\ncopies"

func TestLicenceOf(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{mitText, "MIT"},
		{"                                 Apache License\n                           Version 2.0, January 2004\n                        http://www.apache.org/licenses/", "Apache-2.0"},
		{"GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007 ... 13. Use with the GNU Affero General Public License.\n ... version 3 of the GNU Affero General Public License ... GNU Lesser General Public License", "GPL-3.0"},
		{"GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007 ... Notwithstanding ... GNU General Public License, version 3", "AGPL-3.0"},
		{"GNU GENERAL PUBLIC LICENSE\n Version 2, June 1991", "GPL-2.0"},
		{"Mozilla Public License Version 2.0\n==\n1.12. means either the GNU General Public License, Version 2.0, the GNU Lesser General Public License, Version 2.1, the GNU Affero General Public License, Version 3.0", "MPL-2.0"},
		{"Attribution-ShareAlike 4.0 International\n\n====\n\nCreative Commons Corporation (\"Creative Commons\") is not a law firm ... CC0 1.0 Universal", "CC-BY-SA-4.0"},
		{"Creative Commons Attribution-NonCommercial 4.0 International Public License", "CC-BY-NC-4.0"},
		{"CC0 1.0 Universal\n\n Creative Commons Legal Code", "CC0-1.0"},
		{"This is free and unencumbered software released into the public domain.", "Unlicense"},
		{"Redistribution and use in source and binary forms, with or without ... 3. Neither the name of the copyright holder", "BSD-3-Clause"},
		{"Redistribution and use in source and binary forms, with or without ...", "BSD-2-Clause"},
		{"The code:\n" + mitText + "\n\nThe questions: https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0, MIT"},
		{"SPDX-License-Identifier: MIT OR Apache-2.0\n", "MIT OR Apache-2.0"},
		{"You may read this file and nothing else. All rights reserved.", ""},
		{"", ""},
	} {
		if got := LicenceOf(c.text); got != c.want {
			t.Errorf("%.60q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSaidOf(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{"---\nlicense: MIT\nsource: My own notes\n---\n# Exam\n", "MIT|My own notes|false"},
		{"// license: MIT\n// source: notes of a friend\n\n", "MIT|notes of a friend|false"},
		{"---\r\nlayout: exam\r\nlicense: \"CC BY 4.0\" \r\nprivate: true\r\n---\r\n", "CC-BY-4.0||true"},
		{"# Quiz\n\nLicence: CC BY-SA 4.0\nSource: https://example.org/quiz\n", "CC-BY-SA-4.0|https://example.org/quiz|false"},
		{"**License:** MIT\n", "MIT||false"},
		{"// SPDX-License-Identifier: Apache-2.0\n", "Apache-2.0||false"},
		{"<!-- license: MIT -->\n<!-- source: https://example.org/a -->\n", "MIT|https://example.org/a|false"},
		{"{\n  \"license\": \"MIT\",\n  \"source\": \"https://example.org\",\n  \"questions\": [\n", "MIT|https://example.org|false"},
		{"<metadata><license>CC0</license>\n", "||false"},
		{"<license>CC0</license>\n", "CC0-1.0||false"},
		{"#+TITLE: Questions\n#+LICENSE: GPL-3.0\n", "GPL-3.0||false"},
		{"Original questions. They are not taken from any exam, and are under the Apache License 2.0. The facts are of 2026.\n", "Apache-2.0||false"},
		{"This work is licensed under a [Creative Commons Attribution-ShareAlike 4.0 International License](http://creativecommons.org/licenses/by-sa/4.0/).\n", "CC-BY-SA-4.0||false"},
		{"See https://creativecommons.org/licenses/by-nc/4.0/ for terms.\n", "CC-BY-NC-4.0||false"},
		{"# Bank\n\n## License\n\n[MIT](LICENSE) © Jane\n", "MIT||false"},
		{"## Licence\nThis bank is released under the terms of the MIT License.\n", "MIT||false"},
		{"## License\n\nSee the file.\n", "||false"},
		{"License: ask Jane\n", "ask Jane||false"},
		{"share: no\n", "||true"},
		// What only looks like it.
		{"Licensing on AWS\nThe licence costs of a database are under the budget.\n", "||false"},
		{"Source: Figure 3 of the chapter\n", "||false"},
		{"A private subnet: true or false?\nShare: the shareholders\n", "||false"},
		{"question,answer,license\n", "||false"},
		{"", "||false"},
	} {
		p := SaidOf(c.head)
		if got := fmt.Sprintf("%s|%s|%v", p.Licence, p.Source, p.Private); got != c.want {
			t.Errorf("%q: got %s, want %s", c.head, got, c.want)
		}
	}
}

func TestNotShared(t *testing.T) {
	for tag, want := range map[string]bool{"private": true, "Private": true, "do-not-share": true, "do not share": true, "do_not_share": true,
		"audit: private": true, "audit:private": true, "private subnet": false, "privatelink": false, "share": false, "": false} {
		if got := (&Question{Tags: []string{"storage", tag}}).NotShared(); got != want {
			t.Errorf("%q: got %v, want %v", tag, got, want)
		}
	}
}

func TestProvenanceIsKept(t *testing.T) {
	d := newDesk(t)
	ctx := context.Background()
	text := func(s string) *string { return &s }
	flag := func(b bool) *bool { return &b }
	add := func(file, items string, found Provenance, said Said) {
		t.Helper()
		in := Import{Path: filepath.Join(d.dir, file), Name: file, Bank: "b", Taxonomy: d.taxonomy, LinkStamp: "stamp", Said: said,
			Found: func() Found { return Found{found, []Sign{{"site", "example", 3, 2}}} }}
		if _, err := d.store.Add(ctx, in, parseItems(items)); err != nil {
			t.Fatal(err)
		}
	}
	is := func(want string) {
		t.Helper()
		banks, err := d.store.Banks(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range banks {
			got = append(got, fmt.Sprintf("%s: %s|%s|%v", b.Name, b.Licence, b.Source, b.Private))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
	add("a.md", "1 one", Provenance{}, Said{})
	is("b: ||false")
	add("a.md", "1 one", Provenance{Licence: "MIT"}, Said{})
	is("b: MIT||false")
	revision, _ := d.store.Revision()
	add("a.md", "1 one", Provenance{Licence: "MIT"}, Said{Licence: text("cc by 4.0"), Source: text("a friend"), Private: flag(true)})
	is("b: CC-BY-4.0|a friend|true")
	add("a.md", "1 one", Provenance{Licence: "ISC"}, Said{}) // what a person said holds
	is("b: CC-BY-4.0|a friend|true")
	if after, _ := d.store.Revision(); after != revision {
		t.Error("a licence makes what is derived from the questions stale")
	}
	add("c.md", "2 two; @z 1 zed", Provenance{Licence: "MIT", Source: "c"}, Said{})
	is("b: CC-BY-4.0, MIT|a friend, c|true; z: MIT|c|false")
	add("a.md", "1 one", Provenance{Licence: "MIT"}, Said{Licence: text(""), Private: flag(false)})
	is("b: MIT|a friend, c|false; z: MIT|c|false")
	if banks, _ := d.store.Banks(ctx); len(banks[0].Signs) != 1 || banks[0].Signs[0].Count != 4 {
		t.Errorf("signs of two files: %v", banks[0].Signs)
	}
}

func TestQuestionsBringProvenance(t *testing.T) {
	d := newDesk(t)
	items := func(yield func(Item, error) bool) {
		for item, err := range parseItems("@x 1 one; @y 1 one more; 3 three") {
			if item.Question.Bank != "" {
				item.Question.Source.Provenance = Provenance{Licence: "of " + item.Question.Bank, Private: item.Question.Bank == "y"}
			}
			if !yield(item, err) {
				return
			}
		}
	}
	in := Import{Path: filepath.Join(d.dir, "a.jsonl"), Name: "a.jsonl", Bank: "b", Taxonomy: d.taxonomy, LinkStamp: "stamp",
		Found: func() Found { return Found{Provenance: Provenance{Licence: "of the file"}} }}
	if _, err := d.store.Add(context.Background(), in, items); err != nil {
		t.Fatal(err)
	}
	known, err := d.store.provenances(context.Background())
	for name, want := range map[string]Provenance{"b": {Licence: "of the file"}, "x": {Licence: "of x"}, "y": {Licence: "of y", Private: true}} {
		if got := known[name].Provenance; got != want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	want := Provenance{Licence: "of the file, of x, of y", Private: true}
	if got, err := d.store.Provenance(context.Background(), in.Path); got != want || err != nil {
		t.Errorf("of the file: %v, %v", got, err)
	}
}

// TestStoreWithoutBanks opens a store that was written before licences were kept: it is read as it is, and an import adds
// what is missing.
func TestStoreWithoutBanks(t *testing.T) {
	path := filled(t, 3)
	old, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := old.db.Exec(`DROP TABLE banks`); err != nil {
		t.Fatal(err)
	}
	old.Close()
	read, err := OpenRead(path)
	if err != nil {
		t.Fatal(err)
	}
	banks, err := read.Banks(context.Background())
	if err != nil || len(banks) != 1 || banks[0].Licence != "" {
		t.Errorf("read: %v, %v", banks, err)
	}
	if p, err := read.Provenance(context.Background(), "a.md"); err != nil || p != (Provenance{}) {
		t.Errorf("of one file: %v, %v", p, err)
	}
	read.Close()
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if banks, err := again.Banks(context.Background()); err != nil || len(banks) != 1 {
		t.Errorf("written: %v, %v", banks, err)
	}
}
