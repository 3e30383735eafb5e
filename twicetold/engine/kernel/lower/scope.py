"""What is bound where an expression or effect is lowered, and in whose mind it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from twicetold.engine.kernel.program import Expr, Var


@dataclass(frozen=True, slots=True)
class Binding:
    """What a slot of the frame holds: a variable, and for an entity that is certainly there, of which kind
    it is at some time (`inside`)."""

    var: Expr
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The slots bound; the minds whose beliefs are read, none for the truth, several for what the first takes
    the second to believe, and so on; and whether each belief that is read is to be put down (`tracing`),
    because an attempt has failed on it."""

    bound: Mapping[int, Binding] = field(default_factory=dict)
    minds: tuple[Var, ...] = ()
    tracing: bool = False

    def bind(self, slot: int, var: Expr, inside: str | None = None) -> Scope:
        """The scope in which a slot is bound too."""
        return replace(self, bound={**self.bound, slot: Binding(var, inside)})

    def true(self) -> Scope:
        """The same where the truth is read."""
        return replace(self, minds=())
