"""Rows of delimited text with their places."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.readers.lists.delimited import MOST_LINES_IN_A_ROW, BrokenRow, Charset, Row, charset_of, rows


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        pytest.param("نام".encode(), "utf-8", id="UTF-8"),
        pytest.param("نام".encode("utf-8-sig"), "utf-8", id="UTF-8 with mark"),
        pytest.param("name".encode("utf-16"), "utf-16-le", id="UTF-16 with mark"),
        pytest.param("name,id\n".encode("utf-16-be"), "utf-16-be", id="UTF-16 by its zeros"),
        pytest.param("محمد,علي\n".encode("cp1256"), "cp1256", id="one byte a letter"),
        pytest.param("محمد\n".encode() + b"\xff", "utf-8", id="one wrong byte in UTF-8"),
        pytest.param(b"", "utf-8", id="nothing"),
        pytest.param(bytes(400), "utf-8", id="zeros"),
    ],
)
def test_the_character_set_is_told_by_the_bytes(data: bytes, codec: str) -> None:
    assert charset_of(data, fallback="cp1256").codec == codec


def test_a_quote_nobody_closed_breaks_its_own_line_only() -> None:
    good = b"a,b\n" * (MOST_LINES_IN_A_ROW * 2)
    found = list(rows(b'"open,b\n' + good, Charset("utf-8")))
    assert isinstance(found[0], BrokenRow)
    assert (found[0].start, found[0].end) == (0, 8)
    assert [r.cells for r in found[1:] if isinstance(r, Row)] == [("a", "b")] * MOST_LINES_IN_A_ROW * 2


def test_a_quoted_value_may_hold_line_ends_and_delimiters() -> None:
    (row,) = rows(b'"a\nb","c,d"\r\n', Charset("utf-8"))
    assert isinstance(row, Row)
    assert (row.cells, row.start, row.end) == (("a\nb", "c,d"), 0, 13)


@given(st.binary(max_size=400), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "cp1256", "cp1252"]))
@settings(deadline=None)
def test_rows_cover_every_byte_of_anything(data: bytes, codec: str) -> None:
    at = 0
    for row in rows(data, Charset(codec)):
        assert row.start == at
        at = row.end
    assert at == len(data)


cells = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd")), min_size=2, max_size=4
)


@given(st.lists(cells, max_size=6), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
@settings(deadline=None)
def test_what_is_written_is_read_back_in_every_character_set(table: list[list[str]], codec: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    found = list(rows(out.getvalue().encode(codec), Charset(codec)))
    assert [list(row.cells) for row in found if isinstance(row, Row)] == table
