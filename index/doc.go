// Package index finds questions by their text and by what they are about.
//
// # The query
//
// Parse turns what a person types into a tree (query.go), whose String is the query in its normal form. A leaf is a
// Term: a word, a phrase, a word's beginning (word*), a word with slips (word~), or a value of one of the fields in
// fields.go. And, Or and Not join them; And binds tighter than Or; NOT and AND may be written out. Map rewrites a tree,
// Simplify flattens it. A search then resolves the tree against the taxonomy (resolve.go): service:clarify becomes a
// concept, and plain words that name a concept become that concept or the words themselves, so that the old and the new
// name of a service find each other. Negated words stay literal. The resolved tree is told in words (words.go) and
// compiled to finders (compile.go, finder.go). No text of a user ever reaches the engine's own query parser.
//
// # The terms
//
// One analyser (analyze.go) serves documents and queries. A word gives one term, its English stem in lower case, or
// itself where it is an acronym or no English word; a query looks for both, since "AWS" is one and "aws" is not. A name
// with inner punctuation ("real-time", "s3:GetObject", "k-NN") gives one position for each of its parts and, without the
// punctuation, its joined form ("realtime", "knn"). The words as written are kept apart (lexicon.go).
//
// # The document
//
// A question becomes one document (document.go). Four fields hold text with positions: stem, answer (the right options),
// wrong (the others) and explanation. No text is stored, nor where in it a word stands: a hit carries the query, and
// Snippets looks for it in the question that the caller reads from the store. Keyword fields hold the rest; concept holds the ID of every concept
// that the question names outside wrong options and everything above it in the taxonomy, so that a topic is one term.
//
// # The search
//
// The engine keeps for each term the list of questions that have it. A search first joins these lists as bitmaps, which
// tells what matches, and then adds up scores term by term, for what matches alone (reader.go, finder.go); phrases are
// read from the positions of the questions that have all of their words (row.go). Order and facets come from columns
// (columns.go, collect.go).
//
// # The score
//
// A word's score is the sum over the text fields of weight times BM25; the weights are in compile.go. A named concept
// adds a constant where the question is linked to it, and more where it is one of the concepts that the question tests:
// beside other words as much as two rare ones, and where it is the whole query more than all words together can. Equal
// scores are ordered by ID.
//
// A word that no question has is read as what was meant (suggest.go). Where fewer than ten questions hold the whole
// query, those that hold most of it follow (most.go), and so do those about what its plain words may mean (guess.go).
//
// # The folder
//
//	index/
//	  current      one line: the name of the live generation
//	  build.lock   held by a builder while it works
//	  gen-7/       a generation, never changed once current names it
//	    manifest.json   schema, engine, Meta, and size and hashes of every file below
//	    bleve/...       the engine's files; absent, as the columns, when there are no questions
//	    columns         order and facets of the questions, by the engine's numbers (columns.go)
//	    words           the words as written, and how many questions have each (lexicon.go)
//
// A builder writes gen-8 beside gen-7, syncs it, opens it once to see that it is whole, replaces current by rename and
// removes gen-7, or leaves it to the next builder while a reader has it open. A builder that is killed leaves current as
// it was, and the next one removes what it left. Readers and builders never wait for each other.
package index
