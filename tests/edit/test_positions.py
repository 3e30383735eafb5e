"""Places are the same for every client, however it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.edit.positions import WIDTHS, Sheet

LINE = 'a𝒳é"x'


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [("utf-8", [0, 1, 5, 7, 8, 9]), ("utf-16", [0, 1, 3, 4, 5, 6]), ("utf-32", range(6))],
)
def test_columns_count_the_units_of_the_encoding(encoding, columns):
    sheet = Sheet.of("#\n" + LINE, "w.tale", 1, encoding)
    assert [sheet.to_client(2, column + 1) for column in range(6)] == [(1, units) for units in columns]
    assert [sheet.from_client(1, units) for units in columns] == [(2, column + 1) for column in range(6)]


@given(st.text(st.sampled_from('ab𝒳é"\r\ń'), max_size=30), st.sampled_from(sorted(WIDTHS)))
def test_every_place_of_the_document_has_one_of_the_client(text, encoding):
    sheet = Sheet.of(text, "w.tale", 1, encoding)
    for number, line in enumerate(sheet.document.lines, 1):
        for column in range(1, len(line) + 2):
            assert sheet.from_client(*sheet.to_client(number, column)) == (number, column)


def test_accents_may_be_typed_apart_and_lines_end_as_they_like():
    sheet = Sheet.of("e\u0301x\r\ny\rz", "w.tale", 1, "utf-16")
    assert sheet.document.text == "éx\ny\nz"
    assert sheet.to_client(1, 2) == (0, 2)
    assert sheet.from_client(0, 2) == (1, 2)
    assert sheet.to_client(3, 2) == (2, 1)


def test_what_lies_beyond_a_line_or_text_is_at_its_end():
    sheet = Sheet.of("ab\ncd", "w.tale", 1, "utf-16")
    assert sheet.from_client(0, 99) == (1, 3)
    assert sheet.from_client(9, 0) == (2, 3)
    assert sheet.to_client(9, 1) == (1, 2)
