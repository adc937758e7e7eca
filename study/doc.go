// Package study knows the learner.
package study
