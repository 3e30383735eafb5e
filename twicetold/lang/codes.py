"""The codes of diagnostics and what each is about, in a few words; one per line, in order.

T00xx text, files and limits; T01xx syntax; T02xx names; T03xx types and units; T04xx structure; T05xx lint;
T06xx canons; T07xx the command line.
"""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    # T00xx: text, files and limits
    "T0001": "the file is not UTF-8 text",
    "T0002": "a character that cannot stand in a world",
    "T0003": "the file cannot be read",
    "T0004": "no such world or library",
    "T0005": "too much text",
    "T0006": "a line is too long",
    "T0007": "brackets or blocks nested too deep",
    "T0008": "too many files used",
    "T0009": "the file has no world block",
    "T0010": "a circle of uses",
    "T0011": "too deep an expression",
    # T01xx: syntax
    "T0100": "this cannot stand here",
    "T0101": "a tab",
    "T0102": "indentation",
    "T0103": "a bracket is not closed",
    "T0104": "a bracket too many",
    "T0105": "a quotation is not closed",
    "T0106": "an unknown block",
    "T0107": "a block that is reserved",
    "T0108": "a word that is reserved",
    "T0109": "a section said twice",
    "T0110": "an unknown section or effect",
    "T0111": "a number that cannot be",
    "T0112": "a section is missing",
    "T0113": "an effect that cannot stand here",
    # T02xx: names
    # T03xx: types and units
    # T04xx: structure
    # T05xx: lint
    # T06xx: canons
    # T07xx: the command line
}
"""What each code is about."""
