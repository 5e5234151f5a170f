"""The ledger benchmark appends, proves and verifies what it says, and leaves nothing behind."""

import json

import pytest

from tansiq.bench import ledger
from tansiq.database.connect import Connection


def test_a_small_run_has_the_shape_of_the_contract_and_leaves_nothing(
    administrator: Connection, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "OBSERVATIONS", 1200)
    monkeypatch.setattr(ledger, "BATCHES", (100, 300, 600))
    monkeypatch.setattr(ledger, "PROOFS", 50)
    told: list[str] = []
    result = ledger.run(told.append, postgres_url)
    assert set(result) == {"bench", "figures", "ratio_to"}
    assert len(told) == 5
    figures = json.loads(json.dumps(result["figures"]))
    assert figures["proofs_held"] == 50
    assert min(figures[name] for name in figures if name.endswith("per_s")) > 0
    left = administrator.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'tansiq_bench%'").fetchone()
    assert left == (0,)


def test_the_observations_are_as_large_as_those_of_passenger_lists() -> None:
    assert 300 < len(ledger._entry(7).body) < 900
