"""A picture as a notebook shows it and as a file keeps it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

from twicetold.tell.draw import moving_page

HIGH: Final = 560
"""Pixels from top to bottom in a notebook."""


class Picture(str):
    """A picture, as SVG that stands alone. A notebook shows it so that it can be moved and sought through."""

    __slots__ = ()

    def page(self, title: str = "A picture") -> str:
        """A page of HTML in which it can be moved and sought through, in one file."""
        return moving_page(self, title)

    def save(self, path: str | Path) -> None:
        """Keep it as a file: as a page if its name ends with .html, else as SVG."""
        file = Path(path)
        file.write_text(self.page(file.stem) if file.suffix == ".html" else str(self), encoding="utf-8")

    def _repr_html_(self) -> str:
        how = f'title="A picture" width="100%" height="{HIGH}" style="border:0"'
        return f'<iframe srcdoc="{escape(self.page())}" {how}></iframe>'
