"""Content selection: what a plain telling tells of a life. A few people well, exchanges as one, the rest in
groups.

What much depends on comes first, and more so what the leads do and bear; what happens again and again counts
for less each time. Blows that two give and take are one episode, with how many there were; what befalls many
others is said of all of them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Final, Literal, NamedTuple

from twicetold.engine.meaning.record import Does, Event, Line, Who
from twicetold.lang.model.telling import Pace
from twicetold.tell.continuity import missing
from twicetold.tell.leads import CROWD, Cast
from twicetold.tell.narrators import Narrator
from twicetold.tell.pacing import worn
from twicetold.tell.recall import is_settled
from twicetold.tell.shapes import is_speech, named
from twicetold.tell.story import Story
from twicetold.tell.syntax import length, read

Form = Literal["event", "bout", "group"]
"""What is told in one: an event; what two do to one another, again and again; what befalls several alike."""

SHARE: Final = 0.2
"""Of what a narrator does not tell in any case, the share that is told."""

FOLLOWED: Final = (0.45, 0.4, 0.35)
"""What it adds to an event's worth that the first, the second or the third lead takes part."""

TURNING: Final = 0.4
"""What it adds that it is a turning point."""

MISTAKEN: Final = 0.15
"""What it adds that who acts is in error."""

STRANGER: Final = 0.4
"""What each takes away who takes part and has no name in the telling."""

ENOUGH: Final = 0.7
"""What has so large a share of the words that a narrator has room for does not leave little to tell."""

OTHERS: Final = 6
"""At most one of so many episodes is about others than the leads."""

STRICT: Final = (0, 30, 12, 5)
"""How strictly episodes are chosen, and how less strictly where that leaves little to tell: at most one of
so many (0: none) has anybody in it of whom a reader cannot know who they are."""

ALIKE: Final = 0.09
"""At most so large a share is of the same deed with the same outcome; but always `FEWEST`, and never more
than there are ways to say it."""

FEWEST: Final = 3

LONG_BOUT: Final = 4
"""So many events between the same two are an exchange."""

USUAL: Final = 14
"""Words of a line whose pieces take turns."""

BOUTS: Final = 2
"""At most so many exchanges are told."""

LARGE_GROUP: Final = 3
"""So many people to whom the same happens are told of together."""

APART: Final = 12
"""For so many episodes that are told there may be one of a group."""


class Episode(NamedTuple):
    """What is told in one go: its first event, and the others of it."""

    event: Event
    others: tuple[Event, ...] = ()
    pace: Pace = "scene"
    form: Form = "event"

    @property
    def events(self) -> tuple[Event, ...]:
        """All that is told in it."""
        return (self.event, *self.others)


