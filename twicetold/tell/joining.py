"""Aggregation: what is one clause, and the same said again said once, with how often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from twicetold.engine.meaning.record import Line
from twicetold.tell.clauses import Joined
from twicetold.tell.plan import Node
from twicetold.tell.relations import Link
from twicetold.tell.syntax import Head, read
from twicetold.tell.verbs import Tense

Kind = Literal["told", "thought", "reported"]
"""What is said: what happened, a thought as it is thought, or a thought in the words of who tells."""


class Clause(NamedTuple):
    """A line that is to be said behind a `lead` ("because"), with others that are `joined` to it, and what
    they tell; `often` times. `links` are the relations that are said. One that is `closed` takes no other.
    `having` says the verb of the first without its subject, which the next clause names: "having struck".
    `main` is the tense of the sentence, if that of the first clause is another. A sentence is `paused` if
    time lies between it and the one before. `heads` are its lines as they are read, one after the other.
    """

    line: Line
    tense: Tense
    kind: Kind
    nodes: tuple[Node, ...]
    often: int = 1
    lead: str = ""
    joined: tuple[Joined, ...] = ()
    links: tuple[Link, ...] = ()
    closed: bool = False
    having: bool = False
    main: Tense | None = None
    paused: bool = False
    heads: tuple[Head, ...] = ()

    @property
    def node(self) -> Node:
        """The first event that it tells."""
        return self.nodes[0]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All its lines, in the order in which they are said."""
        return (self.line, *(joined.line for joined in self.joined))


def headed(clause: Clause) -> Clause:
    """A clause with its lines read."""
    if clause.heads:
        return clause
    return clause._replace(heads=tuple([read(line.parts) for line in clause.lines]))


Near = Callable[[Clause, Clause], bool]
"""Whether no pause lies between two clauses: what a pause parts is not said in one breath."""


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
        and not (a.joined or b.joined or a.links or b.links)
        and not b.line.varies
        and x.mind == y.mind
        and known_to(x) == known_to(y)
    )


def known_to(node: Node) -> frozenset[int] | None:
    """Whom the mind that an event is told through can tell; None through nobody's."""
    return None if node.access is None else node.access.known
