"""`twicetold sensitivity`: which knobs of a world matter, for which ending or measure."""

from __future__ import annotations

from rich.console import Console

from twicetold.ask.bench import NothingToTurn
from twicetold.ask.sensitivity import Method, NoTuning, Outcome, Sensitivity, sensitivity
from twicetold.cli.loading import load_soon
from twicetold.cli.many import plain_table, progress
from twicetold.cli.output import Mistake, console, write_json
from twicetold.cli.requests.sensitivity import Request
from twicetold.engine.kernel import CannotCompile

_BAR = 20


def main(request: Request) -> None:
    """Turn the knobs and show what they do."""
    loaded = load_soon(request.world, request.lines)
    ending, measure = request.ending, request.measure
    wanted = ending if ending is not None else measure
    known = [each.name for each in (loaded.world.measures if ending is None else loaded.world.endings)]
    if ending is not None and measure is not None:
        raise Mistake("say --ending or --measure, not both")
    if wanted is not None and wanted not in known:
        what = "measure" if ending is None else "ending"
        raise Mistake(f"there is no {what} `{wanted}`; the {what}s are: {', '.join(known) or 'none'}")
    with progress("Turning knobs") as on_progress:
        try:
            found = sensitivity(loaded.world, request.asked, on_progress)
        except (NoTuning, NothingToTurn, CannotCompile) as error:
            raise Mistake(str(error)) from None
    if request.as_json:
        write_json(found.to_json())
    else:
        _show(console(), found, wanted, ending is not None)


def _show(shown: Console, found: Sensitivity, wanted: str | None, ending: bool) -> None:
    shown.print(
        f"{found.world}: {found.settings:,} settings, {found.n:,} lives each, seed {found.seed}",
        style="bold",
        soft_wrap=True,
    )
    for each in found.outcomes:
        if wanted is None or (each.name == wanted and each.ending == ending):
            shown.print()
            _show_outcome(shown, each, found.method)


def _show_outcome(shown: Console, outcome: Outcome, method: Method) -> None:
    said = (
        f"{outcome.mean:.1%} ± {outcome.sd:.1%}"
        if outcome.ending
        else f"{outcome.mean:.4g} ± {outcome.sd:.4g}"
    )
    luck = "" if outcome.luck is None else f"; {outcome.luck:.0%} of its variance is luck"
    shown.print(f"{outcome.name}: {said}{luck}", soft_wrap=True)
    heads = ("alone", "with others") if method == "sobol" else ("effect", "absolute")
    table = plain_table("", *heads, " ")
    table.columns[-1].justify = "left"
    most = max((each.total for each in outcome.influences), default=0.0)
    for each in sorted(outcome.influences, key=lambda each: -each.total):
        bar = "█" * round(_BAR * max(0.0, each.total) / most) if most > 0 else ""
        table.add_row(
            each.knob,
            f"{each.first:.2f} ± {each.first_half:.2f}",
            f"{each.total:.2f} ± {each.total_half:.2f}",
            bar,
        )
    shown.print(table)
