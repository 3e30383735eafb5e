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


def of_expectation(expectation: Expectation, n: int) -> Verdict:
    """The verdict on an `expect` line, held against so many lives."""
    share = expectation.expect.is_share
    failure = None
    if not expectation.holds:
        failure = (
            f"expected {_value(expectation.expect.lo, share)} to {_value(expectation.expect.hi, share)}, "
            f"found {_value(expectation.estimate, share)} (95 % interval {_value(expectation.low, share)} "
            f"to {_value(expectation.high, share)}) in {n:,} lives"
        )
    return Verdict("expect", expect_name(expectation.expect), expectation.expect.span, failure)


def of_line(report: LineReport) -> Verdict:
    """The verdict on a line of a canon: whether it can come about."""
    line = report.line
    text = " and ".join(part.text for part in line.parts)
    failure = (
        None if report.possible else f"`{text}` is not possible: {report.obstacle or 'no life comes to it'}"
    )
    return Verdict("canon", f"{line.name} {text}", NOWHERE, failure)


def of_canon(report: CanonReport) -> Iterator[Verdict]:
    """The verdict on each line of a canon."""
    return map(of_line, report.lines)


def expect_name(expect: model.Expect) -> str:
    """An `expect` line as it is called in a report."""
    share = expect.is_share
    what = expect.of if expect.ending is None else f'"{expect.ending}"'
    return f"expect {what} in {_value(expect.lo, share)} to {_value(expect.hi, share)}"


def _value(value: float, share: bool) -> str:
    return f"{value * 100:.4g}%" if share else f"{value:.6g}"
