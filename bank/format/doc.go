// Package format reads question files and writes them.
//
// A file passes through four steps, and only the second one knows a grammar:
//
//	bytes -> lines -> marks -> blocks -> items
//
// Lines (lines.go) are numbered and clean: whatever ended them, whatever encoding they had. Marks (mark.go) say what
// a line could be when it is looked at alone: the head of a question, an option, the key, a label such as
// "Explanation:". Blocks (block.go, split.go) are the lines of one question; where one ends is decided from the
// company of the marks, because "2. Amazon S3" may be a question, or the second point of an explanation. An item
// (check.go) is what becomes of a block: a question, or one error that says why not.
//
// Exam text and Markdown share one grammar of marks. Markdown is exam text in a dress: "Answer: B" and
// "### **Answer:** B" are the same mark, and the dress only decides how the text of the block is cleaned and what the
// region is called. So a file may turn from one into the other in its middle. JSON Lines share only the last step.
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
