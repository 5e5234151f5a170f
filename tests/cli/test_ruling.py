"""`tansiq rules`: what is checked, what is run, and what a wrong file or traveller comes to."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import Tansiq, lines, process

RULE = """\
name = "{name}"
purpose = "Couriers whose ticket was paid for in cash"
author = "A. Invented"
weight = 0.6
review = 2026-12-01
expires = 2027-03-01
expression = "{expression}"
"""
ON = ("--on", "2026-11-24")


def rule_file(folder: Path, name: str, expression: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(RULE.format(name=name, expression=expression))
    return path


@pytest.fixture
def cash(tmp_path: Path) -> Path:
    return rule_file(tmp_path, "cash", "payment.is_cash&&bags.count==0")


@pytest.fixture
def travellers(tmp_path: Path) -> Path:
    return lines(
        tmp_path / "travellers.jsonl",
        {"id": "t1", "payment.is_cash": True, "bags": {"count": 0}},
        {"id": "t2", "payment.is_cash": True},
        {"id": "t3", "payment.is_cash": False, "bags.count": 0},
    )


def test_a_good_rule_is_shown_with_its_clauses(tansiq: Tansiq, cash: Path) -> None:
    answer = tansiq("rules", "check", cash, *ON)
    assert (answer.status, answer.err) == (0, "")
    (shown,) = answer.objects
    assert shown["ok"]
    assert shown["clauses"] == ["payment.is_cash", "bags.count == 0"]
    assert (shown["in_force"], shown["expires"], shown["proxies"]) == (True, "2027-03-01", {})


def test_a_wrong_rule_is_named_and_the_next_is_checked(tansiq: Tansiq, tmp_path: Path, cash: Path) -> None:
    wrong = rule_file(tmp_path, "a-wrong", "traveller.religion == 'x'")
    answer = tansiq("rules", "check", tmp_path, tmp_path / "none.toml", *ON)
    assert answer.status == 1
    assert [shown["ok"] for shown in answer.objects] == [False, True, False]
    assert f"{wrong}: line 7, column 15: `traveller.religion`: a rule may not name religion" in answer.err
    assert "none.toml: line 1, column 1: cannot be opened" in answer.err


def test_two_rules_of_one_name_are_refused(tansiq: Tansiq, tmp_path: Path, cash: Path) -> None:
    (tmp_path / "copy.toml").write_text(cash.read_text())
    answer = tansiq("rules", "check", tmp_path, *ON)
    assert answer.status == 1
    assert "has a rule named cash too" in answer.err


def test_a_file_is_written_anew_when_asked_for(tansiq: Tansiq, cash: Path) -> None:
    assert tansiq("rules", "check", cash, "--write", *ON).status == 0
    text = cash.read_text()
    assert "payment.is_cash && bags.count == 0\n" in text
    assert tansiq("rules", "check", cash, "--write", *ON).status == 0
    assert cash.read_text() == text


def test_a_hit_is_printed_clause_by_clause(tansiq: Tansiq, cash: Path, travellers: Path) -> None:
    answer = tansiq("rules", "run", cash, "--rows", travellers, *ON)
    assert answer.status == 0
    (hit,) = answer.objects
    assert (hit["id"], hit["rule"], hit["outcome"], hit["score"]) == ("t1", "cash", "true", 0.6)
    assert hit["clauses"][1] == {"text": "bags.count == 0", "outcome": "true", "values": {"bags.count": "0"}}
    said = json.loads(answer.err)
    assert (said["rules"], said["rows"], said["hits"], said["unknown"]) == (1, 3, 1, 1)


def test_all_outcomes_are_printed_when_asked_for(tansiq: Tansiq, cash: Path, travellers: Path) -> None:
    answer = tansiq("rules", "run", cash, "--rows", travellers, "--all", *ON)
    assert [(shown["id"], shown["outcome"]) for shown in answer.objects] == [
        ("t1", "true"),
        ("t2", "unknown"),
        ("t3", "false"),
    ]


def test_parquet_gives_what_lines_give(tansiq: Tansiq, tmp_path: Path, cash: Path, travellers: Path) -> None:
    table = tmp_path / "travellers.parquet"
    pl.DataFrame(
        {"id": ["t1", "t2", "t3"], "payment.is_cash": [True, True, False], "bags.count": [0, None, 0]}
    ).write_parquet(table)
    by_lines = tansiq("rules", "run", cash, "--rows", travellers, "--all", *ON)
    assert tansiq("rules", "run", cash, "--rows", table, "--all", *ON).objects == by_lines.objects


def test_what_is_wrong_in_a_traveller_is_named_and_unknown(tansiq: Tansiq, tmp_path: Path, cash: Path) -> None:
    rows = lines(tmp_path / "t.jsonl", {"id": "t1", "payment.is_cash": "yes", "bags.cont": 0}, b"{", {"id": "t2"})
    answer = tansiq("rules", "run", cash, "--rows", rows, "--all", *ON)
    assert answer.status == 1
    assert [shown["outcome"] for shown in answer.objects] == ["unknown", "unknown"]
    for words in ("payment.is_cash: bool expected", "did you mean `bags.count`?", "line 2:"):
        assert words in answer.err


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        pytest.param("none.jsonl", "cannot be opened", id="no lines"),
        pytest.param("none.parquet", "cannot be read as Parquet", id="no table"),
    ],
)
def test_travellers_that_cannot_be_read_are_said_in_words(tansiq: Tansiq, cash: Path, rows: str, words: str) -> None:
    answer = tansiq("rules", "run", cash, "--rows", cash.parent / rows, *ON)
    assert answer.status == 1
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_an_expired_rule_is_not_run(tansiq: Tansiq, cash: Path, travellers: Path) -> None:
    answer = tansiq("rules", "run", cash, "--rows", travellers, "--on", "2027-03-01")
    assert (answer.status, answer.out) == (1, "")
    assert "cash: expired on 2027-03-01, not run" in answer.err
    assert "nothing was run" in answer.err


def test_the_fairness_screen_says_whom_a_rule_holds_up(tansiq: Tansiq, tmp_path: Path) -> None:
    rule = rule_file(tmp_path, "origin", "flight.origin == 'AAX'")
    nations = ["AA", "BB", "BB"] * 100
    rows = [{"id": str(n), "flight.origin": f"{a}X", "traveller.nationality": a} for n, a in enumerate(nations)]
    answer = tansiq("rules", "run", rule, "--rows", lines(tmp_path / "t.jsonl", *rows), "--fairness", *ON)
    assert answer.status == 0
    (report,) = answer.objects
    assert report["hits"] == 100
    assert any(text.startswith("nationality AA: 100 of 100") for text in report["text"])
    assert "flight.origin tells all but everything about nationality (1.00 of 1)" in report["text"]
    assert "flight.origin may stand for nationality: write down why the rule needs it" in report["text"]


def test_rules_need_no_django_and_no_database(tmp_path: Path, cash: Path, travellers: Path) -> None:
    before = "import atexit\natexit.register(lambda: print('django' in sys.modules, 'psycopg' in sys.modules))"
    answer = process(["rules", "run", str(cash), "--rows", str(travellers), *ON], tmp_path, before=before)
    assert answer.status == 0
    assert answer.out.splitlines()[-1] == "False False"
