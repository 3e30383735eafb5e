"""A study: what does it help that the keeper's daughter lies awake?

Every night is lived with the same luck for each value, so that two rows differ by what was changed and by
nothing else. Run it as `python study.py`; it needs `pip install 'twicetold[polars]'`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

import twicetold

WORLD = str(Path(__file__).parent / "lighthouse.tale")
NIGHTS = 1000


def wrecks(care: float) -> dict[str, float]:
    """How often the ship is lost, with its interval, if the daughter cares so much."""
    runs = twicetold.load(WORLD, f"care {care}").many(NIGHTS, seed=1)
    lost = runs.endings().filter(pl.col("ending") == "the wreck")
    return {"care": care, **lost.select("share", "low", "high").row(0, named=True)}


def main() -> None:
    """Print how the share of wrecks moves with care, and what comes of it if she never climbs the stair."""
    print(pl.DataFrame([wrecks(care / 4) for care in range(5)]))
    answer = twicetold.load(WORLD).whatif("forbid climb(anyone)", n=NIGHTS)
    print(answer["endings"].select("ending", "gained", "lost"))


if __name__ == "__main__":
    main()
