package draw

// Colours. The hues follow Okabe and Ito's palette for colour-blind readers (yellow darkened to olive on white, black
// replaced by indigo). A hue has three tones in each scheme: fill behind text, line for outlines, strong for the filled
// focus node and for names of groups. Text on a fill, on strong and on the background has a contrast of at least 4.5:1, a
// line on the background one of at least 3:1; both are tested.

// tones are one hue in one scheme.
type tones struct{ fill, line, strong string }

// hue is one entry of the palette.
type hue struct{ light, dark tones }

var palette = []hue{
	{tones{"#d9eaf6", "#0072b2", "#00659e"}, tones{"#10324a", "#56b4e9", "#56b4e9"}}, // blue
	{tones{"#fcebc9", "#c67b00", "#8a5500"}, tones{"#3f2d05", "#e69f00", "#e69f00"}}, // orange
	{tones{"#d2f0e5", "#00936b", "#00704f"}, tones{"#0b3b2e", "#4bdcae", "#4bdcae"}}, // bluish green
	{tones{"#f8e1ee", "#b8558f", "#983b72"}, tones{"#46213a", "#e6a3cb", "#e6a3cb"}}, // reddish purple
	{tones{"#fde0d2", "#a83200", "#a83200"}, tones{"#4a1f0b", "#ff8552", "#ff8552"}}, // vermilion
	{tones{"#dfdcf5", "#332288", "#332288"}, tones{"#27215a", "#a395ff", "#a395ff"}}, // indigo
	{tones{"#f5f1b8", "#7a7200", "#655e00"}, tones{"#3a380b", "#f0e442", "#f0e442"}}, // olive, yellow
	{tones{"#e6e9ed", "#66717f", "#4d5866"}, tones{"#2b323b", "#7f8a98", "#8d98a6"}}, // grey
}

// step is one step of the scale of values: its fill and the text upon it, in both schemes.
type step struct{ light, dark scaleTones }

type scaleTones struct{ fill, text string }

// scale runs from nothing to all. It grows darker on white and brighter on black: what is far from the background is
// well covered.
var scale = []step{
	{scaleTones{"#f3f6f9", ink}, scaleTones{"#1b222b", inkDark}},
	{scaleTones{"#cfe3f3", ink}, scaleTones{"#17384f", inkDark}},
	{scaleTones{"#94c5e2", ink}, scaleTones{"#1f5a80", inkDark}},
	{scaleTones{"#4d9dd0", ink}, scaleTones{"#4499cf", paperDark}},
	{scaleTones{"#0b4f8a", "#ffffff"}, scaleTones{"#a5d6f7", paperDark}},
}

// Neutral colours of the light scheme and, with "Dark", of the dark one.
const (
	paper, paperDark = "#ffffff", "#12161c"
	ink, inkDark     = "#1b1f24", "#e8ecf1"
	faint, faintDark = "#59636e", "#a3adb9" // subtitles, legends
	wire, wireDark   = "#7d8794", "#8a95a3" // edges across groups, outlines of the scale
)

// stepOf returns the step of a value between 0 and 1; only 0 itself is the lowest.
func stepOf(value float64) int {
	switch {
	case !(value > 0): // NaN is nothing known
		return 0
	case value >= 1:
		return len(scale) - 1
	}
	return 1 + int(value*float64(len(scale)-2))
}
