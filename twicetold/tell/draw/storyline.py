"""A storyline visualisation: a line for each of the people, from left to right through time, in a band for
each place; with a thin tie between those who have to do with one another, and a mark where something wounds
them (after the movie narrative charts of R. Munroe, 2009, and Y. Tanahashi and K.-L. Ma, Design
Considerations for Optimizing Storyline Visualizations, 2012).

The weightiest moments are named above the chart. Nothing is sampled: a line runs
level for as long as somebody stays, and steps where the life has them move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twicetold.engine.meaning.record import Change, Event
from twicetold.tell.draw.axis import round_times, said
from twicetold.tell.draw.captions import GAP, ROW, Caption, placed
from twicetold.tell.draw.lanes import Place, laned
from twicetold.tell.draw.moments import moments
from twicetold.tell.draw.svg import (
    COLOURS,
    HEADED,
    Labels,
    document,
    element,
    headed,
    hint,
    number,
    shortened,
    text,
    width_of,
)
from twicetold.tell.minds import minded
from twicetold.tell.story import Stay, Story

ALIVE = "alive"
"""The field that says whether somebody lives."""

MARKED = ("wound",)
"""The fields of which a rise is marked, unless others are asked for."""

PEOPLE = 16
"""At most so many people are drawn."""

STEP, BAND, TIMES, NAME, EDGE = 16, 30, 9, 220.0, 16.0
LEAST, MOST, MOVE = 1000, 6000, 7
"""The chart's width, in pixels: so many for each move of whoever moves most, within these bounds."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Something that befalls somebody: a rise of a marked field, or the end (`dead`) of their life."""

    who: int
    seconds: float
    words: str
    field: str
    dead: bool = False


def storyline(story: Story, labels: Labels, marked: Sequence[str] = MARKED) -> str:
    """The chart of a life. Marked is where one of these fields of somebody rises, or comes to be so."""
    return _Chart(story, labels, marked).drawn()


