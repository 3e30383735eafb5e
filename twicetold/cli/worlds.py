"""`twicetold worlds`: what is bundled."""

from __future__ import annotations

from rich.table import Table

from twicetold.cli.output import console
from twicetold.cli.requests.worlds import Request
from twicetold.lang import bundled, described, is_world


def main(request: Request) -> None:
    """List the bundled worlds, then the libraries that a world may use, with a line on each."""
    shown = console()
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    names = bundled()
    for name in filter(is_world, names):
        table.add_row(name, described(name), style="bold")
    libraries = [name for name in names if not is_world(name)]
    if libraries:
        table.add_row()
        table.add_row("to use:")
    for name in libraries:
        table.add_row(name, described(name), style="dim")
    shown.print(table)
