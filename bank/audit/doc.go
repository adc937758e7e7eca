// Package audit says what is wrong with a bank of questions.
package audit
