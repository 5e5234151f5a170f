"""The fairness screen: rates beside the base rate, intervals from the book, and what an attribute stands for."""

from random import Random

import polars as pl
import pytest

from tansiq.detectors.rules.fairness import association, fairness
from tansiq.detectors.rules.rates import Proxy
from tansiq.model.shares import wilson
from tests.detectors.rules.test_language import node_of


@pytest.mark.parametrize(
    ("hits", "travellers", "low", "high"),
    [
        pytest.param(0, 10, 0.0, 0.2775, id="none of ten"),
        pytest.param(10, 10, 0.7225, 1.0, id="all of ten"),
        pytest.param(81, 263, 0.2553, 0.3662, id="81 of 263, Newcombe 1998 table I"),
        pytest.param(1, 29, 0.0061, 0.1718, id="1 of 29, Newcombe 1998 table I"),
    ],
)
def test_the_interval_is_wilsons(hits: int, travellers: int, low: float, high: float) -> None:
    assert wilson(hits, travellers) == pytest.approx((low, high), abs=5e-5)


def test_an_interval_of_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="share of"):
        wilson(0, 0)


def travellers(count: int) -> pl.DataFrame:
    """Invented: of AA nine in ten pay in cash, of BB one in ten; the origin tells the nationality, bags tell nothing."""
    draw = Random(7)
    rows = []
    for number in range(count):
        nation = "AA" if number % 4 == 0 else "BB"
        cash = draw.random() < (0.9 if nation == "AA" else 0.1)
        rows.append((nation, draw.choice("MF"), draw.randrange(90), cash, draw.randrange(4), f"{nation}X"))
    columns = [
        "traveller.nationality",
        "traveller.sex",
        "traveller.age",
        "payment.is_cash",
        "bags.count",
        "flight.origin",
    ]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_a_group_that_is_hit_more_often_is_said_to_differ() -> None:
    report = fairness(travellers(2_000), node_of("payment.is_cash && bags.count >= 0"))
    assert report.base_rate == pytest.approx(0.3, abs=0.02)
    assert {rate.group for rate in report.differing} == {"AA", "BB"}
    one = next(rate for rate in report.rates if rate.group == "AA")
    assert one.ratio == pytest.approx(3, abs=0.2)
    assert one.text.startswith("nationality AA: ")
    assert "times the base rate" in one.text
    assert sum(rate.travellers for rate in report.rates if rate.particular == "age") == 2_000


def test_what_stands_for_nationality_is_named_strongest_first() -> None:
    report = fairness(travellers(2_000), node_of('flight.origin == "AAX" || bags.count > 2'))
    assert report.proxies[0] == Proxy("flight.origin", "nationality", 1.0)
    assert report.proxies[0].text == "flight.origin tells all but everything about nationality (1.00 of 1)"
    assert max(proxy.strength for proxy in report.proxies if proxy.attribute == "bags.count") < 0.1
    assert report.declared == (("flight.origin", "nationality"),)


def test_nothing_follows_from_a_few() -> None:
    report = fairness(travellers(36), node_of('traveller.nationality == "AA"'))
    assert report.differing == ()
    assert any("nothing follows" in rate.text for rate in report.rates)


def test_the_unknown_are_counted_and_are_no_hits() -> None:
    report = fairness(pl.DataFrame({"bags.count": [1, None, 3]}), node_of("bags.count > 2"))
    assert (report.travellers, report.hits, report.unknown) == (3, 1, 1)
    assert {rate.group for rate in report.rates} == {"not known"}


def test_nobody_gives_no_rates() -> None:
    report = fairness(pl.DataFrame({"bags.count": []}, schema={"bags.count": pl.Int64}), node_of("bags.count > 2"))
    assert (report.base_rate, report.rates) == (0.0, ())


def test_association_is_one_nothing_or_between() -> None:
    one = pl.Series(["a", "b"] * 500)
    assert association(one, pl.Series(["x", "y"] * 500)) == pytest.approx(1, abs=1e-9)
    assert association(one, pl.Series(["x"] * 1000)) == 0
    assert association(one, pl.Series(["x", "x", "y", "y"] * 250)) == 0
