"""What stands at a place, what can be mended, and how a text is built and laid out."""

from __future__ import annotations

from tests.edit.places import analysed, place
from tests.edit.street import STREET
from twicetold.edit import Analyst, Document
from twicetold.edit.fixes import fixes, formatting
from twicetold.edit.hovering import hover
from twicetold.edit.outline import folds, outline
from twicetold.lang import format_text


def test_hovering_shows_how_a_name_is_declared():
    shown = hover(analysed(STREET), *place(STREET, "anger > heed"))
    assert shown is not None
    assert "anger   number 0..1 ~ uniform(0, 0.2)" in shown.text
    assert "a field of Person" in shown.text


def test_hovering_shows_the_comment_above_what_is_declared():
    shown = hover(analysed(STREET), *place(STREET, "Person: at Square"))
    assert shown is not None
    assert "Whoever lives in the street." in shown.text


def test_hovering_over_a_mistake_explains_its_code():
    text = STREET.replace("p.anger > heed", "p.angr > heed")
    shown = hover(analysed(text), *place(text, "angr >"))
    assert shown is not None
    assert "T0203" in shown.text
    assert "To mend it" in shown.text


def test_nothing_stands_in_an_empty_line():
    assert hover(analysed(STREET), 7, 1) is None


def test_a_slip_is_mended_as_its_help_says():
    text = STREET.replace("p.anger > heed", "p.angr > heed")
    known = analysed(text)
    line, _ = place(text, "angr >")
    (fix,) = fixes(known, line, line)
    assert known.document.edited(fix.edits).text == STREET
    assert fixes(known, 1, line - 1) == ()


def test_a_slip_in_a_text_is_mended_alone():
    text = STREET.replace("[go] to [the to]", "[go] to [the too]")
    known = analysed(text)
    (fix,) = fixes(known, 1, known.document.whole.end_line)
    assert known.document.edited(fix.edits).text == STREET


def test_blocks_of_several_lines_are_folded():
    lines = STREET.split("\n")
    found = {
        lines[first - 1].split(" ")[0]: last - first + 1 for first, last in folds(Document("s.tale", STREET))
    }
    assert found == {"world": 4, "kind": 8, "sense": 2, "rule": 5, "action": 4, "event": 4}


def test_the_outline_has_the_blocks_in_order():
    entries = outline(analysed("\n" + STREET))
    assert [entry.name for entry in entries][:5] == ["The street", "heed", "Place", "Person", "love"]
    assert {entry.sort for entry in entries} >= {"world", "kind", "entity", "action", "ending", "measure"}
    assert all(entry.at.within(entry.span) for entry in entries)


def test_a_text_is_laid_out_as_by_the_formatter():
    untidy = STREET.replace("  coins   whole 0.. = 3", "  coins whole 0..=3").replace("> heed", ">  heed")
    document = analysed(untidy).document
    assert document.edited(formatting(analysed(untidy))).text == format_text(untidy) != untidy
    tidy = format_text(STREET)
    assert formatting(analysed(tidy)) == ()
    assert formatting(analysed(STREET + "\naction (")) == ()


def test_a_canon_is_checked_against_its_world():
    canon = 'canon "it"\nC1 5:00 strike(Ada, Ben)\nC2 6:00 strik(Ada, Ben)\n'
    known = Analyst().analyse(Document("street.canon", canon), {"street.tale": STREET})
    assert [(each.code, each.span.line) for each in known.diagnostics] == [("T0207", 3)]
