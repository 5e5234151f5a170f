"""Zones as people and scanners give them, and text that is none. All people and numbers are invented."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.reading import Refusal, RefusalCode
from tansiq.readers.mrz import NoteCode, Zone
from tests.readers.mrz.test_reading import CARD, PASSPORT, VISA_A, VISA_B, codes, read_all
from tests.readers.mrz.writing import SPECIMENS, text, write

WRITTEN = re.compile(rb"[A-Z0-9<]+")
LINES = st.sampled_from([*PASSPORT, *CARD, *VISA_A, *VISA_B, "", "P<", "<<<<", "D1FRA", "hello", "\ufeff", "é<<"])


def alone(data: bytes) -> Zone:
    (zone,) = read_all(data)
    assert isinstance(zone, Zone), zone
    return zone


@pytest.mark.parametrize("form", sorted(SPECIMENS))
@pytest.mark.parametrize(
    ("shaped", "note"),
    [
        pytest.param("\r\n".join, None, id="CR LF"),
        pytest.param("\r\r\n".join, None, id="CR CR LF"),
        pytest.param("\r".join, None, id="CR alone"),
        pytest.param(lambda lines: "\ufeff" + "\n".join(lines), None, id="byte-order mark"),
        pytest.param(lambda lines: "\n".join(f"  {line}\t" for line in lines), None, id="blanks around"),
        pytest.param(lambda lines: "\n".join(lines).lower(), NoteCode.LOWER_CASE, id="small letters"),
        pytest.param(lambda lines: "\n".join(" ".join(line) for line in lines), NoteCode.BLANKS, id="spaced out"),
        pytest.param(lambda lines: "\n".join(line.replace("<<", "«") for line in lines), NoteCode.LOOK_ALIKES, id="«"),
        pytest.param(lambda lines: "\n".join(lines).replace("<", "‹"), NoteCode.LOOK_ALIKES, id="‹"),
        pytest.param(lambda lines: "\n".join(lines).replace("<", "＜"), NoteCode.LOOK_ALIKES, id="full width"),
        pytest.param(lambda lines: "\n".join(lines).replace("<", "&lt;"), None, id="from a web page"),
        pytest.param("".join, NoteCode.JOINED, id="one string"),
        pytest.param(" ".join, NoteCode.JOINED, id="one string, blanks between"),
        pytest.param(lambda lines: "".join(lines)[:25] + "\n" + "".join(lines)[25:], NoteCode.JOINED, id="broken elsewhere"),
    ],
)  # fmt: skip
def test_a_zone_is_read_however_it_is_typed(
    form: str, shaped: Callable[[list[str]], str], note: NoteCode | None
) -> None:
    lines = write(SPECIMENS[form])
    zone = alone(shaped(lines).encode())
    assert (zone.lines, zone.ok) == (tuple(lines), True)
    assert codes(zone) == ({note} if note else set())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((PASSPORT[0].rstrip("<"), PASSPORT[1]), id="passport, name line"),
        pytest.param((CARD[0].rstrip("<"), CARD[1], CARD[2].rstrip("<")), id="card, both"),
        pytest.param((VISA_A[0].rstrip("<"), VISA_A[1].rstrip("<")), id="visa A, both"),
        pytest.param((VISA_B[0].rstrip("<"), VISA_B[1].rstrip("<")), id="visa B, both"),
        pytest.param((PASSPORT[0] + "<<<<", PASSPORT[1]), id="too many at the end"),
        pytest.param((PASSPORT[0], PASSPORT[1].replace("<<<<<", "<<<<")), id="one too few in the middle"),
        pytest.param((PASSPORT[0], PASSPORT[1].replace("<<<<<", "<<<<<<<")), id="two too many in the middle"),
        pytest.param((PASSPORT[0].replace("<", " "), PASSPORT[1]), id="blanks for fillers"),
    ],
)
def test_fillers_that_are_missing_or_too_many_are_put_right_and_noted(lines: tuple[str, ...]) -> None:
    zone = alone(text(list(lines)))
    assert zone.ok
    assert (zone.family, zone.given) == ("ERIKSSON", "ANNA MARIA")
    assert codes(zone) & {NoteCode.FILLERS, NoteCode.BLANKS}


def test_documents_may_stand_without_blank_lines() -> None:
    data = text([*PASSPORT, *CARD, *VISA_A, *PASSPORT])
    assert [zone.format for zone in read_all(data) if isinstance(zone, Zone)] == ["TD3", "TD1", "MRV-A", "TD3"]


def test_words_around_zones_are_refused_by_themselves() -> None:
    before, zone, after = read_all(b"Passport of Anna\n" + text(list(PASSPORT)) + b"\nseen at noon\nby nobody\n")
    assert isinstance(zone, Zone)
    assert isinstance(before, Refusal)
    assert isinstance(after, Refusal)
    assert (before.start, before.end) == (0, 16)
    assert (after.start, after.end) == (108, 108 + 22)
    assert before.text.startswith("1 line of 16 characters")
    assert after.text.startswith("2 lines of 12, 9 characters")
    assert "blank line between documents" in before.repair


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        pytest.param((PASSPORT[0],), RefusalCode.TRUNCATED, "1 line of 44", id="half a passport"),
        pytest.param((PASSPORT[0], PASSPORT[1][:30]), RefusalCode.TRUNCATED, "2 lines of 44, 30", id="cut line"),
        pytest.param(CARD[:2], RefusalCode.TRUNCATED, "2 lines of 30, 30", id="card without its name"),
        pytest.param(("D1FRA13AA000026181231MARTIN<<9",), RefusalCode.UNKNOWN_FORMAT, "driving licence", id="France"),
        pytest.param(
            ("AAA001D<<", "FACHE305142128097<<800126<<<<<", "MUSTER<<HANS<PETER<<<<<<<<<<<<"),
            RefusalCode.UNKNOWN_FORMAT, "Swiss driving licence", id="Switzerland",
        ),
        pytest.param(("A" * 5000,), RefusalCode.UNKNOWN_FORMAT, "1 line of 1024", id="a line without end"),
        pytest.param(("A" * 44, "B" * 44), RefusalCode.UNKNOWN_FORMAT, "2 lines of 44, 44", id="letters alone"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place_and_the_repair(lines: tuple[str, ...], code: RefusalCode, said: str) -> None:
    data = b"\n" + text(list(lines))
    (refusal,) = read_all(data)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.start, refusal.end) == (code, 1, len(data) - 1)
    assert said in refusal.text
    assert refusal.repair.endswith(".")


def test_a_refusal_tells_no_name() -> None:
    (refusal,) = read_all(text([PASSPORT[0]]))
    assert isinstance(refusal, Refusal)
    assert "ERIK" not in refusal.text + refusal.repair


@pytest.mark.parametrize(("found", "suggested"), [("(", "<"), ("|", "1"), ("$", "S"), ("&", "8")])
def test_characters_that_no_zone_has_are_errors_of_their_place(found: str, suggested: str) -> None:
    upper, lower = write(replace(SPECIMENS["TD3"], number=f"L9404{suggested}C3".replace("<", "")))
    zone = alone(text([upper, lower[:5] + found + lower[6:]]))
    assert [(f.column, f.found) for f in zone.faults if len(f.expected) > 1] == [(6, found)]


@given(st.binary(max_size=300) | st.lists(LINES, max_size=8).map("\n".join).map(str.encode))
def test_any_bytes_are_answered_and_every_line_is_accounted_for(data: bytes) -> None:
    found = read_all(data)
    assert all(0 <= one.start < one.end <= len(data) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for line in WRITTEN.finditer(data):
        assert any(one.start <= line.start() and line.end() <= one.end for one in found), line[0]


@given(st.text(max_size=200))
def test_any_text_is_answered(words: str) -> None:
    assert all(isinstance(one, Zone | Refusal) for one in read_all(words.encode()))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<" * 2_000_000, id="fillers"),
        pytest.param(b"<\n" * 40_000, id="short lines"),
        pytest.param("\ufdfa".encode() * 100_000, id="a letter that unfolds into eighteen"),
        pytest.param((b"A" * 44 + b"\n") * 20_000, id="lines that fit and are none"),
        pytest.param(b"X" * 43 + b"(\n" + b"(" * 44, id="nothing but odd characters"),
    ],
)
def test_hostile_text_takes_no_long_time(data: bytes) -> None:
    began = time.perf_counter()
    assert all(isinstance(one, Zone | Refusal) for one in read_all(data))
    assert time.perf_counter() - began < 10
