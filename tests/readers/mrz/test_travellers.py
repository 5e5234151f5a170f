"""Zones as one more format that `tansiq read` knows. All people and numbers are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.observations import PersonName, TravelDocument, Traveller
from tansiq.model.reading import NoticeCode, RefusalCode
from tansiq.readers.mrz.travellers import read, sniff
from tests.readers.mrz.writing import SPECIMENS, Holder, text, write

AFGHAN = write(Holder(format="TD1", code="AC", issuer="AFG", nationality="AFG", family="ALEXTTAR", given="FAXTTMXTA"))


def test_a_zone_is_a_traveller_with_a_document() -> None:
    reading = read(b"\n" + text(AFGHAN), "cards.txt")
    (traveller,) = reading.observations
    assert isinstance(traveller, Traveller)
    assert (traveller.role, traveller.birth_date, traveller.nationality, traveller.sex) == (
        "crew",
        "1976-08-19",
        "AF",
        "M",
    )
    assert traveller.names == (
        PersonName("ALEXTTAR", "FAXTTMXTA", "ALEXTTAR FAXTTMXTA"),
        PersonName(full="العطار فاطمة"),
    )
    assert traveller.documents == (TravelDocument("AB1234567", "A", "AF", "2031-02-28"),)
    assert (traveller.source.file, traveller.source.start, traveller.source.end) == ("cards.txt", 1, 93)
    assert (reading.accounted, reading.notices, reading.refusals, reading.refused) == (94, (), (), None)


def test_what_is_wrong_in_a_zone_is_a_notice_and_what_is_none_a_refusal() -> None:
    upper, lower = write(Holder())
    reading = read(text([upper, lower.replace("AB1234567", "AB1234568")]) + b"\nseen at noon\n", "a.txt")
    assert [notice.code for notice in reading.notices] == [NoticeCode.BAD_VALUE] * 2
    assert "check digit" in reading.notices[0].text
    assert [refusal.code for refusal in reading.refusals] == [RefusalCode.UNKNOWN_FORMAT]
    assert len(reading.observations) == 1


@pytest.mark.parametrize("form", sorted(SPECIMENS))
def test_zones_are_known_by_their_bytes(form: str) -> None:
    assert sniff(b"\r\n" + text(write(SPECIMENS[form])))


@pytest.mark.parametrize(
    "data", [b"", b"id,names\n1,Gul\n", b"UNA:+.? 'UNB+UNOA:4'", b"<xml>", b"P<PAK\n", bytes(100), b"<" * 9000]
)
def test_other_inputs_are_not_taken_for_zones(data: bytes) -> None:
    assert not sniff(data)
    assert read(data, "a.txt").refused is not None


@given(st.binary(max_size=200))
def test_every_byte_is_accounted_for(data: bytes) -> None:
    reading = read(data, "a.txt")
    assert reading.accounted == reading.size == len(data)
