"""Two names laid side by side: what titles, first parts and weak names do, and that sides may be exchanged. All are invented."""

import sys
from random import Random
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.detectors.names import match
from tansiq.detectors.names.evidence.alignment import fit
from tansiq.detectors.names.evidence.bounds import most_alike
from tansiq.detectors.names.evidence.compare import best_names, name_evidence
from tansiq.detectors.names.evidence.contenders import MOST_LAID
from tansiq.detectors.names.evidence.prepare import Prepared, prepare
from tansiq.detectors.names.words.parts import Name, read_name
from tansiq.model.findings import Comparison, Verdict
from tansiq.model.subjects import Subject


def name(text: str, *, person: bool = True) -> Name:
    return read_name(text, person=person).own[0]


def value(left: str, right: str) -> float:
    return fit(name(left), name(right)).value


def against(comparison: Comparison) -> set[str]:
    return {reason.feature for reason in comparison.against}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Javed Turyalai", "Haji Turyalai", id="title and name"),
        pytest.param("Turyalai Javed", "Turyalai Syed", id="title and name at the end"),
        pytest.param("Mullah Turyalai", "Haji Turyalai", id="two titles"),
        pytest.param("Begum Turyalai", "Dr Turyalai", id="two titles that are seldom one person's"),
    ],
)
def test_a_title_contradicts_nothing(left: str, right: str) -> None:
    comparison = match(Subject(names=(left,)), Subject(names=(right,)))
    assert "name.differs" not in against(comparison)
    assert [reason.feature for reason in comparison.against].count("name.surplus") == 2


def test_a_title_more_never_makes_a_name_fit_better() -> None:
    assert value("Javed Turyalai", "Haji Turyalai") < value("Javed Turyalai", "Turyalai")
    assert value("Javed Turyalai", "Zarif Turyalai") < value("Javed Turyalai", "Haji Turyalai")


def test_titles_leave_the_contradiction_of_names_as_it_is() -> None:
    comparison = match(Subject(names=("Syed Javed Turyalai",)), Subject(names=("Haji Zarif Turyalai",)))
    differs = next(reason for reason in comparison.against if reason.feature == "name.differs")
    assert (differs.left, differs.right) == ("javed", "zarif")


@pytest.mark.parametrize("first", ["Bamlik", "Zamlik"])
def test_a_missing_first_part_counts_alike_on_either_side(first: str) -> None:
    in_order = 1 - value(f"{first} Lashpur Mandokh", "Lashpur Mandokh")
    turned = 1 - value(f"{first} Lashpur Mandokh", "Mandokh Lashpur")
    later = 1 - value(f"Lashpur Mandokh {first}", "Lashpur Mandokh")
    assert in_order > 2 * later
    assert turned == pytest.approx(later)


LISTED = Subject(names=("Turyalai Popal",), weak_names=("Haji Turyalai",), birth_dates=("1998",), sex="M")


@pytest.mark.parametrize(
    ("carried", "is_held_up"),
    [
        pytest.param("Turyalai Khogyani", False, id="another family name"),
        pytest.param("Zarif Turyalai", False, id="another name in front"),
        pytest.param("Turyalai", True, id="the weak name itself"),
        pytest.param("Haji Turyalai", True, id="with its title"),
        pytest.param("Muhammad Turyalai", True, id="Muhammad in front"),
        pytest.param("Turyalai Popal", True, id="the full name"),
    ],
)
def test_a_weak_name_that_repeats_part_of_a_full_one_says_no_more_than_it(carried: str, is_held_up: bool) -> None:
    traveller = Subject(names=(carried,), birth_dates=("1998-05-10",), sex="M")
    assert (match(LISTED, traveller).verdict is not Verdict.NO) is is_held_up


def test_a_weak_name_of_its_own_is_heard() -> None:
    traveller = Subject(names=("Turyalai Khogyani",), birth_dates=("1998-05-10",), sex="M")
    other = Subject(names=("Zarif Popal",), weak_names=("Haji Turyalai",), birth_dates=("1998",), sex="M")
    assert match(other, traveller).score > match(LISTED, traveller).score


