"""Invented travellers: repeatable, whole, and as the tables say."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.alarms.ordinary import Known, traveller, travellers
from tansiq.detectors.names.alarms.ordinary_tables import names, origins, patterns
from tansiq.detectors.names.alarms.respelling import Written, respelt, taken_apart

PEOPLES = sorted({origin.people for origin in origins().items})


@pytest.mark.parametrize("people", PEOPLES)
def test_every_people_has_names_and_patterns(people: str) -> None:
    assert all((people, part) in names() for part in ("male", "female", "family"))
    for who in ("M", "F", "father"):
        for pattern in patterns()[people, who].items:
            assert pattern.given
            filled = f"{pattern.given} {pattern.family}".format_map(dict.fromkeys(_PLACES, "x"))
            assert "{" not in filled


_PLACES = ("male", "male2", "female", "female2", "father", "grandfather", "family", "family2", "father_family")


def test_the_same_seed_gives_the_same_travellers_however_many() -> None:
    few, many = list(travellers(20, seed=7)), list(travellers(60, seed=7))
    assert many[:20] == few
    assert list(travellers(20, seed=8)) != few


def test_what_is_known_takes_away_from_the_same_person() -> None:
    name, message, document = (traveller(3, known=known).subject for known in Known)
    assert name.names == message.names == document.names
    assert (name.birth_dates, name.sex, name.documents) == ((), "", ())
    assert (message.birth_dates, message.sex, message.documents) == (
        document.birth_dates,
        document.sex,
        document.documents,
    )
    assert (message.father_names, message.birth_places) == ((), ())


@pytest.fixture(scope="module")
def thousand() -> list[tuple[str, str, bool, bool]]:
    return [(t.nationality, t.sex, t.placeholder, bool(t.subject.father_names)) for t in travellers(4000, seed=2)]


def test_travellers_are_as_the_tables_have_them(thousand: list[tuple[str, str, bool, bool]]) -> None:
    counts = Counter(nationality for nationality, *_ in thousand)
    assert counts.most_common(1)[0][0] == "PK"
    afghan = [placeholder for nationality, _, placeholder, _ in thousand if nationality == "AF"]
    turkish = [father for nationality, _, _, father in thousand if nationality == "TR"]
    fathers = [father for nationality, _, _, father in thousand if nationality == "PK"]
    assert 0.2 < sum(afghan) / len(afghan) < 0.6
    assert (sum(turkish), sum(fathers) > 0.9 * len(fathers)) == (0, True)
    assert 0.3 < sum(sex == "F" for _, sex, *_ in thousand) / len(thousand) < 0.5


def test_birth_dates_recorded_as_1_january_are_so() -> None:
    for somebody in travellers(300):
        assert somebody.subject.birth_dates[0].endswith("-01-01") or not somebody.placeholder


@given(number=st.integers(0, 10**9), seed=st.integers())
def test_every_traveller_is_whole(number: int, seed: int) -> None:
    subject = traveller(number, seed=seed).subject
    assert subject.names[0].strip() == subject.names[0] != ""
    assert "|" not in f"{subject.names} {subject.father_names}"
    assert (len(subject.birth_dates), len(subject.nationalities), len(subject.documents)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        pytest.param("AL RAHMAN, Shaykh Umar", Written("shaykh umar", "al rahman"), id="family name first"),
        pytest.param("Zarghun al-Mandokhel", Written("zarghun al", "mandokhel"), id="family name last"),
        pytest.param("Zarghun", Written("", "zarghun"), id="one name"),
        pytest.param("", Written("", ""), id="no name"),
    ],
)
def test_an_entry_is_taken_apart_as_a_passport_would(name: str, apart: Written) -> None:
    assert taken_apart(name) == apart


@given(name=st.text(max_size=40), seed=st.integers())
def test_any_name_can_be_respelt(name: str, seed: int) -> None:
    spelt = respelt(taken_apart(name), Random(seed), where="entry", sex="M")
    assert spelt == spelt.upper().strip()
