"""A list so long that compiled code searches it. All persons are invented."""

import pickle  # noqa: TID251  as processes are told of a list, never from disk
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.bench.names import invented_list, other_spellings
from tansiq.detectors.names import Watchlist, match, screen_many
from tansiq.detectors.names.search import watchlist
from tansiq.model.findings import Verdict
from tansiq.model.subjects import IdentityDocument, Subject

LISTED = (
    Subject("l1", names=("Zarghun Mandokhel",), birth_dates=("1976",), weak_names=("Commander Zargi",)),
    Subject("l2", names=("Muhammad Khan",), birth_dates=("1971-05-06",), father_names=("Gul Zaman",)),
    Subject("l3", names=("محمود درویش طرزی",), documents=(IdentityDocument("P0012345", "passport", "AF"),)),
    Subject("l4", names=("Shah Nawaz Bozdar",)),
    Subject("l5", names=()),
    Subject("l6", names=("Pasarlay Trading Company Limited",), type="organization"),
    Subject("l7", names=("Yarkhun Dilsoz", "Ghazan Mirwand", "Commander Dilsoz")),
    Subject("ключ/七", names=("Benafsha Kohistani",), father_names=("Toryal",), nationalities=("AF",)),
)
FILLER = tuple(invented_list(400, seed=5))


@pytest.fixture(scope="module", autouse=True)
def _any_list_is_long() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watchlist, "LONG_FROM", 1)
        yield


@pytest.fixture(scope="module")
def long_list() -> Watchlist:
    return Watchlist.build((*LISTED, *FILLER))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(Subject(names=("ZARGHOON MANDOKHAIL",)), "l1", id="respelled"),
        pytest.param(Subject(names=("Zarghum Mandokhel",)), "l1", id="one letter wrong"),
        pytest.param(Subject(names=("MANDOKHEL, Zarghun",)), "l1", id="family name first"),
        pytest.param(Subject(names=("Mahmoud Darvesh Tarzi",)), "l3", id="another script"),
        pytest.param(Subject(names=("Shahnawaz Bozdar",)), "l4", id="two words written as one"),
        pytest.param(Subject(names=("Yar Khun Dilsoz",)), "l7", id="one word written as two"),
        pytest.param(Subject(names=("Ghazan Mirwand",)), "l7", id="by another name"),
        pytest.param(Subject(names=("MANDOKHEL<<ZARGHU",)), "l1", id="cut short"),
        pytest.param(Subject(names=("Z. Mandokhel",)), "l1", id="an initial"),
        pytest.param(Subject(names=("X",), documents=(IdentityDocument("POO12345"),)), "l3", id="misread document"),
        pytest.param(Subject(names=("Benafsha Kohestani",), father_names=("Turyal",)), "ключ/七", id="any id"),
        pytest.param(Subject(names=("PASARLAY TRADING CO. LTD.",), type="organization"), "l6", id="an organisation"),
    ],
)
def test_the_listed_one_comes_first(long_list: Watchlist, query: Subject, found: str) -> None:
    assert long_list.search(query)[0].id == found


def test_what_is_called_a_match_or_possible_compares_as_that(long_list: Watchlist) -> None:
    for sought in other_spellings(FILLER, 60, seed=8):
        for candidate in long_list.search(sought.query, top=10):
            compared = long_list.compare(sought.query, candidate.id)
            if Verdict.NO not in {candidate.verdict, compared.verdict}:
                assert candidate.score == pytest.approx(compared.score, abs=0.02)


def test_most_of_what_comparing_all_would_hold_up_is_found(long_list: Watchlist) -> None:
    entries = (*LISTED, *FILLER)
    held = found = 0
    for sought in other_spellings(FILLER, 40, seed=9):
        near = {candidate.id for candidate in long_list.search(sought.query)}
        for entry in entries:
            if match(sought.query, entry).verdict is not Verdict.NO:
                held += 1
                found += entry.id in near
    assert held > 25
    assert found >= 0.97 * held


def test_screening_compares_what_it_yields(long_list: Watchlist) -> None:
    decoy = Subject(names=("MUHAMMAD KHAN",), birth_dates=("1990-01-17",), father_names=("Sher Ali",))
    assert "l2" not in {entry_id for entry_id, _ in long_list.screen(decoy)}
    query = Subject(names=("Zarghun Mandokhel",), birth_dates=("1976-03-04",))
    held = list(long_list.screen(query))
    assert held[0] == ("l1", long_list.compare(query, "l1"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=60), person=st.booleans())
