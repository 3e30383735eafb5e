"""A world's whole text, so that it can be loaded again anywhere: its file, what it uses, the lines added."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twicetold.lang import Loaded, load_texts_with_warnings
from twicetold.lang.loaded import ADDED


@dataclass(frozen=True, slots=True)
class WorldText:
    """The texts by file name, `main` among them, and the lines added at the end."""

    main: str
    texts: dict[str, str]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, loaded: Loaded) -> WorldText:
        """The text of a loaded world. The file that was read first is its own."""
        texts = {Path(file).name: source.text for file, source in loaded.sources.items() if file != ADDED}
        added = loaded.sources.get(ADDED)
        return cls(next(iter(texts)), texts, tuple(added.text.split("\n")) if added is not None else ())

    def load(self) -> Loaded:
        """The world of this text. Raises TaleError if this version of the language does not know it."""
        return load_texts_with_warnings(self.texts, self.main, self.lines)
