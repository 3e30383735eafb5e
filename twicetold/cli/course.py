"""The course of the life that follows a canon, kept in the user's cache: to seek it takes dozens of lives."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.ask.canon import CanonReport
from twicetold.cache import Cache, key_of
from twicetold.engine.meaning.interventions import Intervention, Luck, Void
from twicetold.lang import model
from twicetold.lang.fingerprint import fingerprint
from twicetold.lang.model.canon import Canon
from twicetold.lang.serial import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Course:
    """What makes the life of a run the one that follows a canon, and the lines that it does not follow."""

    run: int
    interventions: tuple[Intervention, ...]
    lost: tuple[str, ...]

    @classmethod
    def of(cls, report: CanonReport) -> Course:
        """That of a life that has been sought."""
        lost = tuple(line.line.name for line in report.lines if not line.possible)
        return cls(report.life.run, report.course, lost)


def kept_course(world: model.World, canon: Canon, seed: int) -> Course | None:
    """What was kept of a canon in a world; None if nothing was."""
    cache = Cache.of_user()
    entry = cache and cache.get(_key(world, canon, seed))
    if not entry:
        return None
    run, said, lost = from_plain(entry)
    # Whose luck it is stands there as plain numbers, for it is no part of a model.
    return Course(run, tuple(Luck(*each) if isinstance(each, tuple) else each for each in said), lost)


def keep_course(world: model.World, canon: Canon, seed: int, course: Course) -> None:
    """Keep the course of a canon, if there is where to keep it."""
    if (cache := Cache.of_user()) is not None:
        said = tuple(_plain(each) for each in course.interventions)
        cache.put(_key(world, canon, seed), to_plain((course.run, said, course.lost)))


def _plain(said: Intervention) -> model.Intervention | tuple[int, int, int]:
    match said:
        case Luck(run, first, last):
            return run, first, last
        case Void():
            raise TypeError("no canon asks for something without its effects")
        case _:
            return said


def _key(world: model.World, canon: Canon, seed: int) -> str:
    source = [fingerprint(f"twicetold.{room}") for room in ("lang", "engine", "ask")]
    asked = [model.content_hash(world, 32), to_plain(canon).decode(), str(seed), str(world.budget)]
    return key_of("course", *source, *asked)
