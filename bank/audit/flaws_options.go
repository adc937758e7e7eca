package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

func repeatedOption(i *reading) (list []fault) {
	if !i.chosen() {
		return nil
	}
	first := map[string]string{}
	for _, o := range i.Options {
		text := normalised(o.Text)
		switch at, seen := first[text]; {
		case text == "":
		case seen:
			list = append(list, fault{at + o.Label, fmt.Sprintf("options %s and %s both say %s: write another one", at, o.Label, quote(o.Text))})
		default:
			first[text] = o.Label
		}
	}
	return list
}

// overlappingOptions: if the inner one is right, so is the outer one, or nearly: a reader of tests rules out the one or the
// other. Names that hold other names ("Amazon S3", "Amazon S3 Glacier") are no overlap, so that only whole statements are
// compared, and ranges of numbers.
func overlappingOptions(i *reading) []fault {
	if !i.contested() {
		return nil
	}
	for a, x := range i.Options {
		for _, y := range i.Options[a+1:] {
			switch {
			case within(x.Text, y.Text) || within(y.Text, x.Text):
				return one("options %s and %s say the same as far as the shorter one goes: make them exclude each other", x.Label, y.Label)
			case rangesOverlap(x.Text, y.Text):
				return one("options %s (%s) and %s (%s) overlap: make the ranges exclude each other", x.Label, quote(x.Text), y.Label, quote(y.Text))
			}
		}
	}
	return nil
}

const statement = 5 // words of a text that is more than a name

// within reports whether an option begins with all of another one, and goes on with an addition.
func within(inner, outer string) bool {
	inner, outer = normalised(inner), normalised(outer)
	rest, found := strings.CutPrefix(outer, inner)
	return found && len(words(inner)) >= statement && addition.MatchString(rest)
}

var addition = pattern.New(`^[,;]?\s+(?:and|as well as|in addition|along with|together with)\s`)

// quantity is a number with what stands before and behind it.
var quantity = pattern.New(`^\W*?([-−]?\d[\d,]*(?:\.\d+)?)\s*(%|[\pL/]+(?:\s+[\pL]+)?)?\.?\s*$`)

// numberOf reads an option that is a number and perhaps a unit: "1,000 GB", "$5", "50 %".
func numberOf(text string) (n float64, unit string, ok bool) {
	text = strings.Trim(strings.TrimSpace(text), "*_`")
	currency := ""
	if r, size := leadingRune(text); unicode.Is(unicode.Sc, r) {
		currency, text = string(r), strings.TrimSpace(text[size:])
	}
	m := quantity.FindStringSubmatch(text)
	if m == nil || strings.HasPrefix(m[1], "0") && len(m[1]) > 1 && m[1][1] != '.' {
		return 0, "", false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.Replace(m[1], "−", "-", 1), ",", ""), 64)
	return n, currency + strings.TrimSuffix(strings.ToLower(m[2]), "s"), err == nil
}

func leadingRune(text string) (rune, int) {
	for _, r := range text {
		return r, len(string(r))
	}
	return 0, 0
}

// unorderedNumbers: at least three options, all numbers of one unit, that neither rise nor fall.
func unorderedNumbers(i *reading) []fault {
	if !i.chosen() || len(i.Options) < 3 {
		return nil
	}
	var numbers []float64
	unit := ""
	for at, o := range i.Options {
		n, u, ok := numberOf(o.Text)
		if !ok || at > 0 && u != unit {
			return nil
		}
		unit = u
		numbers = append(numbers, n)
	}
	falling := func(a, b float64) int { return cmp.Compare(b, a) }
	if slices.IsSorted(numbers) || slices.IsSortedFunc(numbers, falling) {
		return nil
	}
	return one("the options are numbers without an order (%s, %s, %s …): let them rise or fall", quote(i.Options[0].Text), quote(i.Options[1].Text), quote(i.Options[2].Text))
}

var numberRange = pattern.New(`(?i)^\W*(?:from\s+)?(\d[\d,]*(?:\.\d+)?)\s*([\pL%]*?)\s*(?:-|–|—|to)\s*(\d[\d,]*(?:\.\d+)?)\s*([\pL%]*)\.?\s*$`)

// rangesOverlap reports whether two options are ranges of one unit with more than an end in common. Years are none: two
// answers to "when" may well overlap.
func rangesOverlap(a, b string) bool {
	x, y := numberRange.FindStringSubmatch(a), numberRange.FindStringSubmatch(b)
	if x == nil || y == nil || x[4] != y[4] || x[2] != y[2] {
		return false
	}
	if x[4] == "" && (isYear(x[1]) || isYear(y[1])) {
		return false
	}
	value := func(s string) float64 {
		v, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
		return v
	}
	return value(x[1]) < value(y[3]) && value(y[1]) < value(x[3]) && value(x[1]) < value(x[3]) && value(y[1]) < value(y[3])
}

func isYear(s string) bool { return len(s) == 4 && (s[0] == '1' || s[0] == '2') }

// implausibleOption: three or more options each name an AWS service, a wrong one names nothing at all. What looks like the
// name of something ("AWS Artifact", "Snowball") is a name that the taxonomy does not know.
func implausibleOption(i *reading) []fault {
	if i.Kind != bank.Single || !i.english || len(i.Options) < 4 || len(i.key) != 1 {
		return nil
	}
	named := map[string]bool{}
	for _, l := range i.Links {
		for _, m := range l.Mentions {
			if m.Zone == bank.ZoneKey || m.Zone == bank.ZoneWrong {
				named[m.Option] = true
			}
		}
	}
	var out []bank.Option
	for _, o := range i.Options {
		if len(words(o.Text)) > nameWords {
			return nil
		}
		if !named[o.Label] {
			out = append(out, o)
		} else if !startsAsService.MatchString(o.Text) {
			return nil
		}
	}
	if len(out) != 1 || out[0].Correct || looksNamed(out[0].Text) {
		return nil
	}
	return one("option %s (%s) names no service, and all others do: nobody takes it; write one of their kind", out[0].Label, quote(out[0].Text))
}

const nameWords = 8 // of an option that is a name and little more

var startsAsService = pattern.New(`^\W*(?:(?:Use|Using)\s+(?:an?\s+|the\s+)?)?(?:AWS|Amazon)\s`)

// looksNamed reports whether a capital stands behind the first word, or a vendor's name anywhere.
func looksNamed(text string) bool {
	fields := strings.Fields(text)
	return startsAsService.MatchString(text) || slices.ContainsFunc(fields[min(1, len(fields)):], func(w string) bool { return strings.ContainsFunc(w, unicode.IsUpper) }) ||
		len(fields) == 1 && strings.ContainsFunc(text, unicode.IsUpper) && letters(text) < 12
}
