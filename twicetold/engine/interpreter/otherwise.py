"""Each intervention in a life: what is forbidden or forced, which chance falls how, whose luck it is.

Asked wherever a life would go on by itself. What an intervention says nothing of goes on as it would: draws
are keyed by what they decide, so that they are those of the life without it. (In the terms of J. Pearl,
"Causality", 2nd ed. 2009: `do`, which takes the place of what would have determined something.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twicetold.engine.interpreter.functions import Compile, Eval
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning.interventions import (
    FORBIDDEN,
    FORCED,
    Intervention,
    Standing,
    Subject,
    standing,
)


@dataclass(frozen=True, slots=True)
class _Ready:
    """An intervention made ready; `place` is its place among all."""

    place: int
    said: Standing
    when: Eval | None

    def stands(self, s: State, roles: Sequence[int], again: int = 0) -> bool:
        """Whether it holds now, of these roles, in their tick for the time `again`."""
        said = self.said
        if not said.first <= s.tick <= said.last or self.place in s.spent:
            return False
        if said.again is not None and said.again != again:
            return False
        if any(want is not None and want != have for want, have in zip(said.roles, roles, strict=False)):
            return False
        if self.when is None:
            return True
        f: Frame = [-1] * said.size
        f[0] = TRUTH
        outer = s.note(None)
        holds = bool(self.when(s, f))
        s.note(outer)
        return holds


class Otherwise:
    """The interventions of a life, ready to be asked."""

    def __init__(self, compile_: Compile, interventions: Sequence[Intervention]) -> None:
        self._said: dict[Subject, list[_Ready]] = {}
        for place, said in enumerate(map(standing, interventions)):
            ready = _Ready(place, said, compile_(said.when) if said.when is not None else None)
            self._said.setdefault(said.subject, []).insert(0, ready)

    def forbids(self, s: State, name: str, roles: Sequence[int]) -> bool:
        """Whether something may not take place, or not be chosen."""
        in_force = self._last(s, ("what", name), roles)
        return in_force is not None and in_force.said.value == FORBIDDEN

    def forces(self, s: State, name: str, roles: Sequence[int]) -> bool:
        """Whether an action must be chosen, or an event come about."""
        in_force = self._last(s, ("what", name), roles)
        return in_force is not None and in_force.said.value == FORCED

    def voids(self, s: State, name: str, roles: Sequence[int]) -> bool:
        """Whether something takes place without its effects."""
        return self._last(s, ("void", name), roles) is not None

    def falls(self, s: State, site: str, entities: Sequence[int], again: int) -> bool | None:
        """Whether a chance that was drawn so often before has to hold; None if it falls as it would."""
        in_force = self._last(s, ("falls", site), entities, again)
        return None if in_force is None else bool(in_force.said.value)

    def luck(self, s: State, run: int) -> int:
        """The run whose draws are made now, in the life of this run."""
        in_force = self._last(s, ("luck", ""), ())
        return run if in_force is None else in_force.said.value

    def started(self, s: State, name: str, roles: Sequence[int]) -> None:
        """An action has been started, or an event takes place: what was to be forced once has been."""
        for entry in self._said.get(("what", name), ()):
            if entry.said.once and entry.stands(s, roles):
                s.spent = s.spent | {entry.place}

    def _last(self, s: State, subject: Subject, roles: Sequence[int], again: int = 0) -> _Ready | None:
        return next((entry for entry in self._said.get(subject, ()) if entry.stands(s, roles, again)), None)
