// Package bank owns the question: its model, its identity, what it is about, and the one SQLite file that keeps it.
package bank
