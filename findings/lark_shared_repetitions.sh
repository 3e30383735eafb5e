#!/bin/sh
# lark 1.3.1 makes one rule of two repetitions that differ only in whether they keep a token: ("and" NAME)*, which
# should leave the word out of the tree, and (AND NAME)*, which should keep it, AND being that word. Whichever stands
# first in the grammar decides for both, so that a rule's tree changes when another rule is written above it. In a
# rule without a repetition both mean what they say. This states what it answers; it fails if any of it has changed.
set -e

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m pip install --quiet --disable-pip-version-check --target "$folder/site" "lark==1.3.1"

PYTHONPATH="$folder/site" python3 - <<'PYTHON'
from importlib.metadata import version

from lark import Lark

LEFT_OUT = 'guests: "guests" NAME ("and" NAME)*\n'
KEPT = "hosts: \"hosts\" NAME (AND NAME)*\n"
REST = 'start: guests hosts\nAND: "and"\nNAME: /[a-z]+[0-9]/\n%ignore " "\n'
TEXT = "guests a1 and b2 hosts c3 and d4"


def seen(grammar):
    tree = Lark(grammar, parser="lalr").parse(TEXT)
    return [[str(token) for token in rule.children] for rule in tree.children]


print("lark", version("lark"))
first_left_out, first_kept = seen(LEFT_OUT + KEPT + REST), seen(KEPT + LEFT_OUT + REST)
print("  the rule that leaves it out first:", first_left_out)
print("  the rule that keeps it first:     ", first_kept)
assert first_left_out == [["a1", "b2"], ["c3", "d4"]], "the second rule keeps its word now"
assert first_kept == [["a1", "and", "b2"], ["c3", "and", "d4"]], "the first rule leaves its word out now"

alone = [line.replace(")*", ")").replace("(", "").replace(")", "") for line in (KEPT, LEFT_OUT)]
once = seen("".join(alone) + REST)
print("  without a repetition:             ", once)
assert once == [["a1", "b2"], ["c3", "and", "d4"]], "without a repetition it is otherwise now"
print("as seen")
PYTHON
