"""What is one clause, and what is one sentence: the same said again and again is said once, with how often;
short clauses that follow on one another are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from twicetold.engine.record import Does, Line, Who, Word
from twicetold.tell.plan import Node
from twicetold.tell.verbs import Tense

Kind = Literal["told", "thought"]
Parts = tuple[Word | Who | Does, ...]

SHORT, LONG = 9, 22
"""Words of a clause that joins another readily, and of a sentence that has enough."""

_NOT_PLAIN = frozenset('.!?;:“”"—…')


class Clause(NamedTuple):
    """A line that is to be said, and what it tells; `often` times."""

    line: Line
    tense: Tense
    kind: Kind
    nodes: tuple[Node, ...]
    often: int = 1

    @property
    def node(self) -> Node:
        """The first event that it tells."""
        return self.nodes[0]


Near = Callable[[Clause, Clause], bool]
"""Whether two clauses may share a sentence, as far as time goes."""


# --- the same again -----------------------------------------------------------------------------------------


def repeated(clauses: Iterable[Clause], near: Near) -> Iterator[Clause]:
    """Clauses that say the same on end as one, with how often."""
    current: Clause | None = None
    for clause in clauses:
        if current and _alike(current, clause) and near(current, clause):
            often = current.often + clause.often
            current = current._replace(nodes=(*current.nodes, *clause.nodes), often=often)
            continue
        if current:
            yield current
        current = clause
    if current:
        yield current


def _alike(a: Clause, b: Clause) -> bool:
    x, y = a.nodes[0], b.nodes[0]
    return (
        x.event.name == y.event.name
        and (x.event.roles, x.event.outcome) == (y.event.roles, y.event.outcome)
        and a.kind == b.kind == "told"
        and a.tense == b.tense
        and x.mind == y.mind
        and _known(x) == _known(y)
    )


def _known(node: Node) -> frozenset[int] | None:
    return None if node.access is None else node.access.known


# --- one sentence -------------------------------------------------------------------------------------------


def aggregated(clauses: Iterable[Clause], near: Near) -> Iterator[Clause]:
    """Short clauses that follow on one another, joined: "Erica drops and Boyd turns"."""
    current: Clause | None = None
    for clause in clauses:
        joined = None if current is None or not near(current, clause) else _together(current, clause)
        if joined is not None:
            current = joined
            continue
        if current is not None:
            yield current
        current = clause
    if current is not None:
        yield current


def _together(a: Clause, b: Clause) -> Clause | None:
    """Two clauses as one; None if they are better apart."""
    if not (_is_told_once(a) and _is_told_once(b)) or len(a.nodes) > 1 or a.tense != b.tense:
        return None
    x, y = a.nodes[0], b.nodes[0]
    if x.calls != y.calls or x.persons != y.persons or _known(x) != _known(y):
        return None
    first, second = _build(a.line.parts), _build(b.line.parts)
    if first.subject is None or second.subject is None or first.length + second.length > LONG:
        return None
    if first.subject == second.subject and first.verbs == 1:
        link = Word(", and " if first.afterthought else " and ")
        parts = (*_unstopped(a.line.parts), link, *_unspaced(b.line.parts[1:]))
    elif max(first.length, second.length) <= SHORT:
        parts = (*_unstopped(a.line.parts), Word(", and "), *b.line.parts)
    else:
        return None
    return Clause(Line(a.line.mode, a.line.mind, parts), a.tense, a.kind, a.nodes + b.nodes)


def _is_told_once(clause: Clause) -> bool:
    """Whether a clause is no thought, and tells one thing once."""
    return clause.kind == "told" and clause.often == 1


class _Build(NamedTuple):
    """How a line is built: who a line is about that is one plain sentence, else None; how many verbs it has
    (with more than one, what follows might share another's subject); how many words; and whether a comma
    sets something apart, to which an "and" alone would seem to add.
    """

    subject: int | None
    verbs: int
    length: int
    afterthought: bool


@lru_cache(maxsize=16384)
def _build(parts: Parts) -> _Build:
    return _Build(
        _subject(parts),
        sum(isinstance(part, Does) for part in parts),
        sum(len(part.text.split()) if isinstance(part, Word) else 1 for part in parts),
        any("," in part.text for part in parts if isinstance(part, Word)),
    )


def is_plain(line: Line) -> bool:
    """Whether a line is one sentence that begins with who does it, without anything said in it."""
    return _build(line.parts).subject is not None


def _subject(parts: Parts) -> int | None:
    """Who a plain line that begins "[p] [strike]" is about."""
    match parts:
        case (Who(entity, "plain"), Word(between), Does(), *_) if not between.strip():
            text = "".join(part.text for part in parts if isinstance(part, Word)).rstrip(" .")
            return None if set(text) & _NOT_PLAIN else entity
    return None


def _unstopped(parts: Parts) -> Parts:
    *begun, last = parts
    if not isinstance(last, Word):
        return parts
    text = last.text.rstrip().removesuffix(".")
    return (*begun, Word(text)) if text else tuple(begun)


def _unspaced(parts: Parts) -> Parts:
    match parts:
        case (Word(text), *rest) if not text.strip():
            return tuple(rest)
    return parts
