"""`tansiq names alarms`. All persons are invented."""

from pathlib import Path

import pytest

from tests.cli.conftest import LIST, Tansiq, lines

ENTRY = {"id": "TW-9", "names": ["Muhammad Khan"]}


def test_the_report_for_machines_has_its_shape(tansiq: Tansiq, watchlist: Path) -> None:
    answer = tansiq("names", "alarms", watchlist, "--travellers", 60, "--seed", 3, "--recall", "--json")
    (report,) = answer.objects
    assert (answer.status, answer.err) == (0, "")
    assert (report["list"], report["travellers"], report["seed"], report["known"], report["per"]) == (
        2,
        60,
        3,
        "document",
        10_000,
    )
    first = report["thresholds"][0]
    assert first.keys() == {"threshold", "count", "of", "rate", "low", "high", "recall"}
    assert [row["threshold"] for row in report["thresholds"][:2]] == ["match", "alarm"]
    assert all(row["low"] <= row["rate"] <= row["high"] for row in report["thresholds"])
    assert sum(row["travellers"] for row in report["nationalities"]) == 60


def test_the_report_for_people_says_what_it_counts(tansiq: Tansiq, watchlist: Path) -> None:
    answer = tansiq("names", "alarms", watchlist, "--travellers", 60, "--known", "name")
    assert "60 invented ordinary travellers (seed 1), of whom the name alone is known" in answer.out
    assert all(head in answer.out for head in ("threshold", "nationality", "sex", "birth date"))
    assert answer.err == ""


def test_several_lists_are_searched_as_one(tansiq: Tansiq, watchlist: Path, tmp_path: Path) -> None:
    other = lines(tmp_path / "other.jsonl", ENTRY)
    (report,) = tansiq("names", "alarms", watchlist, other, "--travellers", 600, "--known", "name", "--json").objects
    assert report["list"] == 3
    assert {entry["id"] for entry in report["entries"]} <= {"other.jsonl/TW-9", "list.csv/TW-1", "list.csv/TW-2"}


def test_what_can_be_known_is_checked(tansiq: Tansiq, watchlist: Path) -> None:
    answer = tansiq("names", "alarms", watchlist, "--known", "everything")
    assert answer.status == 2
    assert "name, message, document" in answer.err


def test_a_list_that_is_none_gives_no_report(tansiq: Tansiq, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear colleagues,\n")
    answer = tansiq("names", "alarms", path, "--travellers", 5)
    assert (answer.status, answer.out) == (1, "")


def test_a_refused_line_is_named_and_the_rest_measured(tansiq: Tansiq, tmp_path: Path) -> None:
    answer = tansiq("names", "alarms", lines(tmp_path / "l.jsonl", ENTRY, b"{"), "--travellers", 5, "--json")
    assert (answer.status, answer.objects[0]["list"]) == (1, 1)
    assert "line 2" in answer.err


@pytest.mark.slow
def test_more_processes_give_the_same(tansiq: Tansiq, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    alone = tansiq("names", "alarms", path, "--travellers", 200, "--json")
    together = tansiq("names", "alarms", path, "--travellers", 200, "--json", "--jobs", 2)
    assert together == alone
