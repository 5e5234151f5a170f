"""The reading benchmark reads what it says it reads, and its peer takes the same."""

from pathlib import Path

import pytest

from tansiq.bench import day_messages, large_file, pydifact_reading, read
from tansiq.bench.lists import passenger_list
from tansiq.readers import formats
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


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {"MESSAGES": 2, "TRAVELLERS": 20, "PEER_MESSAGES": 1, "PEER_BYTES": 1000, "DAY_INPUTS": 2, "ROUNDS": 1}
    for name, size in sizes.items():
        monkeypatch.setattr(read, name, size)
    monkeypatch.setenv("TANSIQ_BENCH_READ_MB", "1")


@pytest.mark.usefixtures("_small")
def test_a_small_run_has_the_shape_of_the_contract() -> None:
    told: list[str] = []
    result = read.run(told.append)
    assert set(result) == {"bench", "figures", "ratio_to"}
    assert result["bench"] == "read"
    assert isinstance(result["figures"], dict)
    assert {f"{kind}_mb_per_s" for kind in day_messages.KINDS} <= set(result["figures"])
    assert not any("OTHER" in line for line in told)


@pytest.mark.usefixtures("_small")
def test_without_the_peer_the_ratio_is_null_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pydifact_reading, "is_installed", lambda: False)
    told: list[str] = []
    assert read.run(told.append)["ratio_to"] == {"pydifact": None}
    assert any("not installed" in line for line in told)


def test_the_day_has_messages_of_every_kind_and_they_are_read() -> None:
    messages = day_messages.messages()
    assert set(messages) == set(day_messages.KINDS)
    for kind, inputs in messages.items():
        reading = formats.read(inputs[0], "message")
        assert (kind.startswith(reading.format), reading.refused) == (True, None)
        assert reading.observations


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel does not say what a process held")
def test_a_large_file_takes_little_memory() -> None:
    peak = large_file.peak_mb(5)
    assert peak is not None
    assert 10 < peak < 200
