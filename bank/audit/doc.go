// Package audit says what is wrong with a bank of questions.
//
// Run reads every question once and hands it to parts, each of which looks for one kind of thing and keeps only what it
// needs; at the end each says what it found. Some parts hold a table of rules that one question alone keeps or breaks
// (flaws.go, letters.go); others must know the whole bank before they can tell: which words are rare in it (flaws_bank.go),
// what is out of date (freshness.go), where the keys stand (keys.go), what players score who know nothing (guess.go), what
// stands in it twice (duplicates.go), what it lacks for an exam (balance.go), and where it comes from (provenance.go).
//
// A Rule has an ID, a severity, a sentence that a sound bank keeps to, and a source. A Finding names the rule and the questions
// and has an ID of its own, made from these alone, so that it stays the same as long as they do: a Baseline holds such
// IDs, and SARIF carries them. Off switches rules off where somebody has looked and found things right.
//
// No rule asks a model or the network, and none knows the right answer: what is found is found in the text. A rule that fires
// wrongly in more than one of twenty cases is worth nothing, since nobody reads what is often wrong; so rules are narrow,
// and silent where they do not know the language.
package audit
