"""A graph of causes in layers: where boxes stand, which arrows are drawn, how full of colour they are."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

from twicetold.tell.draw.layered import LAYER, Box, layered

SVG = "{http://www.w3.org/2000/svg}"


def drawn(parents, direct=lambda cause, effect: True, **of):
    boxes = {
        each: Box(f"event {each}", f"0:0{each}", "f1 s1", last=each == max(parents), **of) for each in parents
    }
    return ElementTree.fromstring(layered("Title", "3 of 3", boxes, parents, direct).encode())


def rows(root):
    """In which row each box stands, by its words."""
    found = {}
    for group in root.iter(f"{SVG}g"):
        title, box = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        if title is not None and box is not None:
            found[title.text] = float(box.get("y"))
    top = min(found.values())
    return {words: (y - top) / LAYER for words, y in found.items()}


def arrows(root):
    return [path for path in root.iter(f"{SVG}path") if path.get("class") == "edge"]


def test_each_stands_below_all_that_it_came_from():
    root = drawn({1: set(), 2: {1}, 3: set(), 4: {1, 2, 3}})
    assert rows(root) == {"0:01 event 1": 0, "0:02 event 2": 1, "0:03 event 3": 0, "0:04 event 4": 2}


def test_what_a_longer_way_says_has_no_arrow_of_its_own():
    assert len(arrows(drawn({1: set(), 2: {1}, 3: {1, 2}}))) == 2
    assert len(arrows(drawn({1: set(), 2: set(), 3: {1, 2}}))) == 2


def test_what_is_not_direct_is_dashed():
    root = drawn({1: set(), 2: {1}, 3: {2}}, direct=lambda cause, effect: (cause, effect) == (1, 2))
    assert [path.get("stroke-dasharray") for path in arrows(root)] == [None, "4 4"]


def test_strength_is_how_full_of_colour_a_box_is():
    """By an attribute, which the class of a box that says nothing of strength would overrule."""
    boxes = [
        each for each in drawn({1: set(), 2: {1}}, strength=0.3).iter(f"{SVG}rect") if each.get("rx") == "7"
    ]
    coloured = [each for each in boxes if each.get("class") != "page"]
    assert [(each.get("class"), each.get("fill-opacity")) for each in coloured] == [("f1 s1", "0.30")] * 2
    plain = [
        each for each in drawn({1: set(), 2: {1}}).iter(f"{SVG}rect") if each.get("class") == "box f1 s1"
    ]
    assert [each.get("fill-opacity") for each in plain] == [None, None]


def test_the_boxes_of_a_layer_lie_side_by_side():
    root = drawn({1: set(), 2: set(), 3: set(), 4: {1, 2, 3}})
    upper = [
        each for each in root.iter(f"{SVG}rect") if each.get("class") == "page" and each.get("rx") == "7"
    ]
    spans = sorted((float(each.get("x")), float(each.get("width"))) for each in upper[:3])
    assert all(x + wide < after for (x, wide), (after, _) in pairwise(spans))
