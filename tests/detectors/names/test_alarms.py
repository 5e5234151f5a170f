"""Alarms counted. All persons are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names import Watchlist
from tansiq.detectors.names.alarms.ordinary import Known, travellers
from tansiq.detectors.names.alarms.rates import Rate, alarms, recall
from tansiq.model.subjects import Subject

LISTED = (
    Subject("a", names=("Muhammad Khan",), birth_dates=("1976",), nationalities=("PK",)),
    Subject("b", names=("Bakhtawar Shah Torankhelwal",), birth_dates=("1969-02-11",), nationalities=("PK",)),
)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        pytest.param(10, 100, 0.0552, 0.1744, id="ten in a hundred"),
        pytest.param(0, 100, 0.0, 0.0370, id="none in a hundred is not never"),
        pytest.param(100, 100, 0.9630, 1.0, id="all"),
        pytest.param(0, 0, 0.0, 1.0, id="nobody asked says nothing"),
    ],
)
def test_a_rate_has_the_interval_of_wilson(count: int, of: int, low: float, high: float) -> None:
    """Expected values from the formula by hand, to four places."""
    rate = Rate(count, of)
    assert (rate.low, rate.high) == pytest.approx((low, high), abs=5e-5)


@given(of=st.integers(1, 10**7), share=st.floats(0, 1))
def test_the_interval_holds_the_rate_and_narrows_with_more_travellers(of: int, share: float) -> None:
    count = round(of * share)
    rate, more = Rate(count, of), Rate(count * 10, of * 10)
    assert 0 <= rate.low <= rate.rate <= rate.high <= 1
    assert more.high - more.low < rate.high - rate.low


def test_a_common_name_alarms_on_its_bearers_and_a_birth_date_clears_them() -> None:
    watchlist = Watchlist.build(LISTED)
    by_name = alarms(watchlist, travellers(1500, known=Known.NAME))
    by_message = alarms(watchlist, travellers(1500, known=Known.MESSAGE))
    assert by_name.all.at(0.3).count > by_message.all.at(0.3).count
    assert by_name.all.travellers == 1500


def test_groups_add_up_and_thresholds_fall() -> None:
    steps: list[None] = []
    counted = alarms(Watchlist.build(LISTED), travellers(400, known=Known.NAME), step=lambda: steps.append(None))
    assert len(steps) == 400
    for groups in (counted.by_nationality, counted.by_sex, counted.by_birth_date):
        assert sum(tally.alarm.count for tally in groups.values()) == counted.all.alarm.count
        assert sum(tally.travellers for tally in groups.values()) == 400
    assert counted.all.at(0.3).count >= counted.all.at(0.5).count >= counted.all.at(0.9).count
    assert counted.all.alarm.count >= counted.all.match.count


def test_nobody_alarms_on_an_empty_list() -> None:
    assert alarms(Watchlist.build(()), travellers(20)).all.alarm == Rate(0, 20)


def test_listed_persons_are_found_under_other_spellings() -> None:
    found = recall(Watchlist.build(LISTED), LISTED, seed=1)
    assert found.travellers == 2
    assert found.at(0.3).count == 2


def test_listed_persons_are_found_by_what_is_known_of_them() -> None:
    by_name = recall(Watchlist.build(LISTED), LISTED, seed=1, known=Known.NAME)
    by_document = recall(Watchlist.build(LISTED), LISTED, seed=1, known=Known.DOCUMENT)
    assert by_name.at(0.99).count < by_document.at(0.99).count


def test_only_persons_with_a_latin_name_of_two_words_are_asked_for() -> None:
    others = (
        Subject("c", names=("زرغون مندوخیل",)),
        Subject("d", type="vessel", names=("Sea Star One",)),
        Subject("e", names=("Zargo",)),
    )
    assert recall(Watchlist.build(others), others, seed=1).travellers == 0
