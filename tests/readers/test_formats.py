"""One door to all readers. Everybody in the inputs written here is invented."""

import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import ListEntry, Traveller
from tansiq.model.reading import NoticeCode, RefusalCode
from tansiq.readers.formats import FORMATS, NAMES, Format, read, replay, sniff

PAXLST = (
    b"UNA:+.? '"
    b"UNB+UNOA:4+INVENTED+BORDER+260501:0320+1'"
    b"UNH+1+PAXLST:D:05B:UN:IATA'"
    b"BGM+745'"
    b"TDT+20+PK785'LOC+125+ISB'DTM+189:2605010320:201'LOC+87+LHR'DTM+232:2605010745:201'"
    b"NAD+FL+++KHAN:INVENTED'ATT+2++M'DTM+329:800102'DOC+P:110:111+AB1234567'"
    b"CNT+42:1'UNT+12+1'UNZ+1+1'"
)
UN = b"<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>GUL</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
SDN_XML = b"<sdnList><sdnEntry><uid>1</uid><lastName>GUL</lastName><sdnType>Individual</sdnType></sdnEntry></sdnList>"
EU = b'<export generationDate="2026-02-27"><sanctionEntity logicalId="1"><nameAlias wholeName="GUL"/></sanctionEntity></export>'
SDN_CSV = b'900001,"GUL",-0- ,"SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
CSV = b"id,names\n1,Gul\n"

READ = {"paxlst", "cusres", "cuscar", "pnrgov", "mrz", "watchlist"}
LATER = ["dicos", "stix", "misp", "seizures", "crossings"]


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        written.writestr("sdn.csv", SDN_CSV)
    return out.getvalue()


def edifact(kind: bytes) -> bytes:
    return PAXLST.replace(b"PAXLST", kind)


@pytest.mark.parametrize("forced", [False, True], ids=["sniffed", "forced"])
@pytest.mark.parametrize(
    ("data", "name", "exact"),
    [
        pytest.param(UN, "watchlist", "un_consolidated_xml", id="UN"),
        pytest.param(SDN_XML, "watchlist", "ofac_sdn_xml", id="OFAC XML"),
        pytest.param(EU, "watchlist", "eu_consolidated_xml", id="EU"),
        pytest.param(SDN_CSV, "watchlist", "ofac_sdn_csv", id="OFAC CSV"),
        pytest.param(archive(), "watchlist", "ofac_sdn_csv", id="OFAC ZIP"),
        pytest.param(CSV, "watchlist", "watchlist_csv", id="watchlist CSV"),
    ],
)
def test_every_list_is_known_by_its_bytes(data: bytes, name: str, exact: str, forced: bool) -> None:
    reading = read(data, "anything.bin", format=name if forced else "auto")
    assert (reading.format, reading.accounted, reading.refused) == (exact, len(data), None)
    assert [type(o) for o in reading.observations] == [ListEntry]


def test_a_passenger_list_is_known_by_its_bytes() -> None:
    reading = read(PAXLST, "anything.bin")
    assert reading.refused is None
    assert [o.names[0].family for o in reading.observations if isinstance(o, Traveller)] == ["KHAN"]
    assert reading.accounted == len(PAXLST)


CUSRES = (
    b"UNB+UNOA:4+BORDER+INVENTED+260501:0320+1'UNH+1+CUSRES:D:05B:UN:IATA'"
    b"BGM+962'RFF+TN:1'ERP+2'RFF+ABO:P1'ERC+0Z'UNT+7+1'UNZ+1+1'"
)
CONTRL = b"UNH+9+CONTRL:D:3:UN'UCI+1+A+B+8'UNT+3+9'"


@pytest.mark.parametrize("format", ["auto", "paxlst", "cusres"])
@pytest.mark.parametrize(("data", "first"), [(PAXLST + CUSRES, "paxlst"), (CUSRES + b"\r\n" + PAXLST, "cusres")])
def test_each_message_of_a_mixed_input_is_read_by_its_reader(data: bytes, first: str, format: str) -> None:  # noqa: A002  the door's word
    reading = read(data, "x.edi", format=format)
    assert (reading.format, reading.refused, reading.accounted) == (first, None, len(data))
    assert sorted(o.kind for o in reading.observations) == ["leg", "reply", "traveller"]


def test_a_message_without_a_reader_is_named_beside_the_others() -> None:
    data = PAXLST.replace(b"UNZ+1", CONTRL + b"UNZ+2") + CUSRES
    reading = read(data, "x.edi")
    (unread,) = [notice for notice in reading.notices if notice.code == NoticeCode.KEPT_UNREAD]
    assert data[unread.start : unread.end] == CONTRL
    assert sorted(o.kind for o in reading.observations) == ["leg", "reply", "traveller"]


def test_a_message_that_is_read_is_found_behind_many_that_are_not() -> None:
    data = CONTRL * 3000 + PAXLST
    reading = read(data, "x.edi")
    assert (reading.format, reading.refused, reading.accounted) == ("paxlst", None, len(data))
    assert sorted(o.kind for o in reading.observations) == ["leg", "traveller"]


