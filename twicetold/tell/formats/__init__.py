"""A telling as a file: plain text, Markdown, a web page, or a book. The same telling gives the same bytes.

Every format has the title, the chapters and the text, and at the end, set apart, a colophon by which the life
can be lived again. In a web page and a book stand also who is in it, a picture of the life, and if it was
asked for an afterword.
"""

from __future__ import annotations

from twicetold.choices import Format as Format
from twicetold.tell.formats.book import book
from twicetold.tell.formats.editions import Afterword, Colophon, Edition, Player, edition
from twicetold.tell.formats.markdown import markdown
from twicetold.tell.formats.page import page
from twicetold.tell.formats.text import RULE, WIDTH, text
from twicetold.tell.prose import Prose

__all__ = ["RULE", "WIDTH", "Afterword", "Colophon", "Edition", "Format", "Player", "edition", "write"]


def write(prose: Prose, edition: Edition, format: Format, width: int = WIDTH) -> bytes:
    """A telling in a format, with what stands around it; `width` is that of plain text, in columns."""
    match format:
        case "text":
            return text(prose, edition.colophon, width).encode()
        case "markdown":
            return markdown(prose, edition.colophon).encode()
        case "html":
            return page(prose, edition).encode()
        case "epub":
            return book(prose, edition)
