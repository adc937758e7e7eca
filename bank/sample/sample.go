// Package sample holds the built-in question bank: 144 original questions for the AWS Certified Machine Learning
// Engineer – Associate exam, from which a demonstration atlas is built and on which the linking of concepts is measured.
//
// The bank is one Markdown file in the shape of a numbered list, in two rounds over the twelve tasks of MLA-C01, each
// opened by a heading "## 1.1 Ingest and store data". A question is its number and stem, the options, and a folded block
// with the rest:
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
//	    Difficulty: medium
//
//	    </details>
//
// The key of an ordering question is "Correct order: C, A, B". A matching question has prompts with numbers before its
// options, under a line "Choices:", and a key of pairs, "1-B, 2-A". A heading "## Case study" opens a text and the
// questions that are about it, each of another task.
//
// Beside it stand the labels of two people: for each question the concepts that it tests and names, and its exam task.
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