def episodes(
    story: Story, cast: Cast, events: Sequence[Event], needed: frozenset[int], narrator: Narrator
) -> dict[int, Episode]:
    """The episodes that a narrator tells, by the number of their first event, in the order of the story. What
    is `needed` is told by itself; so is how a lead comes to an end, or whom the ending is about."""
    leads = cast.leads
    needed |= _ends_of(story, cast, events)
    worth = _worth(story, cast, events)
    bouts = list(_bouts(story, leads, events, needed))
    inside = {event.number for bout in bouts for event in bout.events}
    single = [Episode(event) for event in events if event.number not in inside]
    chosen = _best([*single, *bouts], cast, worth, needed, story, narrator)
    chosen += map(Episode, missing(story, events, {each.number for told in chosen for each in told.events}))
    groups = _groups(story, cast, events, {each.event.number for each in chosen}, len(chosen) // APART)
    told = sorted(
        [*_paced(chosen, worth, narrator.dwells), *groups], key=lambda episode: episode.event.number
    )
    return {episode.event.number: episode for episode in told}


def _worth(story: Story, cast: Cast, events: Sequence[Event]) -> Mapping[int, float]:
    """What each event is worth telling, by number."""
    stale = worn(events)
    bonus = dict(zip(cast.leads, FOLLOWED, strict=False))
    unnamed = story.people - cast.named
    return {
        event.number: story.salience[event.number]
        + max((bonus.get(who, 0.0) for who in event.roles), default=0.0)
        + (TURNING if event.number in story.turning else 0.0)
        + (MISTAKEN if event.causes.errors else 0.0)
        - STRANGER * len(unnamed.intersection(event.roles))
        - stale[event.number]
        for event in events
    }


def _best(
    candidates: Sequence[Episode],
    cast: Cast,
    worth: Mapping[int, float],
    needed: frozenset[int],
    story: Story,
    narrator: Narrator,
) -> list[Episode]:
    """The episodes that are told: those of most worth, as many as the narrator tells. Where few are about
    those who have names, more of others are told."""

    def rank(episode: Episode) -> tuple[bool, float, int]:
        events = episode.events
        most = max(worth[event.number] for event in events) + 0.05 * min(len(events), 10)
        return _is_due(episode.event, needed), most, -episode.event.number

    most = narrator.things + int(SHARE * max(len(candidates) - narrator.things, 0))
    ranked = sorted(candidates, key=rank, reverse=True)
    chosen: list[Episode] = []
    events = {episode.event.number: episode.event for episode in candidates}
    unnamed = story.people - cast.named

    @cache
    def unknown(number: int) -> bool:
        return _is_strange(story, cast, unnamed, events[number])

    lengths: dict[int, int] = {}
    for strict in STRICT:
        again = ALIKE * min(most, 60)
        choice = _Choice(
            story.people, events, cast, needed, most, narrator.words, strict, again, unknown, lengths
        )
        chosen = choice.of(ranked)
        if narrator.words - choice.room > ENOUGH * narrator.words:
            break
    return chosen


def _ends_of(story: Story, cast: Cast, events: Sequence[Event]) -> frozenset[int]:
    """By what those come to their end whom the ending is about, and the leads."""
    about = {*story.asked, *cast.leads}
    tellable = {event.number for event in events}
    return frozenset(number for number, who in story.falls.items() if who in about and number in tellable)


def _is_strange(story: Story, cast: Cast, unnamed: frozenset[int], event: Event) -> bool:
    """Whether somebody is in an event who has no name in the telling, and is nobody's of whom a reader
    knows."""
    near = cast.named.intersection((*event.roles, *cast.leads))
    return any(
        story.kin.to(who, event.number, near) is None
        for who in chain(unnamed.intersection(event.roles), _brought_in(event, unnamed))
    )


def _brought_in(event: Event, people: frozenset[int]) -> Iterator[int]:
    """Those of these people whom all lines of an event name that tell it plainly, though they do not take
    part."""
    lines = [line.parts for line in event.lines if line.mode == "plain"]
    if lines:
        first, *others = lines
        for who in people.intersection(named(first)).difference(event.roles):
            if all(who in named(parts) for parts in others):
                yield who


def _is_due(event: Event, needed: frozenset[int]) -> bool:
    """Whether an event is told in any case: how it ends is."""
    return event.sort == "ending" or event.number in needed


@dataclass(slots=True)
class _Choice:
    """Chooses episodes, the first first: at most so many, of so many words; one of `strict` of them may be
    `unknown`, which have somebody in them of whom a reader cannot know who they are."""

    people: frozenset[int]
    events: Mapping[int, Event]
    cast: Cast
    needed: frozenset[int]
    most: int
    room: int
    strict: int
    again: float
    unknown: Callable[[int], bool]
    lengths: dict[int, int]
    """How many words each takes, as far as that has been counted."""
    alike: Counter[tuple[str, str]] = field(default_factory=Counter)
    aside: int = 0
    strange: int = 0
    bouts: int = 0

    def of(self, ranked: Sequence[Episode]) -> list[Episode]:
        """Those that are told."""
        chosen: dict[int, Episode] = {}
        by_number = {episode.event.number: episode for episode in ranked}
        for episode in ranked:
            number = episode.event.number
            if number in chosen:
                continue
            if _is_due(episode.event, self.needed) or self._is_wanted(episode, len(chosen)):
                said = by_number.get(_answered(episode.event, self.events))
                if said is not None and not self.strict and self.unknown(said.event.number):
                    said = None
                for each in (said, episode):  # nobody is answered who has not been heard
                    if each is not None and each.event.number not in chosen:
                        chosen[each.event.number] = each
                        self.room -= self._length(each)
        return list(chosen.values())

    def _length(self, episode: Episode) -> int:
        number = episode.event.number
        if number not in self.lengths:
            self.lengths[number] = _length(episode)
        return self.lengths[number]

    def _is_wanted(self, episode: Episode, many: int) -> bool:
        """Whether an episode is told beside so many others; if so, it counts."""
        event = episode.event
        people = self.people.intersection(event.roles)
        aside = bool(people) and people.isdisjoint(self.cast.leads)
        if many >= self.most or self.room <= 0 or (aside and people.isdisjoint(self.cast.named)):
            return False
        strange = self.unknown(event.number)
        if strange and (not self.strict or self.strange * self.strict >= many + self.strict):
            return False
        if aside and self.aside * OTHERS >= many + OTHERS:
            return False
        bout = episode.form == "bout"
        ways = sum(line.mode == "plain" for line in event.lines)
        alike = max(min(self.again, ways), FEWEST)
        if self.bouts >= BOUTS if bout else self.alike[event.name, event.outcome] >= alike:
            return False
        self.aside += aside
        self.strange += strange
        self.alike[event.name, event.outcome] += not bout
        self.bouts += bout
        return True


def _answered(event: Event, events: Mapping[int, Event]) -> int:
    """The number of what is answered by something that is said: the last that was said, on the other side, of
    what it came from; 0 if nothing is."""
    if len(event.roles) < 2:
        return 0
    causes = [events[number] for number in event.causes.all() if number in events]
    before = [cause for cause in causes if cause.roles[:2] == event.roles[1::-1]]
    if not before or not is_spoken(event):
        return 0
    return max((cause.number for cause in before if is_spoken(cause)), default=0)


def is_spoken(event: Event) -> bool:
    """Whether an event is something that is said aloud."""
    return any(is_speech(line) for line in event.lines if line.mode == "plain")


def _length(episode: Episode) -> int:
    """About how many words an episode takes; an exchange those of its first blow, its last and its course."""
    lines = [line for line in episode.event.lines if line.mode == "plain" and is_settled(line)]
    mean = sum(length(line.parts) for line in lines) // len(lines) if lines else USUAL
    return 2 * mean + 10 if episode.form == "bout" else mean


def _paced(chosen: Sequence[Episode], worth: Mapping[int, float], dwells: int) -> Iterator[Episode]:
    """The episodes, the weightiest of them at length: of so many one, or none."""
    ranked = sorted(chosen, key=lambda episode: worth[episode.event.number], reverse=True)
    most = len(ranked) // dwells if dwells else 0
    slow = {episode.event.number for episode in ranked[:most] if episode.form == "event"}
    for episode in chosen:
        yield episode._replace(pace="stretch") if episode.event.number in slow else episode


# --- exchanges ----------------------------------------------------------------------------------------------


def _bouts(
    story: Story, leads: Sequence[int], events: Sequence[Event], needed: frozenset[int]
) -> Iterator[Episode]:
    """What two do to one another again and again, without a pause, one of them a lead."""
    turning = story.turning
    under_way: dict[frozenset[int], list[Event]] = {}
    for event in events:
        if len(event.roles) != 2 or story.people.isdisjoint(event.roles):
            continue
        pair = frozenset(event.roles)
        if len(pair) != 2 or not pair <= story.people or pair.isdisjoint(leads):
            continue
        if event.number in needed or event.number in turning or event.sort != "action":
            continue
        course = under_way.setdefault(pair, [])
        if course and story.seconds(event) - story.seconds(course[-1]) > story.pause:
            yield from _bout(course)
            under_way[pair] = course = []
        course.append(event)
    for course in under_way.values():
        yield from _bout(course)


def _bout(course: Sequence[Event]) -> Iterator[Episode]:
    """An exchange, if there are enough of one sort for one."""
    (most, count) = Counter(event.name for event in course).most_common(1)[0]
    if count >= LONG_BOUT:
        first, *others = (event for event in course if event.name == most)
        yield Episode(first, tuple(others), form="bout")


# --- groups -------------------------------------------------------------------------------------------------


def _groups(story: Story, cast: Cast, events: Sequence[Event], told: set[int], most: int) -> list[Episode]:
    """What befell many others alike: so many of such things, the weightiest; each is told of where it
    began."""
    alike: dict[tuple[str, str], dict[int, Event]] = {}
    for event in events:
        if event.sort == "action" or event.number in told:
            continue
        alone = event.roles[0] if len(event.roles) == 1 else None
        if alone in story.people and alone not in cast.leads and collective(event) is not None:
            alike.setdefault((event.name, event.outcome), {}).setdefault(event.roles[0], event)
    crowd = len(story.people) > CROWD  # of a few people it is told who they are
    many = [
        list(group.values())
        for group in alike.values()
        if len(group) >= LARGE_GROUP and (crowd or 2 * len(cast.named & group.keys()) > len(group))
    ]
    many.sort(key=lambda group: sum(story.weights[event.number] for event in group), reverse=True)
    return [Episode(group[0], tuple(group[1:]), "summary", "group") for group in many[:most]]


def collective(event: Event) -> Line | None:
    """The line of an event that can be said of several at once: one that names who it befalls first, and
    nobody else."""
    for line in event.lines:
        if line.mode in ("plain", "briefly") and is_settled(line) and read(line.parts)[0].is_plain:
            named = [part for part in line.parts if isinstance(part, Who)]
            verbs = [part for part in line.parts if isinstance(part, Does)]
            if len(named) == 1 and verbs:
                return line
    return None
