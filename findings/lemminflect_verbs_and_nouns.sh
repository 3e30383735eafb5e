#!/bin/sh
# lemminflect 0.2.3 gives forms of common English words that are no English, from its own dictionary and, for
# compounds with a hyphen, from its rules: "mimiced" (mimicked), "unmaked" (unmade), "overspended" (overspent),
# "paling" of the verb "pal" (palling), "passer-bies" (passers-by). This states what it answers; it fails if any
# of it has changed.
set -e

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m pip install --quiet --disable-pip-version-check --target "$folder/site" "lemminflect==0.2.3"

PYTHONPATH="$folder/site" python3 - <<'PYTHON'
from importlib.metadata import version

from lemminflect import getInflection

SEEN = [
    ("mimic", "VBD", "mimiced", "mimicked"),
    ("mimic", "VBG", "mimicing", "mimicking"),
    ("unmake", "VBD", "unmaked", "unmade"),
    ("overspend", "VBD", "overspended", "overspent"),
    ("troubleshoot", "VBD", "troubleshooted", "troubleshot"),
    ("pal", "VBG", "paling", "palling"),
    ("torpedo", "VBZ", "torpedo", "torpedoes"),
    ("passer-by", "NNS", "passer-bies", "passers-by"),
    ("mother-in-law", "NNS", "mother-in-laws", "mothers-in-law"),
    ("man-at-arms", "NNS", "man-at-armses", "men-at-arms"),
]

print("lemminflect", version("lemminflect"))
for word, tag, seen, right in SEEN:
    found = getInflection(word, tag)
    print(f"  {word} {tag}: {', '.join(found)} (English: {right})")
    assert found[0] == seen, f"{word} {tag} is {found} now, no longer {seen}"
    assert right not in found, f"{word} {tag} has {right} now"
print("as seen")
PYTHON
