"""The few elements of SVG that the pictures are made of (SVG 2, W3C Candidate Recommendation, 2018)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from typing import Final
from unicodedata import east_asian_width

from twicetold.engine.meaning.record import Event
from twicetold.lang import model

FONT = 12
"""Pixels of the letters' height."""

_LIGHT = ("#0072b2", "#c8500a", "#00805c", "#b0378a", "#8a6d00", "#6a3fb5", "#2b2b2b", "#3a8fb7", "#a32020")
_DARK = ("#5cb3ee", "#f08a4b", "#3fc79a", "#e583c4", "#d9b834", "#ab8cf0", "#e4e4e4", "#8fd0ea", "#ee7a7a")
COLOURS = len(_LIGHT)


@dataclass(frozen=True, slots=True)
class Labels:
    """How a picture names an event, an entity and a time in seconds."""

    event: Callable[[Event], str]
    entity: Callable[[int], str]
    time: Callable[[float], str]

    @classmethod
    def of(cls, world: model.World) -> Labels:
        """People and places as the world calls them; events as they are written, of people so called."""

        def called(entity: int) -> str:
            return world.entities[entity].called

        def event(event_: Event) -> str:
            return f"{event_.name}({', '.join(map(called, event_.roles))})" if event_.roles else event_.name

        return cls(event, called, world.clock)


def element(name: str, *content: str, **attributes: str | float | None) -> str:
    """An element around content that is written already. In attributes `_` stands for `-` and a last one for
    nothing; those that are None are left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(content)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """A length in pixels, to a tenth."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(value) < 0.05 else "-0")


def text(words: str, x: float, y: float, **attributes: str | float | None) -> str:
    """Words, with their base line at `y`."""
    return element("text", escape(words, quote=False), x=x, y=y, **attributes)


def hint(words: str) -> str:
    """What is shown of the element it stands in when it is pointed at, and read out."""
    return element("title", escape(words, quote=False))


_NARROW, _WIDE = frozenset("fijlrtI1.,:;'|!()[] "), frozenset("mwMWQGO@%—…")


def width_of(words: str, font: float = FONT) -> float:
    """About how many pixels words take in a wide sans-serif font, so that no room is too small for them."""
    return font * sum(map(_em, words))


def _em(sign: str) -> float:
    """The width of a sign as a share of the letters' height."""
    if east_asian_width(sign) in "FW":
        return 1.0
    if sign in _NARROW:
        return 0.42
    return 0.98 if sign in _WIDE else 0.72 if sign.isupper() else 0.64


def shortened(words: str, room: float, font: float = FONT) -> str:
    """Words that fit the room; at least one sign of them."""
    if width_of(words, font) <= room:
        return words
    most = len(words) - 1
    while most > 1 and width_of(words[:most].rstrip() + "…", font) > room:
        most -= 1
    return words[:most].rstrip() + "…"


HEADED: Final = 72
"""How far down a picture begins below its title, in pixels."""

_HEAD, _LONGEST = 17, 1400.0


def headed(title: str, counted: str, x: float) -> tuple[list[str], float]:
    """A title with a line of figures below it, and the width of the page that they need."""
    head = shortened(title, _LONGEST, _HEAD * 1.08)
    lines = [
        element("g", hint(title), text(head, x, 28, class_="head")),
        text(counted, x, 48, class_="faint"),
    ]
    return lines, 2 * x + max(width_of(head, _HEAD * 1.08), width_of(counted))


def legend(names: Sequence[str], x: float, y: float, room: float) -> tuple[str, float]:
    """Names with the colours of their places, in as many lines as it takes; and where the last line is."""
    drawn = []
    at = x
    for place, name in enumerate(names):
        wide = width_of(name) + 30
        if at > x and at + wide > x + room:
            at, y = x, y + 18
        drawn.append(element("circle", cx=at + 5, cy=y - 4, r=5, class_=f"f{place % COLOURS}"))
        drawn.append(text(name, at + 15, y))
        at += wide
    return "".join(drawn), y


def document(title: str, description: str, wide: float, high: float, body: Iterable[str]) -> str:
    """A picture of its own, that says what it shows. Its ids are made of what is drawn, so that those of
    several pictures in one page stay apart.
    """
    drawn = "\n".join(body)
    mine = "p" + blake2b(f"{title}{description}{drawn}".encode(), digest_size=5).hexdigest()
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        + element(
            "svg",
            "\n",
            element("title", escape(title, quote=False), id=f"{mine}-title"),
            "\n",
            element("desc", escape(description, quote=False), id=f"{mine}-desc"),
            "\n",
            element("style", _STYLE),
            "\n",
            element("rect", width="100%", height="100%", class_="page"),
            "\n",
            drawn,
            "\n",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(wide)} {number(high)}",
            width=wide,
            height=high,
            role="img",
            aria_labelledby=f"{mine}-title {mine}-desc",
            lang="en",
        )
        + "\n"
    )


def _colours(colours: Sequence[str]) -> str:
    return "".join(f".f{i}{{fill:{c}}}.s{i}{{stroke:{c}}}" for i, c in enumerate(colours))


_STYLE = (
    f"text{{font:{FONT}px sans-serif;fill:#222}}.head{{font-size:17px;font-weight:bold}}"
    ".strong{font-weight:bold}.faint{fill:#666}.page{fill:#fff}.band{fill:#f0f0f0}.rule{stroke:#ddd}"
    ".thread{stroke:#888;fill:none}.line{fill:none}.hollow{fill:#fff}.wound{fill:#c00000}"
    ".cross{stroke:#222;stroke-width:2.5}.tip{fill:#777}.moment{fill:#222}.edge{stroke:#777;fill:none}"
    ".box{fill-opacity:0.12}.tie{stroke:#777;stroke-opacity:0.35}"
    ".over-page,.over-band{stroke-width:4;paint-order:stroke}.over-page{stroke:#fff}.over-band{stroke:#f0f0f0}"
    f"{_colours(_LIGHT)}"
    "@media (prefers-color-scheme:dark){"
    "text{fill:#eee}.faint{fill:#aaa}.page{fill:#181818}.band{fill:#262626}.rule{stroke:#3a3a3a}"
    ".hollow{fill:#181818}.wound{fill:#ff6b6b}.cross{stroke:#eee}.moment{fill:#eee}.thread{stroke:#999}"
    ".over-page{stroke:#181818}.over-band{stroke:#262626}"
    f"{_colours(_DARK)}}}"
)
