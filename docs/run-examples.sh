#!/usr/bin/env bash
# Runs the examples of the documents: docs/run-examples.sh BINARY [FILE...]
#
# Without FILE it reads README.md and docs/*.md. Each document gets a folder and a home of its own, and `mlatlas demo`
# first. The lines of its blocks marked ```sh then run one after the other in that folder, a line with a here-document
# together with the lines up to its delimiter. A line that ends in "# exit N" must exit with N, any other with 0; one with
# "# finds N" must print N lines. Lines that begin with "go " need the source tree and are passed over. The first line
# that does not do as it says ends the run.
set -euo pipefail

if [ $# -lt 1 ] || [ ! -x "$1" ]; then
	echo "usage: docs/run-examples.sh BINARY [FILE...]" >&2
	exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
cp "$1" "$work/bin/mlatlas"
shift
[ $# -gt 0 ] || set -- "$root/README.md" "$root"/docs/*.md

PATH="$work/bin:$PATH"
export PATH
unset XDG_DATA_HOME XDG_CACHE_HOME XDG_CONFIG_HOME MLATLAS_DIR MLATLAS_EXAM

fail() { # what
	echo "$doc:$at: $1" >&2
	cat "$work/result" "$work/output" | sed 's/^/    /' >&2
	exit 1
}

# command_line runs one command of the document and checks its exit code.
command_line() { # text
	local text=$1 want=0 got=0
	if [[ $text =~ \#\ exit\ ([0-9]+)[[:space:]]*$ ]]; then
		want=${BASH_REMATCH[1]}
	fi
	printf '$ %s\n' "$text"
	(cd "$folder" && bash -o pipefail -c "$text") >"$work/result" 2>"$work/output" </dev/null || got=$?
	[ "$got" = "$want" ] || fail "exit code $got, not $want"
	if [[ $text =~ \#\ finds\ ([0-9]+) ]]; then
		got=$(grep -c '' "$work/result" || true)
		[ "$got" = "${BASH_REMATCH[1]}" ] || fail "prints $got lines, not ${BASH_REMATCH[1]}"
	fi
	count=$((count + 1))
}

# document runs the blocks of one document.
document() { # file
	local line block="" delimiter="" text="" number=0
	doc=$1 at=0
	folder=$(mktemp -d "$work/doc-XXXXXX")
	HOME="$folder/home"
	mkdir "$HOME"
	export HOME
	printf '\n== %s\n' "$doc"
	command_line "mlatlas demo"
	while IFS= read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		if [ -n "$delimiter" ]; then
			text+=$'\n'$line
			[ "$line" = "$delimiter" ] || continue
			delimiter=""
			command_line "$text"
			continue
		fi
		case $line in
		'```'*)
			if [ -n "$block" ]; then block=""; else block=${line#'```'} at=$number; [ -n "$block" ] || block=text; fi
			continue
			;;
		esac
		[ "$block" = sh ] || continue
		case $line in '' | '#'* | 'go '*) continue ;; esac
		at=$number
		if [[ $line =~ \<\<[\'\"]?([A-Za-z]+)[\'\"]? ]]; then
			delimiter=${BASH_REMATCH[1]} text=$line
			continue
		fi
		command_line "$line"
	done <"$doc"
	: >"$work/result" >"$work/output"
	[ -z "$delimiter" ] || fail "the here-document is not closed by $delimiter"
	[ -z "$block" ] || fail "the block is not closed"
}

count=0
for file; do document "$file"; done
printf '\n%d commands did as the documents say\n' "$count"
