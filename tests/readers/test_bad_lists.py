"""What is made to hurt whoever reads it, through the one door, in every layout: refused with place and repair, in bounded time."""

import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.reading import Reading, RefusalCode
from tansiq.readers.formats import read

ROOTS = {
    "UN": b"<CONSOLIDATED_LIST>%b</CONSOLIDATED_LIST>",
    "OFAC": b"<sdnList>%b</sdnList>",
    "OFAC advanced": b"<Sanctions>%b</Sanctions>",
    "OFAC enhanced": b"<sanctionsData>%b</sanctionsData>",
    "EU": b'<export generationDate="2026-05-01">%b</export>',
}
LAUGHS = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
BOMBS = {
    "billion laughs": b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]>",
    "quadratic blowup": b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 40_000 + b'">]>',
    "a file from outside": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "a page from outside": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter entities": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "a declaration behind a long comment": b"<!--" + b" " * 70_000 + b"--><!DOCTYPE x [<!ENTITY a 'b'>]>",
}
SECONDS = 8.0
"""Far above what any of it takes, far below what it would take to be read."""


def bounded(data: bytes, *, megabytes: float = 64) -> Reading:
    """The reading, which is to take neither long nor much more memory than the input itself."""
    tracemalloc.start()
    started = time.process_time()
    reading = read(data, "list")
    taken = time.process_time() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < SECONDS
    assert peak < megabytes * 2**20
    assert reading.accounted == reading.size == len(data)
    return reading


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "zipped"])
def test_documents_that_declare_their_type_are_refused(root: bytes, bomb: bytes, *, packed: bool) -> None:
    data = bomb + root % (b"&l9;&a;" * 1000)
    if packed:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("list.xml", data)
        data = held.getvalue()
    reading = bounded(data)
    assert not reading.observations
    assert reading.refused is not None
    assert reading.refused.code in {RefusalCode.UNSAFE, RefusalCode.UNKNOWN_FORMAT}
    assert reading.refused.repair


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
@pytest.mark.parametrize(
    ("inside", "code"),
    [
        pytest.param(b"<a>" * 100_000, RefusalCode.UNSAFE, id="nesting"),
        pytest.param(b'<a b="' + b"x" * (8 << 20), RefusalCode.UNSAFE, id="an attribute without end"),
        pytest.param(b"<!--" + b"x" * (8 << 20), RefusalCode.UNSAFE, id="a comment without end"),
        pytest.param(b"<a" + b" b='1'" * 100_000, RefusalCode.TRUNCATED, id="the same attribute again and again"),
        pytest.param(b"\x00" * (1 << 20), RefusalCode.TRUNCATED, id="zeros"),
        pytest.param(b"&" * (1 << 20), RefusalCode.TRUNCATED, id="signs that mean nothing"),
        pytest.param(b"&undeclared;", RefusalCode.TRUNCATED, id="an entity nobody declared"),
        pytest.param(b"<![CDATA[" + b"x" * (1 << 20), RefusalCode.TRUNCATED, id="text without end"),
    ],
)
def test_xml_that_does_not_end_is_refused_where_it_goes_wrong(root: bytes, inside: bytes, code: RefusalCode) -> None:
    reading = bounded(root % inside)
    assert reading.refused is not None
    assert (reading.refused.code, bool(reading.refused.repair)) == (code, True)
    assert "at byte" in reading.refused.text
    assert not reading.observations


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        pytest.param(b"names,id\n" + b"x" * (8 << 20), ["broken_entry"], id="one line without end"),
        pytest.param(b'names,id\n"' + b"x\n" * (1 << 20), ["broken_entry"], id="a quotation mark nobody closes"),
        pytest.param(b"names,id\n" + bytes(8 << 20), ["broken_entry"], id="zeros"),
        pytest.param(
            b'{"id":"a","schema":"Person","properties":{"name":["Invented"]}}\n' + b"[" * (8 << 20),
            ["broken_entry"],
            id="brackets without end",
        ),
        pytest.param(bytes(64 << 20), ["unknown_format"], id="nothing but zeros"),
    ],
)
def test_text_that_does_not_end_is_refused_by_its_line(data: bytes, codes: list[str]) -> None:
    reading = bounded(data, megabytes=200)
    found = [reading.refused.code] if reading.refused else [r.code for r in reading.refusals[:1]]
    assert found == codes


@given(
    st.sampled_from(
        [*ROOTS.values(), b"%b", b"names,id\n%b", b'{"id":"a","schema":"Person","properties":{}}\n%b']
    ).flatmap(lambda root: st.binary(max_size=200).map(lambda body: root.replace(b"%b", body)))
)
@settings(deadline=None)
def test_any_bytes_under_any_head_give_a_reading(data: bytes) -> None:
    reading = read(data, "list")
    assert reading.accounted == reading.size == len(data)
    for refusal in (*reading.refusals, *([reading.refused] if reading.refused else [])):
        assert 0 <= refusal.start <= refusal.end <= len(data)
