"""`tansiq match` and `tansiq screen` as their contract has them. All persons are invented."""

import io
import json
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.conftest import LIST, Tansiq, lines, process

LISTED = {"id": "TW-1", "names": ["Zarghun Mandokhel"], "birth_dates": ["1976"]}
TRAVELLER = {"id": "t1", "names": ["ZARGHOON MANDOKHAIL"], "birth_dates": ["1976-08-19"]}
OTHER = {"id": "t2", "names": ["Pervez Sadozai"]}
SUMMARY = {"list", "queries", "build_s", "seconds", "per_second", "p99_ms", "peak_rss_mb"}
UN = b"""<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-05-01T00:00:00"><INDIVIDUALS>
<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Zarghun</FIRST_NAME><SECOND_NAME>Mandokhel</SECOND_NAME>
<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>XX.001</REFERENCE_NUMBER></INDIVIDUAL>
</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"""

EU = b"""<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-05-01T00:00:00.000+02:00">
<sanctionEntity euReferenceNumber="EU.1.1" logicalId="1"><subjectType code="person" classificationCode="P"/>
<nameAlias wholeName="Zarghun Mandokhel" strong="true"/></sanctionEntity></export>"""
ADVANCED = b"""<Sanctions xmlns="http://www.un.org/sanctions/1.0"><ReferenceValueSets>
<PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues></ReferenceValueSets>
<DistinctParties><DistinctParty FixedRef="1"><Profile ID="1" PartySubTypeID="4"><Identity ID="1">
<Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>Zarghun Mandokhel</NamePartValue></DocumentedNamePart>
</DocumentedName></Alias></Identity></Profile></DistinctParty></DistinctParties></Sanctions>"""
SDN = b"""<sdnList><sdnEntry><uid>1</uid><firstName>Zarghun</firstName><lastName>MANDOKHEL</lastName>
<sdnType>Individual</sdnType></sdnEntry></sdnList>"""
ENTITY = {"id": "inv-1", "schema": "Person", "properties": {"name": ["Zarghun Mandokhel"], "birthDate": ["1976"]}}
CONS = b'1,"MANDOKHEL, Zarghun","individual","NS-PLC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'


def zipped(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, data)
    return held.getvalue()


def test_a_comparison_has_the_shape_of_the_contract(tansiq: Tansiq, tmp_path: Path) -> None:
    path = lines(tmp_path / "pairs.jsonl", {"left": LISTED, "right": TRAVELLER})
    answer = tansiq("match", path)
    (comparison,) = answer.objects
    assert (answer.status, answer.err) == (0, "")
    assert comparison.keys() == {"score", "verdict", "reasons", "against"}
    assert comparison["verdict"] == "match"
    assert 0 <= comparison["score"] <= 1
    for reason in [*comparison["reasons"], *comparison["against"]]:
        assert reason.keys() == {"feature", "left", "right", "weight", "text"}
        assert reason["text"]


def test_comparisons_come_in_the_order_of_the_pairs(tansiq: Tansiq, tmp_path: Path) -> None:
    pairs = [{"left": LISTED, "right": r} for r in (TRAVELLER, OTHER, LISTED)]
    answer = tansiq("match", lines(tmp_path / "pairs.jsonl", *pairs))
    assert [o["verdict"] for o in answer.objects] == ["match", "no", "match"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"{not json", id="no JSON"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"left": {"names": ["A"]}}', id="no right side"),
        pytest.param(b'{"left": null, "right": {"names": ["A"]}}', id="an empty side"),
        pytest.param(b'{"left": {"names": 7}, "right": {"names": ["A"]}}', id="names of another shape"),
        pytest.param(b'{"left": {"names": ["A"], "documents": [7]}, "right": {"names": ["A"]}}', id="no document"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
    ],
)
def test_a_bad_pair_is_named_and_the_others_are_compared(tansiq: Tansiq, tmp_path: Path, line: bytes) -> None:
    good = {"left": LISTED, "right": TRAVELLER}
    path = lines(tmp_path / "pairs.jsonl", good, line, good)
    answer = tansiq("match", path)
    assert answer.status == 1
    assert len(answer.objects) == 2
    assert answer.err.startswith(f"{path}: line 2: ")
    assert answer.err.count("\n") == 1


