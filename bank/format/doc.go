// Package format reads question files and writes them.
//
// A file is read in regions, each by the format that begins there:
//
//	bytes -> lines -> regions -> drafts -> items
//
// Lines (lines.go) are numbered and clean: whatever ended them, whatever encoding they had. A format (format.go) says by a
// look at the lines ahead (input.go) whether a region of it begins, and reads it to its end. So GIFT may stand in the middle
// of a Markdown file. Containers (container.go, archive.go) are files that are no text: packages, workbooks, card boxes,
// PDF. Their text goes through the same regions where it has any.
//
// A draft (draft.go) is what a reader knows about one question. An item (check.go) is what becomes of it: a question, or
// one error that says why not. That step is the same for all formats: it decides kinds, compares keys, and notes copies and
// pictures. Three things between are shared by several formats:
//
//   - the grammar of marks, told below: exam text, Markdown, Org mode, the text of web pages and PDF, cards;
//   - values (value.go, shape.go), named parts in lists and objects: JSON, JSON Lines, YAML;
//   - columns by their names (table_names.go, table.go): CSV, workbooks, cards with fields.
//
// HTML in a field becomes Markdown (html_text.go). Writers (write.go) encode a question, report what the format cannot
// hold, and read back what they wrote.
//
// # The grammar of marks
//
// Its regions pass through two steps of their own, lines -> marks -> blocks. Marks (mark.go) say what
// a line could be when it is looked at alone: the head of a question, an option, the key, a label such as
// "Explanation:". Blocks (block.go, split.go) are the lines of one question; where one ends is decided from the
// company of the marks, because "2. Amazon S3" may be a question, or the second point of an explanation.
//
// Exam text and Markdown share one grammar of marks. Markdown is exam text in a dress: "Answer: B" and
// "### **Answer:** B" are the same mark, and the dress only decides how the text of the block is cleaned and what the
// region is called. So a file may turn from one into the other in its middle.
//
// A block is found in three ways, in this order of trust:
//
//  1. A worded head, "Question 12", "Q12." or "### Q12", always begins a question. So does a numbered heading whose word
//     began questions before in this file, "#### S12.", whatever its language.
//  2. A number, "12." or "12)", begins one if it continues the numbers of the questions before (11, 12) in the same
//     place and dress, and does not continue a list that stands in an explanation; in another dress, if it stands right
//     behind the key.
//  3. Otherwise numbers, headings and paragraphs are candidates. When an option A arrives and the block has its options
//     already, a question must have begun since: at the best candidate. Option lists that belong to an explanation have
//     no such candidate, and stay in it.
//
// A question ends where the next one begins, or before that at a heading of the rank of its own, at the title of a part
// ("Section B") and at a passage for several questions (passage.go). What stands between questions is looked at once
// more: the title of a part may say the kind of its questions, a passage goes in front of the stems that it is for, and a
// list of keys (keylist.go) gives keys to the questions that wait for theirs. Keys may also come from a file of their own
// (keyfile.go).
//
// Every head that was seen comes out as a question or as exactly one error. Text outside of questions comes out as
// notes, one for each run of lines.
package format
