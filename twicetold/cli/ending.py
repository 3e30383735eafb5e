"""How a command ends early: what went wrong in plain words, and an exit status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer

from twicetold.cli.output import Mistake, complain, console
from twicetold.cli.statuses import INTERRUPTED, WRONG
from twicetold.cli.waiting import noting
from twicetold.engine.meaning.budget import LifeTooLong, Spent
from twicetold.lang.diagnostics import TaleError, render

_MEND: Final[dict[Spent, str]] = {
    "steps": "give it fewer people, ticks or events, or ask dear conditions last; what is told or explained"
    " may take a hundredth of what `many` allows",
    "kept": "`many` lives it without keeping what is only needed to explain it",
}
"""What can be done about a life that is beyond its budget."""


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Turn what ends a command early into its exit status, having said what there is to say.

    Ctrl-C is 130; a world or a wish that is wrong, or a life beyond its budget, 2; a reader who has left, as
    `head` does, is no error: 0.
    """
    try:
        with noting():
            yield
    except TaleError as error:
        tell_wrong(error)
        raise typer.Exit(WRONG) from None
    except Mistake as mistake:
        complain(str(mistake))
        raise typer.Exit(WRONG) from None
    except LifeTooLong as error:
        complain(f"{error}; {_MEND[error.spent]}")
        raise typer.Exit(WRONG) from None
    except BrokenPipeError:
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        complain(f"{error.filename or 'the answer'}: {(error.strerror or str(error)).lower()}")
        raise typer.Exit(WRONG) from None


def tell_wrong(error: TaleError) -> None:
    """Show on standard error what is wrong with a text."""
    shown = console(stderr=True)
    colour = shown.is_terminal and not shown.no_color
    shown.file.write(render(error.diagnostics, error.sources, colour=colour, rest=error.rest))
