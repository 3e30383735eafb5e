"""A life that is asked for: a run of a seed, or the one that follows the world's canon."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.ask.canon import CanonReport, check_canon
from twicetold.cli.course import Course, keep_course, kept_course
from twicetold.cli.luck import read_luck
from twicetold.cli.output import Mistake, remark
from twicetold.engine import Interpreter, Life
from twicetold.lang import Loaded
from twicetold.lang.model.canon import Canon


def lived(
    loaded: Loaded, name: str, seed: int, run: int, luck: Sequence[str] = (), *, canon: bool
) -> tuple[Life, CanonReport | None]:
    """The life, with the luck of other runs if that is said, and if it follows the canon how it does. Raises
    Mistake if there is no canon, or luck is said of it."""
    world = loaded.world
    if not canon:
        return Interpreter(world).under(read_luck(world, luck)).live(seed, run), None
    if luck:
        raise Mistake("the life that follows the canon has its own luck: `--luck` goes with `--run`")
    report = canonical(loaded, name, seed)
    return report.life, report


def canonical(loaded: Loaded, name: str, seed: int) -> CanonReport:
    """How a life follows the canon of the world called so, with a remark if it does not in all.

    Raises Mistake if there is no canon.
    """
    canon = _canon(loaded, name)
    report = check_canon(Interpreter(loaded.world), canon, seed=seed)
    course = Course.of(report)
    keep_course(loaded.world, canon, seed, course)
    _remark(course)
    return report


def canonical_course(loaded: Loaded, name: str, seed: int) -> Course:
    """The course of that life, which is not sought again if it was before.

    Raises Mistake if there is no canon.
    """
    course = kept_course(loaded.world, _canon(loaded, name), seed)
    if course is None:
        return Course.of(canonical(loaded, name, seed))
    _remark(course)
    return course


def _canon(loaded: Loaded, name: str) -> Canon:
    from twicetold.lang import load_canon  # only now: the parser takes long to import

    canon = load_canon(loaded, name)
    if canon is None:
        raise Mistake(f"there is no canon beside `{name}`: take a life of its own with `--run`")
    return canon


def _remark(course: Course) -> None:
    if course.lost:
        remark(f"this life does not follow the canon in {', '.join(course.lost)}; `check` says why")
