"""A file of a list that is searched: whole or refused. All persons are invented."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.detectors.names import Watchlist
from tansiq.detectors.names.search import store, watchlist
from tansiq.model.errors import Misconfigured
from tansiq.model.subjects import Subject

LISTED = [
    Subject(f"e{at}", names=(f"Zarghun {part}khel",)) for at, part in enumerate(("Mando", "Toru", "Sulei", "Baz"))
]


@pytest.fixture(autouse=True)
def _any_list_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchlist, "LONG_FROM", 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    Watchlist.build(LISTED, path=tmp_path / "list.names")
    return tmp_path / "list.names"


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def another_format(data: bytes) -> bytes:
    return data.replace(b'"format":2', b'"format":0', 1)


def one_array_bit(data: bytes) -> bytes:
    at = data.rindex(b"khel")
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(lambda _: b"", "not an index of names", id="empty"),
        pytest.param(lambda _: b"{}\n" * 100, "not an index of names", id="another kind of file"),
        pytest.param(half, "bytes", id="cut in the middle"),
        pytest.param(lambda data: data[:40], "cut short|damaged", id="cut in the header"),
        pytest.param(lambda data: data + b"\x00", "bytes", id="longer"),
        pytest.param(another_format, "damaged", id="a changed header"),
        pytest.param(one_array_bit, "damaged", id="one bit of an array"),
    ],
)
def test_a_spoilt_file_is_refused_with_the_repair(file: Path, spoil: Callable[[bytes], bytes], why: str) -> None:
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(Misconfigured, match=why) as caught:
        Watchlist.open(file)
    assert caught.value.repair == store.REPAIR


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="No such file"):
        Watchlist.open(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        pytest.param({"FORMAT": 0}, "format 0", id="older format"),
        pytest.param({"engine_digest": lambda: "x"}, "another version", id="other tables"),
    ],
)
def test_a_file_of_another_engine_is_refused(tmp_path: Path, changed: dict[str, object], why: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in changed.items():
            patch.setattr(store, name, value)
        Watchlist.build(LISTED, path=tmp_path / "list.names")
    with pytest.raises(Misconfigured, match=why):
        Watchlist.open(tmp_path / "list.names")


def test_a_build_that_fails_leaves_the_file_before_it(file: Path) -> None:
    def broken() -> object:
        yield LISTED[0]
        raise OSError("the list's disk went away")

    with pytest.raises(OSError, match="went away"):
        Watchlist.build(broken(), path=file)  # type: ignore[arg-type]  # a generator that fails
    assert len(Watchlist.open(file)) == len(LISTED)
    assert [left.name for left in file.parent.iterdir()] == ["list.names"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Misconfigured, match="cannot be written"):
        Watchlist.build(LISTED, path=tmp_path / "list.names")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("store") / "list.names"
    store.write_store(path, {"a": np.arange(50, dtype=np.int32), "b": np.zeros(0, np.uint8)}, {"entries": 3})
    whole = path.read_bytes()
    used = len(whole.rstrip(b"\x00"))
    at = data.draw(st.integers(0, used - 1))
    path.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    try:
        found = store.open_store(path)
    except Misconfigured:
        return
    assert found.arrays["a"].tolist() == list(range(50))  # only the filling between arrays may differ
