"""A telling as a book (EPUB 3, W3C Recommendation, 2023): the page, and a list of what is in it."""

from __future__ import annotations

import io
import uuid
import zipfile
from html import escape

from twicetold.tell.formats.editions import Edition
from twicetold.tell.formats.page import Entry, contents, document, page
from twicetold.tell.prose import Prose

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
<dc:source>{life}</dc:source>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"{drawn}/>
</manifest>
<spine><itemref idref="text"/></spine>
</package>
"""

_NAMES = ' xmlns:epub="http://www.idpf.org/2007/ops"'


def book(prose: Prose, edition: Edition) -> bytes:
    """The text in one file, and its title and whatever can be turned to as entries of the contents."""
    text = page(prose, edition, listed=False)
    # What identifies the book is its text, so that the same telling is the same book.
    package = _PACKAGE.format(
        id=uuid.uuid5(uuid.NAMESPACE_OID, text),
        title=escape(prose.title),
        life=escape(edition.colophon.life),
        drawn=' properties="svg"' if edition.picture else "",
    )
    return _packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "book.opf": package,
            "nav.xhtml": document(prose.title, _listed(prose.title, contents(prose, edition)), _NAMES),
            "text.xhtml": text,
        }
    )


def _listed(title: str, named: list[Entry]) -> str:
    rows = [f'<li><a href="text.xhtml">{escape(title)}</a></li>']
    rows += [f'<li><a href="text.xhtml#{to}">{escape(called)}</a></li>' for to, called in named]
    return "\n".join(['<nav epub:type="toc">', "<h2>Contents</h2>", "<ol>", *rows, "</ol>", "</nav>"])


def _packed(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)  # the first moment a zip knows of: no clock gets in
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()
