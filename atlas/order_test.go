package atlas

import (
	"context"
	"errors"
	"testing"
)

// TestOrder: an order needs no questions; levels count from one, and what has no prerequisites names its neighbours.
func TestOrder(t *testing.T) {
	a, _ := open(t, t.TempDir())
	defer a.Close()
	v, err := a.Order(context.Background(), "GraphRAG")
	if err != nil || v.Concept != "graphrag" || len(v.Near) > 0 || len(v.Cut) > 0 {
		t.Fatalf("%+v, %v", v, err)
	}
	last := v.Levels[len(v.Levels)-1]
	if last.Level != len(v.Levels) || len(last.Concepts) != 1 || last.Concepts[0].ID != "rag" || last.Concepts[0].Before[0].Name != "GraphRAG" {
		t.Errorf("the last level is %+v", last)
	}
	m, err := a.OrderMap(context.Background(), v, "mla-c02")
	if err != nil || m.Nodes[len(m.Nodes)-1].ID != "graphrag" || !m.Nodes[len(m.Nodes)-1].Focus {
		t.Errorf("%+v, %v", m, err)
	}

	v, err = a.Order(context.Background(), "s3")
	if err != nil || len(v.Levels) > 0 || len(v.Near) != nearConcepts || v.Near[0].Reason == "" {
		t.Errorf("%+v, %v", v, err)
	}
	var unknown *UnknownConceptError
	if _, err = a.Order(context.Background(), "grafrag"); !errors.As(err, &unknown) {
		t.Errorf("an unknown concept: %v", err)
	}
}

func TestPathMap(t *testing.T) {
	a, _ := open(t, t.TempDir())
	defer a.Close()
	v, err := a.Path(context.Background(), "data drift", "lambda")
	if err != nil {
		t.Fatal(err)
	}
	m, err := a.PathMap(context.Background(), v, "mla-c01")
	if err != nil || len(m.Nodes) != len(v.Steps)+1 || len(m.Edges) != len(v.Steps) {
		t.Fatalf("%+v, %v", m, err)
	}
	for i, s := range v.Steps {
		if m.Nodes[i].ID != s.From || m.Edges[i].Reason != s.Reason {
			t.Errorf("step %d: %+v, drawn %+v", i, s, m.Edges[i])
		}
	}
}
