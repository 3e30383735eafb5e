"""The storyline: a line for each of the people, from left to right through time, beside those whom they have
to do with; in a band for each place; with a mark where something wounds them (after the movie narrative
charts of R. Munroe, 2009, and Y. Tanahashi and K.-L. Ma, Design Considerations for Optimizing Storyline
Visualizations, 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from twicetold.engine.record import Change, Event
from twicetold.tell.draw.svg import (
    COLOURS,
    Labels,
    document,
    element,
    hint,
    number,
    shortened,
    text,
    width_of,
)
from twicetold.tell.minds import minded
from twicetold.tell.story import Story

ALIVE = "alive"
"""The field that says whether somebody lives."""

MARKED = ("wound",)
"""The fields of which a rise is marked, unless others are asked for."""

PEOPLE, WINDOWS = 16, 24
"""At most so many people are drawn, and time is cut into so many windows."""

STEP, APART, BAND, HEAD, NAMES, WIDE = 15, 12, 30, 72, 110, 1000

Place = int | None


@dataclass(frozen=True, slots=True)
class _Mark:
    """Something that befalls somebody: a wound, or the end (`dead`) of their life."""

    who: int
    seconds: float
    words: str
    dead: bool


def storyline(story: Story, labels: Labels, marked: Sequence[str] = MARKED) -> str:
    """The chart of a life. Marked is where one of these fields of somebody rises, or comes to be so."""
    return _Chart(story, labels, frozenset(marked)).drawn()


class _Chart:
    def __init__(self, story: Story, labels: Labels, marked: frozenset[str]) -> None:
        self.story, self.labels = story, labels
        taking_part = Counter(who for event in story.events for who in event.roles)
        able = [who for who in minded(story.world) if taking_part[who]]
        self.people = sorted(sorted(able, key=lambda who: -taking_part[who])[:PEOPLE])
        self.able = len(able)
        times = [story.seconds(event) for event in story.events]
        self.begin, self.end = min(times, default=0.0), max(times, default=1.0)
        self.length = max(self.end - self.begin, 1e-9)
        self.marks = list(self._marks(marked))
        windows = self._windows()
        self.where = [self._whereabouts(place) for place in range(WINDOWS)]
        self.company = [
            self._groups([*a, *b], self.where[i]) for i, (a, b) in enumerate(pairwise([[], *windows]))
        ]
        self.places = list(dict.fromkeys(place for row in self.where for place in row.values()))
        self.tops, self.high = self._bands()
        self.rows = self._rows()

    # --- who is where, and with whom ------------------------------------------------------------------------

    def _windows(self) -> list[list[Event]]:
        windows: list[list[Event]] = [[] for _ in range(WINDOWS)]
        for event in self.story.events:
            share = (self.story.seconds(event) - self.begin) / self.length
            windows[min(int(share * WINDOWS), WINDOWS - 1)].append(event)
        return windows

    def _whereabouts(self, place: int) -> dict[int, Place]:
        """Where everybody is when a window ends; until anything has happened, after the first event."""
        reached = self.begin + self.length * (place + 1) / WINDOWS
        past = [event for event in self.story.events if self.story.seconds(event) <= reached]
        return {who: self.story.whereabouts(who, (past or self.story.events)[-1]) for who in self.people}

    def _groups(self, events: Sequence[Event], where: dict[int, Place]) -> list[list[int]]:
        """The people, those together who are at one place and have to do with one another in these events."""
        group = {who: {who} for who in self.people}
        for event in events:
            together = [who for who in event.roles if who in group]
            for a, b in pairwise(together):
                if where[a] == where[b] and group[a] is not group[b]:
                    group[a] |= group[b]
                    for who in group[b]:
                        group[who] = group[a]
        return [sorted(group[who]) for who in self.people if who == min(group[who])]

    # --- where each line runs -------------------------------------------------------------------------------

    def _bands(self) -> tuple[dict[Place, float], float]:
        """Where the band of each place begins, and where the last ends."""
        tops, y = {}, float(HEAD)
        for place in self.places:
            tops[place] = y
            most = 0
            for groups, where in zip(self.company, self.where, strict=True):
                here = [group for group in groups if where[group[0]] == place]
                most = max(most, sum(map(len, here)) * STEP + APART * max(len(here) - 1, 0))
            y += most + BAND
        return tops, y

    def _rows(self) -> list[dict[int, float]]:
        """The height of everybody's line in each window: near to where it was."""
        before = {who: float(i) for i, who in enumerate(self.people)}
        rows = []
        for groups, where in zip(self.company, self.where, strict=True):
            row: dict[int, float] = {}
            for place in self.places:
                here = [
                    sorted(group, key=lambda who: before[who]) for group in groups if where[group[0]] == place
                ]
                here.sort(key=lambda group: sum(before[who] for who in group) / len(group))
                y = self.tops[place] + BAND - 6
                for group in here:
                    for who in group:
                        row[who] = y
                        y += STEP
                    y += APART
            rows.append(row)
            before = row
        return rows

    def _x(self, window: float) -> float:
        return NAMES + WIDE * (window + 0.5) / WINDOWS

    def _at(self, who: int, seconds: float) -> tuple[float, float]:
        """The point of somebody's line at a time."""
        share = min(max((seconds - self.begin) / self.length, 0.0), 1.0) * WINDOWS - 0.5
        place = min(max(int(share), 0), WINDOWS - 2)
        part = min(max((share - place - 0.25) / 0.5, 0.0), 1.0)
        y, lower = self.rows[place][who], self.rows[place + 1][who]
        low, high = 0.0, 1.0
        for _ in range(20):  # the curve's own measure of how far it has come, from how far it is in time
            middle = (low + high) / 2
            along = 1.5 * middle * (1 - middle) + middle**3 if middle else 0.0
            low, high = (middle, high) if along < part else (low, middle)
        return self._x(share), y + (lower - y) * (3 * low**2 - 2 * low**3)

    def _path(self, who: int) -> str:
        quarter = WIDE / WINDOWS / 4
        path = f"M{number(NAMES)} {number(self.rows[0][who])}"
        for place, (row, following) in enumerate(pairwise(self.rows)):
            y, lower = number(row[who]), number(following[who])
            start, end = self._x(place) + quarter, self._x(place + 1) - quarter
            middle = number((start + end) / 2)
            path += f"H{number(start)}"
            path += f"C{middle} {y} {middle} {lower} {number(end)} {lower}" if y != lower else ""
        return path + f"H{number(NAMES + WIDE)}"

    # --- marks ----------------------------------------------------------------------------------------------

    def _marks(self, marked: frozenset[str]) -> Iterator[_Mark]:
        people = set(self.people)
        for event in self.story.life.events:
            seconds = self.story.seconds(event)
            struck = {c.entities[0] for c in event.changes if _rises(c, marked)} & people
            died = {c.entities[0] for c in event.changes if _ends(c)} & people
            for who in sorted(struck | died):
                words = f"{self.labels.time(seconds)} {self.labels.event(event)}"
                yield _Mark(who, min(seconds, self.end), words, who in died)

    def _mark(self, mark: _Mark) -> str:
        x, y = self._at(mark.who, mark.seconds)
        if mark.dead:
            arms = f"M{number(x - 5)} {number(y - 5)}l10 10m0 -10l-10 10"
            return element("path", hint(f"{mark.words}: dead"), d=arms, class_="line cross")
        diamond = f"M{number(x)} {number(y - 5)}l4 5l-4 5l-4 -5z"
        return element("path", hint(mark.words), d=diamond, class_="wound")

    # --- drawing --------------------------------------------------------------------------------------------

    def drawn(self) -> str:
        name = f"{self.story.world.name}: who is with whom"
        fewer = "" if len(self.people) == self.able else f" of {self.able}"
        wounds = sum(not mark.dead for mark in self.marks)
        begin, end = self.labels.time(self.begin), self.labels.time(self.end)
        counted = (
            f"{len(self.people)}{fewer} people, {begin} to {end}; "
            f"◆ {wounds} wounds, ✕ {len(self.marks) - wounds} deaths"
        )
        body = [
            text(name, 20, 28, class_="head"),
            text(counted, 20, 48, class_="faint"),
            *self._grounds(),
            *self._times(),
            *(self._line(place, who) for place, who in enumerate(self.people)),
            *self._places(),
            *map(self._mark, self.marks),
        ]
        people = ", ".join(map(self.labels.entity, self.people))
        wide = NAMES + WIDE + 20 + max(map(width_of, map(self.labels.entity, self.people)), default=0)
        return document(
            name,
            f"A line for each of {people}; lines that run close belong to people who have to do with one "
            f"another then. {counted}.",
            wide,
            self.high + 40,
            body,
        )

    def _grounds(self) -> Iterator[str]:
        ends = [*list(self.tops.values())[1:], self.high]
        for i, (top, end) in enumerate(zip(self.tops.values(), ends, strict=True)):
            ground = "page" if i % 2 else "band"
            yield element("rect", x=NAMES, y=top, width=WIDE, height=end - top, class_=ground)

    def _places(self) -> Iterator[str]:
        """Their names, in front of the lines that run through them."""
        for i, (place, top) in enumerate(self.tops.items()):
            if place is not None:
                edge = f"faint over-{'page' if i % 2 else 'band'}"
                yield text(self.labels.entity(place), NAMES + 6, top + 14, class_=edge)

    def _times(self) -> Iterator[str]:
        for part in range(9):
            x = NAMES + WIDE * part / 8
            yield element("path", d=f"M{number(x)} {HEAD}V{number(self.high)}", class_="rule")
            seconds = round(self.begin + self.length * part / 8)
            yield text(self.labels.time(seconds), x, self.high + 18, text_anchor="middle")

    def _line(self, place: int, who: int) -> str:
        name = self.labels.entity(who)
        colour = place % COLOURS
        until = min((mark.seconds for mark in self.marks if mark.dead and mark.who == who), default=None)
        shape: dict[str, str | float | None] = {
            "d": self._path(who),
            "class_": f"line s{colour}",
            "stroke_width": 2.5,
            "stroke_dasharray": "7 3" if place >= COLOURS else None,
        }
        lines = element("path", **shape)
        if until is not None:  # of the dead a shadow goes on
            x = self._at(who, until)[0]
            lived = element("rect", x=0, y=0, width=x, height=self.high)
            lines = (
                element("clipPath", lived, id=f"life-{who}")
                + element("path", **shape, clip_path=f"url(#life-{who})")
                + element("path", **shape, stroke_opacity=0.25)
            )
        short = shortened(name, NAMES - 16)
        begun, ended = self.rows[0][who] + 4, self.rows[-1][who] + 4
        return element(
            "g",
            hint(name),
            lines,
            text(short, NAMES - 8, begun, text_anchor="end", class_=f"f{colour}"),
            text(name, NAMES + WIDE + 8, ended, class_=f"f{colour}"),
        )


def _rises(change: Change, marked: frozenset[str]) -> bool:
    named = change.field.rpartition(".")[2] in marked
    return named and change.mind is None and bool(change.entities) and change.new > change.old


def _ends(change: Change) -> bool:
    named = change.field.rpartition(".")[2] == ALIVE
    return named and change.mind is None and len(change.entities) == 1 and not change.new
