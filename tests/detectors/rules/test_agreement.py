"""One expression, three evaluators: by row, in bulk, and somebody else's CEL. They never disagree."""

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.detectors.rules.bulk import DTYPES, outcomes
from tansiq.detectors.rules.kinds import Value
from tansiq.detectors.rules.language import parse
from tansiq.detectors.rules.rendering import render, render_lines
from tansiq.detectors.rules.row import compiled
from tests.detectors.rules.expressions import conditions, rows
from tests.detectors.rules.oracle import asked

Travellers = list[dict[str, Value | None]]


def frame_of(travellers: Travellers) -> pl.DataFrame:
    schema = {name: DTYPES[ATTRIBUTES[name].kind] for name in travellers[0]}
    return pl.DataFrame(travellers, schema=schema)


ANY_SPEED = (HealthCheck.too_slow, HealthCheck.data_too_large)
TRAVELLERS = st.lists(rows(), min_size=1, max_size=8)


def check(text: str, travellers: Travellers) -> None:
    """Row, bulk and oracle of one expression beside one another."""
    node = parse(text).node
    assume(node)
    assert node
    by_row = [compiled(node)(row) for row in travellers]
    assert outcomes(frame_of(travellers), {"rule": node})["rule"].to_list() == by_row
    assert [asked(text)(row) for row in travellers] == by_row


@settings(max_examples=50, deadline=None, suppress_health_check=ANY_SPEED)
@given(conditions(), TRAVELLERS)
def test_row_bulk_and_cel_python_say_the_same(text: str, travellers: Travellers) -> None:
    check(text, travellers)


@pytest.mark.slow
@settings(max_examples=1_500, deadline=None, suppress_health_check=ANY_SPEED)
@given(conditions(3), TRAVELLERS)
def test_row_bulk_and_cel_python_say_the_same_of_deeper_expressions(text: str, travellers: Travellers) -> None:
    check(text, travellers)


@settings(deadline=None, suppress_health_check=ANY_SPEED)
@given(conditions())
def test_the_canonical_text_means_the_same_tree(text: str) -> None:
    parsed = parse(text)
    assume(parsed.node)
    assert parsed.node
    canonical = render(parsed.node)
    assert parse(canonical).node == parsed.node
    assert parse(render_lines(parsed.node)).node == parsed.node
    assert render(parsed.node) == canonical
