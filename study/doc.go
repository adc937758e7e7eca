// Package study holds what a learner has answered. An Attempt is one answer; the Store keeps attempts and flags in
// study.db, which no import of questions touches; Read and Write take attempts from CSV and JSON Lines and back.
package study
