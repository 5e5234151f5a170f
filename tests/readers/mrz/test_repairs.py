"""What damage is noticed, and what is proposed for it. All people and numbers are invented."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.issuers import is_issuer
from tansiq.readers.mrz import Change, NoteCode, Zone
from tests.readers.mrz.test_reading import PASSPORT, read_one
from tests.readers.mrz.writing import SPECIMENS, VALUES, Holder, digit, holders, write

CHARACTERS = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CONFUSED = {"0": "OQD", "1": "IL7", "2": "Z", "3": "8", "4": "A", "5": "S", "7": "T1", "8": "B3", "B": "8", "O": "0", "I": "1", "S": "5", "Z": "2"}  # fmt: skip
NUMBER_AND_DATES = {"TD1": [*range(5, 15), *range(30, 37), *range(38, 45)]}
NUMBER_AND_DATES |= {f: [*range(w, w + 10), *range(w + 13, w + 20), *range(w + 21, w + 28)] for f, w in (("TD2", 36), ("TD3", 44), ("MRV-A", 44), ("MRV-B", 36))}  # fmt: skip


def damaged(lines: list[str], at: int, other: str) -> list[str]:
    """The lines with one character changed. at: counted through all lines."""
    line, column = divmod(at, len(lines[0]))
    return [*lines[:line], lines[line][:column] + other + lines[line][column + 1 :], *lines[line + 1 :]]


def covered_by_digits(form: str) -> set[int]:
    """Positions that a check digit covers, and the digits, from Doc 9303-4 to 9303-7."""
    covered = set(NUMBER_AND_DATES[form])
    if form == "TD1":
        return covered | {*range(15, 30), *range(48, 60)}
    return covered | ({*range(64, 72)} if form == "TD2" else {*range(72, 88)} if form == "TD3" else set())


def is_noticed(zone: Zone, before: Zone) -> bool:
    return not zone.ok or bool({note.code for note in zone.notes} - {note.code for note in before.notes})


def must_be_noticed(form: str, lines: list[str], at: int, other: str) -> bool:
    """Whether one changed character cannot stay unnoticed, by the rules that docs/mrz.md states."""
    line, column = divmod(at, len(lines[0]))
    found = lines[line][column]
    if at in covered_by_digits(form):
        if form == "TD3" and column == 42:
            return other != "<" or found != "0"
        return VALUES[found] % 10 != VALUES[other] % 10
    letters = line == 0 or (form == "TD1" and line == 2) or (line == 1 and 10 <= column < 13 and form != "TD1")
    return letters and other in "0123456789"


@pytest.mark.parametrize("step", [pytest.param(5, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)])
@pytest.mark.parametrize("form", sorted(SPECIMENS))
def test_every_damaged_character_is_noticed_where_digits_can_tell(form: str, step: int) -> None:
    """Each of the 72 to 90 places, each of the 36 other characters or every fifth."""
    holder = SPECIMENS[form]
    lines = write(holder)
    before = read_one(lines)
    unnoticed = [
        (at, other)
        for at, found in enumerate("".join(lines))
        for other in CHARACTERS[at % step :: step]
        if other != found and must_be_noticed(form, lines, at, other) and not is_noticed(read_one(damaged(lines, at, other)), before)
    ]  # fmt: skip
    assert unnoticed == []


@pytest.mark.parametrize("form", sorted(SPECIMENS))
def test_no_date_stays_a_date_with_a_damaged_character(form: str) -> None:
    lines = write(SPECIMENS[form])
    for at in (at for at in NUMBER_AND_DATES[form][10:] if at):
        for other in set(CHARACTERS) - {"".join(lines)[at]}:
            assert not read_one(damaged(lines, at, other)).ok, (at, other)


@given(holders(), st.data())
def test_a_misread_character_is_among_the_suggestions(holder: Holder, data: st.DataObject) -> None:
    lines = write(holder)
    joined = "".join(lines)
    places = [at for at in NUMBER_AND_DATES[holder.format] if any(VALUES[o] % 10 != VALUES[joined[at]] % 10 for o in CONFUSED.get(joined[at], ""))]  # fmt: skip
    if not places or len(holder.number) > 9:
        return
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([o for o in CONFUSED[joined[at]] if VALUES[o] % 10 != VALUES[joined[at]] % 10]))
    zone = read_one(damaged(lines, at, other))
    line, column = divmod(at, len(lines[0]))
    wanted = Change(line + 1, column + 1, other, joined[at])
    assert (wanted,) in [suggestion.changes for suggestion in zone.suggestions]
    assert zone.lines == tuple(damaged(lines, at, other)), "nothing is applied"


@given(holders(), st.integers(0, 200), st.sampled_from(CHARACTERS))
def test_every_suggestion_makes_the_digits_agree_that_it_names(holder: Holder, at: int, other: str) -> None:
    lines = write(holder)
    zone = read_one(damaged(lines, at % len("".join(lines)), other))
    for suggestion in zone.suggestions:
        mended = list(zone.lines)
        for change in suggestion.changes:
            text = mended[change.line - 1]
            assert text[change.column - 1] == change.found
            mended[change.line - 1] = text[: change.column - 1] + change.suggested + text[change.column :]
        wrong = {fault.field for fault in read_one(mended).faults if len(fault.expected) == 1}
        assert wrong.isdisjoint(suggestion.check_digits)
        assert suggestion.check_digits or suggestion.field in {"family", "given", "issuer", "nationality", "document_code", "sex", "optional"}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column", "other", "digits"),
    [
        pytest.param(2, 6, "O", ("document_number", "composite"), id="O for 0 in the number"),
        pytest.param(2, 14, "T", ("birth_date", "composite"), id="T for 7 in the birth date"),
        pytest.param(2, 18, "I", ("birth_date", "composite"), id="I for 1 in the birth date"),
        pytest.param(2, 22, "I", ("expiry", "composite"), id="I for 1 in the expiry"),
        pytest.param(2, 43, "I", ("optional", "composite"), id="I for 1 as the digit of the optional data"),
        pytest.param(2, 44, "O", ("composite",), id="O for 0 as the composite digit"),
        pytest.param(2, 10, "G", ("document_number", "composite"), id="G for 6 as a check digit"),
        pytest.param(1, 7, "8", (), id="8 in the name has no digit to speak for it"),
        pytest.param(1, 5, "0", (), id="UT0 is UTO"),
    ],
)
def test_a_suggestion_says_where_what_and_which_digits_speak_for_it(
    line: int, column: int, other: str, digits: tuple[str, ...]
) -> None:
    original = PASSPORT[line - 1][column - 1] if (line, column) != (1, 7) else "B"
    upper = PASSPORT[0].replace("ERIKSSON", "EBIKSSON") if (line, column) == (1, 7) else PASSPORT[0]
    lines = damaged([upper, PASSPORT[1]], (line - 1) * 44 + column - 1, other)
    (suggestion,) = (s for s in read_one(lines).suggestions if s.changes == (Change(line, column, other, original),))
    assert suggestion.check_digits == digits
    assert f"(line {line}, position {column})" in suggestion.text


def test_letters_all_over_a_date_are_one_suggestion() -> None:
    upper, lower = PASSPORT
    zone = read_one([upper, lower.replace("7408122", "74O8IZ2")])
    (suggestion,) = zone.suggestions
    assert [(c.column, c.found, c.suggested) for c in suggestion.changes] == [
        (16, "O", "0"),
        (18, "I", "1"),
        (19, "Z", "2"),
    ]
    assert suggestion.check_digits == ("birth_date", "composite")
    assert zone.birth_date == ""


def test_nothing_is_suggested_between_characters_that_no_digit_tells_apart() -> None:
    lines = write(Holder(number="AB1634567"))
    changed = damaged(lines, 44 + 3, "G")
    assert digit("AB1G34567") == digit("AB1634567")
    assert read_one(changed).suggestions == ()


def test_an_altered_check_digit_is_not_mended_with_one_that_looks_otherwise() -> None:
    zone = read_one([PASSPORT[0], PASSPORT[1].replace("L898902C36", "L898902C39")])
    assert [fault.field for fault in zone.faults] == ["document_number", "composite"]
    assert [c for s in zone.suggestions for c in s.changes if c.column == 10] == []


def test_optional_data_of_a_card_are_mended_by_the_composite_digit() -> None:
    lines = write(replace(SPECIMENS["TD1"], optional2="A0Z"))
    zone = read_one(damaged(lines, 30 + 19, "O"))
    assert [fault.field for fault in zone.faults] == ["composite"]
    assert (Change(2, 20, "O", "0"),) in [s.changes for s in zone.suggestions if s.check_digits == ("composite",)]


def test_two_damaged_fields_are_each_judged_by_their_own_digit() -> None:
    zone = read_one([PASSPORT[0], PASSPORT[1].replace("L898902C3", "L8989O2C3").replace("7408122F", "74O8122F")])
    assert [(s.field, s.check_digits) for s in zone.suggestions] == [
        ("document_number", ("document_number",)),
        ("birth_date", ("birth_date",)),
    ]


@pytest.mark.parametrize("letter", ["K", "C", "L", "X"])
def test_a_letter_among_the_fillers_behind_a_name_is_noted(letter: str) -> None:
    zone = read_one(damaged(list(PASSPORT), 40, letter))
    assert NoteCode.NAME_RESUMES in {note.code for note in zone.notes}
    assert [s.changes for s in zone.suggestions] == ([] if letter == "X" else [(Change(1, 41, letter, "<"),)])


def test_a_damaged_card_of_france_is_still_read_in_its_own_layout() -> None:
    zone = read_one(["IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02", "1710GVA123451ROBERTA<<<<<<<91I2311F2"])
    assert (zone.document_number, zone.given) == ("1710GVA12345", "ROBERTA")
    assert [(s.changes, s.check_digits) for s in zone.suggestions] == [
        ((Change(2, 30, "I", "1"),), ("birth_date", "composite")),
    ]


def test_a_state_is_mended_only_into_a_known_one() -> None:
    lines = write(Holder(nationality="PAK"))
    for other in "04":
        for suggestion in read_one(damaged(lines, 44 + 11, other)).suggestions:
            (change,) = suggestion.changes
            assert is_issuer("P" + change.suggested + "K")
