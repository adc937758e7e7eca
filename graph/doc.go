// Package graph knows how the concepts of a subject hang together, and how well a bank of questions covers an exam.
//
// It stands on two sources. The taxonomy gives the curated part: some hundreds of concepts, their parents and their
// typed relations ("CloudWatch monitors SageMaker"). The questions give the learned part. One streaming pass (Count)
// reduces them to Counts: how many questions are about each concept, about each pair of concepts, and how much of them
// belongs to each task of each exam. Counts are bounded by the taxonomy, not by the bank, so ten million questions make
// the same few megabytes as ten thousand. They are written to one checked file (WriteCounts) and may be deleted at any
// time.
//
// # The network
//
// New joins both into a Graph. Its network has the concepts as vertices, never the questions, and at most one bond
// between two of them, which holds every relation between the two and what was learned about them. Two concepts are
// bound by learning when the same questions are about both more often than chance explains: see association. A bond has
// a strength from 0 to 1: a curated relation starts near 0.6, a parent of few children at 0.6 and one of many, a mere
// container, near 0.3; common questions take any of them closer to 1.
//
// The network is built at the first call that needs it, and read from then on: Path, Map, Neighbours and Related
// answer from sorted adjacency lists and give the same bytes each time.
//
// Order needs the relations alone: it follows those that say what to learn before what. PathMap and OrderMap are maps in
// reading order.
//
// # Coverage
//
// Coverage and ThinAreas need no network. They hold the counts against a blueprint: the share of the questions that a
// domain got, with its interval, against the weight that the exam gives it, and the concepts of each task that no
// question is about.
package graph
