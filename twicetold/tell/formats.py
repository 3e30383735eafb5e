"""A telling as a file: plain text, Markdown, a web page, or a book (EPUB 3, W3C Recommendation, 2023).

Thoughts are set in italics, but for plain text. The same telling gives the same bytes.
"""

from __future__ import annotations

import io
import re
import textwrap
import uuid
import zipfile
from html import escape

from twicetold.choices import Format as Format
from twicetold.tell.words import Passage, Prose, Sentence

WIDTH = 78
"""Columns of a plain text."""

BREAK = "* * *"
"""What parts sections that have no title."""


def write(prose: Prose, last: str, format: Format, width: int = WIDTH) -> bytes:
    """A telling in a format; `last` is a line that says how the life ended."""
    match format:
        case "text":
            return _text(prose, last, width).encode()
        case "markdown":
            return _markdown(prose, last).encode()
        case "html":
            return _page(prose, last).encode()
        case "epub":
            return _book(prose, last)


# --- text and Markdown --------------------------------------------------------------------------------------


def _text(prose: Prose, last: str, width: int) -> str:
    parts = [prose.title]
    for place, passage in enumerate(prose.passages):
        if passage.part.title or place:
            parts.append(passage.part.title or BREAK)
        for paragraph in passage.paragraphs:
            parts.append(textwrap.fill(" ".join(sentence.text for sentence in paragraph), width))
    return "\n\n".join([*parts, last]) + "\n"


def _markdown(prose: Prose, last: str) -> str:
    parts = [f"# {_marked(prose.title)}"]
    for place, passage in enumerate(prose.passages):
        if passage.part.title:
            parts.append(f"## {_marked(passage.part.title)}")
        elif place:
            parts.append(BREAK)
        for paragraph in passage.paragraphs:
            parts.append(" ".join(map(_sentence_marked, paragraph)))
    return "\n\n".join([*parts, f"*{_marked(last)}*"]) + "\n"


def _sentence_marked(sentence: Sentence) -> str:
    text = _marked(sentence.text)
    return f"*{text}*" if sentence.kind == "thought" else text


def _marked(text: str) -> str:
    """A text in which no sign of Markdown means anything."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)


# --- HTML and EPUB ------------------------------------------------------------------------------------------

_STYLE = (
    "body { max-width: 36em; margin: 3em auto; padding: 0 1em; font: 1.1em/1.6 Georgia, serif; }\n"
    "h1, h2, .break, .last { text-align: center; }\n"
    "p { margin: 0; text-indent: 1.5em; }\n"
    "section > p:first-of-type, .last { text-indent: 0; }\n"
    ".last { margin-top: 3em; font-style: italic; }"
)


def _page(prose: Prose, last: str) -> str:
    sections = "\n".join(_section(passage, place > 0) for place, passage in enumerate(prose.passages))
    body = f'<h1>{escape(prose.title)}</h1>\n{sections}\n<p class="last">{escape(last)}</p>'
    return _document(prose.title, body)


def _document(title: str, body: str) -> str:
    return (
        "<!DOCTYPE html>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _section(passage: Passage, parted: bool) -> str:
    head = f"<h2>{escape(passage.part.title)}</h2>\n" if passage.part.title else ""
    if not head and parted:
        head = f'<div class="break">{BREAK}</div>\n'
    paragraphs = "\n".join(
        f"<p>{' '.join(map(_sentence_tagged, paragraph))}</p>" for paragraph in passage.paragraphs
    )
    return f"<section>\n{head}{paragraphs}\n</section>"


def _sentence_tagged(sentence: Sentence) -> str:
    text = escape(sentence.text, quote=False)
    return f"<i>{text}</i>" if sentence.kind == "thought" else text


_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>\n'
    "</container>\n"
)

_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{id}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="text"/></spine>
</package>
"""


def _book(prose: Prose, last: str) -> bytes:
    """The text in one file, and the title as the only entry of its contents."""
    text = _page(prose, last)
    contents = (
        '<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol>'
        f'<li><a href="text.xhtml">{escape(prose.title)}</a></li></ol></nav>'
    )
    # What identifies the book is its text, so that the same telling is the same book.
    package = _PACKAGE.format(id=uuid.uuid5(uuid.NAMESPACE_OID, text), title=escape(prose.title))
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "book.opf": package,
        "nav.xhtml": _document(prose.title, contents),
        "text.xhtml": text,
    }
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)  # the first moment a zip knows of: no clock gets in
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return book.getvalue()
