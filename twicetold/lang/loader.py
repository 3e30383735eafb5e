"""From a name, a path or a text to a checked world, with all that it uses."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO, Final

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import Names, check_canon, check_names
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.extended import extended
from twicetold.lang.loaded import ADDED, Loaded
from twicetold.lang.memo import Memo
from twicetold.lang.model.canon import Canon
from twicetold.lang.parser import parse, parse_canon
from twicetold.lang.shelf import BUNDLED, SUFFIX, Shelf, bundled, canon_beside, is_world, locate, shown
from twicetold.lang.source import NOWHERE, Source, Span
from twicetold.lang.text import Size, accept, decode, size

TYPED: Final = "-"
"""The name of the world that comes on standard input."""

TYPED_AS: Final = "stdin.tale"
"""What that is called where it is shown or kept."""


def load(name: str, lines: Sequence[str] = ()) -> model.World:
    """The world of a bundled name or of a path.

    `lines` are read as though they stood at the end of its text. Raises TaleError with everything that is
    wrong, be it the world or that there is none.
    """
    return load_with_warnings(name, lines).world


def load_with_warnings(name: str, lines: Sequence[str] = (), *, adding: Shelf | None = None) -> Loaded:
    """Like `load`, with the warnings. The lines find what they use on the shelf `adding`, if they are not to
    look where the world itself does."""
    return Loading(adding=adding).load(name, lines)


def load_text(text: str, name: str = "world.tale", lines: Sequence[str] = ()) -> model.World:
    """The world of a text, which may use bundled libraries; its places are shown under `name`.

    Raises TaleError with everything that is wrong.
    """
    return load_text_with_warnings(text, name, lines).world


def load_text_with_warnings(text: str, name: str = "world.tale", lines: Sequence[str] = ()) -> Loaded:
    """Like `load_text`, with the warnings."""
    return Loading().load_text(text, name, lines)


def load_texts_with_warnings(texts: Mapping[str, str], main: str, lines: Sequence[str] = ()) -> Loaded:
    """The world of the text `main` among texts by file name, each of which stands beside the others as files
    of a folder do. Raises TaleError with everything that is wrong."""
    return Loading(texts).load_text(texts.get(main, ""), main, lines)


def load_canon(loaded: Loaded, name: str) -> Canon | None:
    """The canon that stands beside the world of this name or path, against the loaded world; None if there is
    none. Raises TaleError with everything that is wrong in it."""
    world = locate(name)
    file = None if world is None else canon_beside(world)
    if file is None:
        return None
    problems = Problems()
    source = _read(file, Span(shown(file), 0, 0, 0, 0), problems)
    return _canon(loaded, source, problems)


def load_canon_text(loaded: Loaded, text: str, name: str = "world.canon") -> Canon:
    """The canon of a text, against a loaded world. Raises TaleError with everything that is wrong in it."""
    problems = Problems()
    return _canon(loaded, accept(text, name, problems), problems)


def _canon(loaded: Loaded, source: Source | None, problems: Problems) -> Canon:
    written = None if source is None else parse_canon(source, problems)
    problems.stop_if_wrong()
    assert written is not None
    canon = check_canon(written, loaded.names().telling(problems))
    problems.stop_if_wrong()
    return canon


# --- loading ------------------------------------------------------------------------------------------------


class Loading:
    """One loading: what was found wrong, the texts read, and what has been brought in already. `beside` are
    texts by file name that stand beside the world without being files; `adding` is where added lines find
    what they use, if not where the world does; `shelf` where a world finds it that comes as a text."""

    def __init__(
        self,
        beside: Mapping[str, str] | None = None,
        adding: Shelf | None = None,
        problems: Problems | None = None,
        shelf: Shelf = BUNDLED,
    ) -> None:
        self._problems = Problems() if problems is None else problems
        self._beside = beside or {}
        self._shelf = shelf
        self._adding = adding
        self._used: set[str] = set()
        self._size = Size()

    def load(self, name: str, lines: Sequence[str]) -> Loaded:
        """The world of a bundled name or of a path. Raises TaleError."""
        if name == TYPED:
            return self._world(decode(_typed(sys.stdin.buffer), TYPED_AS, self._problems), lines)
        file = locate(name)
        if file is None:
            self._tell_missing(name)
            return self._world(None, ())
        if isinstance(file, Path):
            self._shelf = Shelf(file.parent)
        self._used.add(file.name.removesuffix(SUFFIX))
        return self._world(self._read(file, Span(shown(file), 0, 0, 0, 0)), lines)

    def load_text(self, text: str, name: str, lines: Sequence[str]) -> Loaded:
        """The world of a text. Raises TaleError."""
        if name in self._beside:
            self._used.add(name.removesuffix(SUFFIX))
        return self._world(accept(text, name, self._problems), lines)

    def _world(self, source: Source | None, lines: Sequence[str]) -> Loaded:
        """Parse, bring in what is used, check."""
        own = tuple(self._blocks(source, self._shelf))
        more = accept("\n".join(lines), ADDED, self._problems) if lines else None
        added = tuple(self._blocks(more, self._adding or self._shelf))
        self._problems.stop_if_wrong()  # a block that is lost would only be missed everywhere else
        world, names = self._checked(own + added, source)
        self._problems.stop_if_wrong()
        assert world is not None
        return Loaded(world, self._problems.diagnostics, self._problems.sources, lambda: names)

    def _checked(
        self, written: Sequence[syntax.Block], source: Source | None, memo: Memo | None = None
    ) -> tuple[model.World | None, Names]:
        """The world that blocks describe, and all that it names. Raises TaleError where what is added or
        taken away does not fit."""
        more = extended(written, self._problems, memo or Memo())
        blocks = _with_one_world(_without(more, self._problems), source)
        self._problems.stop_if_wrong()
        return check_names(blocks, self._problems, memo)

    def _parsed(self, source: Source) -> Iterable[syntax.Block]:
        """The blocks of a text."""
        return parse(source, self._problems).blocks

    def _read(self, file: Traversable, span: Span) -> Source | None:
        """The text of a file that is named at a place; None, with the problems told, if it is none."""
        return _read(file, span, self._problems)

    def _blocks(self, source: Source | None, shelf: Shelf) -> Iterator[syntax.Block]:
        """The blocks of a text; those of what it uses stand in the place of the `use`."""
        if source is None:
            return
        self._size += size(source.text)
        for block in self._parsed(source):
            if isinstance(block, syntax.Use):
                yield from self._blocks(self._find(block.name, shelf), shelf)
            else:
                yield block

    def _find(self, name: syntax.Name, shelf: Shelf) -> Source | None:
        """The text of what is used; None if it is brought in already."""
        if name.text in self._used:
            return None
        self._used.add(name.text)
        if len(self._used) > limits.FILES:
            self._problems.tell("T0008.files", name.span, most=limits.FILES)
            return None
        beside = name.text + SUFFIX
        file = None if beside in self._beside else shelf.find(name.text)
        if beside in self._beside:
            source = accept(self._beside[beside], beside, self._problems)
        elif file is not None:
            source = self._read(file, name.span)
        else:
            self._tell_unknown(name, shelf)
            return None
        if source is not None and (excess := (self._size + size(source.text)).excess):
            self._problems.tell("T0005.used", name.span, name=name.text, excess=excess)
            return None
        return source

    def _tell_missing(self, name: str) -> None:
        worlds = [world for world in bundled() if is_world(world)]
        help = self._problems.meant(name, worlds) if worlds else Help("T0004.none")
        self._problems.tell("T0004.world", NOWHERE, help, name=name, worlds=", ".join(worlds))

    def _tell_unknown(self, name: syntax.Name, shelf: Shelf) -> None:
        self._problems.tell(
            "T0004.library",
            name.span,
            self._problems.meant(name.text, shelf.names()),
            name=name.text,
            suffix=SUFFIX,
        )


# --- reading ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _typed(stream: BinaryIO) -> bytes:
    """What comes on standard input, no more of it than a world may have; it can be read only once."""
    return stream.read(limits.TEXT + 1)


def _read(file: Traversable, span: Span, problems: Problems) -> Source | None:
    """The text of a file; no more of it is read than is allowed."""
    called = shown(file)
    try:
        with file.open("rb") as opened:
            data = opened.read(limits.TEXT + 1)
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        problems.tell("T0003.file", span, file=called, why=why)
        return None
    return decode(data, called, problems)


# --- what is taken away -------------------------------------------------------------------------------------

_Construct = syntax.Action | syntax.Rule | syntax.Sense | syntax.Event


def _without(blocks: Sequence[syntax.Block], problems: Problems) -> list[syntax.Block]:
    """The blocks without those that a `without` below them takes away.

    The `without` stays, as a mark of what may be asked for and never is, unless something of the name comes
    after it.
    """
    standing: dict[str, list[int]] = {}
    gone: set[int] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, _Construct):
            standing.setdefault(block.name.text, []).append(number)
        elif isinstance(block, syntax.Without):
            taken = standing.pop(block.name.text, None)
            if taken is None:
                _tell_nothing_to_take(block, standing, problems)
            gone.update(taken or ())
    return [
        block
        for number, block in enumerate(blocks)
        if number not in gone and not (isinstance(block, syntax.Without) and block.name.text in standing)
    ]


def _tell_nothing_to_take(block: syntax.Without, standing: Mapping[str, object], problems: Problems) -> None:
    name = block.name
    problems.tell("T0207.without", name.span, problems.meant(name.text, standing), name=name.text)


def _with_one_world(blocks: Sequence[syntax.Block], source: Source | None) -> list[syntax.Block]:
    """The blocks without the world blocks of what is used, if the text itself has one."""
    own = source.file if source is not None else ""
    if not any(isinstance(block, syntax.World) and block.span.file == own for block in blocks):
        return list(blocks)
    return [block for block in blocks if not isinstance(block, syntax.World) or block.span.file == own]
