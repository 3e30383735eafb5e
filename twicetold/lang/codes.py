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
    "T0109": "something said twice",
    "T0110": "an unknown word at the beginning of a line",
    "T0111": "a number that cannot be",
    # T02xx: names
    "T0201": "an unknown name",
    "T0202": "an unknown kind",
    "T0203": "an unknown field",
    "T0204": "an unknown definition, relation or function",
    "T0205": "an unknown entity",
    "T0206": "an unknown unit",
    "T0207": "an unknown action or event",
    "T0208": "an unknown outcome",
    "T0209": "an unknown sense",
    "T0210": "an unknown role",
    "T0211": "an unknown ending or measure",
    "T0212": "an unknown setting",
    "T0213": "a name given twice",
    "T0214": "a name bound already",
    "T0215": "an option of several types",
    "T0216": "a name that the language has taken",
    "T0217": "an unknown option",
    # T03xx: types and units
    "T0301": "a value of the wrong type",
    "T0302": "a number of the wrong unit",
    "T0303": "an entity of the wrong kind",
    "T0304": "too many or too few arguments",
    "T0305": "not known before a life begins",
    "T0306": "a number out of range",
    "T0307": "an empty range",
    "T0308": "a value that must be given",
    "T0311": "a kind of another family",
    # T04xx: structure
    "T0401": "a circle of kinds",
    "T0402": "a circle of definitions",
    "T0403": "a circle of events",
    "T0404": "a draw where nothing can be drawn",
    "T0405": "belief about belief",
    "T0406": "a belief about what everybody knows",
    "T0407": "what cannot be changed, learnt or shown",
    "T0408": "an effect that cannot stand here",
    "T0409": "clauses of a rule or an intervention that do not go together",
    "T0410": "a world block that is not whole",
    "T0411": "a starting value of nothing",
    "T0412": "a relation that cannot be",
    "T0413": "square brackets in a text",
    "T0414": "a sense that cannot perceive events",
    "T0416": "nobody to act or sense",
    "T0417": "what cannot be tuned",
    "T0420": "too many entities",
    "T0421": "too many values",
    "T0422": "too many groundings",
    "T0423": "too many roles",
    "T0424": "too many ticks",
    "T0425": "too many starting values",
    "T0426": "too many interventions",
    # T05xx: lint
    "T0501": "a chance outside 0..1",
    "T0502": "an ending that cannot be reached",
    "T0503": "a condition that can never hold",
    "T0504": "a text that names no role",
    "T0505": "an action that nobody can do",
    "T0506": "a definition that nothing uses",
    "T0507": "a word without effect",
    "T0508": "a belief that cannot be held",
    "T0510": "a slip of a role's name",
    # T06xx: canons
    "T0601": "a canon without its name",
    "T0602": "a refusal of what nobody chooses",
    "T0603": "a role of a canon or an intervention that names nobody",
    "T0604": "what cannot be forced",
    "T0605": "an outcome that no chance decides",
    # T07xx: the command line
}
"""What each code is about."""
