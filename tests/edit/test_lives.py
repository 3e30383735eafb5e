"""How lives go, while a text is written."""

from __future__ import annotations

import asyncio

from tests.edit.places import place
from tests.edit.street import NAME, STREET
from tests.sampled import slow
from twicetold.edit.lives import Asked, Lenses, live, rounds


def lines(lenses: Lenses, file: str) -> dict[int, str]:
    return {lens.line: lens.text for lens in lenses.by_file[file]}


def test_each_round_says_how_lives_end_and_what_they_had():
    said = [*rounds(Asked({NAME: STREET}, NAME, lives=20))]
    assert [lenses.n for lenses in said] == [1, 2, 6, 20]
    last = lines(said[-1], NAME)
    assert last[place(STREET, "world")[0]].startswith("20 lives: murder ")
    assert last[place(STREET, "action strike")[0]].endswith("of 20 lives")


def test_a_canon_is_said_to_be_possible_line_by_line():
    canon = 'canon "it"\nC1 6 minutes within 6 minutes go(Ada, Well)\nC2 0 minutes go(Ben, Square)\n'
    (lenses,) = rounds(Asked({NAME: STREET, "street.canon": canon}, NAME, canon="street.canon"))
    said = lines(lenses, "street.canon")
    assert said[2].startswith("possible")
    assert said[3].startswith("not possible")


@slow
def test_whoever_no_longer_wants_to_know_ends_the_process():
    async def ended() -> bool:
        said = live(Asked({NAME: STREET}, NAME, lives=50))
        first = await anext(said)
        await said.aclose()
        return first.n == 1 and not [
            task for task in asyncio.all_tasks() if task is not asyncio.current_task()
        ]

    assert asyncio.run(ended())
