"""A telling as a web page that stands alone: no script, no other file. A thought is in italics."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from twicetold.tell.formats.editions import Edition, Player
from twicetold.tell.formats.style import STYLE
from twicetold.tell.prose import Passage, Prose, Sentence

LISTED = 3
"""From so many titled chapters on there is a list of contents."""

Entry = tuple[str, str]
"""What can be turned to: its id in the page, and what it is called."""


def page(prose: Prose, edition: Edition, *, listed: bool = True) -> str:
    """The page; without contents unless `listed`: a book lists them in a place of its own."""
    chapters = list(_titled(prose))
    named = contents(prose, edition) if listed and len(chapters) >= LISTED else []
    body = [
        _head(prose, edition),
        *([_contents(named)] if named else []),
        "<main>",
        *_cast(edition.players),
        *(_chapter(passage, place) for place, passage in enumerate(prose.passages)),
        *_after(edition),
        "</main>",
        f'<footer>\n<p class="colophon">{_text(str(edition.colophon))}</p>\n</footer>',
    ]
    return document(prose.title, "\n".join(body))


def contents(prose: Prose, edition: Edition) -> list[Entry]:
    """What a reader can turn to, in order."""
    return [
        *([("cast", _CAST)] if edition.players else []),
        *_titled(prose),
        *([("what-if", _WHAT_IF)] if edition.afterword else []),
        *([("life", _LIFE)] if edition.picture else []),
    ]


def document(title: str, body: str, names: str = "") -> str:
    """A page around its body, as HTML and XML at once; `names` are the XML names that it uses besides."""
    return (
        "<!DOCTYPE html>\n"
        f'<html xmlns="http://www.w3.org/1999/xhtml"{names} lang="en" xml:lang="en">\n'
        '<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\n{STYLE}\n</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


_CAST, _WHAT_IF, _LIFE = "Who is in it", "What if", "The life at a glance"


def _text(text: str) -> str:
    return escape(text, quote=False)


def _titled(prose: Prose) -> Iterator[Entry]:
    for place, passage in enumerate(prose.passages):
        if passage.part.title:
            yield f"chapter-{place + 1}", passage.part.title


def _head(prose: Prose, edition: Edition) -> str:
    lines = [
        f"<h1>{_text(prose.title)}</h1>",
        *([f'<p class="subtitle">{_text(prose.subtitle)}</p>'] if prose.subtitle else []),
        f'<p class="imprint">A life of {_text(edition.colophon.life)}</p>',
    ]
    return "\n".join(["<header>", *lines, "</header>"])


def _contents(named: list[Entry]) -> str:
    rows = [f'<li><a href="#{to}">{_text(called)}</a></li>' for to, called in named]
    head = '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>'
    return "\n".join([head, "<ol>", *rows, "</ol>", "</nav>"])


def _cast(players: tuple[Player, ...]) -> Iterator[str]:
    """Those of whom the world says something, each with that; then the others, in one line."""
    if not players:
        return
    rows = [
        f"<dt>{_text(_begun(player.name))}</dt>\n<dd>{_text(player.described)}</dd>"
        for player in players
        if player.described
    ]
    others = ", ".join(player.name for player in players if not player.described)
    yield f'<section class="cast" id="cast">\n<h2>{_CAST}</h2>'
    if rows:
        yield "\n".join(["<dl>", *rows, "</dl>"])
    if others:
        yield f"<p>{_text(_begun(f'also {others}' if rows else others))}.</p>"
    yield "</section>"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _chapter(passage: Passage, place: int) -> str:
    title = passage.part.title
    head = f"<h2>{_text(title)}</h2>\n" if title else "<hr/>\n" if place else ""
    kinds = "chapter titled" if title else "chapter"
    paragraphs = "\n".join(f"<p>{' '.join(map(_marked, paragraph))}</p>" for paragraph in passage.paragraphs)
    return f'<section class="{kinds}" id="chapter-{place + 1}">\n{head}{paragraphs}\n</section>'


def _marked(sentence: Sentence) -> str:
    text = _text(sentence.text)
    return f"<i>{text}</i>" if sentence.kind == "thought" else text


def _after(edition: Edition) -> Iterator[str]:
    if edition.afterword is not None:
        said = _text(edition.afterword.said)
        yield f'<section class="afterword" id="what-if">\n<h2>{_WHAT_IF}</h2>\n<p>{said}</p>\n</section>'
    if edition.picture:
        # What is wider than a phone must be reached by those who scroll with keys, too.
        within = f'<div tabindex="0" role="group" aria-label="{_LIFE}">\n{edition.picture}\n</div>'
        caption = "A line for each of them, from left to right through time, in a band for each place."
        yield (
            f'<figure id="life">\n<h2>{_LIFE}</h2>\n{within}\n<figcaption>{caption}</figcaption>\n</figure>'
        )
