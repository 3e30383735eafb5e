"""One world checked: whether it is one, and whether its lives are the same however they are lived."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from tests.generated.coded import BEST, CHECKED_C, PLAIN_C, QUICK, QUICK_C, Threads, Way
from tests.generated.compare import Compared, compare
from tests.generated.reduce import reduced
from twicetold.lang import TaleError, load_text, model

FILE = "generated.tale"

_IN_TURN: tuple[Way, ...] = (
    BEST, PLAIN_C[0], Threads(QUICK, 2), PLAIN_C[1], QUICK_C[0], Threads(QUICK, 2), PLAIN_C[0], QUICK_C[1],
)  # fmt: skip
"""How worlds are lived besides, each third in the next of these ways."""

_COSTLY = (BEST, *QUICK_C)
"""Ways that take as long as all others together: where it is not `thorough`, only every second world whose
turn it is is lived by them."""


def ways(number: int, *, thorough: bool = False) -> list[Way]:
    """The ways in which world `number` is lived: quick code for all, other ways in turn. Where it is
    `thorough` also by C that is checked as it runs, and ends the process at what C leaves open."""
    found: list[Way] = [QUICK]
    turn, rest = divmod(number, 3)
    round_, place = divmod(turn, len(_IN_TURN))
    if rest == 1 and (thorough or round_ % 2 == 0 or _IN_TURN[place] not in _COSTLY):
        found.append(_IN_TURN[place])
    if rest == 2 and thorough and turn % 4 == 0:
        found.append(CHECKED_C)
    return [way for way in found if way.is_here]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a world: how much was compared (None: the checker did not take it), and what is wrong."""

    compared: Compared | None
    wrong: str

    @property
    def is_taken(self) -> bool:
        return self.compared is not None


def check(text: str, ways: Sequence[Way]) -> Checked:
    """Load a world and compare its lives. Whatever is raised on the way is wrong too, but for errors in the
    world."""
    try:
        world = load_text(text, FILE)
    except TaleError:
        return Checked(None, "")
    except Exception:
        return Checked(Compared(0, 0, 0, ""), _raised("loading it"))
    return live(world, ways)


def live(world: model.World, ways: Sequence[Way]) -> Checked:
    """Compare the lives of a world; whatever is raised on the way is wrong too."""
    try:
        compared = compare(world, ways)
    except Exception:
        return Checked(Compared(0, 0, 0, ""), _raised("living it"))
    return Checked(compared, compared.difference)


def _raised(what: str) -> str:
    return f"{what} raised an error:\n{traceback.format_exc(limit=-3)}"


def made_small(text: str, ways: Sequence[Way], seconds: float) -> str:
    """The smallest world found in about so much time in which something is as wrong as in this one."""
    kind = _kind(check(text, ways))
    until = time.monotonic() + seconds

    def shows(smaller: str) -> bool:
        return time.monotonic() < until and _kind(check(smaller, ways)) == kind

    return reduced(text, shows)


def _kind(checked: Checked) -> str:
    """What sort of thing is wrong: a difference, or which error."""
    lines = checked.wrong.strip().splitlines()
    return f"{lines[0].split(',')[0]} {lines[-1] if 'raised' in lines[0] else ''}" if lines else ""


def report(text: str, wrong: str) -> str:
    """A world in which something is wrong, as it is written down: itself a world."""
    said = "\n".join(f"# {line}".rstrip() for line in wrong.splitlines())
    return f"{said}\n{text}"


__all__ = ["Checked", "check", "live", "made_small", "report", "ways"]
