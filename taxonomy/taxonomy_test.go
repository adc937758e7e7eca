package taxonomy

import "testing"

// embeddedOrFail loads the built-in taxonomy and prints every fault in it.
func embeddedOrFail(t testing.TB) *Taxonomy {
	t.Helper()
	tax, err := Embedded()
	if err != nil {
		t.Fatalf("the embedded taxonomy has faults:\n%v", err)
	}
	return tax
}

func TestEmbeddedIsSound(t *testing.T) {
	tax, err := Load(Data())
	if err != nil {
		t.Fatalf("the embedded taxonomy has faults:\n%v", err)
	}
	for _, e := range tax.Exams() {
		for _, task := range e.Tasks {
			if len(task.Bullets) == 0 {
				t.Errorf("%s %s has no bullets", e.ID, task.ID)
			}
			for _, b := range task.Bullets {
				if len(b.Concepts) == 0 {
					t.Errorf("%s %s has no concepts", e.ID, b.ID)
				}
			}
		}
	}
	linkable, names, relations := 0, 0, 0
	for _, c := range tax.Concepts() {
		relations += len(c.Relations)
		if c.Linkable() {
			linkable++
			names += len(c.Names()) - 1
		}
	}
	t.Logf("%d concepts, %d linkable, %d names beside the first, %d relations, %d ambiguous names",
		len(tax.Concepts()), linkable, names, relations, len(tax.Ambiguous()))
	if linkable < 703 || relations < 450 || len(tax.Ambiguous()) < 70 {
		t.Errorf("the taxonomy has shrunk: %d concepts, %d relations, %d ambiguous names", linkable, relations, len(tax.Ambiguous()))
	}
}