@pytest.mark.parametrize(("data", "format"), [(PAXLST, "cusres"), (CUSRES, "paxlst")])
def test_a_message_of_another_type_than_was_forced_is_refused(data: bytes, format: str) -> None:  # noqa: A002  the door's word
    reading = read(data, "x.edi", format=format)
    assert reading.refused is not None
    assert (reading.refused.code, reading.format) == (RefusalCode.WRONG_FORMAT, format)
    assert "expected" in reading.refused.text


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        pytest.param(b"", RefusalCode.EMPTY, "x.bin is empty", id="empty"),
        pytest.param(bytes(100), RefusalCode.UNKNOWN_FORMAT, "zero bytes", id="zeros"),
        pytest.param(b"\x7fELF\x02\x01", RefusalCode.UNKNOWN_FORMAT, "7f 45 4c 46", id="binary"),
        pytest.param(b"Dear colleagues,\n", RefusalCode.UNKNOWN_FORMAT, "Dear colleagues", id="a letter"),
        pytest.param(
            b"code,name,lat\nKHI,Karachi,24.9\n", RefusalCode.UNKNOWN_FORMAT, "code,name,lat", id="a table of places"
        ),
        pytest.param(b"<html><body/></html>", RefusalCode.UNKNOWN_FORMAT, "<html>", id="another XML"),
        pytest.param(b"<!DOCTYPE html><html/>", RefusalCode.UNSAFE, "document type", id="a document type"),
        pytest.param(edifact(b"CONTRL"), RefusalCode.NOT_YET_READ, "CONTRL", id="CONTRL"),
        pytest.param(bytes(128) + b"DICM" + bytes(9), RefusalCode.NOT_YET_READ, "DICOS", id="DICOS"),
        pytest.param(b'{"type": "bundle", "id": "x"}', RefusalCode.NOT_YET_READ, "STIX", id="STIX"),
        pytest.param(b'{"Event": {"info": "x"}}', RefusalCode.NOT_YET_READ, "MISP", id="MISP"),
        pytest.param(b"date,country,drug,quantity_kg\n", RefusalCode.NOT_YET_READ, "seizures", id="seizures"),
        pytest.param(
            b"id,time,post,direction,name\n", RefusalCode.NOT_YET_READ, "crossings", id="crossings, which name people"
        ),
    ],
)
def test_what_is_not_read_is_refused_and_says_what_it_is(data: bytes, code: RefusalCode, said: str) -> None:
    reading = read(data, "x.bin")
    assert reading.refused is not None
    assert (reading.refused.code, reading.refused.start, reading.refused.end) == (code, 0, len(data))
    assert said in reading.refused.text
    assert reading.refused.repair
    assert reading.accounted == len(data)


@pytest.mark.parametrize("name", LATER)
def test_a_later_format_that_is_forced_is_refused_by_name(name: str) -> None:
    reading = read(CSV, "x.bin", format=name)
    assert reading.refused is not None
    assert (reading.refused.code, reading.format) == (RefusalCode.NOT_YET_READ, name)


def test_a_format_nobody_knows_is_refused_with_those_that_are_known() -> None:
    reading = read(CSV, "x.bin", format="papyrus")
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.UNKNOWN_FORMAT
    assert all(name in reading.refused.text for name in NAMES)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"Dear colleagues,\n", "watchlist", id="a letter as a list"),
        pytest.param(CSV, "paxlst", id="a list as a message"),
        pytest.param(bytes(1000), "watchlist", id="zeros as a list"),
    ],
)
def test_a_forced_format_that_does_not_fit_is_refused(data: bytes, name: str) -> None:
    reading = read(data, "x.bin", format=name)
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.WRONG_FORMAT


@pytest.mark.parametrize("name", ["auto", "watchlist", "paxlst"])
def test_a_document_type_is_refused_whatever_is_forced(name: str) -> None:
    reading = read(b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>" + UN, "un.xml", format=name)
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.UNSAFE


@pytest.mark.parametrize("name", ["auto", "watchlist"])
def test_a_hundred_megabytes_of_zeros_are_refused_at_once(name: str) -> None:
    data = bytes(100 * 1024 * 1024)
    began = time.perf_counter()
    assert read(data, "zeros", format=name).refused is not None
    assert time.perf_counter() - began < 0.5


def test_the_contract_names_are_all_known() -> None:
    assert set(NAMES) == {*LATER, *READ}
    assert {f.name for f in FORMATS} == READ


def test_sniffing_gives_the_format_whatever_the_file_is_called() -> None:
    found = sniff(UN, "list.csv")
    assert isinstance(found, Format)
    assert found.name == "watchlist"


@pytest.mark.parametrize("format", ["paxlst", "cusres", "pnrgov", "watchlist", "papyrus"])
def test_what_was_read_before_reads_the_same_on_replay(format: str) -> None:  # noqa: A002  the door's word
    inputs = [PAXLST, CUSRES, CUSRES + PAXLST, CONTRL * 3 + PAXLST, CSV, UN, b"", b"Dear colleagues,", PAXLST[:-30]]
    named = [(data, f"{place}.edi") for place, data in enumerate(inputs)]
    assert list(replay(named, format=format)) == [read(data, name) for data, name in named]


starts = st.sampled_from(
    [b"", b"UNB+", b"<CONSOLIDATED_LIST", b"<sdnList>", b"PK\x03\x04", b"names\n", b"1,", b"\xff\xfe", b"{"]
)


@given(st.tuples(starts, st.binary(max_size=300)).map(b"".join), st.sampled_from(["auto", *NAMES]))
@settings(deadline=None)
def test_no_bytes_raise_and_every_one_is_accounted_for(data: bytes, name: str) -> None:
    reading = read(data, "x.bin", format=name)
    assert reading.accounted == reading.size == len(data)


@given(
    st.integers(0, len(UN)), st.integers(0, len(UN)), st.sampled_from([UN, SDN_XML, EU, SDN_CSV, CSV, PAXLST, CUSRES])
)
@settings(deadline=None)
def test_cut_and_spliced_inputs_never_raise(at: int, end: int, data: bytes) -> None:
    spliced = data[:at] + data[end:]
    reading = read(spliced, "x.bin")
    assert reading.accounted == reading.size == len(spliced)
