"""A list that is searched. All persons are invented."""

import random
import time

import pytest

from tansiq.detectors.names import Watchlist, findings, match_pairs, render_comparison, screen_many
from tansiq.detectors.names.screen import DETECTOR
from tansiq.model.findings import Verdict
from tansiq.model.subjects import IdentityDocument, Subject

LISTED = (
    Subject("l1", names=("Zarghun Mandokhel",), birth_dates=("1976",), weak_names=("Commander Zargi",)),
    Subject("l2", names=("Muhammad Khan",), birth_dates=("1971-05-06",), father_names=("Gul Zaman",)),
    Subject("l3", names=("محمود درویش طرزی",), documents=(IdentityDocument("P0012345", "passport", "AF"),)),
    Subject("l4", names=("Shah Nawaz Bozdar",)),
    Subject("l5", names=()),
)


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return Watchlist.build(LISTED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(Subject(names=("ZARGHOON MANDOKHAIL",)), "l1", id="respelled"),
        pytest.param(Subject(names=("Zarghum Mandokhel",)), "l1", id="one letter wrong"),
        pytest.param(Subject(names=("Mahmoud Darvesh Tarzi",)), "l3", id="another script"),
        pytest.param(Subject(names=("Shahnawaz Bozdar",)), "l4", id="two words written as one"),
        pytest.param(Subject(names=("X",), documents=(IdentityDocument("POO12345"),)), "l3", id="misread document"),
    ],
)
def test_the_listed_person_comes_first(watchlist: Watchlist, query: Subject, found: str) -> None:
    assert watchlist.search(query)[0].id == found


def test_a_decoy_is_not_screened_out_as_a_match(watchlist: Watchlist) -> None:
    decoy = Subject(names=("MUHAMMAD KHAN",), birth_dates=("1990-01-17",), father_names=("Sher Ali",))
    assert list(watchlist.screen(decoy)) == []


def test_screening_gives_match_and_possible_best_first(watchlist: Watchlist) -> None:
    held = list(watchlist.screen(Subject(names=("Zarghun Mandokhel",), birth_dates=("1976-03-04",))))
    assert [(entry_id, comparison.verdict) for entry_id, comparison in held] == [("l1", Verdict.MATCH)]
    assert held[0][1].reasons[0].weight > 0


def test_a_later_entry_with_the_same_id_replaces_the_earlier() -> None:
    watchlist = Watchlist.build([Subject("a", names=("Darvesh Tarzi",)), Subject("a", names=("Eleni Markou",))])
    assert len(watchlist) == 1
    assert watchlist.search(Subject(names=("Darvesh Tarzi",))) == []


def test_an_unknown_entry_is_a_key_error(watchlist: Watchlist) -> None:
    with pytest.raises(KeyError):
        watchlist.compare(Subject(names=("Darvesh",)), "nobody")


def test_an_empty_list_finds_nobody() -> None:
    assert Watchlist.build([]).search(Subject(names=("Darvesh Tarzi",))) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("\x00\x1f\u202e\ud800", id="control characters and a lone surrogate"),
        pytest.param("a" * 10_000, id="ten thousand letters"),
        pytest.param("abd " * 2_500, id="only markers"),
        pytest.param("Khan " * 2_000, id="one common word again and again"),
        pytest.param("\ufdfa" * 600, id="ligatures that unfold"),
        pytest.param("a\u0301" * 5_000, id="combining marks"),
        pytest.param("<" * 5_000, id="only fillers"),
        pytest.param("0158" * 2_500, id="only digits"),
    ],
)
def test_any_name_is_answered_in_bounded_time(watchlist: Watchlist, name: str) -> None:
    query = Subject(names=(name,) * 100, father_names=(name,), birth_places=(name,))
    start = time.perf_counter()
    for candidate in watchlist.search(query):
        watchlist.compare(query, candidate.id)
    assert time.perf_counter() - start < 5


def test_findings_rest_on_the_traveller_and_the_entry(watchlist: Watchlist) -> None:
    query = Subject(names=("Zarghun Mandokhel",), birth_dates=("1976-03-04",))
    found = list(
        findings(query, subject_key="pax-1", position=7, watchlist=watchlist, entry_positions={"l1": 3, "l2": 4})
    )
    assert [(f.detector, f.subject, f.about, f.evidence, f.verdict) for f in found] == [
        (DETECTOR, "pax-1", "l1", (7, 3), Verdict.MATCH)
    ]


def test_processes_answer_as_one_process_does(watchlist: Watchlist) -> None:
    queries = [Subject(str(at), names=(name,)) for at, name in enumerate(["Zarghun", "Muhammad Khan", "طرزی"] * 30)]
    alone = [(key, found) for key, found, _ in screen_many(watchlist, queries, top=3)]
    shared = [(key, found) for key, found, _ in screen_many(watchlist, queries, top=3, jobs=2)]
    assert shared == alone
    pairs = [(query, LISTED[0]) for query in queries]
    assert list(match_pairs(pairs, jobs=2)) == list(match_pairs(pairs))


def test_a_comparison_is_rendered_as_the_contract_says(watchlist: Watchlist) -> None:
    shape = render_comparison(watchlist.compare(Subject(names=("Zarghun Mandokhel",), sex="F"), "l1"))
    assert set(shape) == {"score", "verdict", "reasons", "against"}
    assert all(set(reason) == {"feature", "left", "right", "weight", "text"} for reason in shape["reasons"])


def test_a_name_many_entries_carry_weighs_less() -> None:
    draw = random.Random(3)
    filler = [Subject(f"f{at}", names=(f"{draw.choice('BDGKZ')}a{at}n Tarzi",)) for at in range(2_500)]
    query = Subject(names=("Darvesh Tarzi",))
    rare = Watchlist.build([Subject("a", names=("Darvesh Tarzi",))]).search(query)[0]
    common = Watchlist.build([*filler, Subject("a", names=("Darvesh Tarzi",))]).search(query)[0]
    assert (rare.id, common.id) == ("a", "a")
    assert common.score < rare.score
