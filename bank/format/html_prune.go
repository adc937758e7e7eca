package format

import (
	"net/url"
	"slices"
	"strings"
)

// furniture are the elements of a page that hold no part of a question.
var furniture = []string{"nav", "aside", "noscript", "iframe", "canvas", "object", "audio", "video", "dialog", "datalist", "colgroup"}

// furnitureClasses are classes and IDs of such elements: comments, votes and badges of discussion sites, and the marks that
// a learning platform puts around an attempt.
var furnitureClasses = []string{"badge", "most-voted-answer-badge", "discussion-container", "comments", "comment", "comment-container", "comment-list", "comments-area",
	"disqus_thread", "respond", "breadcrumb", "breadcrumbs", "sidebar", "cookie-banner", "share-buttons", "social-share", "sharedaddy", "pagination", "toc", "table-of-contents", "ez-toc-container",
	"vote-answer-button", "voting-summary-link", "ad", "ads", "adsbygoogle", "advertisement", "skip-link", "sr-only", "visually-hidden", "screen-reader-text", "accesshide", "questionflag", "editquestion",
	"validationerror", "im-controls"}

var furnitureRoles = []string{"navigation", "banner", "contentinfo", "search", "dialog", "alert", "complementary", "menu"}

// buttonWords begin the texts of buttons that do something.
var buttonWords = []string{"show", "hide", "reveal", "view", "discussion", "previous", "next", "check", "submit", "see", "toggle", "start", "finish", "retry",
	"restart", "share", "copy", "report", "flag", "vote", "login", "log", "sign", "reset", "continue", "back", "load", "clear", "print", "download"}

// prune takes furniture out of a page.
func prune(n *htmlNode) {
	n.inner = slices.DeleteFunc(n.inner, func(c *htmlNode) bool { return c.htmlTag != nil && isFurniture(n, c) })
	for _, c := range n.inner {
		if c.htmlTag != nil {
			direct(c)
			prune(c)
		}
	}
}

func isFurniture(parent, n *htmlNode) bool {
	switch {
	case slices.Contains(furniture, n.name), n.is(furnitureClasses...), n.get("id") != "" && slices.Contains(furnitureClasses, n.get("id")):
		return true
	case slices.Contains(furnitureRoles, n.get("role")):
		return true
	case n.name == "header" || n.name == "footer":
		return parent.named("body", "html") || n.holds(func(c *htmlNode) bool { return c.name == "nav" || c.name == "form" })
	case n.get("aria-hidden") == "true":
		return n.named("i", "span", "svg") && strings.TrimSpace(innerText(n)) == ""
	case n.name == "input":
		kind := strings.ToLower(n.get("type"))
		return kind == "hidden" || kind == "submit" || kind == "button" || kind == "reset" || kind == "search"
	case n.name == "button", n.name == "a" && (n.is("btn", "button") || n.get("role") == "button"):
		word, _ := leadingWord(strings.TrimSpace(plainSpaces(innerText(n))))
		return !n.isOption() && (word == "" || slices.Contains(buttonWords, word))
	}
	return false
}

// direct turns the address of a link that leads over a search engine into the address that is meant.
func direct(n *htmlNode) {
	for i := range n.attrs {
		a := &n.attrs[i]
		if rest, ok := strings.CutPrefix(a.value, "https://www.google.com/url?q="); ok && n.name == "a" && a.name == "href" {
			rest, _, _ = strings.Cut(rest, "&")
			if meant, err := url.PathUnescape(rest); err == nil {
				a.value = strings.ToValidUTF8(meant, "\uFFFD")
			}
		}
	}
}

// rightClasses are classes by which pages mark the right option.
var rightClasses = []string{"correct", "is-correct", "right-answer", "correct-answer", "correct-choice", "correct-option", "answer-correct", "correctanswer",
	"correct-hidden", "iscorrect", "correct_answer", "answer--correct", "option-correct", "choice-correct", "right_answer", "true-answer", "wpproquiz_answercorrect"}

// isRight reports whether the element says of itself that it is right.
func (n *htmlNode) isRight() bool {
	for word := range strings.FieldsSeq(strings.ToLower(n.get("class"))) {
		if slices.Contains(rightClasses, word) || word == "right" && n.named("li", "label", "option") {
			return true
		}
	}
	for _, name := range []string{"data-correct", "data-is-correct", "data-iscorrect", "data-right", "data-answer-correct", "correct"} {
		switch strings.ToLower(n.get(name)) {
		case "true", "1", "yes", "correct":
			return true
		}
	}
	return n.name == "input" && (n.get("value") == "correct" || n.get("value") == "right") || n.get("data-answer") == "true"
}

// right reports whether an option, or an element that is most of it, says that it is right.
func (n *htmlNode) right() bool {
	if n.isRight() {
		return true
	}
	return n.holds(func(c *htmlNode) bool {
		return c.isRight() && c.named("input", "label", "span", "div", "p", "option", "button", "a", "strong", "b")
	})
}

// optionClasses are classes of elements that are one option.
var optionClasses = []string{"option", "choice", "answer-option", "quiz-option", "answer-choice", "multi-choice-item", "quiz-answer", "question-option", "mcq-option"}

// isOption reports whether an element without a box is one option: by its class, or since it says whether it is right.
func (n *htmlNode) isOption() bool {
	return n.namesOption() && !n.holds(func(c *htmlNode) bool { return c.namesOption() || c.named("ul", "ol", "table") })
}

func (n *htmlNode) namesOption() bool {
	switch n.name {
	case "div", "button", "label", "p":
		return n.is(optionClasses...) || n.has("data-correct") || n.has("data-is-correct") || n.has("data-iscorrect")
	case "span", "a":
		return n.is(optionClasses...)
	}
	return false
}

// hasFlags reports whether the page marks right options by classes or attributes.
func hasFlags(n *htmlNode) bool {
	return n.holds(func(c *htmlNode) bool {
		return c.isRight() && c.named("li", "label", "div", "input", "option", "p", "button") || c.is("que")
	})
}

// boxes returns the radio buttons and check boxes in an element.
func (n *htmlNode) boxes() (found []*htmlNode) {
	if n.htmlTag == nil {
		return nil
	}
	if kind := strings.ToLower(n.get("type")); n.name == "input" && (kind == "radio" || kind == "checkbox") {
		return []*htmlNode{n}
	}
	for _, c := range n.inner {
		if found = append(found, c.boxes()...); len(found) > 1 {
			break
		}
	}
	return found
}
