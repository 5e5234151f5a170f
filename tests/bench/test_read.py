"""The reading benchmark reads what it says it reads, and its peer takes the same."""

import pytest

from tansiq.bench import pydifact_reading, read
from tansiq.bench.lists import passenger_list
from tansiq.readers.passengers import paxlst


def test_the_lists_are_clean_and_the_same_every_time() -> None:
    text = passenger_list(1, 40)
    assert text == passenger_list(1, 40)
    reading = paxlst.read(text.encode("ascii"), "list.edi")
    assert (reading.notices, reading.refusals, reading.refused) == ((), (), None)
    assert len(reading.observations) == 40 + 1


@pytest.mark.skipif(not pydifact_reading.is_installed(), reason="pydifact comes with the development tools")
def test_the_peer_takes_the_same_particulars() -> None:
    text = passenger_list(2, 30)
    assert pydifact_reading.particulars(text) == read.particulars_of(paxlst.read(text.encode("ascii"), "list.edi"))


def test_a_small_run_has_the_shape_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MESSAGES", 2)
    monkeypatch.setattr(read, "TRAVELLERS", 20)
    monkeypatch.setattr(read, "PEER_MESSAGES", 1)
    told: list[str] = []
    result = read.run(told.append)
    assert set(result) == {"bench", "figures", "ratio_to"}
    assert result["bench"] == "read"
    assert not any("OTHER" in line for line in told)


def test_without_the_peer_the_ratio_is_null_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MESSAGES", 1)
    monkeypatch.setattr(read, "TRAVELLERS", 5)
    monkeypatch.setattr(pydifact_reading, "is_installed", lambda: False)
    told: list[str] = []
    assert read.run(told.append)["ratio_to"] == {"pydifact": None}
    assert any("not installed" in line for line in told)
