"""The rules benchmark asks what it says it asks."""

import json

import pytest

from tansiq.bench import rules
from tansiq.bench.rule_book import hundred_rules, invented_travellers
from tansiq.detectors.rules.tree import names
from tansiq.model.errors import Misconfigured


def test_there_are_a_hundred_different_rules() -> None:
    book = hundred_rules()
    assert len(set(book.values())) == len(book) == 100


def test_the_invented_travellers_are_the_same_every_time_and_partly_unknown() -> None:
    asked = tuple(sorted({name for node in hundred_rules().values() for name in names(node)}))
    frame = invented_travellers(500, asked, seed=1)
    assert frame.equals(invented_travellers(500, asked, seed=1))
    assert all(0 < column.null_count() < 100 for column in frame.iter_columns())


def test_a_small_run_has_the_shape_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TANSIQ_BENCH_RULES", raising=False)
    for name, value in (("TRAVELLERS", 300), ("COMPARED", 300), ("TIMED", 100), ("PEER_TRAVELLERS", 3)):
        monkeypatch.setattr(rules, name, value)
    told: list[str] = []
    result = rules.run(told.append)
    assert set(result) == {"bench", "figures", "ratio_to"}
    assert len(told) == 4
    figures = json.loads(json.dumps(result["figures"]))
    assert (figures["compared"], figures["differing"], figures["cel_python_differing"]) == (300, 0, 0)
    assert figures["row_p99_ms"] > 0


@pytest.mark.parametrize("wanted", [pytest.param("many", id="no number"), pytest.param("0", id="nobody")])
def test_a_number_that_is_none_is_refused_with_the_repair(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    monkeypatch.setenv("TANSIQ_BENCH_RULES", wanted)
    with pytest.raises(Misconfigured, match="TANSIQ_BENCH_RULES"):
        rules.run(lambda _: None)
