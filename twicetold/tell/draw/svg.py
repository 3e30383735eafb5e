"""The few elements of SVG that the pictures are made of (SVG 2, W3C Candidate Recommendation, 2018)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from twicetold.engine.record import Event

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


def width_of(words: str) -> float:
    """About how many pixels words take."""
    return 0.56 * FONT * len(words)


def shortened(words: str, room: float) -> str:
    """Words that fit the room."""
    most = max(int(room / (0.56 * FONT)), 2)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


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
    """A picture of its own, that says what it shows."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        + element(
            "svg",
            "\n",
            element("title", escape(title, quote=False), id="title"),
            "\n",
            element("desc", escape(description, quote=False), id="desc"),
            "\n",
            element("style", _STYLE),
            "\n",
            element("rect", width="100%", height="100%", class_="page"),
            "\n",
            "\n".join(body),
            "\n",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(wide)} {number(high)}",
            width=wide,
            height=high,
            role="img",
            aria_labelledby="title desc",
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
    ".cross{stroke:#222;stroke-width:2.5}.tip{fill:#777}.edge{stroke:#777;fill:none}"
    ".box{fill-opacity:0.12}"
    ".over-page,.over-band{stroke-width:4;paint-order:stroke}.over-page{stroke:#fff}.over-band{stroke:#f0f0f0}"
    f"{_colours(_LIGHT)}"
    "@media (prefers-color-scheme:dark){"
    "text{fill:#eee}.faint{fill:#aaa}.page{fill:#181818}.band{fill:#262626}.rule{stroke:#3a3a3a}"
    ".hollow{fill:#181818}.wound{fill:#ff6b6b}.cross{stroke:#eee}.thread{stroke:#999}"
    ".over-page{stroke:#181818}.over-band{stroke:#262626}"
    f"{_colours(_DARK)}}}"
)
