// Package study knows the learner: what was answered, how well each part of a subject is mastered, what to ask next, and
// whether the exam would be passed. It decides nothing of texts and draws nothing.
//
// An Attempt is one answer. The Store keeps attempts and flags in study.db, which no import of questions touches; Read and
// Write take them from CSV and JSON Lines and back. A Model takes the answers of one learner, in order of time, and keeps what follows from them: a
// normal distribution, in logits, of the learner's general ability, of the domains and tasks of an exam, and of every
// concept. The chance of a right answer is
//
//	P = g + (1-g) logistic(ability - difficulty)
//
// with g the chance of a blind guess and the ability the sum of learner, domain, task and concepts, each by its share of
// the question. So a few answers about one concept are held against all that is known of the learner, which is where most
// of the gain over a percentage per topic comes from. Estimates are intervals, and "unknown" is a state of its own. A
// question that is seen again says nothing of its concepts; its memory is kept apart, by FSRS.
//
// Readiness draws learners and exams from the distribution and counts who passes. Next chooses a question by what its
// answer would tell. Confusions finds concepts that are taken for each other. Items looks at questions instead of
// learners: how hard they are and how well they tell learners apart.
//
// How good all of that is, is measured on simulated learners whose truth is known: testdata/figures.golden, explained in
// docs/mastery.md.
package study
