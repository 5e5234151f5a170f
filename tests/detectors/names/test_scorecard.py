"""The scorecard keeps its order and its bounds, and what teaches it does what it says."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.evidence.prepare import prepare
from tansiq.detectors.names.evidence.reasons import evidence
from tansiq.detectors.names.training.fitting import learn
from tansiq.detectors.names.training.people import listing
from tansiq.detectors.names.weights import SCORECARD, Row, of

CHAINS = sorted({row.chain for row in SCORECARD})


@pytest.mark.parametrize("chain", CHAINS)
def test_more_agreement_never_weighs_less(chain: str) -> None:
    rows = [row for row in SCORECARD if row.chain == chain]
    for above, below in pairwise(rows):
        assert above.weight >= below.weight
        assert above.least >= below.least
        assert above.most >= below.most


@pytest.mark.parametrize("row", SCORECARD, ids=[row.feature for row in SCORECARD])
def test_a_weight_keeps_its_bounds(row: Row) -> None:
    assert row.least <= row.weight <= row.most
    assert row.least <= row.start <= row.most
    assert of(row.feature) == row.weight


SLACK = 1e-9
ROWS = [Row("a", 0, 1.0, 0.0, 4.0, "x"), Row("b", 0, 0.5, -1.0, 3.0, "x"), Row("c", 0, -1.0, -3.0, 0.0, "y")]


def test_learning_finds_the_log_odds_that_pairs_show() -> None:
    features = np.eye(3)[[0] * 100 + [1] * 100 + [2] * 100]
    labels = np.array([1.0] * 90 + [0] * 10 + [1] * 60 + [0] * 40 + [1] * 20 + [0] * 80)
    learned = learn(features, np.zeros(300), labels, np.ones(300), ROWS, ridge=1e-6)
    assert learned == pytest.approx(np.log([9, 1.5, 0.25]), abs=0.01)


def test_learning_pools_what_would_stand_in_the_wrong_order() -> None:
    features = np.eye(3)[[0] * 100 + [1] * 100]
    labels = np.array([1.0] * 60 + [0] * 40 + [1] * 90 + [0] * 10)
    learned = learn(features, np.zeros(200), labels, np.ones(200), ROWS, ridge=1e-6)
    assert learned[0] == pytest.approx(learned[1])
    assert learned[0] == pytest.approx(np.log(3), abs=0.02)


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=40), st.floats(0.01, 10))
def test_learned_weights_keep_order_and_bounds(pairs: list[tuple[int, bool]], ridge: float) -> None:
    features = np.eye(3)[[feature for feature, _ in pairs]]
    labels = np.array([float(same) for _, same in pairs])
    learned = learn(features, np.zeros(len(pairs)), labels, np.ones(len(pairs)), ROWS, ridge=ridge)
    assert learned[0] >= learned[1] - SLACK
    assert all(row.least <= weight <= row.most for row, weight in zip(ROWS, learned, strict=True))


def test_what_is_learned_from_is_the_same_each_time_and_uses_the_scorecard() -> None:
    listed, travelling = listing(7, 30, others=5, on_list=10)
    again, _ = listing(7, 30, others=5, on_list=10)
    assert listed == again
    known = {entry.id: entry for entry in listed}
    travellers = list(travelling)
    assert [traveller.id in known for traveller in travellers] == [True] * 10 + [False] * 5
    said = {
        reason.feature
        for traveller in travellers
        for entry in listed
        for reason in evidence(prepare(traveller), prepare(entry))
    }
    assert said <= {row.feature for row in SCORECARD}


def test_the_documents_show_the_weights_that_are_used() -> None:
    text = Path(__file__).parents[3].joinpath("docs", "names.md").read_text(encoding="utf-8")
    for row in SCORECARD:
        assert f"| `{row.feature}` | {row.weight:+.2f} |" in text
