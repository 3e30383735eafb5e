"""What a question is answered with: frames, and the plain data they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")


def frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> pl.DataFrame:
    """Rows as a Polars frame. Raises ImportError, saying what to install, if Polars is not there."""
    try:
        import polars as pl
    except ImportError:
        raise ImportError("frames need Polars: pip install 'twicetold[polars]'") from None
    return pl.DataFrame(list(rows), schema=list(columns), orient="row", infer_schema_length=None)


@dataclass(frozen=True)
class Answer(Generic[T]):
    """An answer: `result` is all of it as plain data, `frames` what is looked at most, by name."""

    title: str
    result: T
    frames: Mapping[str, pl.DataFrame]

    def __getitem__(self, name: str) -> pl.DataFrame:
        """One of the frames."""
        return self.frames[name]

    def __str__(self) -> str:
        return "\n".join([self.title, *(f"{name}\n{table}" for name, table in self.frames.items())])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return shown(self.title, self.frames)


def shown(title: str, frames: Mapping[str, pl.DataFrame]) -> str:
    """Frames below a title, as a notebook shows them."""
    tables = (f"<p>{escape(name)}</p>{table._repr_html_()}" for name, table in frames.items())
    return f"<h4>{escape(title)}</h4>{''.join(tables)}"
