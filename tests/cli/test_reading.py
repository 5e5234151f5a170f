"""`tansiq read` as its contract has it. All persons are invented."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.readers.formats import FORMATS
from tansiq.readers.unread import UNREAD_FORMATS
from tests.cli.conftest import Tansiq, process

SEGMENTS = (
    "UNB+UNOA:4+PKAPIS+CENTRE+260501:0130+1++++++1",
    "UNH+1+PAXLST:D:02B:UN:IATA",
    "BGM+745",
    "NAD+MS+++APIS DESK INVENTED DEMO DATA",
    "TDT+20+PK785+++PK",
    "LOC+125+ISB",
    "DTM+189:2605010320:201",
    "LOC+87+LHR",
    "DTM+232:2605010745:201",
    "NAD+FL+++KHAN:ALI",
    "ATT+2++M",
    "DTM+329:800102",
    "NAT+2+PAK",
    "RFF+AVF:ABC123",
    "DOC+P:110:111+AB0001234",
    "DTM+36:300101",
    "LOC+91+PAK",
    "CNT+42:1",
    "UNT+18+1",
    "UNZ+1+1",
)
MESSAGE = "".join(f"{segment}'" for segment in SEGMENTS).encode()


@pytest.fixture
def message(tmp_path: Path) -> Path:
    path = tmp_path / "pk785.edi"
    path.write_bytes(MESSAGE)
    return path


def test_a_leg_has_the_shape_of_the_contract(tansiq: Tansiq, message: Path) -> None:
    leg = next(o for o in tansiq("read", message).objects if o["kind"] == "leg")
    assert leg | {"source": {}, "message": {}} == {
        "kind": "leg",
        "index": 0,
        "carrier": "PK",
        "number": "785",
        "origin": "ISB",
        "departure": "2026-05-01T03:20",
        "destination": "LHR",
        "arrival": "2026-05-01T07:45",
        "source": {},
        "message": {},
    }


def test_a_traveller_has_the_shape_of_the_contract(tansiq: Tansiq, message: Path) -> None:
    traveller = next(o for o in tansiq("read", message).objects if o["kind"] == "traveller")
    wanted = {
        "role": "passenger",
        "names": [{"family": "KHAN", "given": "ALI", "full": "ALI KHAN"}],
        "sex": "M",
        "birth_date": "1980-01-02",
        "nationality": "PK",
        "documents": [{"type": "P", "number": "AB0001234", "issuer": "PK", "expiry": "2030-01-01"}],
        "locator": "ABC123",
        "legs": [0],
    }
    assert {key: traveller.get(key) for key in wanted} == wanted
    assert traveller["message"].items() >= {"type": "PAXLST", "function": "745", "reference": "1"}.items()
    source = traveller["source"]
    assert source["file"] == "pk785.edi"
    assert MESSAGE[source["start"] : source["end"]].startswith(b"NAD+FL")


def test_a_receipt_accounts_for_every_byte(tansiq: Tansiq, message: Path) -> None:
    answer = tansiq("read", message, "--receipts")
    assert answer.status == 0
    assert answer.objects[-1] == {
        "kind": "receipt",
        "file": "pk785.edi",
        "format": "paxlst",
        "bytes": len(MESSAGE),
        "accounted": len(MESSAGE),
        "travellers": 1,
        "warnings": [],
        "refused": None,
    }


def test_without_receipts_there_are_observations_only(tansiq: Tansiq, message: Path) -> None:
    assert {o["kind"] for o in tansiq("read", message).objects} == {"leg", "traveller"}


def test_a_folder_stands_for_the_files_below_it(tansiq: Tansiq, message: Path, tmp_path: Path) -> None:
    below = tmp_path / "day" / "morning"
    below.mkdir(parents=True)
    (below / "b.edi").write_bytes(MESSAGE)
    (below.parent / "a.edi").write_bytes(MESSAGE)
    (below.parent / ".hidden").write_bytes(b"no message")
    answer = tansiq("read", below.parent, "--receipts")
    assert answer.status == 0
    assert [o["file"] for o in answer.objects if o["kind"] == "receipt"] == ["a.edi", "b.edi"]


def test_a_broken_entry_is_named_and_the_file_was_read(tansiq: Tansiq, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,names,birth_dates\nTW-1,Zarghun Mandokhel,1976\nTW-2,,1980\n")
    answer = tansiq("read", path, "--receipts")
    entry, receipt = answer.objects
    assert answer.status == 0
    assert entry["subject"]["names"] == ["Zarghun Mandokhel"]
    assert receipt["refused"] is None
    assert [(w["code"], w["at"]) for w in receipt["warnings"]] == [("broken_entry", path.read_text().index("TW-2"))]
    assert "broken_entry at byte" in answer.err
    assert "TW-2" in answer.err


def zipped(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda p: p.write_bytes(b""), "empty", id="empty file"),
        pytest.param(lambda p: p.write_bytes(b"Dear colleagues,\n"), "unknown_format", id="a letter"),
        pytest.param(lambda p: p.write_bytes(bytes(4096)), "unknown_format", id="zeros"),
        pytest.param(lambda p: zipped(p, "photo.jpg", b"\xff\xd8\xff"), "unknown_format", id="a ZIP of anything"),
        pytest.param(lambda p: zipped(p, "sdn.xml", bytes(20_000_000)), "unsafe", id="a ZIP that grows"),
        pytest.param(lambda p: p.write_bytes(b"PK\x03\x04 and no more"), "truncated", id="a ZIP cut off"),
        pytest.param(lambda p: p.write_bytes(MESSAGE.replace(b"PAXLST", b"IFTMIN")), "not_yet_read", id="IFTMIN"),
        pytest.param(lambda _: None, "empty", id="missing file"),
    ],
)
def test_a_refused_file_is_named_and_the_next_is_read(
    tansiq: Tansiq, message: Path, make: Callable[[Path], object], code: str
) -> None:
    path = message.with_name("odd.bin")
    make(path)
    answer = tansiq("read", path, message, "--receipts")
    refused, read = (o for o in answer.objects if o["kind"] == "receipt")
    assert answer.status == 1
    assert refused["refused"].startswith(f"{code}: ")
    assert refused["accounted"] == refused["bytes"]
    assert answer.err.startswith(f"{path}: {code} at byte 0: ")
    assert answer.err.count("\n") == 1
    assert (read["travellers"], read["refused"]) == (1, None)


def test_a_file_that_may_not_be_read_is_refused(tansiq: Tansiq, message: Path) -> None:
    message.chmod(0)
    if os.access(message, os.R_OK):
        pytest.skip("this user may read everything")
    answer = tansiq("read", message)
    assert (answer.status, answer.out) == (1, "")
    assert "Permission denied" in answer.err


@pytest.mark.parametrize("name", ["paxlst", "watchlist"])
def test_a_wrong_format_that_was_forced_is_refused(tansiq: Tansiq, tmp_path: Path, name: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleagues,\nthe list follows tomorrow.\n")
    answer = tansiq("read", path, "--format", name, "--receipts")
    assert answer.status == 1
    assert answer.objects[-1]["refused"]
    assert str(path) in answer.err


@pytest.mark.parametrize("name", sorted({unread.name for unread in UNREAD_FORMATS} - {f.name for f in FORMATS}))
def test_a_format_without_a_reader_says_so(tansiq: Tansiq, message: Path, name: str) -> None:
    answer = tansiq("read", message, "--format", name)
    assert (answer.status, answer.out) == (1, "")
    assert "not_yet_read" in answer.err


def test_a_format_that_is_none_is_wrong_usage(tansiq: Tansiq, message: Path) -> None:
    answer = tansiq("read", message, "--format", "telegram")
    assert (answer.status, answer.out) == (2, "")
    assert "paxlst" in answer.err


BOUNDED = "import resource; resource.setrlimit(resource.RLIMIT_AS, (768 << 20, 768 << 20))"


@pytest.mark.parametrize(
    ("format_name", "code"), [("auto", "too_large"), ("paxlst", "wrong_format"), ("watchlist", "too_large")]
)
def test_a_gigabyte_of_zeros_is_refused_without_being_held(
    zeros: Path, home: Path, format_name: str, code: str
) -> None:
    answer = process(["read", str(zeros), "--format", format_name, "--receipts"], home, before=BOUNDED)
    receipt = json.loads(answer.out)
    assert answer.status == 1
    assert receipt["refused"].startswith(f"{code}: ")
    assert receipt["bytes"] == receipt["accounted"] == 1 << 30


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400) | st.binary(max_size=80).map(lambda tail: MESSAGE[:200] + tail))
def test_any_bytes_get_a_receipt_and_an_honest_status(tansiq: Tansiq, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.bin"
    path.write_bytes(data)
    answer = tansiq("read", path, "--receipts")
    receipt = answer.objects[-1]
    assert receipt["accounted"] == receipt["bytes"] == len(data)
    assert answer.status == int(receipt["refused"] is not None)


def measured(out: Path) -> str:
    """Code that sends stdout to a file and says at the end, on stderr, how many kilobytes the process once held."""
    return (
        f"import atexit, os, re; os.dup2(os.open({str(out)!r}, os.O_WRONLY | os.O_CREAT), 1)\n"
        "atexit.register(lambda: sys.stderr.write(re.search(r'VmHWM:\\s*([0-9]+)', open('/proc/self/status').read())[1]))"
    )


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel does not say what a process held")
@pytest.mark.slow
@pytest.mark.parametrize("split", [True, False], ids=["many interchanges", "one interchange"])
def test_a_large_file_of_messages_is_read_without_being_held(tmp_path: Path, home: Path, split: bool) -> None:
    people = b"".join(
        f"NAD+FL+++QAZMOR:TESK{n}'ATT+2++M'DTM+329:800102'DOC+P:110:111+ZZ{n:07d}'".encode() for n in range(1000)
    )
    head, tail = MESSAGE[: MESSAGE.index(b"NAD+FL")], MESSAGE[MESSAGE.index(b"CNT+") :]
    unh, unz = head.index(b"UNH"), tail.index(b"UNZ")
    one = head + people + tail if split else head[unh:] + people + tail[:unz]
    path, times = tmp_path / "large.edi", 900
    with path.open("wb") as file:
        file.writelines([b"" if split else head[:unh], *[one] * times, b"" if split else tail[unz:]])
    answer = process(["read", str(path), "--receipts"], home, before=measured(out := tmp_path / "out"))
    receipt = json.loads(out.read_bytes()[-100_000:].splitlines()[-1])
    assert path.stat().st_size > 60_000_000
    assert (receipt["travellers"], receipt["accounted"]) == (1000 * times, path.stat().st_size)
    assert int(answer.err) < 200_000  # kilobytes
