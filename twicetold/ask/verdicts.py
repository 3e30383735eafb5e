"""What `check` finds as single verdicts, each with what it is called and why it fails: for test reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.ask.canon import CanonReport, LineReport
from twicetold.ask.checking import Expectation
from twicetold.lang import model
from twicetold.lang.source import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was tested. `failure` is None if it holds."""

    sort: str
    name: str
    span: Span
    failure: str | None


def of_expectation(found: Expectation, n: int) -> Verdict:
    """The verdict on an `expect` line, held against so many lives."""
    share = found.expect.ending is not None
    failure = None
    if not found.holds:
        failure = (
            f"expected {_value(found.expect.lo, share)} to {_value(found.expect.hi, share)}, found "
            f"{_value(found.estimate, share)} (95 % interval {_value(found.low, share)} to "
            f"{_value(found.high, share)}) in {n:,} lives"
        )
    return Verdict("expect", expect_name(found.expect), found.expect.span, failure)


def of_line(found: LineReport) -> Verdict:
    """The verdict on a line of a canon: whether it can come about."""
    line = found.line
    text = " and ".join(part.text for part in line.parts)
    failure = (
        None if found.possible else f"`{text}` is not possible: {found.obstacle or 'no life comes to it'}"
    )
    return Verdict("canon", f"{line.name} {text}", NOWHERE, failure)


def of_canon(report: CanonReport) -> Iterator[Verdict]:
    """The verdict on each line of a canon."""
    return map(of_line, report.lines)


def expect_name(expect: model.Expect) -> str:
    """An `expect` line as it is called in a report."""
    share = expect.ending is not None
    what = f'"{expect.ending}"' if share else str(expect.measure)
    return f"expect {what} in {_value(expect.lo, share)} to {_value(expect.hi, share)}"


def _value(value: float, share: bool) -> str:
    return f"{value * 100:.4g}%" if share else f"{value:.6g}"
