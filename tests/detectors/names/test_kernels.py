"""Compiled code says what the Python it stands for says. All words are invented or drawn at random."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.detectors.names.search import kernels
from tansiq.detectors.names.search.encoding import dump_part, encode, load_part, rules
from tansiq.detectors.names.search.layout import F64, U8
from tansiq.detectors.names.tables import SOUNDS
from tansiq.detectors.names.words import sounds
from tansiq.detectors.names.words.parts import part

CODES = {sound: code for code, sound in enumerate(SOUNDS)}
SPOKEN = st.text(st.sampled_from(sorted(SOUNDS)), max_size=30)
LINE: F64 = np.zeros(kernels.LONGEST_SOUNDS + 1)


def coded(spoken: str) -> tuple[U8, int, int]:
    return np.array([CODES[sound] for sound in spoken], np.uint8), 0, len(spoken)


def compiled_likeness(one: str, other: str, *, unwritten: tuple[bool, bool], least: float = -1.0) -> float:
    return kernels.likeness(coded(one), coded(other), unwritten, rules(), LINE, least)


@settings(max_examples=300, deadline=None)
@given(SPOKEN, SPOKEN, st.booleans(), st.booleans())
def test_compiled_likeness_is_likeness(one: str, other: str, left: bool, right: bool) -> None:
    expected = sounds.likeness(one, other, left_unwritten=left, right_unwritten=right)
    assert compiled_likeness(one, other, unwritten=(left, right)) == pytest.approx(expected, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(SPOKEN, SPOKEN)
def test_comparing_no_further_than_needed_changes_nothing_above(one: str, other: str) -> None:
    whole = compiled_likeness(one, other, unwritten=(False, False))
    short = compiled_likeness(one, other, unwritten=(False, False), least=0.68)
    assert short == whole if whole >= 0.68 else short < 0.68


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        pytest.param("zargun", "zargun", True, id="the same"),
        pytest.param("zargun", "zarkun", True, id="another letter"),
        pytest.param("zargun", "zargn", True, id="a letter fewer"),
        pytest.param("zargun", "zragun", True, id="neighbours exchanged"),
        pytest.param("zargun", "zarkum", False, id="two other letters"),
        pytest.param("zargun", "zgaurn", False, id="letters far apart exchanged"),
        pytest.param("zargun", "zarg", False, id="two letters fewer"),
        pytest.param("", "a", True, id="nothing and a letter"),
    ],
)
def test_one_slip_is_one_slip(one: str, other: str, apart: bool) -> None:
    assert kernels.one_slip_apart(coded(one), coded(other)) == apart
    assert kernels.one_slip_apart(coded(other), coded(one)) == apart


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=20), st.data())
def test_a_hash_without_a_letter_is_the_hash_of_the_rest(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data) - 1))
    rest = data[:at] + data[at + 1 :]
    whole, left = np.frombuffer(data, np.uint8), np.frombuffer(rest, np.uint8)
    assert kernels.hash_without(whole, 0, len(data), at) == kernels.hash_of(left, 0, len(rest))


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=30), st.booleans())
def test_a_part_is_kept_whole(text: str, unwritten: bool) -> None:
    before = part(text, unwritten=unwritten)
    after = load_part(dump_part(before, before.bits, before.weight))
    assert astuple(after) == astuple(before)


def test_words_have_the_readings_and_skeletons_of_their_parts() -> None:
    parts = [
        part("zarghun"),
        part("haji", "title"),
        part("\u0645\u062d\u0645\u0648\u062f", unwritten=True),
        part("m", "initial"),
    ]
    words = encode(parts)
    for i, one in enumerate(parts):
        spoken = [kernels.sounds_of(words, i, reading) for reading in range(int(words.word[i]["readings"]))]
        assert [bytes(data[start:end]) for data, start, end in spoken] == [
            bytes(CODES[sound] for sound in reading) for reading in one.readings
        ]
        assert int(words.word[i]["skeletons"]) == len(one.skeletons)
