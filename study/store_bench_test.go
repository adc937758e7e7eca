package study

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"
)

// many makes answers of one learner to 2,000 questions.
func many(n int) []Attempt {
	list := make([]Attempt, n)
	for i := range list {
		list[i] = Attempt{Question: fmt.Sprintf("bank/%d", i*7919%2000), Chosen: []string{string(rune('A' + i%4))}, Correct: i%3 > 0,
			At: noon.Add(-time.Duration(n-i) * time.Minute), Seconds: float64(20 + i%90), Mode: ModeLearn, Sure: i % 4}
	}
	return list
}

const manyAttempts = 100_000

func BenchmarkAdd(b *testing.B) {
	list := many(manyAttempts)
	for b.Loop() {
		if n, err := newStore(b).Add(context.Background(), list...); n != len(list) || err != nil {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkAddOne is one answer of a session, with the wait for the disk.
func BenchmarkAddOne(b *testing.B) {
	s := newStore(b)
	for i := 0; b.Loop(); i++ {
		if _, err := s.Add(context.Background(), Attempt{Question: "b/1", At: noon.Add(time.Duration(i) * time.Second)}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadStore(b *testing.B) {
	s, ctx := newStore(b), context.Background()
	if _, err := s.Add(ctx, many(manyAttempts)...); err != nil {
		b.Fatal(err)
	}
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			if list := collect(b, s.All(ctx, "")); len(list) != manyAttempts {
				b.Fatal(len(list))
			}
		}
	})
	b.Run("answered", func(b *testing.B) {
		for b.Loop() {
			if last, err := s.Answered(ctx, ""); len(last) != 2000 || err != nil {
				b.Fatal(len(last), err)
			}
		}
	})
}

func BenchmarkReadFile(b *testing.B) {
	for _, format := range Formats {
		var file bytes.Buffer
		if _, err := Write(&file, format, each(many(manyAttempts))); err != nil {
			b.Fatal(err)
		}
		b.Run(format, func(b *testing.B) {
			b.SetBytes(int64(file.Len()))
			for b.Loop() {
				n := 0
				for r, err := range Read(bytes.NewReader(file.Bytes()), noon) {
					if err != nil || r.Refused() {
						b.Fatal(err, r.Problems)
					}
					n++
				}
				if n != manyAttempts {
					b.Fatal(n)
				}
			}
		})
	}
}