class _Chart:
    def __init__(self, story: Story, labels: Labels, marked: Sequence[str]) -> None:
        self.story, self.labels = story, labels
        able = _able(story)
        self.able = len(able)
        self.people = sorted(able[:PEOPLE])
        self.stays = {who: story.stays(who) for who in self.people}
        self.lanes = laned(self.stays, story.events)
        self.length = max(story.length, 1e-9)
        self.wide = float(min(max(LEAST, MOVE * max(map(len, self.stays.values()), default=0)), MOST))
        widest = max((width_of(labels.entity(who)) for who in self.people), default=0.0)
        self.left = min(widest, NAME) + 2 * EDGE
        named = moments(story)
        self.moments = [event for event, _ in named]
        self.captions = self._captions([words for _, words in named])
        self.top = HEADED + ROW * (max((each.row for each in self.captions), default=-1) + 1)
        self.tops, self.high = self._bands()
        self.marks = list(self._marks(frozenset(marked)))

    def _bands(self) -> tuple[dict[Place, float], float]:
        """Where the band of each place begins, and where the last ends."""
        tops, y = {}, float(self.top)
        for place, many in self.lanes.many.items():
            tops[place] = y
            y += BAND + many * STEP
        return tops, y

    def _x(self, seconds: float) -> float:
        return self.left + self.wide * min(seconds / self.length, 1.0)

    def _y(self, who: int, n: int) -> float:
        return self.tops[self.stays[who][n].place] + BAND + STEP * self.lanes.lane[who, n]

    def _stay(self, who: int, seconds: float) -> int | None:
        """Which stay of somebody's a time lies in, the later of two; None if they are not in the life."""
        within = [n for n, stay in enumerate(self.stays[who]) if stay.since <= seconds <= stay.until]
        return within[-1] if within else None

    # --- marks and ties -------------------------------------------------------------------------------------

    def _marks(self, marked: frozenset[str]) -> Iterator[_Mark]:
        people = set(self.people)
        for event in self.story.life.events:
            seconds = self.story.seconds(event)
            words = f"{self.labels.time(seconds)} {self.labels.event(event)}"
            rises = {c.entities[0]: _plain(c) for c in event.changes if _rises(c, marked)}
            died = {c.entities[0] for c in event.changes if _ends(c)}
            for who in sorted(people & (died | set(rises))):
                if who in rises:
                    yield _Mark(who, seconds, words, rises[who])
                if who in died:
                    yield _Mark(who, seconds, f"{words}: dead", ALIVE, dead=True)

    def _mark(self, mark: _Mark) -> str:
        n = self._stay(mark.who, mark.seconds)
        if n is None:
            return ""
        x, y = self._x(mark.seconds), self._y(mark.who, n)
        if mark.dead:
            arms = f"M{number(x - 5)} {number(y - 5)}l10 10m0 -10l-10 10"
            return element("path", hint(mark.words), d=arms, class_="line cross")
        diamond = f"M{number(x)} {number(y - 5)}l4 5l-4 5l-4 -5z"
        return element("path", hint(mark.words), d=diamond, class_="wound")

    def _tie(self, event: Event) -> str:
        """A thin line between those who take part in an event, at one place."""
        seconds = self.story.seconds(event)
        there: dict[Place, list[float]] = {}
        for who in dict.fromkeys(event.roles):
            n = self._stay(who, seconds) if who in self.stays else None
            if n is not None:
                there.setdefault(self.stays[who][n].place, []).append(self._y(who, n))
        words = hint(f"{self.labels.time(seconds)} {self.labels.event(event)}")
        return "".join(
            element(
                "path",
                words,
                d=f"M{number(self._x(seconds))} {number(min(ys))}V{number(max(ys))}",
                class_="tie",
            )
            for ys in there.values()
            if len(ys) > 1
        )

    # --- moments --------------------------------------------------------------------------------------------

    def _captions(self, words: Sequence[str]) -> list[Caption]:
        places = [self._x(self.story.seconds(event)) for event in self.moments]
        return placed(list(map(Caption, words, places)), 2 * self.left + self.wide - EDGE)

    def _caption(self, event: Event, caption: Caption) -> str:
        """The words, and a line from them to the first of those who take part; of what takes none of them, it
        runs through the chart."""
        seconds = self.story.seconds(event)
        x, y = caption.x, self.top - 8 - ROW * caption.row
        stays = ((who, self._stay(who, seconds)) for who in event.roles if who in self.stays)
        at = next((self._y(who, n) for who, n in stays if n is not None), None)
        down = f"M{number(x)} {number(y - 10)}V{number(self.high if at is None else at)}"
        side = x - GAP if caption.left else x + GAP
        words = hint(f"{self.labels.time(seconds)} {self.labels.event(event)}")
        return (
            element("path", words, d=down, class_="edge", stroke_dasharray="2 2")
            + ("" if at is None else element("circle", words, cx=x, cy=at, r=3.5, class_="moment"))
            + text(caption.words, side, y, text_anchor="end" if caption.left else None)
        )

    # --- drawing --------------------------------------------------------------------------------------------

    def drawn(self) -> str:
        name = f"{self.story.world.name}: who is where, and with whom"
        counted = ", ".join(self._counted())
        head, least = headed(name, counted, EDGE)
        body = [
            *head,
            *self._grounds(),
            *self._times(),
            *map(self._tie, self.story.events),
            *(self._line(place, who) for place, who in enumerate(self.people)),
            *self._places(),
            *map(self._mark, self.marks),
            *map(self._caption, self.moments, self.captions),
        ]
        people = ", ".join(map(self.labels.entity, self.people))
        return document(
            name,
            f"A line for each of {people}; a thin tie joins those who take part in one event. {counted}.",
            max(2 * self.left + self.wide, least),
            self.high + 40,
            body,
        )

    def _rounds(self) -> Iterator[float]:
        """Round times of the story: of its clock, if it has one."""
        begins = self.story.world.begins
        clock = 0.0 if begins is None else float(begins.clock)
        return (seconds - clock for seconds in round_times(clock, clock + self.length, TIMES))

    def _round(self, seconds: float) -> str:
        return said(seconds) if self.story.world.begins is None else self.labels.time(seconds)

    def _counted(self) -> Iterator[str]:
        fewer = "" if len(self.people) == self.able else f" of {self.able}"
        yield f"{len(self.people)}{fewer} people, {self._round(0.0)} to {self.labels.time(self.story.length)}"
        for field, count in Counter(mark.field for mark in self.marks if not mark.dead).items():
            yield f"◆ {field}: {count}"
        if deaths := sum(mark.dead for mark in self.marks):
            yield f"✕ deaths: {deaths}"

    def _grounds(self) -> Iterator[str]:
        ends = [*list(self.tops.values())[1:], self.high]
        for i, ((place, top), end) in enumerate(zip(self.tops.items(), ends, strict=True)):
            name = hint(self._place(place))
            ground = "page" if i % 2 else "band"
            yield element("rect", name, x=self.left, y=top, width=self.wide, height=end - top, class_=ground)

    def _place(self, place: Place) -> str:
        return "nowhere that is told" if place is None else self.labels.entity(place)

    def _places(self) -> Iterator[str]:
        """Their names, in front of the lines that run through them."""
        for i, (place, top) in enumerate(self.tops.items()):
            if place is not None:
                edge = f"faint over-{'page' if i % 2 else 'band'}"
                yield text(
                    shortened(self._place(place), self.wide - 12), self.left + 6, top + 14, class_=edge
                )

    def _times(self) -> Iterator[str]:
        for seconds in self._rounds():
            x = self._x(seconds)
            yield element("path", d=f"M{number(x)} {self.top}V{number(self.high)}", class_="rule")
            yield text(self._round(seconds), x, self.high + 18, text_anchor="middle")

    def _line(self, place: int, who: int) -> str:
        name, stays = self.labels.entity(who), self.stays[who]
        colour = place % COLOURS
        until = min((mark.seconds for mark in self.marks if mark.dead and mark.who == who), default=None)
        dashes = "7 3" if place >= COLOURS else None
        short = shortened(name, NAME)
        names: list[str] = []
        if stays:
            first = next((n for n, stay in enumerate(stays) if stay.until > stay.since), 0)
            begun, ended = self._y(who, first) + 4, self._y(who, len(stays) - 1) + 4
            names = [
                text(short, self._x(stays[first].since) - 8, begun, text_anchor="end", class_=f"f{colour}"),
                text(short, self._x(stays[-1].until) + 8, ended, class_=f"f{colour}"),
            ]
        shape = {"class_": f"line s{colour}", "stroke_dasharray": dashes}
        lines = [
            element(
                "path",
                hint(self._said(name, stay)),
                d=path,
                stroke_width=2.5,
                stroke_opacity=opacity,
                **shape,
            )
            for n, stay in enumerate(stays)
            for path, opacity in self._levels(who, n, until)
        ]
        steps = [
            element("path", d=path, stroke_opacity=0.6, **shape)
            for n in range(1, len(stays))
            for path in self._step(who, n)
        ]
        return element("g", hint(name), *steps, *lines, *names)

    def _levels(self, who: int, n: int, died: float | None) -> Iterator[tuple[str, float | None]]:
        """The level line through a stay; of the dead a shadow goes on."""
        stay, y = self.stays[who][n], number(self._y(who, n))
        parts = [(stay.since, stay.until, None if died is None or died > stay.since else 0.25)]
        if died is not None and stay.since < died < stay.until:
            parts = [(stay.since, died, None), (died, stay.until, 0.25)]
        for since, until, opacity in parts:
            yield f"M{number(self._x(since))} {y}H{number(self._x(until))}", opacity

    def _step(self, who: int, n: int) -> Iterator[str]:
        """The way to a stay from the one before; none where they were not in the life between."""
        before, stay = self.stays[who][n - 1 : n + 1]
        if before.until == stay.since:
            yield f"M{number(self._x(stay.since))} {number(self._y(who, n - 1))}V{number(self._y(who, n))}"

    def _said(self, name: str, stay: Stay) -> str:
        since, until = self.labels.time(stay.since), self.labels.time(stay.until)
        where = "" if stay.place is None else f" at {self._place(stay.place)},"
        return f"{name}:{where} {since} to {until}"


def _able(story: Story) -> list[int]:
    """The people of a life, those first who take part in most: whoever can act or sense or is spoken of as a
    person, and takes part in anything; where there are none such, whatever takes part and is no place."""
    world = story.world
    part = Counter(who for event in story.events for who in dict.fromkeys(event.roles))
    persons = {*minded(world), *(n for n, entity in enumerate(world.entities) if entity.pronoun != "it")}
    places = {stay.place for who in part for stay in story.stays(who)}
    people = [who for who in part if who in persons] or [who for who in part if who not in places]
    return sorted(people, key=lambda who: (-part[who], who))


def _plain(change: Change) -> str:
    return change.field.rpartition(".")[2]


def _rises(change: Change, marked: frozenset[str]) -> bool:
    return (
        _plain(change) in marked and change.mind is None and bool(change.entities) and change.new > change.old
    )


def _ends(change: Change) -> bool:
    return _plain(change) == ALIVE and change.mind is None and len(change.entities) == 1 and not change.new
