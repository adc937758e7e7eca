package draw

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// needBrowser is set where a test must not be skipped for want of a browser.
const needBrowser = "MLATLAS_NEED_BROWSER"

// browserPath finds Chromium.
func browserPath(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is started only without -short")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "no Chromium on the PATH: the page was not opened in a browser (Debian: apt-get install chromium)"
	if os.Getenv(needBrowser) != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// tabStep is something that a tab does.
type tabStep = chromedp.Action[chromedp.Void]

// call is a step that gives the browser a command.
func call[P, R any](command cdp.Command[P, R], params P) tabStep {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

// media is a step that sets what the reader prefers.
func media(feature, value string) tabStep {
	return call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: feature, Value: value}}})
}

// tab is one page in a browser, with all that it complained about or asked for.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu      sync.Mutex
	faults  []string
	fetched []string
}

// browser starts Chromium for the tests of one page.
func browser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browserPath(t)), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return ctx
}

// open opens a file in a tab of its own, of a size and under what first sets.
func open(t *testing.T, browser context.Context, file, fragment string, width, height int64, first ...tabStep) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, url: (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()}
	b.run()
	ctx, cancelTime := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancelTime)
	b.ctx = ctx
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	b.run(call(network.Enable, network.EnableParams{}), call(log.Enable, cdp.Empty{}), chromedp.EmulateViewport(width, height))
	b.run(first...)
	b.run(chromedp.Navigate(b.url+fragment), chromedp.WaitVisible("html.live #stage"))
	b.settle()
	return b
}

func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, fmt.Sprintf("exception: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		b.faults = append(b.faults, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded:
		b.faults = append(b.faults, fmt.Sprintf("log: %s %s", e.Entry.Text, e.Entry.URL))
	case *network.EventRequestWillBeSent:
		b.fetched = append(b.fetched, e.Request.URL)
	}
}

// sound fails when the page complained, or asked for more than itself.
func (b *tab) sound() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.faults) > 0 {
		b.t.Errorf("the page complains: %s", strings.Join(b.faults, "; "))
	}
	for _, u := range b.fetched {
		if u, _, _ = strings.Cut(u, "#"); u != b.url {
			b.t.Errorf("the page asks for %s", u)
		}
	}
}

func (b *tab) run(steps ...tabStep) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// settle waits until nothing moves any more.
func (b *tab) settle() { b.run(chromedp.Sleep(350 * time.Millisecond)) }

// keys presses keys where the focus is. A slash is sent as the keyboard sends it, so that the page can keep it from being
// typed.
func (b *tab) keys(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		if k != "/" {
			b.run(chromedp.KeyEvent(k))
			continue
		}
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeChar, input.DispatchKeyEventTypeKeyUp} {
			b.run(call(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: k, Text: k, Code: "Slash"}))
		}
	}
	b.settle()
}

// click presses the middle of an element.
func (b *tab) click(selector string) {
	b.t.Helper()
	at := eval[[2]float64](b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: 'nearest'});
		const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, selector))
	b.run(chromedp.MouseClickXY(at[0], at[1]))
	b.settle()
}

// eval returns what an expression gives, as JSON does.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// is fails unless an expression gives a value.
func is[T comparable](b *tab, expression string, want T) {
	b.t.Helper()
	if got := eval[T](b, expression); got != want {
		b.t.Errorf("%s is %v, want %v", expression, got, want)
	}
}

// picture writes what the tab shows, for a person to look at.
func (b *tab) picture(name string) {
	if *look == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	b.file(name+".png", png)
}

func (b *tab) file(name string, content []byte) {
	if *look == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*look, name), content, 0o644); err != nil {
		b.t.Error(err)
	}
}

const (
	panelName = `document.getElementById('panel').hidden ? '' : document.getElementById('panel-name').textContent`
	focused   = `(document.activeElement.closest('.node') || {dataset: {}}).dataset.id || document.activeElement.id || document.activeElement.textContent`
	shown     = `document.querySelectorAll('#stage .node[data-id]:not(.off)').length`
	mapScale  = `document.querySelector('#stage').clientWidth / document.querySelector('#stage > svg').viewBox.baseVal.width`
)