def test_empty_lines_are_no_pairs(tansiq: Tansiq, tmp_path: Path) -> None:
    path = lines(tmp_path / "pairs.jsonl", b"", {"left": LISTED, "right": OTHER}, b"   ")
    answer = tansiq("match", path)
    assert (answer.status, len(answer.objects)) == (0, 1)


@pytest.mark.slow
def test_more_processes_give_the_same(home: Path, tmp_path: Path) -> None:
    pairs = [{"left": LISTED, "right": {**TRAVELLER, "birth_dates": [str(1900 + n)]}} for n in range(130)]
    path = str(lines(tmp_path / "pairs.jsonl", *pairs))
    alone, together = process(["match", path], home), process(["match", path, "--jobs", "2"], home)
    assert (alone.status, len(alone.objects)) == (0, 130)
    assert together == alone


def test_pairs_are_read_from_a_pipe(home: Path) -> None:
    pair = json.dumps({"left": LISTED, "right": TRAVELLER}).encode()
    answer = process(["match", "/dev/stdin"], home, stdin=pair)
    assert [o["verdict"] for o in answer.objects] == ["match"]


BOUNDED = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1024 << 20, 1024 << 20))"


@pytest.mark.slow
def test_a_gigabyte_of_zeros_is_one_bad_line_that_is_never_held(zeros: Path, home: Path) -> None:
    answer = process(["match", str(zeros)], home, before=BOUNDED)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith(f"{zeros}: line 1: ")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("list.csv", LIST, id="watchlist"),
        pytest.param("list.jsonl", json.dumps(LISTED).encode(), id="JSON Lines of SUBJECT"),
        pytest.param("un.xml", UN, id="the UN list"),
        pytest.param("eu.xml", EU, id="the EU list"),
        pytest.param("sdn.xml", SDN, id="the OFAC SDN list"),
        pytest.param("sdn_advanced.xml", ADVANCED, id="the OFAC SDN list, advanced"),
        pytest.param("cons_prim.csv", CONS, id="the OFAC lists beside it"),
        pytest.param("cons.zip", zipped("cons_prim.csv", CONS), id="the OFAC lists beside it, zipped"),
        pytest.param("entities.ftm.json", json.dumps(ENTITY).encode(), id="FollowTheMoney entities"),
    ],
)
def test_a_list_is_searched_whatever_its_form(tansiq: Tansiq, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    answer = tansiq("screen", "--list", tmp_path / name, lines(tmp_path / "q.jsonl", TRAVELLER, OTHER))
    first, other = answer.objects
    assert answer.status == 0
    assert (first["query"], other["query"]) == ("t1", "t2")
    assert first["candidates"][0].keys() == {"id", "score", "verdict"}
    assert first["candidates"][0]["verdict"] != "no"
    assert all(c["verdict"] == "no" for c in other["candidates"])
    summary = json.loads(answer.err)
    assert summary.keys() == SUMMARY
    assert summary["queries"] == 2


def test_what_read_prints_is_a_list_too(tansiq: Tansiq, watchlist: Path, tmp_path: Path) -> None:
    kept = tmp_path / "entries.jsonl"
    kept.write_text(tansiq("read", watchlist).out)
    answer = tansiq("screen", "--list", kept, lines(tmp_path / "q.jsonl", TRAVELLER))
    assert answer.objects[0]["candidates"][0]["id"] == "TW-1"


def test_candidates_come_best_first_and_no_more_than_asked_for(tansiq: Tansiq, watchlist: Path, tmp_path: Path) -> None:
    queries = lines(tmp_path / "q.jsonl", {"id": "q", "names": ["Bakhtawar Mandokhel"]})
    (found,) = tansiq("screen", "--list", watchlist, queries).objects
    scores = [c["score"] for c in found["candidates"]]
    assert scores == sorted(scores, reverse=True)
    (one,) = tansiq("screen", "--list", watchlist, queries, "--top", 1).objects
    assert one["candidates"] == found["candidates"][:1]


def test_bad_lines_of_list_and_queries_are_named_and_the_others_screened(tansiq: Tansiq, tmp_path: Path) -> None:
    listed = lines(tmp_path / "list.jsonl", LISTED, b'{"names": 7}')
    queries = lines(tmp_path / "q.jsonl", b"no json", TRAVELLER)
    answer = tansiq("screen", "--list", listed, queries)
    assert answer.status == 1
    assert [o["query"] for o in answer.objects] == ["t1"]
    first, second, summary = answer.err.splitlines()
    assert first.startswith(f"{listed}: line 2: ")
    assert second.startswith(f"{queries}: line 1: ")
    assert json.loads(summary).items() >= {"list": 1, "queries": 1}.items()


def test_a_broken_entry_of_a_list_is_named_and_the_rest_searched(tansiq: Tansiq, watchlist: Path) -> None:
    watchlist.write_bytes(LIST + b"TW-3,,1990,PK\n")
    answer = tansiq("screen", "--list", watchlist, lines(watchlist.with_name("q.jsonl"), TRAVELLER))
    assert answer.status == 0
    assert "TW-3" in answer.err
    assert json.loads(answer.err.splitlines()[-1])["list"] == 2


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Dear colleagues,\n", id="a letter"),
        pytest.param(b'{"names": 7}\n', id="no line is an entry"),
        pytest.param(None, id="missing"),
    ],
)
def test_nobody_is_screened_against_no_list(tansiq: Tansiq, tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "list"
    if data is not None:
        path.write_bytes(data)
    answer = tansiq("screen", "--list", path, lines(tmp_path / "q.jsonl", TRAVELLER))
    assert (answer.status, answer.out) == (1, "")
    assert str(path) in answer.err


@pytest.mark.parametrize("command", ["match", "screen"])
def test_a_missing_file_is_said_in_a_line(tansiq: Tansiq, watchlist: Path, command: str) -> None:
    more = ["--list", watchlist] if command == "screen" else []
    answer = tansiq(command, *more, watchlist.with_name("nothing.jsonl"))
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.endswith("nothing.jsonl cannot be opened: No such file or directory\n")


def test_shards_without_ray_are_refused_with_the_repair(
    tansiq: Tansiq, watchlist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    queries = lines(watchlist.with_name("q.jsonl"), TRAVELLER)
    answer = tansiq("screen", "--list", watchlist, queries, "--executor", "ray")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.endswith('Repair: pip install "tansiq[cluster]"\n')


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--executor", "spark"], id="no executor"),
        pytest.param(["--cluster", "127.0.0.1:6379"], id="a cluster without ray"),
    ],
)
def test_an_executor_that_is_none_is_wrong_usage(tansiq: Tansiq, watchlist: Path, options: list[str]) -> None:
    answer = tansiq("screen", "--list", watchlist, watchlist, *options)
    assert (answer.status, answer.out) == (2, "")


@pytest.mark.skipif(find_spec("ray") is None, reason='Ray is not installed: pip install "tansiq[cluster]"')
def test_shards_print_what_processes_do(home: Path, watchlist: Path) -> None:
    queries = lines(watchlist.with_name("q.jsonl"), TRAVELLER, OTHER)
    command = ["screen", "--list", str(watchlist), str(queries), "--jobs", "2"]
    alone, shards = process(command, home), process([*command, "--executor", "ray"], home)
    assert (shards.status, shards.objects) == (0, alone.objects)
    assert json.loads(shards.err).keys() == SUMMARY
