// Package draw makes pictures of concept maps and of coverage, as SVG and as PNG, pages to look around in them, and writes
// maps for other programs: DOT, GraphML (graphml.go) and Mermaid (mermaid.go).
//
// A map is drawn in four steps. plan (plan.go) cleans every text, breaks names into lines and measures them with the widths
// of Helvetica, so that the size of each node is known before anything is placed. Graphviz then gives places: it is handed
// sizes and springs under neutral names and no text at all (dot.go), and answers with its JSON (layout.go). In the network
// view the places are spread until no label covers another (spread.go), Graphviz leads the edges round the nodes, and the
// names of the groups settle where they cross the fewest edges (names.go). Last, title, map, legend and source line are
// written as SVG (page.go, svg.go, legend.go). Coverage pictures (coverage.go) are bars and need no Graphviz.
//
// Maps in reading order, such as paths, have the layout Flow: dot leads every edge from left to right in the order of the
// nodes and leaves room for the words on it, and the legend tells the reasons.
//
// Colour is never the only sign: kinds of concept differ in outline, relations in dash and arrowhead (kinds.go), and learned
// relations are dotted, grey and without an arrow. The colours (palette.go) follow the reader's light or dark scheme.
//
// # The page
//
// HTML puts the picture into one page for the browser (html.go): its data for the script, a legend of boxes to filter by and
// the same as tables (html_view.go), in the template of page/page.html with page.css and page.js as they are. The script finds
// the elements of the picture by their order, which is that of the data. The page of 40 concepts with definitions and ten
// questions each has about 150 KB, 60 of them the picture and 35 style and script.
//
// # PNG
//
// PNG reads an SVG of this package and draws it as a browser would (png.go, paint.go): it applies the style sheet (style.go),
// reads path data (pathdata.go), sets text in a font that is part of the program (glyphs.go), and fills and strokes paths
// (raster.go). It knows just the SVG that is written here. A test finds what else one holds, so whoever adds an element, an
// attribute or a property to the SVG is told to teach it to the painter too.
//
// # The worker
//
// go-graphviz runs Graphviz as WebAssembly. It does not heed deadlines, is not safe for concurrent use and leaks some 0.3 MB a
// map. So layouts run in another process: the program starts itself once more (pool.go), as a worker (worker.go), and talks
// to it through pipes (frame.go). A worker is killed at the deadline, renewed after 200 layouts, and replaced when it dies; it
// ends when the program ends. It costs one more start of the program for a command that draws, and nothing for others. For
// this to work, main calls ServeIfWorker before anything else:
//
//	func main() {
//		if draw.ServeIfWorker() {
//			return
//		}
//		...
//	}
//
// and so does the TestMain of every package whose tests draw.
//
// go-graphviz loads Graphviz while it initialises, which takes 50 ms of every process that links it, 1 s where nothing is
// compiled yet, and panics when the file that holds the compiled code is damaged. So only workers have Graphviz: package
// wasmcache, below this one, hides it from the other processes, and keeps that file private and checked. CacheStatus says
// how it went.
package draw