def test_any_unicode_is_answered(long_list: Watchlist, name: str, person: bool) -> None:
    found = long_list.search(Subject(type="person" if person else "vessel", names=(name,)), top=5)
    assert len(found) <= 5
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("\x00\x1f\u202e\ud800", id="control characters and a lone surrogate"),
        pytest.param("a" * 10_000, id="ten thousand letters"),
        pytest.param("x" * 10_000, id="ten thousand letters that are two sounds each"),
        pytest.param("abd " * 2_500, id="only markers"),
        pytest.param("Khan " * 2_000, id="one common word again and again"),
        pytest.param("Muhammad Ali Khan Ahmad Hussain Hasan Shah Gul Noor Rahman " * 200, id="only common words"),
        pytest.param("\ufdfa" * 600, id="ligatures that unfold"),
        pytest.param("<" * 5_000, id="only fillers"),
        pytest.param("0158" * 2_500, id="only digits"),
    ],
)
def test_any_name_can_be_listed_and_asked_for_in_bounded_time(name: str) -> None:
    listed = Watchlist.build([Subject("a", names=(name,)), *(Subject(f"f{i}", names=(name,)) for i in range(50))])
    start = time.perf_counter()
    for candidate in listed.search(Subject(names=(name,) * 100, father_names=(name,), birth_places=(name,)), top=3):
        listed.compare(Subject(names=(name,)), candidate.id)
    assert time.perf_counter() - start < 5


def test_a_later_entry_with_the_same_id_replaces_the_earlier() -> None:
    listed = Watchlist.build([Subject("a", names=("Darvesh Tarzi",)), Subject("a", names=("Eleni Markou",))])
    assert len(listed) == 1
    assert [c.id for c in listed.search(Subject(names=("Darvesh Tarzi",)))] == []
    assert [c.id for c in listed.search(Subject(names=("Eleni Markou",)))] == ["a"]


def test_an_unknown_entry_is_a_key_error(long_list: Watchlist) -> None:
    with pytest.raises(KeyError):
        long_list.compare(Subject(names=("Darvesh",)), "nobody")


def test_what_is_added_is_found_and_what_is_removed_is_not(tmp_path: Path) -> None:
    listed = Watchlist.build(LISTED, path=tmp_path / "list.names")
    size = len(listed)
    listed.add([Subject("new", names=("Rokai Ferozkohi",)), Subject("l4", names=("Torpekai Safi",))])
    listed.remove(["l1", "nobody"])
    assert len(listed) == size
    found = {
        name: [c.id for c in listed.search(Subject(names=(name,)))][:1] for name in ("Rokay Ferozkohi", "Torpekay Safi")
    }
    assert found == {"Rokay Ferozkohi": ["new"], "Torpekay Safi": ["l4"]}
    gone = [*listed.search(Subject(names=("Zarghun Mandokhel",))), *listed.search(Subject(names=("Shahnawaz Bozdar",)))]
    assert not [c for c in gone if c.verdict is not Verdict.NO]
    listed.save(tmp_path / "merged.names")
    merged = Watchlist.open(tmp_path / "merged.names")
    assert {s.id for s in merged.subjects()} == {s.id for s in listed.subjects()}
    assert merged.search(Subject(names=("Rokay Ferozkohi",)))[0].id == "new"


def test_a_reopened_list_answers_as_it_did(tmp_path: Path) -> None:
    built = Watchlist.build((*LISTED, *FILLER), path=tmp_path / "list.names", jobs=2)
    opened = Watchlist.open(tmp_path / "list.names")
    assert len(opened) == len(built)
    for sought in other_spellings(FILLER, 30):
        assert opened.search(sought.query) == built.search(sought.query)
    assert list(opened.subjects()) == [*LISTED, *FILLER]


def test_processes_answer_as_one_process_does(long_list: Watchlist) -> None:
    queries = [Subject(str(at), names=(name,)) for at, name in enumerate(["Zarghun", "Muhammad Khan", "طرزی"] * 30)]
    alone = [(key, found) for key, found, _ in screen_many(long_list, queries, top=3)]
    shared = [(key, found) for key, found, _ in screen_many(long_list, queries, top=3, jobs=2)]
    assert shared == alone


def test_another_process_is_told_where_the_list_lies(long_list: Watchlist) -> None:
    told = pickle.dumps(long_list)
    assert len(told) < 1_000
    query = Subject(names=("Zarghun Mandokhel",))
    assert pickle.loads(told).search(query) == long_list.search(query)  # noqa: S301  what was dumped above


def test_a_short_list_needs_neither_numba_nor_numpy() -> None:
    code = (
        "import sys; from tansiq.detectors.names import Watchlist; from tansiq.model.subjects import Subject;"
        "Watchlist.build([Subject('a', names=('Darvesh Tarzi',))]).search(Subject(names=('Darvesh',)));"
        "sys.exit(bool({'numba', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  our own interpreter


def test_the_order_of_what_is_asked_changes_nothing(long_list: Watchlist) -> None:
    """Nothing one search notes is left for the next."""
    queries = [sought.query for sought in other_spellings(FILLER, 12, seed=3)]
    alone = {query.id: long_list.search(query) for query in queries}
    for one, two in combinations(queries[:6], 2):
        assert long_list.search(one) == alone[one.id]
        assert long_list.search(two) == alone[two.id]
