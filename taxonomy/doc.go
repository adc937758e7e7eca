// Package taxonomy knows the subject: the concepts of machine learning on AWS, how they hang together, which exam asks
// for them, and how text names them. It knows nothing of questions.
//
// The data is YAML under data/, embedded in the program: some 700 concepts with 2,200 names and typed relations
// (data/concepts), the names that mean different things in different company (data/ambiguous.yaml), and the blueprints
// of the exams (data/exams). A user's own files can be laid over it. Load reads any number of layers and reports every
// fault with its file and line; Embedded is the built-in layer alone.
//
// A Linker finds the concepts that a text names. It splits the text into tokens once, walks a trie of the tokens of all
// names and takes the longest name at each place. Names are compared token by token without regard to case,
// punctuation, hyphens and plural s, except that acronyms such as EMR count only as written. An ambiguous name is
// linked only when the words around it decide for one of its senses: see Ambiguous.
package taxonomy
