// Package sample holds the built-in question bank: 48 original questions for the AWS Certified Machine Learning
// Engineer – Associate exam, from which a demonstration atlas is built and on which the linking of concepts is measured.
//
// The bank is one Markdown file in the shape of a numbered list. A heading "## 1.1 Ingest and store data" opens each of
// the twelve tasks of MLA-C01; four questions follow, three with one right option out of four and one with two or three
// right out of five or six. A question is its number and stem, the options, and a folded block with the rest:
//
//	## 1.1 Ingest and store data
//
//	4. The stem, on one line. (Choose TWO.)
//	    - A. an option
//	    - B. another
//
//	    <details markdown=1><summary markdown='span'>Answer</summary>
//
//	    Correct answer: A, C
//
//	    Explanation: why the key is right. Option B is incorrect because ...
//
//	    References: Title of a documentation page; Title of a book chapter
//
//	    </details>
//
// Beside it stand the author's labels: for each question the concepts that it tests and names, and its exam task.
package sample

import (
	_ "embed"
	"io"
	"strings"
)

// Name is the name of the bank, the first part of its question IDs.
const Name = "sample"

// File is the name of the Markdown file, by which problems and sources refer to it.
const File = "mla-sample.md"

//go:embed mla-sample.md
var text string

//go:embed labels.yaml
var labels string

// Open returns the bank as UTF-8 Markdown, from its first byte. Each call gives a reader of its own.
func Open() io.Reader { return strings.NewReader(text) }

// Labels returns what each question is about, as YAML: the name of the bank and the exam, then by question number the
// key, the primary concepts, the other concepts by their part in the question, and the task with its alternatives.
func Labels() io.Reader { return strings.NewReader(labels) }
