"""Zipped lists. Everybody in the lists written here is invented."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, RefusalCode
from tansiq.readers.lists import archives

SDN = b'900001,"INVENTADO, Aslam","individual","SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
ALT = b'900001,1,"aka","FICTICIO, Aslam",-0- \r\n'
UN = b"<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>GUL</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_the_csv_set_is_read_together(method: int) -> None:
    data = zipped({"lists/SDN.CSV": SDN, "lists/alt.csv": ALT}, method=method)
    reading = archives.read(data, "ofac.zip")
    (entry,) = (o for o in reading.observations if isinstance(o, ListEntry))
    assert entry.subject.names == ("INVENTADO, Aslam", "FICTICIO, Aslam")
    assert (entry.source.file, entry.source.start, entry.source.end) == ("ofac.zip!lists/SDN.CSV", 0, len(SDN))
    assert (reading.format, reading.accounted, reading.size) == ("ofac_sdn_csv", len(data), len(data))


def test_the_lists_beside_the_sdn_list_are_one_of_their_own() -> None:
    data = zipped({"cons_prim.csv": SDN, "cons_alt.csv": ALT, "cons_add.csv": b"900001,1,-0- ,-0- ,-0- ,-0- \r\n"})
    reading = archives.read(data, "cons.zip")
    (entry,) = (o for o in reading.observations if isinstance(o, ListEntry))
    assert (entry.list, entry.subject.id, entry.reference) == ("OFAC non-SDN", "OFAC-CONS-900001", "900001")
    assert entry.subject.names == ("INVENTADO, Aslam", "FICTICIO, Aslam")
    assert (reading.refusals, reading.accounted) == ((), len(data))


def test_of_two_lists_in_one_archive_the_second_is_refused_by_its_files() -> None:
    reading = archives.read(zipped({"sdn.csv": SDN, "cons_prim.csv": SDN}), "both.zip")
    assert [o.list for o in reading.observations if isinstance(o, ListEntry)] == ["OFAC SDN"]
    assert [r.text.split(":")[0] for r in reading.refusals] == ["cons_prim.csv"]


def test_entities_are_read_from_an_archive() -> None:
    entity = b'{"id": "inv-1", "schema": "Person", "properties": {"name": ["Aslam Inventado"]}}\n'
    reading = archives.read(zipped({"entities.ftm.json": entity}), "l.zip")
    assert (reading.format, len(reading.observations)) == ("ftm_jsonl", 1)


def test_one_xml_list_is_read_and_other_files_are_refused_by_name() -> None:
    data = zipped({"readme.txt": b"hello", "un.xml": UN})
    reading = archives.read(data, "un.zip")
    assert reading.format == "un_consolidated_xml"
    assert len(reading.observations) == 1
    (refusal,) = reading.refusals
    assert refusal.code == RefusalCode.UNKNOWN_FORMAT
    assert refusal.text.startswith("readme.txt")
    assert data[refusal.start : refusal.end].startswith(b"PK\x03\x04")


def test_a_broken_line_is_refused_with_its_member_and_place() -> None:
    data = zipped({"sdn.csv": SDN + b"900002,short\r\n", "alt.csv": ALT})
    (refusal,) = archives.read(data, "ofac.zip").refusals
    assert f"sdn.csv, bytes {len(SDN)} to {len(SDN) + 14}: 2 columns found" in refusal.text
    assert 0 <= refusal.start < refusal.end <= len(data)


def overlapping() -> bytes:
    data = bytearray(zipped({"a.xml": UN, "sdn.csv": SDN}, method=zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = (4).to_bytes(4, "little")  # the second file's header, inside the first file
    data[second + 20 : second + 28] = (9).to_bytes(4, "little") * 2
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        pytest.param(zipped({"sdn.csv": bytes(40_000_000)}), RefusalCode.UNSAFE, "grows", id="a file that swells"),
        pytest.param(
            zipped({f"{n}.xml": UN for n in range(101)}), RefusalCode.UNSAFE, "101 files", id="too many files"
        ),
        pytest.param(
            zipped({"photo.jpg": b"x", "a.exe": b"y"}), RefusalCode.UNKNOWN_FORMAT, "photo.jpg, a.exe", id="other files"
        ),
        pytest.param(zipped({"alt.csv": ALT}), RefusalCode.UNKNOWN_FORMAT, "alt.csv", id="without sdn.csv"),
        pytest.param(
            zipped({"in.zip": zipped({"sdn.csv": SDN})}), RefusalCode.UNKNOWN_FORMAT, "in.zip", id="an archive in it"
        ),
        pytest.param(zipped({}), RefusalCode.UNKNOWN_FORMAT, "no file", id="empty"),
        pytest.param(zipped({"sdn.csv": SDN})[:-30], RefusalCode.TRUNCATED, "unpacked", id="cut short"),
        pytest.param(
            zipped({"sdn.csv": SDN}, method=zipfile.ZIP_BZIP2),
            RefusalCode.NOT_YET_READ,
            "compress",
            id="another compression",
        ),
        pytest.param(overlapping(), RefusalCode.UNSAFE, "over each other", id="files that overlap"),
        pytest.param(
            zipped({"un.xml": b"<!DOCTYPE a><CONSOLIDATED_LIST/>"}),
            RefusalCode.UNSAFE,
            "document type",
            id="a document type inside",
        ),
    ],
)
def test_what_is_no_published_list_is_refused(data: bytes, code: RefusalCode, said: str) -> None:
    reading = archives.read(data, "x.zip")
    assert reading.refused is not None
    assert (reading.refused.code, reading.accounted) == (code, len(data))
    assert said in reading.refused.text
    assert reading.refused.repair


def test_bytes_between_the_files_are_named() -> None:
    data = b"PK\x03\x04" + b"hidden" * 20 + zipped({"sdn.csv": SDN})
    reading = archives.read(data, "x.zip")
    assert [n.code for n in reading.notices] == [NoticeCode.KEPT_UNREAD]


@given(st.binary(max_size=8), st.integers(0, 400), st.integers(0, 400))
@settings(deadline=None)
def test_damage_never_raises(junk: bytes, at: int, end: int) -> None:
    data = zipped({"sdn.csv": SDN, "alt.csv": ALT, "un.xml": UN})
    damaged = data[:at] + junk + data[end:]
    reading = archives.read(damaged, "x.zip")
    assert reading.accounted == reading.size == len(damaged)
