// Package atlas is one opened atlas folder. It composes the packages below it, keeps what is derived from the questions
// fresh, and has one method for each use case that needs more than one of them. It holds no presentation: its results are
// structs that a terminal, a page and --json show alike.
//
//	bank.db     the questions: the truth (package bank)
//	study.db    answers and flags of learners, which no import touches (package study)
//	index/      full-text search, derived (package index)
//	graph/      concept counts, derived (package graph)
//	taxonomy/   the user's own concepts, laid over the embedded ones; optional
//	write.lock  held while questions are imported or links made anew
//
// Derived data carries a stamp of the store's revision, the taxonomy and the linking. When it differs, the data is built
// anew before it is used; while another process imports, the last finished state is used and a note says so.
package atlas
