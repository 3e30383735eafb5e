"""Tellings: how a life is told, their names resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, get_args

from twicetold.lang import model, syntax
from twicetold.lang.check import moment, start, tell
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.told import told
from twicetold.lang.exact import nearest
from twicetold.lang.model import canon, telling

_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "order": get_args(telling.Order),
    "pace": get_args(telling.Pace),
    "frequency": get_args(telling.Frequency),
    "thought": get_args(telling.Thought),
    "speech": get_args(telling.Speech),
    "naming": get_args(telling.Naming),
    "person": get_args(telling.Person),
}

_PRONOUNS: Final = frozenset({"he", "him", "she", "her", "it", "they", "them"})

_FOCUS: Final[dict[str, telling.Focus]] = {
    "close to": "internal",
    "close to each": "internal",
    "close to anyone": "internal",
    "knowing all": "zero",
    "from outside": "external",
}


def tellings(
    blocks: Iterable[syntax.Telling], minds: Callable[[], Sequence[int]], names: Names
) -> tuple[telling.Telling, ...]:
    """All tellings in order. `minds` gives all who have a mind."""
    once = names.memo.once
    those = f"telling {minds()}"
    return tuple(once(those, (block,), partial(_Telling(names, minds).of, block)) for block in blocks)


@dataclass
class _Telling:
    """The reading of one telling."""

    names: Names
    minds: Callable[[], Sequence[int]]

    @property
    def scope(self) -> Scope:
        return Scope(self.names, Frame())

    def of(self, block: syntax.Telling) -> telling.Telling:
        title = syntax.Name(block.title.text, block.title.span)
        self.names.claim("telling", title)
        space = f"of {title.text}"
        for thread in block.threads:
            self.names.claim(f"thread {space}", thread.name)
        for section in block.sections:
            if section.name is not None:
                self.names.claim(f"section {space}", section.name)
        known = {thread.name.text for thread in block.threads}
        self._warn_of_unused(block)
        return telling.Telling(
            title.text,
            self._selection(block.clauses),
            self._voice(block.clauses),
            tuple(self._thread(thread) for thread in block.threads),
            tuple(self._section(section, place, known) for place, section in enumerate(block.sections, 1)),
            span=block.title.span,
            narrator=self._narrator(block.clauses),
        )

    def _narrator(self, clauses: Iterable[object]) -> Any:
        """Who tells it, of those that come with the package: a world is told alike wherever it is."""
        said = (each for each in clauses if isinstance(each, syntax.Manner) and each.word == "narrator")
        name = next((manner.value for manner in said), None)
        return None if name is None else self._one_of(name, get_args(telling.Narrator), "narrator")

    def _warn_of_unused(self, block: syntax.Telling) -> None:
        used = {section.of.text for section in block.sections if section.of is not None}
        for thread in block.threads:
            if thread.name.text not in used:
                name = thread.name.text
                self.names.problems.tell("T0613.thread", thread.name.span, name=name)

    # --- threads and sections -------------------------------------------------------------------------------

    def _thread(self, written: syntax.Thread) -> telling.Thread:
        return telling.Thread(
            written.name.text,
            self._selection(written.clauses),
            self._voice(written.clauses),
            span=written.name.span,
        )

    def _section(self, written: syntax.Section, place: int, threads: set[str]) -> telling.Section:
        clauses = written.clauses
        looks = [clause for clause in clauses if isinstance(clause, syntax.Look)]
        chosen = any(isinstance(clause, syntax.Choosing) for clause in clauses)
        texts = {clause.word: clause.text for clause in clauses if isinstance(clause, syntax.Framing)}
        return telling.Section(
            name=written.name.text if written.name else str(place),
            title=written.title.text if written.title else "",
            thread=self._thread_of(written.of, threads) if written.of else None,
            events=self._selection(clauses),
            voice=self._voice(clauses),
            looks=tuple(self._look(look, threads) for look in looks),
            only_looks=not chosen and any(look.at is None for look in looks),
            again=any(isinstance(clause, syntax.Again) for clause in clauses),
            begin=self._text(texts.get("begin")),
            end=self._text(texts.get("end")),
            span=written.span,
        )

    def _thread_of(self, name: syntax.Name, threads: set[str]) -> str | None:
        if name.text in threads:
            return name.text
        self.names.problems.tell(
            "T0611.thread", name.span, self.names.problems.meant(name.text, threads), name=name.text
        )
        return None

    def _look(self, written: syntax.Look, threads: set[str]) -> telling.Look:
        at = None if written.at is None else self._moment(written.at)
        if isinstance(at, float):
            assert written.at is not None
            self.names.problems.tell("T0614.look", written.at.span)
            at = None
        thread = _thread_looked_at(written, threads)
        choosing = written.choosing if thread is None else written.choosing[1:]
        return telling.Look(written.ahead, self._selection(choosing), thread, at)

    def _text(self, text: syntax.Text | None) -> telling.Text:
        """A sentence of the author's own. It stands outside the life, and so names entities only."""
        if text is None:
            return ()
        parts = tell.parts(text, self.scope) or ()
        if not all(map(_is_fixed, parts)):
            self.names.problems.tell("T0413.fields", text.span)
        return parts

    # --- which events ---------------------------------------------------------------------------------------

    def _selection(self, clauses: Iterable[object]) -> telling.Selection:
        by_word: dict[str, list[syntax.Choosing]] = {}
        for clause in clauses:
            if isinstance(clause, syntax.Choosing):
                by_word.setdefault(clause.word, []).append(clause)
        bounds = [
            clause for clause in clauses if isinstance(clause, syntax.Choosing) and clause.word in _SIDES
        ]
        knowing = [mind for clause in by_word.get("known to", ()) for mind in self._minds(clause.names)]
        causes = [self._event(moment) for clause in by_word.get("led to", ()) for moment in clause.moments]
        return telling.Selection(
            bounds=tuple(self._bounds(bounds)),
            people=tuple(self._entities(by_word.get("with", ()))),
            places=tuple(self._entities(by_word.get("in", ()))),
            led_to=next((moment for moment in causes if moment is not None), None),
            known_to=next(iter(knowing), None),
            only=self._sorts(by_word.get("only", ())),
            leaving_out=self._sorts(by_word.get("without", ())),
            given=self._sorts(by_word.get("if", ())),
            unless=self._sorts(by_word.get("unless", ())),
        )

    def _bounds(self, clauses: Iterable[syntax.Choosing]) -> Iterator[telling.Bound]:
        for clause in clauses:
            side: Any = clause.word
            moments = (self._moment(moment) for moment in clause.moments)
            yield telling.Bound(side, tuple(at for at in moments if at is not None))

    def _moment(self, written: syntax.Moment) -> float | telling.Moment | None:
        if written.at is not None:
            at = moment.seconds(written.at, self.names, "the time")
            return None if at is None else nearest(at)
        if written.event is None:
            return telling.Moment(None, written.last)
        event = self._told(written.event)
        return None if event is None else telling.Moment(event, written.last)

    def _event(self, written: syntax.Moment) -> telling.Moment | None:
        moment = self._moment(written)
        if isinstance(moment, float):
            self.names.problems.tell("T0614.causes", written.span)
            return None
        return moment

    def _sorts(self, clauses: Iterable[syntax.Choosing]) -> tuple[canon.Told, ...]:
        patterns = [pattern for clause in clauses for pattern in clause.patterns]
        return tuple(event for pattern in patterns if (event := self._told(pattern)) is not None)

    def _told(self, written: syntax.Pattern) -> canon.Told | None:
        return told(written, self.scope, "a telling")

    def _entities(self, clauses: Iterable[syntax.Choosing]) -> Iterator[int]:
        for clause in clauses:
            for name in clause.names:
                entity = start.entity(name, self.names)
                if entity is not None:
                    yield entity

    # --- how ------------------------------------------------------------------------------------------------

    def _voice(self, clauses: Iterable[object]) -> telling.Voice:
        manners = [clause for clause in clauses if isinstance(clause, syntax.Manner)]
        by_word = {manner.word: manner for manner in manners}
        focus = next((manner for manner in manners if manner.word in _FOCUS), None)
        tenses = [manner for manner in manners if manner.word in ("present", "past")]
        bases: list[Any] = [manner.word for manner in tenses if manner.since is None]
        said: dict[str, Any] = {word: self._value(by_word.get(word)) for word in _VALUES}  # type: ignore[call-overload]
        return telling.Voice(
            focus=None if focus is None else _FOCUS[focus.word],
            minds=() if focus is None else self._focal(focus),
            each=focus is not None and focus.word == "close to each",
            base=bases[0] if bases else None,
            slips=tuple(self._slips(tenses)),
            grouping=self._grouping(by_word.get("order")),
            tellers=tuple(self._people(manners, "I")),
            hearers=tuple(self._people(manners, "you")),
            calls=tuple(self._calls(clauses)),
            **said,
        )

    def _focal(self, manner: syntax.Manner) -> tuple[int, ...]:
        if manner.word == "close to anyone":
            return tuple(self.minds())
        return tuple(self._minds(manner.names))

    def _minds(self, names: Iterable[syntax.Name]) -> Iterator[int]:
        """Entities through whose minds something can be told."""
        for name in names:
            mind = start.entity(name, self.names)
            if mind is None:
                continue
            if mind in self.minds():
                yield mind
                continue
            kind = self.names.kind_of(name.text)
            self.names.problems.tell("T0612.mind", name.span, name=name.text, kind=kind)

    def _slips(self, tenses: Iterable[syntax.Manner]) -> Iterator[tuple[telling.Base, canon.Told]]:
        for manner in tenses:
            if manner.since is not None and (event := self._told(manner.since)) is not None:
                base: Any = manner.word
                yield base, event

    def _value(self, manner: syntax.Manner | None) -> str | None:
        if manner is None or manner.value is None:
            return None
        return self._one_of(manner.value, _VALUES[manner.word], manner.word)

    def _grouping(self, manner: syntax.Manner | None) -> Any:
        if manner is None or manner.by is None:
            return None
        if manner.value is not None and manner.value.text != "syllepsis":
            span = manner.by.span
            self.names.problems.tell("T0614.by", span, order=manner.value.text)
        return self._one_of(manner.by, get_args(telling.Grouping), "grouping")

    def _one_of(self, name: syntax.Name, known: Sequence[str], what: str) -> str | None:
        if name.text in known:
            return name.text
        self.names.problems.tell(
            "T0615.unknown",
            name.span,
            self.names.problems.meant(name.text, known),
            what=what,
            name=name.text,
            known=", ".join(known),
        )
        return None

    def _people(self, manners: Iterable[syntax.Manner], word: str) -> Iterator[int]:
        for manner in manners:
            if manner.word == word:
                yield from self._minds(manner.names)

    def _calls(self, clauses: Iterable[object]) -> Iterator[telling.Call]:
        for clause in clauses:
            if isinstance(clause, syntax.Calling):
                entity = start.entity(clause.name, self.names)
                until = None if clause.until is None else self._told(clause.until)
                first, names = (tuple(map(_name, texts)) for texts in (clause.first, clause.texts))
                if entity is not None:
                    yield telling.Call(entity, names, first, until)


def _thread_looked_at(look: syntax.Look, threads: set[str]) -> str | None:
    """The thread of `look back on fight until …`, which is written like an event without roles."""
    match look.choosing[0]:
        case syntax.Choosing(word="only", patterns=(syntax.Pattern(event=name, args=(), outcome=None),)):
            return name.text if name.text in threads else None
        case _:
            return None


_SIDES = get_args(telling.Side)


def _is_fixed(part: model.Part) -> bool:
    """Whether a part of a text needs no life to be told."""
    match part:
        case model.Mention(expr):
            return isinstance(expr, model.Const) and isinstance(expr.type, model.Ref)
        case _:
            return isinstance(part, model.Plain | model.Verb)


def _name(text: syntax.Text) -> str:
    """What somebody is called; a bare pronoun stands for whatever pronoun the sentence needs."""
    said = text.text.strip()
    return "" if said.lower() in _PRONOUNS else said
