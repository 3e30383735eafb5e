"""`twicetold sql`: kept lives asked by SQL."""

from __future__ import annotations

from typing import Any

from twicetold.cli.many import plain_table
from twicetold.cli.output import Mistake, console, write_json
from twicetold.cli.requests.sql import Request
from twicetold.runs import open
from twicetold.runs.failures import RunsError

MOST = 1000
"""So many rows are shown to people; JSON has all."""


def main(request: Request) -> None:
    """Show what the query answers."""
    try:
        answer = open(request.runs).sql(request.query)
    except RunsError as error:
        raise Mistake(str(error)) from None
    if request.as_json:
        write_json(answer.to_pylist(), default=str)
        return
    shown = console()
    table = plain_table(*answer.column_names)
    rows = answer.slice(0, MOST).to_pylist()
    for column, name in zip(table.columns, answer.column_names, strict=True):
        column.justify = "right" if all(_is_number(row[name]) for row in rows) else "left"
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    shown.print(table)
    if answer.num_rows > MOST:
        shown.print(f"... and {answer.num_rows - MOST:,} rows more; --json gives all", style="dim")


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
