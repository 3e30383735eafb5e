"""`twicetold lint`: where lives of a world contradict themselves."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from twicetold.ask.lint import RULES, Finding, lint
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import complain, console, remark, write_json
from twicetold.cli.requests.lint import Request
from twicetold.cli.statuses import FAILED, INTERRUPTED
from twicetold.lang import model

FEW = 5
"""How many findings of one rule are shown; all are in JSON."""


def main(request: Request) -> None:
    """Live the world, and show what is found; exit status 1 if anything is. What was lived before a Ctrl-C
    counts."""
    loaded = load_soon(request.world, request.lines)
    n, seed = request.asked.n, request.asked.seed
    world = loaded.world
    with progress(f"Reading {world.name}") as on_progress:
        linted = lint(world, request.asked, on_progress)
    lived, findings = linted.n, linted.findings
    if all(kind.notices is None for kind in world.kinds):
        remark("no kind of this world says when its people can notice anything: `p notices when …`")
    if request.as_json:
        write_json(_document(world, seed, lived, findings))
    else:
        _show(world, seed, lived, findings)
    if lived < n:
        complain(f"interrupted after {lived:,} of {n:,} lives")
        raise typer.Exit(INTERRUPTED)
    if findings:
        raise typer.Exit(FAILED)


def _document(world: model.World, seed: int, lived: int, linted: Sequence[Finding]) -> dict[str, object]:
    findings = [
        {"run": finding.run, "seconds": finding.seconds, "event": finding.event, "rule": finding.rule,
         "sentence": finding.sentence}
        for finding in linted
    ]  # fmt: skip
    return {"world": world.name, "hash": world.hash, "seed": seed, "n": lived, "findings": findings}


def _show(world: model.World, seed: int, lived: int, findings: Sequence[Finding]) -> None:
    shown = console()
    shown.print(f"{world.name}: {lived:,} lives, seed {seed}", style="bold", soft_wrap=True)
    shown.print()
    table = plain_table("rule", "findings", "in lives")
    for rule in RULES:
        of_rule = [finding for finding in findings if finding.rule == rule]
        runs = len({finding.run for finding in of_rule})
        table.add_row(rule, f"{len(of_rule):,}", f"{runs:,}", style=None if of_rule else "dim")
    shown.print(table)
    for rule in RULES:
        of_rule = [finding for finding in findings if finding.rule == rule]
        if not of_rule:
            continue
        shown.print(f"\n{rule}:", soft_wrap=True)
        for finding in of_rule[:FEW]:
            shown.print(
                f"  run {finding.run}, {world.clock(finding.seconds)}: {finding.sentence}", soft_wrap=True
            )
        if len(of_rule) > FEW:
            shown.print(f"  and {len(of_rule) - FEW:,} more (--json has all)", soft_wrap=True)
