"""The picture of branches: each bar is as high as its share of all lives, and says how these end."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from twicetold.tell.draw.branches import HIGH, Way, branches

SVG = "{http://www.w3.org/2000/svg}"
BITTEN = Way("bite(Ann)", "mostly at 0:30", (30, 10), (4, 7))
SPARED = Way("no bite(Ann)", "", (0, 60), (0,))
ROOT = Way("", "", (30, 70), (0, 1), (BITTEN, SPARED))


def picture() -> str:
    return branches("A night", "a hundred lives", ("turned", "as before"), ROOT)


def test_a_bar_is_as_high_as_its_share_and_each_ending_as_its_own() -> None:
    drawn = ElementTree.fromstring(picture())
    bars = [group for group in drawn.iter(f"{SVG}g") if "data-runs" in group.attrib]
    heights = [[float(each.get("height", "0")) / HIGH for each in bar.iter(f"{SVG}rect")] for bar in bars]
    # The ending of most lives comes first, in every bar.
    assert [[round(each, 2) for each in bar] for bar in heights] == [[0.7, 0.3], [0.1, 0.3], [0.6]]
    assert [bar.get("data-runs") for bar in bars] == ["0 1", "4 7", "0"]


def test_a_branch_says_what_parts_it_and_how_most_of_it_ends() -> None:
    drawn = picture()
    for words in ("bite(Ann)", "40 %, mostly at 0:30", "75 % turned", "100 % as before"):
        assert f">{words}</text>" in drawn
    assert "bite(Ann): 40 of 100 lives, 40 %\n25 % as before\n75 % turned" in drawn


def test_bands_leave_a_bar_where_the_one_before_ends() -> None:
    begins = [float(y) for y in re.findall(r'd="M[\d.]+ ([\d.]+)C', picture())]
    assert begins[1] - begins[0] == 0.4 * HIGH
