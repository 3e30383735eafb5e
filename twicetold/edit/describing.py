"""What something is, in a line of the language and a few words."""

from __future__ import annotations

from twicetold.edit.analysis import Analysis
from twicetold.edit.symbols import Declared
from twicetold.lang import syntax
from twicetold.lang.codes import codes, legible
from twicetold.lang.diagnostics import Diagnostic

_SAID = {
    "kind": "a kind", "relation": "a relation", "setting": "a setting", "definition": "a definition",
    "field": "a field", "option": "an option", "outcome": "an outcome", "unit": "a unit",
    "measure": "a measure", "ending": "an ending", "pattern": "a pattern",
    "thread": "a thread", "library": "a library",
}  # fmt: skip


def said(known: Declared) -> str:
    """What it is, in words: "a field of Person", "an action", "p: Person"."""
    match known.symbol.space:
        case "happening":
            return f"an {known.kind}" if known.kind[0] in "ae" else f"a {known.kind}"
        case "entity":
            return f"one of the kind {known.kind}"
        case "local":
            return f"{known.symbol.name}: {known.kind}" if known.kind else "a name that is bound here"
        case "field":
            owner = known.block.name.text if isinstance(known.block, syntax.Kind) else known.symbol.of
            return f"a field of {owner}"
        case "outcome":
            return f"an outcome of `{known.symbol.of}`"
        case space:
            return _SAID[space]


def line_of(known: Declared, analysis: Analysis) -> str:
    """The line on which it is declared, as it is written."""
    span = analysis.checked.here(known.span)
    source = analysis.checked.sources.get(span.file)
    return "" if source is None else source.line(span.line).strip()


def comment_of(known: Declared, analysis: Analysis) -> str:
    """The comment that stands directly above the line on which it is declared, without its signs."""
    span = analysis.checked.here(known.span)
    source = analysis.checked.sources.get(span.file)
    if source is None:
        return ""
    lines, found = source.text.split("\n"), list[str]()
    for line in reversed(lines[: span.line - 1]):
        if not line.strip().startswith("#"):
            break
        found.append(line.strip().lstrip("#").strip())
    return " ".join(reversed(found))


def explained(diagnostic: Diagnostic) -> str:
    """What the code of a diagnostic means, and how it is mended."""
    code = codes()[diagnostic.code]
    return f"**{diagnostic.code}**, {code.about}. {legible(code.means)}\n\nTo mend it: {legible(code.mend)}."
