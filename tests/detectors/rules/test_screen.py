"""Findings: what was true speaks for, what was false or unknown against, and the values are shown."""

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tansiq.detectors.rules.clauses import Outcome, clauses, explainer
from tansiq.detectors.rules.kinds import Row
from tansiq.detectors.rules.language import parse
from tansiq.detectors.rules.rendering import render
from tansiq.detectors.rules.row import compiled
from tansiq.detectors.rules.rule import Rule
from tansiq.detectors.rules.screen import findings, ready
from tests.detectors.rules.expressions import conditions, rows
from tests.detectors.rules.test_language import node_of

TODAY = date(2026, 10, 1)


def rule(text: str, *, name: str = "a", expires_on: date = date(2026, 12, 1)) -> Rule:
    return Rule(name, "Couriers", "A. Invented", node_of(text), 0.5, date(2026, 9, 1), expires_on)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("payment.is_cash && !(bags.count > 2)", ["payment.is_cash", "bags.count <= 2"], id="and, not"),
        pytest.param("!(payment.is_cash || bags.count == 2)", ["!payment.is_cash", "bags.count != 2"], id="De Morgan"),
        pytest.param("!!payment.is_cash", ["payment.is_cash"], id="twice not"),
        pytest.param("payment.is_cash || payment.is_cash && has(bags.count)", ["payment.is_cash", "has(bags.count)"], id="once"),
        pytest.param('!(flight.carrier in ["PK"])', ['!(flight.carrier in ["PK"])'], id="not in"),
    ],
)  # fmt: skip
def test_an_expression_falls_into_clauses_that_speak_for_it(text: str, parts: list[str]) -> None:
    assert [render(clause) for clause in clauses(node_of(text))] == parts


def test_each_clause_shows_its_outcome_and_the_values_seen() -> None:
    explain = explainer(node_of("payment.is_cash || bags.count > 2 || party.size == 1"))
    explanation = explain({"payment.is_cash": True, "bags.count": 1})
    assert explanation.outcome is Outcome.TRUE
    assert [(clause.outcome, clause.seen) for clause in explanation.clauses] == [
        (Outcome.TRUE, "payment.is_cash = true"),
        (Outcome.FALSE, "bags.count = 1"),
        (Outcome.UNKNOWN, "party.size = unknown"),
    ]


def test_a_hit_is_a_finding_with_reasons_for_and_against() -> None:
    row: Row = {"payment.is_cash": True, "bags.count": 1}
    rules = ready([rule("payment.is_cash || bags.count > 2 || party.size == 1")], on=TODAY)
    (finding,) = findings(row, rules=rules, subject_key="traveller/7", evidence=(12, 40))
    assert (finding.detector, finding.subject, finding.evidence, finding.score) == (
        "rules.screen",
        "traveller/7",
        (12, 40),
        0.5,
    )
    assert finding.about == f"a@{rules[0].rule.version}"
    assert [reason.text for reason in finding.reasons] == [
        "rule a: Couriers",
        "payment.is_cash is true",
    ]
    assert [reason.text for reason in finding.against] == [
        "bags.count > 2 is false; seen: bags.count = 1",
        "party.size == 1 is unknown; seen: party.size = unknown",
    ]


def test_braces_in_a_value_are_only_text() -> None:
    rules = ready([rule('flight.carrier == "{x}"')], on=TODAY)
    (finding,) = findings({"flight.carrier": "{x}"}, rules=rules, subject_key="t", evidence=())
    assert finding.reasons[1].text == 'flight.carrier == "{x}" is true; seen: flight.carrier = {x}'


@pytest.mark.parametrize(
    ("row", "expires_on"),
    [
        pytest.param({}, date(2026, 12, 1), id="unknown is no hit"),
        pytest.param({"payment.is_cash": False}, date(2026, 12, 1), id="false is no hit"),
        pytest.param({"payment.is_cash": True}, TODAY, id="an expired rule hits nobody"),
    ],
)
def test_no_finding(row: Row, expires_on: date) -> None:
    rules = ready([rule("payment.is_cash", expires_on=expires_on)], on=TODAY)
    assert not list(findings(row, rules=rules, subject_key="t", evidence=()))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(conditions(), rows())
def test_clauses_that_are_all_true_make_a_true_rule_and_all_false_ones_a_false_rule(text: str, row: Row) -> None:
    node = parse(text).node
    assume(node)
    assert node
    explanation = explainer(node)(row)
    assert explanation.outcome.value == {True: "true", False: "false", None: "unknown"}[compiled(node)(row)]
    met = {clause.outcome for clause in explanation.clauses}
    assert len(met) > 1 or met == {explanation.outcome}