func TestPageInBrowser(t *testing.T) {
	browserPath(t)
	m, details := pageSample()
	html, err := HTML(t.Context(), m, Options{}, details)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a map.html")
	if err := os.WriteFile(file, html, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	desktop := func(t *testing.T, fragment string, first ...tabStep) *tab {
		return open(t, ctx, file, fragment, 1280, 860, first...)
	}

	t.Run("opens, finds, follows", func(t *testing.T) {
		b := desktop(t, "")
		b.picture("page-light")
		b.keys("/", "simple stor")
		is(b, `document.getElementById('find').value`, "simple stor")
		is(b, `document.querySelectorAll('.found').length`, 1)
		is(b, `document.getElementById('hits').textContent.includes('also Simple Storage Service')`, true)
		b.picture("page-search")
		b.keys(kb.Enter)
		is(b, panelName, "Amazon S3")
		is(b, `location.hash`, "#concept-s3")
		is(b, focused, "panel-name")
		is(b, `document.getElementById('panel').textContent.includes('Keeps objects')`, true)
		is(b, `document.querySelectorAll('#panel-questions li').length`, 10)
		is(b, `document.querySelector('#panel-questions .more').textContent`, "and 4 more")
		b.picture("page-panel")

		b.click(`#panel-relations a[href="#concept-glue"]`)
		is(b, panelName, "AWS Glue")
		is(b, `location.hash`, "#concept-glue")
		is(b, `document.getElementById('panel-relations').textContent.includes('UsesAmazon S3')`, true)
		b.run(chromedp.NavigateBack())
		is(b, panelName, "Amazon S3")
		b.keys(kb.Escape)
		is(b, panelName, "")
		is(b, `location.hash`, "")
		is(b, focused, "s3")
		b.run(chromedp.NavigateBack())
		is(b, panelName, "Amazon S3")
		b.sound()
	})
	t.Run("a click on a node", func(t *testing.T) {
		b := desktop(t, "")
		b.click(`[data-id=glue] .shape`)
		is(b, panelName, "AWS Glue")
		is(b, `document.querySelector('.chosen').dataset.id`, "glue")
		b.click(`#close`)
		is(b, panelName, "")
		b.sound()
	})
	t.Run("a link from elsewhere", func(t *testing.T) {
		b := desktop(t, "#concept-glue")
		is(b, panelName, "AWS Glue")
		is(b, `document.title.startsWith('AWS Glue · ')`, true)
		b.run(chromedp.Evaluate[chromedp.Void](`location.hash = '#concept-s3'`))
		b.settle()
		is(b, panelName, "Amazon S3")
		b.run(chromedp.Evaluate[chromedp.Void](`location.hash = '#concept-nobody'`))
		b.settle()
		is(b, panelName, "")
		b.sound()
	})
	t.Run("by keyboard alone", func(t *testing.T) {
		b := desktop(t, "")
		b.keys(kb.Tab)
		is(b, `document.activeElement.className`, "skip")
		b.keys(kb.Tab)
		is(b, focused, "find")
		var walked []string
		for range m.Nodes {
			b.run(chromedp.KeyEvent(kb.Tab))
			walked = append(walked, eval[string](b, focused))
		}
		p, err := laidOut(t.Context(), m, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, at := range p.walk() {
			if walked[i] != p.nodes[at].id {
				t.Fatalf("Tab %d is on %s, want %s", i, walked[i], p.nodes[at].id)
			}
		}
		last := walked[len(walked)-1]
		b.settle()
		b.picture("page-focus")
		if outline := eval[float64](b, `parseFloat(getComputedStyle(document.activeElement.querySelector('.shape')).strokeWidth)`); outline < 3 {
			t.Errorf("the outline of the focus is %v wide", outline)
		}
		b.keys(kb.Enter)
		is(b, `document.querySelector('.chosen').dataset.id`, last)
		is(b, focused, "panel-name")
		b.keys(kb.Escape)
		is(b, focused, last)
		before := eval[float64](b, mapScale)
		b.keys("+", "+")
		if after := eval[float64](b, mapScale); after < before*1.5 {
			t.Errorf("+ and + bring the scale from %v to %v", before, after)
		}
		box := eval[string](b, `document.querySelector('#stage > svg').getAttribute('viewBox')`)
		b.keys(kb.ArrowRight, kb.ArrowDown)
		if eval[string](b, `document.querySelector('#stage > svg').getAttribute('viewBox')`) == box {
			t.Error("the arrows do not move the map")
		}
		b.keys("0")
		whole := eval[float64](b, mapScale)
		b.keys("-")
		if eval[float64](b, mapScale) >= whole {
			t.Error("- does not zoom out")
		}
		b.keys("/", "glue", kb.ArrowDown, kb.Enter)
		is(b, panelName, "AWS Glue")
		b.sound()
	})
	t.Run("filters hide", func(t *testing.T) {
		b := desktop(t, "")
		services := eval[int](b, `document.querySelectorAll('#stage .node[data-id]').length`)
		is(b, shown, services)
		b.click(`[data-filter=kind] input[value=service]`)
		count := 0
		for _, n := range m.Nodes {
			if n.Kind != "service" {
				count++
			}
		}
		is(b, shown, count)
		is(b, `document.getElementById('status').textContent`, fmt.Sprintf("%d of %d concepts shown", count, len(m.Nodes)))
		is(b, `getComputedStyle(document.querySelector('[data-id=s3]')).display`, "none")
		is(b, `document.querySelectorAll('.group.off').length`, 1) // of storage, where there were services only
		b.click(`[data-filter=relation] input[value=parent]`)
		is(b, `document.querySelectorAll('.edge[data-kind=parent]:not(.off)').length`, 0)
		b.picture("page-filter")
		b.keys("/", "s3", kb.Enter) // what is looked for is shown again
		is(b, panelName, "Amazon S3")
		is(b, `getComputedStyle(document.querySelector('[data-id=s3]')).display`, "inline")
		b.click(`#all`)
		is(b, shown, services)
		is(b, `document.querySelectorAll('.edge.off').length`, 0)
		b.sound()
	})
	t.Run("wheel, drag and pinch", func(t *testing.T) {
		b := desktop(t, "")
		before := eval[float64](b, mapScale)
		b.run(call(input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: 300, Y: 400, DeltaX: 1, DeltaY: -200}))
		b.settle()
		if after := eval[float64](b, mapScale); after <= before {
			t.Errorf("the wheel brings the scale from %v to %v", before, after)
		}
		box := eval[string](b, `document.querySelector('#stage > svg').getAttribute('viewBox')`)
		b.run(chromedp.MouseEvent(chromedp.MousePressed, 300, 400, chromedp.ButtonLeft),
			chromedp.MouseEvent(chromedp.MouseMoved, 360, 420, chromedp.ButtonLeft),
			chromedp.MouseEvent(chromedp.MouseReleased, 360, 420, chromedp.ButtonLeft))
		if eval[string](b, `document.querySelector('#stage > svg').getAttribute('viewBox')`) == box {
			t.Error("a drag does not move the map")
		}
		before = eval[float64](b, mapScale)
		ids := []float64{1, 2}
		touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) tabStep {
			return call(input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
		}
		apart := func(d float64) []*input.TouchPoint {
			return []*input.TouchPoint{{X: 400 - d, Y: 400, ID: &ids[0]}, {X: 400 + d, Y: 400, ID: &ids[1]}}
		}
		b.run(touch(input.DispatchTouchEventTypeTouchStart, apart(40)...), touch(input.DispatchTouchEventTypeTouchMove, apart(60)...),
			touch(input.DispatchTouchEventTypeTouchMove, apart(90)...), call(input.DispatchTouchEvent,
				input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}}))
		if after := eval[float64](b, mapScale); after < before*1.4 {
			t.Errorf("a pinch brings the scale from %v to %v", before, after)
		}
		b.sound()
	})
	t.Run("tables", func(t *testing.T) {
		b := desktop(t, "")
		b.click(`.tables > summary`)
		is(b, `document.querySelectorAll('.tables tbody')[0].rows.length`, len(m.Nodes))
		is(b, `document.querySelectorAll('.tables tbody')[1].rows.length`, len(m.Edges))
		b.click(`.tables th.number button`)
		b.click(`.tables th.number button`)
		is(b, `document.querySelector('[aria-sort]').getAttribute('aria-sort')`, "descending")
		counts := eval[[]int](b, `[...document.querySelector('.tables tbody').rows].map((r) => Number(r.cells[3].textContent))`)
		if !slices.IsSortedFunc(counts, func(a, b int) int { return b - a }) {
			t.Errorf("sorted downwards: %v", counts)
		}
		b.picture("page-tables")
		b.click(`.tables tbody a[href="#concept-s3"]`)
		is(b, panelName, "Amazon S3")
		b.sound()
	})
	t.Run("dark", func(t *testing.T) {
		b := desktop(t, "#concept-s3", media("prefers-color-scheme", "dark"))
		is(b, `getComputedStyle(document.body).backgroundColor`, "rgb(18, 22, 28)")
		is(b, `getComputedStyle(document.querySelector('[data-id=glue] text')).fill`, "rgb(232, 236, 241)")
		b.picture("page-dark")
		b.sound()
	})
	t.Run("reduced motion", func(t *testing.T) {
		b := desktop(t, "", media("prefers-reduced-motion", "reduce"))
		b.keys("+", "+", "+")
		is(b, `(() => { const box = () => document.querySelector('#stage > svg').getAttribute('viewBox'); const before = box();
			document.getElementById('whole').click(); return box() !== before; })()`, true)
		b.sound()
	})
	t.Run("narrow", func(t *testing.T) {
		b := open(t, ctx, file, "", 360, 740, chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
		is(b, `document.documentElement.scrollWidth`, 360)
		b.picture("page-narrow")
		b.run(chromedp.Evaluate[chromedp.Void](`document.querySelector('[data-id=s3] a').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))`))
		b.settle()
		is(b, panelName, "Amazon S3")
		is(b, `document.getElementById('panel').getBoundingClientRect().top >= document.getElementById('stage').getBoundingClientRect().bottom - 1`, true)
		is(b, `document.documentElement.scrollWidth`, 360)
		b.picture("page-narrow-panel")
		b.run(chromedp.Evaluate[chromedp.Void](`for (const d of document.querySelectorAll('details')) d.open = true`))
		is(b, `document.documentElement.scrollWidth`, 360)
		small := eval[[]string](b, `[...document.querySelectorAll('button, summary, input[type=search], fieldset label, #panel a, .tables a')]
			.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.9).map((e) => e.outerHTML)`)
		if len(small) > 0 {
			t.Errorf("%d targets are lower than 44 pixels, such as %s", len(small), small[0])
		}
		b.run(chromedp.Evaluate[chromedp.Void](`document.getElementById('legend').scrollIntoView()`))
		b.picture("page-narrow-legend")
		b.sound()
	})
	t.Run("on paper", func(t *testing.T) {
		b := desktop(t, "#concept-s3")
		b.run(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}), chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event('beforeprint'))`))
		is(b, `[...document.querySelectorAll('header, .side, .zoom, .tables')].some((e) => e.checkVisibility())`, false)
		is(b, `getComputedStyle(document.querySelector('#stage > svg > .legend')).display`, "inline")
		is(b, `document.querySelector('#stage > svg').getAttribute('viewBox').startsWith('0 0 ')`, true)
		b.picture("page-print")
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFLandscape(), chromedp.PDFPrintBackground()))
		if err != nil {
			t.Fatal(err)
		}
		if pages := bytes.Count(pdf, []byte("/Type /Page\n")); pages != 1 {
			t.Errorf("prints on %d pages", pages)
		}
		b.file("page.pdf", pdf)
		b.sound()
	})
}

func TestHostilePageInBrowser(t *testing.T) {
	browserPath(t)
	m, details := hostilePage()
	html, err := HTML(t.Context(), m, Options{Color: "coverage"}, details)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "hostile.html")
	if err := os.WriteFile(file, html, 0o644); err != nil {
		t.Fatal(err)
	}
	b := open(t, browser(t), file, "", 1280, 860)
	for i, n := range m.Nodes {
		id, _ := json.Marshal(clean(n.ID))
		b.run(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`[...document.querySelectorAll('.node[data-id]')].find((g) => g.dataset.id === %s)
			.querySelector('a').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))`, id)))
		want := clean(n.Name)
		if want == "" {
			want = clean(n.ID)
		}
		if got := eval[string](b, panelName); got != want {
			t.Errorf("node %d: the panel shows %q, want %q", i, got, want)
		}
	}
	b.picture("page-hostile")
	is(b, `typeof pwned`, "undefined")
	b.sound()
}
