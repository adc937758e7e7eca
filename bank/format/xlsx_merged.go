package format

import (
	"encoding/xml"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxMerged is how many merged cells of a sheet are read.
const maxMerged = 100000

// cellPlace is a cell by its row and column, from 1.
type cellPlace [2]int

// mergedIn lists the cells of a sheet that go over several rows: their first cellPlace, and their last row. The library would
// hold every cell up to the last one in memory to tell; here only the part of the sheet that lists them is looked at.
func mergedIn(a *archive, sheet string) map[cellPlace]int {
	src, err := a.open(partOfArchive(a, sheet))
	if err != nil {
		return nil
	}
	defer src.Close()
	merged := map[cellPlace]int{}
	tokens := xml.NewDecoder(src)
	for len(merged) < maxMerged {
		token, err := tokens.RawToken()
		if err != nil {
			return merged
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "mergeCell" {
			continue
		}
		first, last, _ := strings.Cut(attributeOf(start, "ref"), ":")
		column, top, err := excelize.CellNameToCoordinates(first)
		_, bottom, err2 := excelize.CellNameToCoordinates(last)
		if err == nil && err2 == nil && bottom > top {
			merged[cellPlace{top, column}] = bottom
		}
	}
	return merged
}

func attributeOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// partOfArchive finds the member of a workbook that holds a sheet; "" if there is none.
func partOfArchive(a *archive, sheet string) string {
	id, target := "", ""
	eachElement(a, "xl/workbook.xml", func(e xml.StartElement) {
		if e.Name.Local != "sheet" || attributeOf(e, "name") != sheet {
			return
		}
		for _, at := range e.Attr {
			if at.Name.Local == "id" && at.Name.Space != "" {
				id = at.Value
			}
		}
	})
	eachElement(a, "xl/_rels/workbook.xml.rels", func(e xml.StartElement) {
		if e.Name.Local == "Relationship" && attributeOf(e, "Id") == id {
			target = attributeOf(e, "Target")
		}
	})
	if target == "" || strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(target, "/")
	}
	return path.Join("xl", target)
}

// eachElement hands on the elements of a member.
func eachElement(a *archive, name string, each func(xml.StartElement)) {
	src, err := a.open(name)
	if err != nil {
		return
	}
	defer src.Close()
	tokens := xml.NewDecoder(src)
	for {
		token, err := tokens.RawToken()
		if err != nil {
			return
		}
		if e, ok := token.(xml.StartElement); ok {
			each(e)
		}
	}
}
