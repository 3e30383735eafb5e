"""One life: what happened in it, why, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args, get_type_hints, overload

from twicetold import questions
from twicetold.api import afterwords
from twicetold.api.answer import Answer, frame, shown
from twicetold.api.asking import asking, with_fields
from twicetold.api.picture import Picture
from twicetold.api.pictures import of_life
from twicetold.ask.why import Thing, Why, why
from twicetold.choices import Format, LifeView
from twicetold.engine import Interpreter
from twicetold.engine import Life as Record
from twicetold.engine.meaning.interventions import Intervention
from twicetold.lang import model
from twicetold.tell import Plan, Story, formats, planned
from twicetold.tell.called import called
from twicetold.tell.manner import narrator_of, telling_of
from twicetold.tell.words import told

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Life:
    """A run of a world and a seed. It is lived when it is first asked about something.

    `course` is what makes it another life than that of its run (see `ask.canon.CanonReport` and
    `play.Session`), `places` in which sections a telling of the life of a canon shows events.
    """

    model: model.World = field(repr=False)
    seed: int
    run: int
    course: tuple[Intervention, ...] = field(default=(), repr=False)
    places: Mapping[int, str] = field(default_factory=dict, repr=False)

    @cached_property
    def record(self) -> Record:
        """All that is known of it: events with what they changed, who noticed them, and their causes."""
        return Interpreter(self.model).under(self.course).live(self.seed, self.run)

    @property
    def ending(self) -> str:
        """How it ended."""
        return self.record.ending

    def events(self, *, upkeep: bool = False) -> pl.DataFrame:
        """What happened, a row each, in order; with `upkeep`, also what is of interest only as a cause."""
        columns = ("number", "seconds", "sort", "name", "roles", "outcome", "causes")
        events = [event for event in self.record.events if upkeep or not event.quiet]
        rows = (
            (
                event.number, self.model.seconds(event.tick), event.sort, event.name,
                self._names(event.roles), event.outcome, list(event.causes.all()),
            )
            for event in events
        )  # fmt: skip
        return frame(columns, rows)

    @asking(questions.Why)
    def why(self, asked: questions.Why) -> Answer[Why]:
        """What brought its ending about, or the event of that number: see `ask.why.why`."""
        answer = why(self.model, self.seed, self.run, asked, self.course)
        columns = ("cause", "seconds", "with_it", "without", "necessity", "sufficiency", "instead")
        rows = (
            (
                " + ".join(map(self._said, cause.things)),
                self.model.seconds(min(thing.tick for thing in cause.things)),
                cause.with_it, cause.without, cause.necessity, cause.sufficiency, cause.instead,
            )
            for cause in answer.causes
        )  # fmt: skip
        what = answer.ending if asked.event is None else f"event {asked.event}"
        return Answer(
            f"{self.model.name}, run {self.run}: why {what}?", answer, {"causes": frame(columns, rows)}
        )

    @overload
    def tell(
        self, asked: questions.Tell, /, *, format: Format = "text", afterword: bool = False, **fields: Any
    ) -> str: ...
    @overload
    def tell(
        self,
        telling: str | None = None,
        /,
        *,
        format: Format = "text",
        afterword: bool = False,
        **fields: Any,
    ) -> str: ...
    def tell(
        self, telling: Any = None, /, *, format: Format = "text", afterword: bool = False, **fields: Any
    ) -> str:
        """It in words, as `twicetold tell` says them: asked by `questions.Tell`, or by its fields. A page has
        an `afterword` if it is asked for. Raises ValueError if there is no such telling, narrator, order,
        tense, person or format, or nobody of that name with a mind."""
        _one_of("format", format, get_args(Format))
        story, plan = self._planned(telling, fields)
        prose = told(story, plan)
        after = afterwords.afterword(story, self.course) if afterword and format == "html" else None
        return formats.write(prose, formats.edition(story, prose, format, afterword=after), format).decode()

    def picture(
        self, view: LifeView = "storyline", telling: questions.Tell | str | None = None, /, **fields: Any
    ) -> Picture:
        """It as a picture: who is with whom, what came of what (`causes`), or how a telling goes through it
        (`curve`), which is asked for as in `tell`. Raises ValueError if there is no such view, or nothing to
        draw."""
        _one_of("view", view, get_args(LifeView))
        return Picture(of_life(view, *self._planned(telling, fields)))

    def _planned(self, telling: questions.Tell | str | None, fields: dict[str, Any]) -> tuple[Story, Plan]:
        """It, and how it is to be told."""
        asked = telling if isinstance(telling, questions.Tell) else questions.Tell(telling)
        if isinstance(fields.get("close_to"), str):
            fields["close_to"] = (fields["close_to"],)
        asked = with_fields(asked, fields)
        for name, hint in get_type_hints(questions.Tell).items():
            words = [word for part in get_args(hint) for word in get_args(part)]
            if words:
                _one_of(name, getattr(asked, name), words)
        telling_, by = telling_of(self.model, asked), narrator_of(asked)
        life = called(self.model, self.record) if asked.patterns else self.record
        story = Story(self.model, life)
        return story, planned(story, telling_, self.places, self.seed, by)

    def _names(self, roles: Sequence[int]) -> list[str]:
        return [self.model.entities[role].name for role in roles]

    def _said(self, thing: Thing) -> str:
        said = f"{thing.construct}({', '.join(self._names(thing.roles))})"
        match thing.sort:
            case "omission":
                return f"not {said}"
            case "chance":
                return f"a chance in {said} {'held' if thing.value else 'did not hold'}"
            case "deed" | "event":
                return said

    def _repr_html_(self) -> str:
        title = f"{self.model.name}, seed {self.seed}, run {self.run}: {self.ending}"
        return shown(title, {"what happened": self.events()})


def _one_of(name: str, given: str | None, among: Sequence[str]) -> None:
    """Raises ValueError for a word that is none of those that can be said."""
    if given is not None and given not in among:
        raise ValueError(f"there is no {name} {given!r}; write one of {', '.join(among)}")
