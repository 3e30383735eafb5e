"""A life that is asked for: a run of a seed, or the one that follows the world's canon."""

from __future__ import annotations

from twicetold.ask.canon import CanonReport, check_canon
from twicetold.cli.output import Mistake, remark
from twicetold.engine import Interpreter, Life
from twicetold.lang import Loaded, load_canon


def lived(loaded: Loaded, name: str, seed: int, run: int, *, canon: bool) -> tuple[Life, CanonReport | None]:
    """The life, and if it follows the canon how it does. Raises Mistake if there is no canon."""
    interpreter = Interpreter(loaded.world)
    if not canon:
        return interpreter.live(seed, run), None
    found = load_canon(loaded, name)
    if found is None:
        raise Mistake(f"there is no canon beside `{name}`: take a life of its own with `--run`")
    report = check_canon(interpreter, found, seed=seed)
    lost = [line.line.name for line in report.lines if not line.possible]
    if lost:
        remark(f"this life does not follow the canon in {', '.join(lost)}; `check` says why")
    return report.life, report
