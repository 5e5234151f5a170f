"""In a list, a name that many carry by chance says less. All persons are invented."""

from dataclasses import replace

import pytest

from tansiq.detectors.names.evidence.compare import compare
from tansiq.detectors.names.evidence.prepare import prepare
from tansiq.model.findings import Comparison, Verdict
from tansiq.model.subjects import Subject

ENTRIES = 10_000
COMMON = Subject(names=("Muhammad Khan",), birth_dates=("1966",))
RARE = Subject(names=("Zarghun Mandokhel",), birth_dates=("1966",))


def looked_for(listed: Subject, *, born: str = "1966-07-27", among: int = ENTRIES) -> Comparison:
    traveller = replace(listed, birth_dates=(born,) if born else ())
    return compare(prepare(traveller, among=among), prepare(listed))


def test_a_common_name_with_the_same_birth_year_is_no_alarm_in_a_long_list() -> None:
    assert looked_for(COMMON, among=0).verdict is not Verdict.NO
    assert looked_for(COMMON).verdict is Verdict.NO
    assert "name.crowd" in {reason.feature for reason in looked_for(COMMON).against}


@pytest.mark.parametrize("among", [0, 10_000, 1_000_000])
def test_a_rare_name_with_the_same_birth_year_is_found_in_any_list(among: int) -> None:
    assert looked_for(RARE, among=among).verdict is Verdict.MATCH


def test_a_common_name_with_the_same_birth_day_is_found() -> None:
    listed = replace(COMMON, birth_dates=("1966-07-27",))
    assert looked_for(listed).verdict is not Verdict.NO


def test_the_longer_the_list_the_less_a_common_name_says() -> None:
    scores = [looked_for(COMMON, among=among).score for among in (10, 1_000, 100_000)]
    assert scores == sorted(scores, reverse=True)


def test_names_alone_are_compared_as_names() -> None:
    bare = replace(COMMON, birth_dates=())
    assert looked_for(bare, born="").score == looked_for(bare, born="", among=0).score