WRITTEN = st.one_of(
    st.lists(
        st.sampled_from(
            ["Abdul", "Rahman", "Rahim", "Muhammad", "Haji", "Syed", "bin", "ullah", "Uddin", "ur", "Abu", "Javed", "Zarif", "Shah",
             "Nawaz", "Shahnawaz", "Javid", "A.", "M", "7", "Ltd", "Trading", "Bolan", "محمد", "رحمان", "عبدال", "习近平", "Зафар", "<"]
        ),
        max_size=14,
    ).map(" ".join),
    st.text(max_size=80),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(WRITTEN, WRITTEN, st.booleans())
def test_exchanging_the_names_exchanges_the_losses_and_nothing_else(left: str, right: str, person: bool) -> None:
    one, other = name(left, person=person), name(right, person=person)
    there, back = fit(one, other), fit(other, one)
    assert (there.value, there.bits, there.whole) == (back.value, back.bits, back.whole)
    assert [(loss.kind, loss.weight) for loss in there.losses] == [(loss.kind, loss.weight) for loss in back.losses]


@settings(max_examples=300, deadline=None)
@given(WRITTEN, st.lists(WRITTEN, max_size=3), WRITTEN, st.lists(WRITTEN, max_size=3))
def test_exchanging_the_subjects_changes_no_score(left: str, weak: list[str], right: str, more: list[str]) -> None:
    one, other = Subject(names=(left,), weak_names=tuple(weak)), Subject(names=(right, *more), father_names=(left,))
    assert match(one, other).score == pytest.approx(match(other, one).score, abs=1e-12)


@settings(max_examples=150, deadline=None)
@given(st.lists(WRITTEN, min_size=1, max_size=4), st.lists(WRITTEN, min_size=1, max_size=4), st.booleans())
def test_no_two_names_agree_better_than_they_are_said_to_at_most(
    left: list[str], right: list[str], person: bool
) -> None:
    ours, theirs = ([one for text in texts if (one := name(text, person=person)).parts] for texts in (left, right))
    if ours and theirs:
        most = most_alike(ours, theirs)
        assert all(fit(one, other).value <= most[i, j] for i, one in enumerate(ours) for j, other in enumerate(theirs))


def many(seed: int, consonants: str, *, names: int, parts: int) -> Prepared:
    """A subject of many names, each of so many words of three syllables."""
    draw = Random(seed)
    words = (
        "".join(draw.choice(consonants) + draw.choice("aeiou") for _ in range(3)) + draw.choice(consonants)
        for _ in range(names * parts)
    )
    return prepare(Subject(names=tuple(" ".join(next(words) for _ in range(parts)) for _ in range(names))))


def alignments(left: Prepared, right: Prepared) -> int:
    """How many pairs of names are laid side by side to find the best."""
    count = 0

    def seen(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code is fit.__code__

    sys.setprofile(seen)
    try:
        best_names(left, right)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("parts", [3, 10, 40])
def test_of_many_names_only_those_that_can_win_are_laid_side_by_side(parts: int) -> None:
    left, right = (many(seed, "bdfgjklmrstvz", names=60, parts=parts) for seed in (1, 2))
    assert len(left.names) * len(right.names) == 3600
    assert alignments(left, right) <= 200


def test_however_alike_all_words_are_the_alignments_are_bounded() -> None:
    left, right = (many(seed, "br", names=60, parts=10) for seed in (1, 2))
    assert len(left.names) * len(right.names) == 3600
    assert alignments(left, right) <= MOST_LAID // 100 + 1


def test_the_best_pair_of_many_names_is_the_best_of_all() -> None:
    left, right = (many(seed, "bdfgjklmrstvz", names=12, parts=3) for seed in (1, 2))
    copied, mistyped = left.names[7].text.upper(), left.names[3].text[:-1]
    right = prepare(Subject(names=(*(one.text for one in right.names), copied, mistyped)))
    best = best_names(left, right)
    assert best.weight == max(name_evidence(one, other).weight for one in left.names for other in right.names)
    assert (best.left, best.right) == (left.names[7], right.names[-2])
