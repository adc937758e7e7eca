package taxonomy

import (
	"fmt"
	"testing"
)

func TestLifecycle(t *testing.T) {
	for _, test := range []struct{ status, want string }{
		{"", "[]"},
		{"renamed 2024-02", "[{renamed 2024-02}]"},
		{"retired 2025-10-31", "[{retired 2025-10-31}]"},
		{"closed 2026-07-30", "[{closed 2026-07-30}]"},
		{"closed", "[{closed }]"},
		{"closed 2025-10-07, retired 2026-10-07", "[{closed 2025-10-07} {retired 2026-10-07}]"},
		{"renamed 2023-08, closed, retired 2027-02-28", "[{renamed 2023-08} {closed } {retired 2027-02-28}]"},
		{"closed soon", "[]"}, // never passes the check
	} {
		if got := fmt.Sprint((&Concept{Status: test.status}).Lifecycle()); got != test.want {
			t.Errorf("%q: got %s, want %s", test.status, got, test.want)
		}
	}
}
