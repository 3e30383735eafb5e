"""Aggregation: what is one clause, and what is one sentence; the same said again is said once, with how
often; short clauses that follow on one another are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from twicetold.engine.meaning.record import Line
from twicetold.tell.clauses import Joined
from twicetold.tell.plan import Node
from twicetold.tell.syntax import read
from twicetold.tell.verbs import Tense

Kind = Literal["told", "thought", "reported"]
"""What is said: what happened, a thought as it is thought, or a thought in the words of who tells."""

SHORT, LONG = 9, 22
"""Words of a clause that joins another readily, and of a sentence that has enough."""


class Clause(NamedTuple):
    """A line that is to be said, with another that is `joined` to it, and what they tell; `often` times."""

    line: Line
    tense: Tense
    kind: Kind
    nodes: tuple[Node, ...]
    often: int = 1
    joined: Joined | None = None

    @property
    def node(self) -> Node:
        """The first event that it tells."""
        return self.nodes[0]


Near = Callable[[Clause, Clause], bool]
"""Whether no pause lies between two clauses: what a pause parts is not said in one breath."""


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
        and not b.line.varies
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
        together = current is not None and near(current, clause) and _follows(current, clause)
        joined = _together(current, clause) if current is not None and together else None
        if joined is not None:
            current = joined
            continue
        if current is not None:
            yield current
        current = clause
    if current is not None:
        yield current


def _follows(a: Clause, b: Clause) -> bool:
    """Whether one came after the other, so that "and" tells no lie of their order."""
    return a.nodes[-1].event.number < b.node.event.number


def _together(a: Clause, b: Clause) -> Clause | None:
    """Two clauses as one; None if they are better apart."""
    if not (_is_told_once(a) and _is_told_once(b)) or a.joined is not None or a.tense != b.tense:
        return None
    x, y = a.nodes[0], b.nodes[0]
    if x.calls != y.calls or x.persons != y.persons or _known(x) != _known(y):
        return None
    (first, before), (second, behind) = read(a.line.parts), read(b.line.parts)
    if not (first.is_plain and second.is_plain) or first.length + second.length > LONG:
        return None
    if before[0] == behind[0] and len(first.verbs) == 1:  # else another's verb might seem to go on
        joined = Joined(", and " if first.commas else " and ", b.line, goes_on=True)
    elif first.length <= SHORT and second.length <= SHORT:
        joined = Joined(", and ", b.line, goes_on=False)
    else:
        return None
    return a._replace(nodes=a.nodes + b.nodes, joined=joined)


def _is_told_once(clause: Clause) -> bool:
    """Whether a clause is no thought, and tells one thing once."""
    return clause.kind == "told" and clause.often == 1
