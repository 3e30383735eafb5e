"""Scripts of play: the choices of a playthrough, with what is to be read at each and what is not, kept as a
regression test of a world (in the manner of Inform's Skein and regtest).

    play milk as Ada
    run 2

    You shuffle into the kitchen
    > wait
    Cleo says
    > own up to Cleo
    ! sorry
    ending: tea, after all

The first line says what is played and who; `seed`, `run` and `set` follow, if they are not as usual. A line
with `>` is a move (see `moves`), the lines behind it are parts of what is to be read then, or with `!` must
not be. `ending:` and `digest:` say how it ends. Lines with `#` are comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from twicetold.lang.diagnostics import Problems, TaleError
from twicetold.lang.source import Source, Span
from twicetold.lang.text import accept, decode
from twicetold.play.moves import NoMove, move_of, moved
from twicetold.play.session import NotOpen, Session, begin
from twicetold.play.shown import Reading, beginning, moment
from twicetold.play.stage import CannotPlay, Stage

SUFFIX: Final = ".play"
"""How the file of a script is called."""

BEGINNING: Final = 72
"""So many letters of what was noticed are expected where a script is written."""

MOST: Final = 10_000
"""So many moves has a script at most."""


@dataclass(frozen=True)
class Expected:
    """A part of what is to be read, or must not be."""

    text: str
    must: bool
    span: Span


@dataclass(frozen=True)
class Step:
    """A move, and what is to be read after it. The first step has none."""

    move: str
    span: Span
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True)
class Script:
    """A playthrough as it is written down."""

    source: Source
    world: str
    players: tuple[str, ...]
    span: Span
    seed: int
    run: int
    lines: tuple[str, ...]
    steps: tuple[Step, ...]
    ending: Expected | None = None
    digest: Expected | None = None


@dataclass(frozen=True)
class Played:
    """What came of a script: where it ended, and what did not come as it was written."""

    session: Session
    failed: TaleError | None
    sessions: tuple[Session, ...] = field(repr=False, default=())
    """Where each step led."""
    noticed: tuple[tuple[str, ...], ...] = field(repr=False, default=())
    """What was noticed up to there."""

    @property
    def shown(self) -> Iterator[tuple[str, ...]]:
        """What is to be read at each step, in paragraphs."""
        for place, (session, noticed) in enumerate(zip(self.sessions, self.noticed, strict=True)):
            yield (*(() if place else beginning(session)), *moment(session, noticed))


# --- reading ------------------------------------------------------------------------------------------------


def read_script(data: bytes | str, file: str) -> Script:
    """The script of a text. Raises TaleError with everything that is wrong in it."""
    problems = Problems()
    source = decode(data, file, problems) if isinstance(data, bytes) else accept(data, file, problems)
    script = None if source is None else _Reader(source, problems).script()
    problems.stop_if_wrong()
    assert script is not None
    return script


_HEAD = re.compile(r"play\s+(?P<world>\S.*?)\s+as\s+(?P<players>\S.*)")
_NUMBER = re.compile(r"(?P<what>seed|run)\s+(?P<value>\d{1,20})")
_SET = re.compile(r"set\s+(?P<line>\S.*)")
_LAST = re.compile(r"(?P<what>ending|digest):\s*(?P<text>\S.*)")


class _Reader:
    def __init__(self, source: Source, problems: Problems) -> None:
        self.source, self.problems = source, problems
        self.numbers = {"seed": 1, "run": 0}
        self.lines: list[str] = []
        self.steps: list[Step] = []
        self.last: dict[str, Expected] = {}

    def script(self) -> Script | None:
        lines = [*self._said()]
        first = lines[0] if lines else (Span(self.source.file, 1, 1, 1, 2), "")
        head = _HEAD.fullmatch(first[1])
        if head is None:
            self.problems.tell("T0701.head", first[0])
            return None
        self.steps = [Step("", first[0])]
        for span, text in lines[1:]:
            self._line(span, text)
        players = tuple(name.strip() for name in head["players"].split(","))
        return Script(
            self.source, head["world"], players, first[0], self.numbers["seed"], self.numbers["run"],
            tuple(self.lines), tuple(self.steps), self.last.get("ending"), self.last.get("digest"),
        )  # fmt: skip

    def _said(self) -> Iterator[tuple[Span, str]]:
        """The lines that say something, with where that stands."""
        for number, line in enumerate(self.source.text.split("\n"), 1):
            text = line.strip()
            if text and not text.startswith("#"):
                begin_ = line.index(text) + 1
                yield Span(self.source.file, number, begin_, number, begin_ + len(text)), text

    def _line(self, span: Span, text: str) -> None:
        in_head = len(self.steps) == 1 and not self.steps[0].expected
        if self.last and not _LAST.fullmatch(text):
            self.problems.tell("T0701.behind", span)
        elif in_head and (said := _NUMBER.fullmatch(text)):
            self.numbers[said["what"]] = int(said["value"])
        elif in_head and (said := _SET.fullmatch(text)):
            self.lines.append(said["line"])
        elif said := _LAST.fullmatch(text):
            self.last[said["what"]] = Expected(said["text"], must=True, span=span)
        elif text.startswith(">"):
            self._move(span, text[1:].strip())
        else:
            must = not text.startswith("!")
            wanted = text if must else text[1:].strip()
            *before, step = self.steps
            expected = (*step.expected, Expected(wanted, must, span))
            self.steps = [*before, Step(step.move, step.span, expected)]

    def _move(self, span: Span, text: str) -> None:
        if not text:
            self.problems.tell("T0701.move", span)
        elif len(self.steps) <= MOST:
            self.steps.append(Step(text, span))
        else:
            self.problems.tell("T0701.many", span, most=MOST)


# --- playing ------------------------------------------------------------------------------------------------


def played(stage: Stage, script: Script) -> Played:
    """A script played in a world, up to where a move cannot be made. Raises TaleError if nobody can be played
    as it says."""
    problems = Problems()
    problems.sight(script.source)
    try:
        session = begin(stage, script.players, script.seed, script.run)
    except CannotPlay as error:
        problems.tell("T0702.player", script.span, why=error)
        problems.stop_if_wrong()
        raise AssertionError from None
    sessions: list[Session] = []
    noticed: list[tuple[str, ...]] = []
    reading = Reading(session)
    for step in script.steps:
        try:
            session = moved(session, move_of(session, step.move)) if step.move else session
        except (NoMove, NotOpen) as error:
            when = session.world.clock(session.seconds)
            problems.tell("T0703.move", step.span, why=error, when=when)
            break
        sessions.append(session)
        noticed.append(reading.noticed(session))
    else:
        _hold_end(problems, script, session)
    came = Played(session, None, tuple(sessions), tuple(noticed))
    for step, shown in zip(script.steps, came.shown, strict=False):
        if step.expected:
            _hold(problems, step, shown)
    return replace(came, failed=_failed(problems))


def _hold(problems: Problems, step: Step, shown: Sequence[str]) -> None:
    text = _plain(" ".join(shown))
    for expected in step.expected:
        if (_plain(expected.text) in text) == expected.must:
            continue
        if expected.must:
            problems.tell("T0704.missing", expected.span, shown=_cut(" / ".join(shown)))
        else:
            problems.tell("T0704.present", expected.span)


def _hold_end(problems: Problems, script: Script, session: Session) -> None:
    if (wanted := script.ending) is not None and session.ending != wanted.text:
        came = "it has not ended" if session.ending is None else f"it ends so: {session.ending}"
        problems.tell("T0705.ending", wanted.span, came=came)
    if (wanted := script.digest) is not None and f"{session.digest:016x}" != wanted.text:
        problems.tell("T0705.digest", wanted.span, digest=f"{session.digest:016x}")


def _failed(problems: Problems) -> TaleError | None:
    if not problems.has_errors:
        return None
    return TaleError(problems.diagnostics, problems.sources, problems.rest)


def _plain(text: str) -> str:
    """A text as it is compared: spaces and quotes are all alike."""
    return " ".join(text.split()).replace("’", "'").replace("“", '"').replace("”", '"')


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 240 else text[:239] + "…"


# --- writing ------------------------------------------------------------------------------------------------


def written(session: Session, world: str) -> str:
    """What has been played as a script, with what was to be read; `world` is what the world is called."""
    names = ", ".join(session.world.entities[player].name for player in session.players)
    lines = [f"play {world} as {names}", f"seed {session.seed}", f"run {session.run}", ""]
    sessions = list(session.path)[::-1]
    lines += _beginning(sessions[0].perceived)
    for before, after in _merged(sessions):
        taken = after.choices[-1].taken
        if taken is None:
            move = f"wait {after.tick - before.tick}"
        else:
            move = next(offer.text for offer in before.offers if offer.option[:2] == taken)
        lines += [f"> {move}", *_beginning(after.perceived)]
    lines += [] if session.ending is None else [f"ending: {session.ending}"]
    return "\n".join([*lines, f"digest: {session.digest:016x}", ""])


def _merged(sessions: Sequence[Session]) -> Iterator[tuple[Session, Session]]:
    """Each move, from a session to another: turns at which the same one waits in vain are one move."""
    begun = sessions[0] if sessions else None
    for after, later in zip(sessions[1:], [*sessions[2:], None], strict=True):
        assert begun is not None
        waits = after.choices[-1].taken is None
        goes_on = (
            later is not None
            and waits
            and later.choices[-1].taken is None
            and after.actor == begun.actor
            and after.tick < later.tick
            and not after.noticed
        )
        if not goes_on:
            yield begun, after
            begun = after


def _beginning(noticed: Sequence[str]) -> list[str]:
    """The beginning of what was noticed at a moment, if anything was."""
    words = " ".join(noticed[:1]).split(" ")
    fits = [n for n in range(1, len(words) + 1) if len(" ".join(words[:n])) <= BEGINNING]
    text = " ".join(words[: max(fits, default=1)])
    return [text] if text else []


def renewed(script: Script, played_: Played) -> str:
    """The text of a script with its expectations as they have come: in the place of what is not to be read
    any more stands what was noticed there; what was must not be, and is, goes; all else stays."""
    failed = played_.failed.diagnostics if played_.failed else ()
    gone = {diagnostic.span.line for diagnostic in failed if diagnostic.code == "T0704"}
    instead: dict[int, list[str]] = {}
    for step, noticed in zip(script.steps, played_.noticed, strict=False):
        lost = [each.span.line for each in step.expected if each.must and each.span.line in gone]
        if lost:
            instead[lost[0]] = _beginning(noticed)
    if script.ending is not None and played_.session.ending is not None:
        instead[script.ending.span.line] = [f"ending: {played_.session.ending}"]
    if script.digest is not None:
        instead[script.digest.span.line] = [f"digest: {played_.session.digest:016x}"]
    lines: list[str] = []
    for number, line in enumerate(script.source.text.split("\n"), 1):
        lines += instead.get(number, [] if number in gone else [line])
    return "\n".join(lines)


def world_of(script: Script, file: Path) -> str:
    """The world that a script names: one bundled, or a file that stands where it says, as seen from the
    script."""
    beside = file.parent / script.world
    return str(beside) if beside.is_file() else script.world
