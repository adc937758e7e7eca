package format

import "strings"

// formulaStarts begin a cell that a spreadsheet program would compute. Such a cell is written with a ' before it, and so
// is one that begins with that ' itself.
const formulaStarts = "=+-@\t\r"

func isFormula(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return cell != "" && strings.IndexByte(formulaStarts, cell[0]) >= 0
}

func guarded(cell string) string {
	if isFormula(cell) {
		return "'" + cell
	}
	return cell
}

// unguarded takes the ' off again.
func unguarded(cell string) string {
	if strings.HasPrefix(cell, "'") && isFormula(cell) {
		return cell[1:]
	}
	return cell
}
