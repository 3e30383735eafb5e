"""The table at which a part is played: what is shown of a session, and what is answered to each typed line.

It knows no terminal: whoever shows it, line by line or in windows, gives it lines and gets text. What it has
shown and heard is the transcript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twicetold import questions
from twicetold.ask.why import Cause, Thing, why
from twicetold.engine import LifeTooLong
from twicetold.lang.model.telling import Telling
from twicetold.play.moves import NoMove, move_of, moved
from twicetold.play.otherwise import otherwise
from twicetold.play.saved import BadSave, dumped, loaded, read
from twicetold.play.script import SUFFIX, written
from twicetold.play.session import NotOpen, Session
from twicetold.play.shown import Reading
from twicetold.play.stage import CannotPlay
from twicetold.tell import Story, planned
from twicetold.tell.words import told

COMMANDS: Final[Mapping[str, str]] = {
    "a number, or the beginning of a choice": "do it",
    "wait [TICKS]": "do nothing, until something is noticed, or for so many ticks",
    "go on [N]": "do what they would do, once or N times; `go on to the end`",
    "undo [N]": "go back",
    "hint": "what they would do, and how likely each choice would be",
    "look": "show this moment again",
    "story": "all that they have lived through",
    "save FILE": "write down what was chosen; as a script to be tested, if FILE ends with .play",
    "load FILE": "go on where a save ends",
    "why": "at the end: what brought it about",
    "otherwise": "at the end: what other choices would have given",
    "tell": "at the end: the life as it is told",
    "quit": "leave",
}
"""What can be typed, and what it does."""


@dataclass(frozen=True)
class Reply:
    """What is shown in answer to a line: paragraphs, each a line or more; whether the moment has become
    another, so that it is shown too; and whether the table is left."""

    paragraphs: tuple[str, ...] = ()
    moves: bool = False
    leaves: bool = False


class Table:
    """One who plays, in a world that is asked for by a name, and where they have come to; `keep` is told of
    each new session."""

    def __init__(
        self, session: Session, name: str, keep: Callable[[Session], None] = lambda session: None
    ) -> None:
        self.session = session
        self.name = name
        self.noticed: tuple[str, ...] = ()
        """What was noticed since the moment that was shown before."""
        self._earlier: list[Session] = []
        self._keep = keep
        self._read_anew()

    def _read_anew(self) -> None:
        """Read on from here, with what was noticed last."""
        self._reading = Reading(self.session)
        self.noticed = self._reading.noticed(self.session)

    # --- what is answered -----------------------------------------------------------------------------------

    def answer(self, line: str) -> Reply:
        """Do what a typed line says."""
        words = line.split()
        verb, rest = (words[0].casefold(), " ".join(words[1:])) if words else ("look", "")
        verb = _SHORT.get(verb, verb)
        try:
            match verb:
                case "quit" | "exit":
                    return Reply(leaves=True)
                case "help" | "?":
                    return Reply(("\n".join(f"{what}: {does}" for what, does in COMMANDS.items()),))
                case "look" if not rest:
                    return Reply(moves=True)
                case "hint" if not rest:
                    return Reply((self._hint(),))
                case "story" if not rest:
                    return Reply((*self._story(),))
                case "undo" if not rest or rest.isdecimal():
                    return self._undo(int(rest or 1))
                case "save" | "load" if rest:
                    return self._save(Path(rest)) if verb == "save" else self._load(Path(rest))
                case "why" | "otherwise" | "tell" if not rest:
                    return self._after(verb)
                case _:
                    return self._move(line)
        except (NoMove, NotOpen, BadSave, CannotPlay, LifeTooLong) as error:
            return Reply((_capital(str(error)) + ".",))
        except OSError as error:
            return Reply((f"{error.filename}: {(error.strerror or str(error)).lower()}.",))

    def _move(self, line: str) -> Reply:
        self._go(moved(self.session, move_of(self.session, line)))
        self.noticed = self._reading.noticed(self.session)
        return Reply(moves=True)

    def _go(self, session: Session) -> None:
        self._earlier.append(self.session)
        self.session = session
        self._keep(session)

    def _undo(self, times: int) -> Reply:
        if not self._earlier:
            return Reply(("There is nothing to undo.",))
        for _ in range(min(times, len(self._earlier))):
            self.session = self._earlier.pop()
        self._read_anew()
        self._keep(self.session)
        return Reply(moves=True)

    def _hint(self) -> str:
        session = self.session
        if session.over:
            return "Nobody can do anything any more."
        ranked = sorted(enumerate(session.offers, 1), key=lambda pair: -pair[1].chance)
        would = next((offer.text for offer in session.offers if offer.would), "You wait.")
        lines = [f"{n:>3}  {offer.chance:>4.0%}  {offer.text}" for n, offer in ranked]
        return "\n".join([f"Left to yourself: {would}", *lines, f"  w  {session.idle:>4.0%}  You wait."])

    def _story(self) -> Iterator[str]:
        session = self.session
        player = session.players[0] if session.over else session.actor
        yield session.opening or "It has begun."
        for passage in session.lived_through(player):
            yield from passage

    # --- saving ---------------------------------------------------------------------------------------------

    def _save(self, file: Path) -> Reply:
        text = written(self.session, self.name) if file.suffix == SUFFIX else dumped(self.session)
        file.write_text(text, encoding="utf-8")
        return Reply((f"Saved: {file}",))

    def _load(self, file: Path) -> Reply:
        session, stuck = loaded(self.session.stage, read(file.read_bytes()))
        self._go(session)
        self._read_anew()
        why_ = () if stuck is None else (f"It stops fitting: {stuck.why}.",)
        return Reply(why_, moves=True)

    # --- after the end --------------------------------------------------------------------------------------

    def _after(self, asked: str) -> Reply:
        session = self.session
        if not session.over:
            return Reply(("That can be asked at the end; `go on to the end` leaves it all to you.",))
        match asked:
            case "why":
                return Reply((*self._why(),))
            case "otherwise":
                return Reply((*self._otherwise(),))
            case _:
                return Reply((*_told(session),))

    def _why(self) -> Iterator[str]:
        session = self.session
        answer = why(session.world, session.seed, session.run, questions.Why(), session.course)
        if not answer.causes:
            yield f"Nothing of {answer.tried} things that could have been otherwise would have changed it."
        for cause in answer.causes[:5]:
            yield self._cause(cause)

    def _cause(self, cause: Cause) -> str:
        world = self.session.world
        things = " and ".join(map(self._thing, cause.things))
        when = world.clock(world.seconds(min(thing.tick for thing in cause.things)))
        said = f"{when}  {things}: but for that, {cause.instead}."
        if cause.with_it is not None and cause.without is not None:
            shares = f"{cause.with_it:.0%} with it, {cause.without:.0%} without"
            said += f" With other luck from there on it ends so {shares}."
        return said

    def _thing(self, thing: Thing) -> str:
        roles = ", ".join(self.session.world.entities[role].called for role in thing.roles)
        said = f"{thing.name if thing.sort != 'chance' else thing.construct}({roles})"
        match thing.sort:
            case "omission":
                return f"{said} was never done"
            case "chance":
                return f"a chance in {said} {'held' if thing.value else 'did not hold'}"
            case "deed" | "event":
                return said

    def _otherwise(self) -> Iterator[str]:
        forks = otherwise(self.session)
        if not forks:
            yield "Nothing was chosen."
        for fork in forks:
            at, world = fork.at, fork.at.world
            chosen = next((o.text for o in at.offers if fork.chosen and o.option == fork.chosen), "You wait.")
            lines = [f"{world.clock(at.seconds)}  {chosen} Left to yourself from there: {fork.kept}."]
            texts = {offer.option: offer.text for offer in at.offers}
            lines += [
                f"     {'You wait.' if twin.option is None else texts[twin.option]} {_capital(twin.ending)}."
                for twin in fork.twins
            ]
            yield "\n".join(lines)


_SHORT: Final = {"q": "quit", "h": "help", "u": "undo", "l": "look"}

_EDGE: Final = re.compile(r"^(\W*)(\w)")


def _capital(text: str) -> str:
    return _EDGE.sub(lambda found: found[1] + found[2].upper(), text, count=1)


def _told(session: Session) -> Iterator[str]:
    """The life as it is told to somebody who was not in it."""
    with session.line.at([choice.taken for choice in session.choices]) as now:
        life = now.living.life()
    story = Story(session.world, life)
    for passage in told(story, planned(story, Telling(""), seed=session.seed), varied=True).passages:
        if passage.part.title:
            yield passage.part.title
        for paragraph in passage.paragraphs:
            yield " ".join(sentence.text for sentence in paragraph)
