"""Rules as files: what is written is read back, and each fault of a file is named with its line."""

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tansiq.detectors.rules.files import KEYS, LONGEST_BYTES, parse_rule, render_rule
from tansiq.detectors.rules.language import parse
from tansiq.detectors.rules.rule import Rule, is_in_force
from tests.detectors.rules.expressions import conditions

GOOD = """\
# Written by the targeting unit.
name = "cash-one-way"
purpose = "Couriers whose ticket somebody else paid for in cash"
author = "A. Invented"
weight = 0.6
review = 2026-09-01
expires = 2026-12-01
true_cases = ["C-2026-014"]
expression = '''
payment.is_cash
&& route.is_one_way
'''
"""


def rule_of(text: str) -> Rule:
    reading = parse_rule(text.encode())
    assert reading.rule, reading.faults
    return reading.rule


def test_a_rule_is_read_with_all_it_says() -> None:
    rule = rule_of(GOOD)
    assert (rule.name, rule.weight, rule.author) == ("cash-one-way", 0.6, "A. Invented")
    assert (rule.review_on, rule.expires_on) == (date(2026, 9, 1), date(2026, 12, 1))
    assert rule.true_cases == ("C-2026-014",)
    assert rule.text == "payment.is_cash && route.is_one_way"


def test_a_rule_holds_until_the_day_on_which_it_expires() -> None:
    rule = rule_of(GOOD)
    assert is_in_force(rule, on=date(2026, 11, 30))
    assert not is_in_force(rule, on=date(2026, 12, 1))


def test_the_version_follows_what_is_asked_and_not_how_it_is_written() -> None:
    rule = rule_of(GOOD)
    assert rule_of(GOOD.replace("\n&& ", " && (").replace("one_way\n", "one_way)\n")).version == rule.version
    assert rule_of(GOOD.replace("one_way", "broken")).version != rule.version


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        pytest.param("expires = 2026-12-01\n", "", 1, "expires is missing", id="no end"),
        pytest.param('author = "A. Invented"', 'auther = "A. Invented"', 4, "did you mean author?", id="misspelt key"),
        pytest.param("weight = 0.6", "weight = 0.6\ncolour = 3", 6, "colour is no part", id="strange key"),
        pytest.param("weight = 0.6", "weight = 1.5", 5, "over 0 and up to 1", id="weight too great"),
        pytest.param("weight = 0.6", "weight = nan", 5, "over 0 and up to 1", id="weight no number"),
        pytest.param("weight = 0.6", "weight = true", 5, "over 0 and up to 1", id="weight a truth"),
        pytest.param("review = 2026-09-01", 'review = "2026-09-01"', 6, "without quotation marks", id="day as text"),
        pytest.param("review = 2026-09-01", "review = 2026-09-01T00:00:00Z", 6, "a day expected", id="day with a time"),
        pytest.param(
            "expires = 2026-12-01", "expires = 2026-08-01", 7, "ending on 2026-08-01", id="ends before its review"
        ),
        pytest.param("expires = 2026-12-01", "expires = 2036-12-01", 7, "within 731 days", id="ends in ten years"),
        pytest.param('"cash-one-way"', '"Cash one way"', 2, "small letters", id="name in words"),
        pytest.param('"cash-one-way"', '""', 2, "name: a text of 1", id="no name"),
        pytest.param('["C-2026-014"]', "[14]", 8, "a list of texts", id="cases as numbers"),
        pytest.param("route.is_one_way", "route.is_oneway", 11, "`route.is_one_way`", id="misspelt attribute"),
        pytest.param("weight = 0.6", "weight 0.6", 5, "not TOML", id="no TOML"),
        pytest.param("= '''", "= ''", 10, "not TOML", id="open text"),
    ],
)
def test_a_faulty_file_says_where_why_and_the_repair(old: str, new: str, line: int, words: str) -> None:
    reading = parse_rule(GOOD.replace(old, new).encode())
    assert reading.rule is None
    assert words in " ".join(str(fault) for fault in reading.faults)
    assert line in {fault.line for fault in reading.faults}


@pytest.mark.parametrize(
    ("line_in_file", "at"),
    [
        pytest.param("expression = 'payment.is_cash && bags.cont > 1'", (9, 34), id="one line"),
        pytest.param("expression = '''payment.is_cash\n && bags.cont > 1'''", (10, 5), id="begun on the line"),
        pytest.param('expression = """\npayment.is_cash && bags.cont > 1\n"""', (10, 20), id="below the line"),
        pytest.param('"expression" = "bags.cont > 1"', (1, 1), id="quoted key"),
    ],
)
def test_a_fault_of_the_expression_stands_where_it_is_in_the_file(line_in_file: str, at: tuple[int, int]) -> None:
    before = GOOD[: GOOD.index("expression")]
    (fault,) = parse_rule((before + line_in_file + "\n").encode()).faults
    assert (fault.line, fault.column) == at


def test_all_faults_of_a_file_are_named_at_once() -> None:
    reading = parse_rule(b'name = "X"\nweight = 3\nexpression = "bags.cont > 1"\n')
    assert len(reading.faults) == 7


def test_a_file_that_is_no_text_or_too_long_is_refused() -> None:
    assert "UTF-8" in parse_rule(b"name = '\xff'").faults[0].text
    assert str(LONGEST_BYTES) in parse_rule(b"#" * (LONGEST_BYTES + 1)).faults[0].text


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    conditions(),
    st.text(min_size=1, max_size=30),
    st.floats(0.01, 1),
    st.lists(st.text(min_size=1, max_size=9), max_size=2),
)
def test_what_is_written_is_read_back(text: str, purpose: str, weight: float, cases: list[str]) -> None:
    node = parse(text).node
    assume(node and purpose.strip() and all(case.strip() for case in cases))
    assert node
    rule = Rule("a-b", purpose, "ا. ب", node, weight, date(2026, 9, 1), date(2026, 12, 1), tuple(cases))
    assert parse_rule(render_rule(rule).encode()).rule == rule
    assert [line.partition(" ")[0] for line in render_rule(rule).splitlines()][:7] == list(_written_keys())


def _written_keys() -> list[str]:
    return [key for key in ("name", "purpose", "author", "weight", "review", "expires", "true_cases") if key in KEYS]


@given(st.binary(max_size=80))
def test_any_bytes_are_taken_or_refused(data: bytes) -> None:
    reading = parse_rule(data)
    assert (reading.rule is None) == bool(reading.faults)
