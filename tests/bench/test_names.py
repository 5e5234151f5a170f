"""The names benchmark asks what it says it asks."""

import json

import pytest

from tansiq.bench import names
from tansiq.model.errors import Misconfigured


def test_the_invented_list_is_the_same_every_time() -> None:
    assert names.invented_list(50) == names.invented_list(50)
    assert len({entry.id for entry in names.invented_list(50)}) == 50


def test_most_entries_are_asked_for_in_another_spelling() -> None:
    listed = names.invented_list(300)
    by_id = {entry.id: entry.names[0].upper() for entry in listed}
    sought = names.other_spellings(listed, 100)
    assert all(question.entry_id in by_id for question in sought)
    assert sum(question.query.names[0] != by_id[question.entry_id] for question in sought) > 80


def test_a_small_run_has_the_shape_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TANSIQ_BENCH_NAMES", raising=False)
    monkeypatch.setattr(names, "LISTED", 400)
    monkeypatch.setattr(names, "ASKED", 40)
    monkeypatch.setattr(names, "PEER_ASKED", 20)
    told: list[str] = []
    result = names.run(told.append)
    assert set(result) == {"bench", "figures", "ratio_to"}
    assert result["bench"] == "names"
    assert len(told) == 3
    figures = json.loads(json.dumps(result["figures"]))
    assert figures["recall_at_50"] > 0.8
    assert figures["per_second"] > 0
    assert figures["compared_per_second"] > 0


@pytest.mark.parametrize("wanted", [pytest.param("many", id="no number"), pytest.param("3", id="too few")])
def test_a_size_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    monkeypatch.setenv("TANSIQ_BENCH_NAMES", wanted)
    with pytest.raises(Misconfigured, match="TANSIQ_BENCH_NAMES"):
        names.run(lambda _: None)
