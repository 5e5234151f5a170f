"""One score from many parts: what it says, what it never does, and how it learns."""

import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.screen import DETECTOR as NAMES
from tansiq.detectors.risk import ANOMALIES, SET_BY_HAND, Model, Part, assess, parts_of
from tansiq.detectors.risk.fitting import fit
from tansiq.detectors.risk.outcomes import LEAST_SETTLED, Settled
from tansiq.detectors.rules import ATTRIBUTES, Row
from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.screen import DETECTOR as RULES
from tansiq.model.findings import Finding, Reason, Verdict


def listed(score: float, verdict: Verdict = Verdict.POSSIBLE) -> Finding:
    return Finding(NAMES, "3", "f#1", score, verdict, (Reason("name.full", "m", 1.0),), about="list/W1")


def ruled(name: str, weight: float) -> Finding:
    reasons = (Reason("rules.purpose", "m", weight, left=name, right="what it is for"),)
    return Finding(RULES, "1", "f#1", weight, Verdict.POSSIBLE, reasons, about=f"{name}@0123456789ab")


COURIER: Row = {
    "route.is_first_for_document": True,
    "document.is_new_to_us": False,
    "payment.is_cash": True,
    "booking.lead_hours": 3,
    "bags.unowned_tags": 1,
}


def test_every_anomaly_reads_attributes_that_there_are_and_none_that_stands_for_who_somebody_is() -> None:
    read = {name for anomaly in ANOMALIES for name in anomaly.reads}
    assert read <= ATTRIBUTES.keys()
    assert {ATTRIBUTES[name].proxy for name in read} == {""}
    assert len({a.key for a in ANOMALIES}) == len(ANOMALIES)


def test_where_nothing_is_known_nothing_speaks_for_or_against() -> None:
    assert parts_of({}, ()) == ()
    assert assess(()).score == pytest.approx(1 / (1 + math.exp(-SET_BY_HAND.intercept)))


def test_a_score_says_its_parts_strongest_first_and_what_speaks_against() -> None:
    row = {**COURIER, "history.clear_inspections": 2}
    found = assess(parts_of(row, [listed(0.6), listed(0.5), ruled("courier", 0.9)]))
    assert [(r.feature, r.left) for r in found.reasons[:2]] == [("risk.rule", "courier"), ("risk.anomaly", "1")]
    assert [r.left for r in found.against] == ["2"]
    assert "courier" in found.reasons[0].text
    assert sum(r.feature == "risk.names.possible" for r in found.reasons) == 1, "of the hits on lists, the best"
    weights = [r.weight for r in (*found.reasons, *found.against)]
    assert found.score == pytest.approx(1 / (1 + math.exp(-SET_BY_HAND.intercept - sum(weights))))


def test_of_one_family_only_the_strongest_anomaly_counts() -> None:
    alone = parts_of({"party.lookalike_bookings": 5}, ())
    both = parts_of({"party.lookalike_bookings": 5, "party.linked_bookings": 4}, ())
    assert both == alone


VALUES = {
    Kind.BOOL: st.booleans(),
    Kind.INT: st.integers(-10, 400),
    Kind.DOUBLE: st.floats(-1e3, 1e3),
    Kind.STRING: st.text(max_size=3),
    Kind.STRINGS: st.lists(st.text(max_size=3), max_size=2).map(tuple),
    Kind.DURATION: st.timedeltas(),
    Kind.TIMESTAMP: st.none(),
}
READ = sorted({name for a in ANOMALIES for name in a.reads})
ROWS = st.fixed_dictionaries({}, optional={name: VALUES[ATTRIBUTES[name].kind] for name in READ})
FINDINGS = st.lists(
    st.one_of(
        st.builds(listed, st.floats(0, 1), st.sampled_from([Verdict.MATCH, Verdict.POSSIBLE])),
        st.builds(ruled, st.sampled_from("abc"), st.floats(0.01, 1)),
    ),
    max_size=4,
)


@given(ROWS, FINDINGS, st.randoms())
def test_a_score_lies_between_nothing_and_certainty_whatever_is_seen_and_in_any_order(
    row: Row, findings: list[Finding], chance: random.Random
) -> None:
    parts = list(parts_of(row, findings))
    assert all(0 < p.strength <= 1 or p.key.startswith("names.") for p in parts)
    found = assess(parts)
    assert 0 < found.score < 1
    chance.shuffle(parts)
    assert assess(parts) == found


@given(ROWS, FINDINGS)
def test_one_more_thing_that_speaks_for_never_lowers_a_score(row: Row, findings: list[Finding]) -> None:
    before = assess(parts_of(row, findings)).score
    assert assess(parts_of(row, [*findings, ruled("one-more", 0.5)])).score > before


def alerts(number: int, *, seed: int, share: float = 0.3) -> list[Settled]:
    """Alerts with three parts, of which "a" tells much, "b" nothing and "c" speaks against."""
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        parts = [Part(key, chance.uniform(0.3, 1), 1.0, "m") for key in "abc" if chance.random() < share + 0.2]
        odds = -2.0 + sum({"a": 3.0, "b": 0.0, "c": -1.5}[p.key] * p.strength for p in parts)
        made.append(Settled(tuple(parts), chance.random() < 1 / (1 + math.exp(-odds))))
    return made


def test_outcomes_teach_what_each_part_is_worth() -> None:
    learned = fit(alerts(4000, seed=1))
    assert learned is not None
    assert learned.model.weights["a"] == pytest.approx(3.0, abs=0.5)
    assert learned.model.weights["b"] == pytest.approx(0.0, abs=0.5)
    assert learned.model.weights["c"] == pytest.approx(-1.5, abs=0.5)
    assert learned.model.intercept == pytest.approx(-2.0, abs=0.4)


def test_scores_that_were_learned_hold_on_alerts_that_come_later() -> None:
    learned = fit(alerts(4000, seed=2))
    assert learned is not None
    held = learned.reliability
    assert held.alerts == 800
    assert held.is_better_than_the_base_rate
    assert held.ece < 0.06
    assert sum(b.alerts for b in held.bins) == held.alerts
    assert all(b.low <= b.true <= b.high for b in held.bins)


@pytest.mark.parametrize(
    "settled",
    [
        pytest.param(alerts(LEAST_SETTLED - 1, seed=3), id="too few alerts"),
        pytest.param([Settled(s.parts, is_true=False) for s in alerts(500, seed=3)], id="none was true"),
        pytest.param([Settled(s.parts, is_true=True) for s in alerts(500, seed=3)], id="all were true"),
    ],
)
def test_too_little_teaches_nothing(settled: Sequence[Settled]) -> None:
    assert fit(settled) is None


def test_few_outcomes_move_a_weight_little_and_many_make_it_their_own() -> None:
    def learned(number: int) -> float:
        found = fit(alerts(number, seed=5))
        assert found is not None
        return found.model.weights["a"]

    few, many = learned(LEAST_SETTLED), learned(6000)
    assert 1.0 < few < many


def test_a_model_is_known_by_what_it_says() -> None:
    assert Model().version == SET_BY_HAND.version
    assert Model(weights={"a": 1.0}).version != SET_BY_HAND.version
    assert not SET_BY_HAND.is_learned
