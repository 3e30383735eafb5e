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
    known = [outcome.name for outcome in (loaded.world.measures if ending is None else loaded.world.endings)]
    if ending is not None and measure is not None:
        raise Mistake("say --ending or --measure, not both")
    if wanted is not None and wanted not in known:
        what = "measure" if ending is None else "ending"
        raise Mistake(f"there is no {what} `{wanted}`; the {what}s are: {', '.join(known) or 'none'}")
    with progress("Turning knobs") as on_progress:
        try:
            study = sensitivity(loaded.world, request.asked, on_progress)
        except (NoTuning, NothingToTurn, CannotCompile) as error:
            raise Mistake(str(error)) from None
    if request.as_json:
        write_json(study.to_json())
    else:
        _show(console(), study, wanted, ending is not None)


def _show(shown: Console, study: Sensitivity, wanted: str | None, ending: bool) -> None:
    shown.print(
        f"{study.world}: {study.settings:,} settings, {study.n:,} lives each, seed {study.seed}",
        style="bold",
        soft_wrap=True,
    )
    for outcome in study.outcomes:
        if wanted is None or (outcome.name == wanted and outcome.ending == ending):
            shown.print()
            _show_outcome(shown, outcome, study.method)


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
    most = max((influence.total for influence in outcome.influences), default=0.0)
    for influence in sorted(outcome.influences, key=lambda influence: -influence.total):
        bar = "█" * round(_BAR * max(0.0, influence.total) / most) if most > 0 else ""
        table.add_row(
            influence.knob,
            f"{influence.first:.2f} ± {influence.first_half:.2f}",
            f"{influence.total:.2f} ± {influence.total_half:.2f}",
            bar,
        )
    shown.print(table)
