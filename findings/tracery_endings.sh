#!/bin/sh
# tracery 0.1.1, the Python port of the grammar tool that many makers of stories begin with: its English modifier
# `.ed` raises TypeError for a verb in a vowel and y ("play", "stay", "enjoy"), which its own `.s` inflects well;
# and `.a` goes by the third letter behind a u, so that "an user" and "a uninvited guest" are told. This states
# what it answers; it fails if any of it has changed.
set -e

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m pip install --quiet --disable-pip-version-check --target "$folder/site" "tracery==0.1.1"

PYTHONPATH="$folder/site" python3 - <<'PYTHON'
from importlib.metadata import version

import tracery
from tracery.modifiers import base_english

SEEN = [
    ("play", "s", "plays", "plays"),
    ("play", "ed", TypeError, "played"),
    ("enjoy", "ed", TypeError, "enjoyed"),
    ("try", "ed", "tried", "tried"),
    ("user", "a", "an user", "a user"),
    ("unicorn", "a", "a unicorn", "a unicorn"),
    ("uninvited guest", "a", "a uninvited guest", "an uninvited guest"),
]


def told(word, modifier):
    grammar = tracery.Grammar({"origin": [f"#word.{modifier}#"], "word": [word]})
    grammar.add_modifiers(base_english)
    try:
        return grammar.flatten("#origin#")
    except TypeError:
        return TypeError


print("tracery", version("tracery"))
for word, modifier, seen, right in SEEN:
    answer = told(word, modifier)
    print(f"  {word}.{modifier}: {getattr(answer, '__name__', answer)} (English: {right})")
    assert answer == seen, f"{word}.{modifier} is {answer} now, no longer {seen}"
print("as seen")
PYTHON
