"""A life that is asked for: a run of a seed, or the one that follows the world's canon."""

from __future__ import annotations

from twicetold.ask.canon import CanonReport, check_canon
from twicetold.cli.output import Mistake, remark
from twicetold.engine import Interpreter, Life
from twicetold.lang import Loaded


def lived(loaded: Loaded, name: str, seed: int, run: int, *, canon: bool) -> tuple[Life, CanonReport | None]:
    """The life, and if it follows the canon how it does. Raises Mistake if there is no canon."""
    if not canon:
        return Interpreter(loaded.world).live(seed, run), None
    report = canonical(loaded, name, seed)
    return report.life, report


def canonical(loaded: Loaded, name: str, seed: int) -> CanonReport:
    """How a life follows the canon of the world called so, with a remark if it does not in all.

    Raises Mistake if there is no canon.
    """
    from twicetold.lang import load_canon  # only now: the parser takes long to import

    canon = load_canon(loaded, name)
    if canon is None:
        raise Mistake(f"there is no canon beside `{name}`: take a life of its own with `--run`")
    report = check_canon(Interpreter(loaded.world), canon, seed=seed)
    lost = [line.line.name for line in report.lines if not line.possible]
    if lost:
        remark(f"this life does not follow the canon in {', '.join(lost)}; `check` says why")
    return report
