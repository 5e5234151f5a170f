"""Rules that true cases suggest: found where a pattern was planted, none where there is none, never about who somebody is."""

import random
from datetime import timedelta

import pytest

from tansiq.detectors.risk.proposing import LEFT_OUT, propose
from tansiq.detectors.rules import ATTRIBUTES, Row, Value, compiled, parse
from tansiq.detectors.rules.tree import names


def traveller(chance: random.Random, *, is_courier: bool = False) -> Row:
    """An invented traveller; couriers pay late and in cash, stay short, and are mostly men of one state."""
    row: dict[str, Value | None] = {
        "booking.lead_hours": chance.randrange(0, 20) if is_courier else chance.randrange(0, 2000),
        "payment.is_cash": is_courier or chance.random() < 0.1,
        "stay.length": timedelta(hours=chance.randrange(20, 60) if is_courier else chance.randrange(20, 900)),
        "bags.count": chance.randrange(0, 4),
        "payment.amount_usd": chance.uniform(100, 2000),
        "traveller.nationality": "XA" if is_courier else chance.choice(["XA", "XB", "XC", "XD"]),
        "traveller.sex": "M" if is_courier else chance.choice("MF"),
        "names.hits": 1 if is_courier else 0,
    }
    return {name: value for name, value in row.items() if chance.random() > 0.1}


def travellers(number: int, *, seed: int, couriers: bool = False) -> list[Row]:
    chance = random.Random(seed)
    return [traveller(chance, is_courier=couriers) for _ in range(number)]


def test_a_pattern_that_true_cases_share_is_found_and_is_a_rule() -> None:
    true, others = travellers(30, seed=1, couriers=True), travellers(3000, seed=2)
    best = propose(true, others)[0]
    assert {"booking.lead_hours", "payment.is_cash"} <= set(best.text.replace(" ", "&").split("&"))
    assert best.caught > 15
    assert best.others < 30
    node = parse(best.text).node
    assert node is not None
    holds = compiled(node)
    assert sum(bool(holds(row)) for row in true) == best.caught
    assert sum(bool(holds(row)) for row in others) == best.others


def test_no_rule_names_who_somebody_is_or_what_screening_found() -> None:
    found = propose(travellers(40, seed=3, couriers=True), travellers(2000, seed=4))
    named = {name for one in found if (node := parse(one.text).node) for name in names(node)}
    assert named
    assert not {n for n in named if ATTRIBUTES[n].proxy or ATTRIBUTES[n].group in LEFT_OUT}


def test_where_true_cases_are_like_others_nothing_worth_much_is_proposed() -> None:
    found = propose(travellers(30, seed=5), travellers(3000, seed=6))
    planted = propose(travellers(30, seed=1, couriers=True), travellers(3000, seed=2))
    assert all(one.worth < planted[0].worth / 3 for one in found)


@pytest.mark.parametrize("true", [[], travellers(2, seed=7, couriers=True)], ids=["none", "two"])
def test_too_few_true_cases_suggest_nothing(true: list[Row]) -> None:
    assert propose(true, travellers(100, seed=8)) == []


def test_what_is_proposed_side_by_side_is_not_one_thing_twice() -> None:
    found = propose(travellers(40, seed=9, couriers=True), travellers(2000, seed=10))
    clauses = [clause for one in found for clause in one.text.split(" && ")]
    assert len(clauses) == len(set(clauses))
