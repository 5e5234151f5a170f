"""Zones as they are written, read back. All people and numbers are invented, but for published specimens."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.reading import Refusal
from tansiq.readers.mrz import NoteCode, Zone, read_zones
from tests.readers.mrz.writing import SPECIMENS, Holder, checked, digit, holders, name_field, text, write

TODAY = date(2026, 5, 1)
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
OLD_CARD = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
VISA_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
VISA_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
GERMAN_CARD = ("IDD<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<", "1220001518D<<6408125<1110078<<<<<<<0")
SWISS_CARD = ("IDCHEA1234567<6<<<<<<<<<<<<<<<", "7510256M2009018CHE<<<<<<<<<<<8", "SMITH<<JOHN<ALBERT<<<<<<<<<<<<")
BELGIAN_CARD = ("IDBEL000590696<1015<<<<<<<<<<<", "9401013F2710017BEL000101123453", "SPECIMEN<<SPECIMEN<<<<<<<<<<<<")
FRENCH_CARD = ("IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02", "1710GVA123451ROBERTA<<<<<<<9112311F2")
RUSSIAN = ("PNRUSZDRIL7K<<SERGEQ<ANATOL9EVI3<<<<<<<<<<<<", "3919353498RUS7207233M<<<<<<<4151218910003<50")


def read_all(data: bytes, today: date = TODAY) -> list[Zone | Refusal]:
    return list(read_zones([data], today))


def read_one(lines: list[str] | tuple[str, ...], today: date = TODAY) -> Zone:
    (zone,) = read_all(text(list(lines)), today)
    assert isinstance(zone, Zone), zone
    return zone


def codes(zone: Zone) -> set[NoteCode]:
    return {note.code for note in zone.notes}


@pytest.mark.parametrize(
    ("lines", "form", "number", "holder", "states", "optional"),
    [
        pytest.param(PASSPORT, "TD3", "L898902C3", ("ERIKSSON", "ANNA MARIA"), ("UTO", "UTO"), "ZE184226B", id="TD3"),
        pytest.param(CARD, "TD1", "D23145890", ("ERIKSSON", "ANNA MARIA"), ("UTO", "UTO"), "", id="TD1"),
        pytest.param(OLD_CARD, "TD2", "D23145890", ("ERIKSSON", "ANNA MARIA"), ("UTO", "UTO"), "", id="TD2"),
        pytest.param(VISA_A, "MRV-A", "L8988901C", ("ERIKSSON", "ANNA MARIA"), ("UTO", "XXX"), "6ZE184226B", id="MRV-A"),
        pytest.param(VISA_B, "MRV-B", "L8988901C", ("ERIKSSON", "ANNA MARIA"), ("UTO", "XXX"), "", id="MRV-B"),
        pytest.param(GERMAN_CARD, "TD2", "122000151", ("MUSTERMANN", "ERIKA"), ("D", "D"), "", id="Germany is D"),
        pytest.param(SWISS_CARD, "TD1", "A1234567", ("SMITH", "JOHN ALBERT"), ("CHE", "CHE"), "", id="Switzerland"),
        pytest.param(BELGIAN_CARD, "TD1", "000590696101", ("SPECIMEN", "SPECIMEN"), ("BEL", "BEL"), "", id="Belgium, long number"),
        pytest.param(FRENCH_CARD, "TD2", "1710GVA12345", ("TEST NAME", "ROBERTA"), ("FRA", "FRA"), "0CHE02", id="France before 2021"),
        pytest.param(RUSSIAN, "TD3", "391935349", ("ZDRIL7K", "SERGEQ ANATOL9EVI3"), ("RUS", "RUS"), "4151218910003", id="Russia, internal"),
    ],
)  # fmt: skip
def test_published_specimens_are_read(
    lines: tuple[str, ...], form: str, number: str, holder: tuple[str, str], states: tuple[str, str], optional: str
) -> None:
    zone = read_one(lines)
    assert zone.faults == ()
    assert (zone.format, zone.document_number, zone.optional) == (form, number, optional)
    assert ((zone.family, zone.given), (zone.issuer, zone.nationality)) == (holder, states)
    assert zone.lines == lines


@given(holders())
def test_what_was_written_is_read_back(holder: Holder) -> None:
    zone = read_one(write(holder))
    width = 30 if holder.format == "TD1" else {"TD2": 31, "MRV-B": 31}.get(holder.format, 39)
    whole = holder.family + ("  " + holder.given if holder.given else "")
    assert zone.faults == ()
    assert zone.suggestions == ()
    assert (zone.format, zone.document_code, zone.issuer) == (holder.format, holder.code, holder.issuer)
    assert (zone.document_number, zone.nationality) == (holder.number, holder.nationality)
    assert (zone.sex, zone.optional, zone.optional2 or "") == (
        holder.sex.replace("<", "X"),
        holder.optional,
        holder.optional2,
    )
    assert zone.truncated or name_field(holder, width)[-1] == "<"
    read = zone.family + ("  " + zone.given if zone.given else "")
    assert read == whole[:width].rstrip()


@given(st.dates(date(1926, 5, 2), TODAY), st.dates(date(1976, 1, 1), date(2075, 12, 31)))
def test_dates_of_a_lifetime_come_back_whole(birth: date, expiry: date) -> None:
    holder = replace(SPECIMENS["TD3"], birth=birth.strftime("%y%m%d"), expiry=expiry.strftime("%y%m%d"))
    zone = read_one(write(holder))
    assert (zone.birth_date, zone.expiry) == (birth.isoformat(), expiry.isoformat())
    assert zone.expired == (expiry < TODAY)


@pytest.mark.parametrize(
    ("written", "today", "birth"),
    [
        pytest.param("260501", date(2026, 5, 1), "2026-05-01", id="born today"),
        pytest.param("260502", date(2026, 5, 1), "1926-05-02", id="not born tomorrow"),
        pytest.param("000229", date(2026, 5, 1), "2000-02-29", id="leap day of 2000"),
        pytest.param("000229", date(1999, 5, 1), "", id="1900 had no leap day"),
        pytest.param("991231", date(2000, 1, 1), "1999-12-31", id="yesterday, a century ago"),
        pytest.param("74<<<<", date(2026, 5, 1), "1974", id="year alone"),
        pytest.param("7408<<", date(2026, 5, 1), "1974-08", id="year and month"),
        pytest.param("26<<<<", date(2026, 5, 1), "2026", id="this year"),
        pytest.param("27<<<<", date(2026, 5, 1), "1927", id="not next year"),
        pytest.param("<<<<<<", date(2026, 5, 1), "", id="unknown"),
        pytest.param("<<0812", date(2026, 5, 1), "", id="a day of an unknown year"),
        pytest.param("740000", date(2026, 5, 1), "1974", id="zeros for unknown"),
    ],
)
def test_the_century_of_a_birth_is_settled_by_the_day_of_reading(written: str, today: date, birth: str) -> None:
    zone = read_one(write(replace(SPECIMENS["TD3"], birth=written)), today)
    assert zone.birth_date == birth
    assert zone.ok == (written != "000229" or today.year > 2000)
    assert (NoteCode.ZERO_DATE in codes(zone)) == (written == "740000")


@pytest.mark.parametrize(
    ("written", "expiry", "expired"),
    [
        pytest.param("260430", "2026-04-30", True, id="yesterday"),
        pytest.param("260501", "2026-05-01", False, id="today is the last day"),
        pytest.param("760101", "1976-01-01", True, id="fifty years ago"),
        pytest.param("751231", "2075-12-31", False, id="in 49 years"),
        pytest.param("2605<<", "2026-05", None, id="some day of this month"),
        pytest.param("2604<<", "2026-04", True, id="last month"),
        pytest.param("<<<<<<", "", None, id="unknown"),
    ],
)
def test_an_expiry_is_past_or_not_or_cannot_be_told(written: str, expiry: str, expired: bool | None) -> None:
    zone = read_one(write(replace(SPECIMENS["TD1"], expiry=written)))
    assert (zone.expiry, zone.expired, zone.ok) == (expiry, expired, True)


def test_what_expires_before_the_birth_is_noted() -> None:
    zone = read_one(write(replace(SPECIMENS["TD3"], birth="250101", expiry="240101")))
    assert NoteCode.DATE_ORDER in codes(zone)


@pytest.mark.parametrize(
    ("field", "holder", "found"),
    [
        pytest.param("birth_date", Holder(birth="761319"), "761319", id="month 13"),
        pytest.param("expiry", Holder(expiry="310229"), "310229", id="no leap year"),
        pytest.param("birth_date", Holder(birth="76<819"), "76<819", id="half a month"),
        pytest.param("document_number", Holder(number=""), "", id="no number"),
        pytest.param("family", Holder(family="", given=""), "", id="no name"),
    ],
)
def test_what_no_document_says_is_an_error_of_its_field(field: str, holder: Holder, found: str) -> None:
    (fault,) = read_one(write(holder)).faults
    assert (fault.field, fault.found, fault.column) == (field, found, 0)


@pytest.mark.parametrize(
    ("holder", "code"),
    [
        pytest.param(Holder(format="TD1", code="RP"), NoteCode.DOCUMENT_CODE, id="Estonian residence permit"),
        pytest.param(Holder(format="TD2", code="IV"), NoteCode.DOCUMENT_CODE, id="V is for visas"),
        pytest.param(Holder(issuer="ZZZ"), NoteCode.UNKNOWN_STATE, id="an issuer in no list"),
        pytest.param(Holder(nationality=""), NoteCode.UNKNOWN_STATE, id="no nationality"),
        pytest.param(Holder(nationality="AFG"), NoteCode.NATIONALITY_DIFFERS, id="a passport for another's national"),
        pytest.param(Holder(issuer="UTO"), NoteCode.SPECIMEN, id="Utopia"),
        pytest.param(Holder(family=""), NoteCode.NO_FAMILY_NAME, id="given names alone"),
        pytest.param(Holder(given="GUL  MAKAI"), NoteCode.NAME_RESUMES, id="given names two fillers apart"),
    ],
)
def test_what_is_odd_is_noted_and_read(holder: Holder, code: NoteCode) -> None:
    zone = read_one(write(holder))
    assert zone.ok
    assert code in codes(zone)


@pytest.mark.parametrize(
    ("issuer", "nationality"),
    [("PAK", "PAK"), ("D", "D"), ("GBR", "GBD"), ("PAK", "XXA"), ("UNO", "AFG"), ("XOM", "ITA"), ("RKS", "RKS")],
)
def test_special_codes_are_known_and_nothing_is_said_of_them(issuer: str, nationality: str) -> None:
    zone = read_one(write(Holder(issuer=issuer, nationality=nationality)))
    assert (zone.issuer, zone.nationality, zone.notes) == (issuer, nationality, ())


@pytest.mark.parametrize("filler", [True, False], ids=["filler", "0"])
def test_empty_optional_data_of_a_passport_have_the_digit_0_or_a_filler(filler: bool) -> None:
    upper, lower = write(Holder())
    zone = read_one([upper, lower[:42] + "<" + lower[43:] if filler else lower])
    assert (zone.ok, zone.optional, zone.notes) == (True, "", ())


def test_an_unknown_date_may_go_without_its_check_digit() -> None:
    upper, lower = write(Holder(expiry="<<<<<<"))
    zone = read_one([upper, lower[:27] + "<" + lower[28:]])
    assert zone.ok
    assert codes(zone) == {NoteCode.NO_CHECK_DIGIT}


@pytest.mark.parametrize(
    ("holder", "names"),
    [
        pytest.param(Holder(issuer="YEM", family="YWSFZXYA", given="XGGL MXKKXYA"), ("يوسفزی گل مکی",), id="Urdu letters"),
        pytest.param(Holder(issuer="UNO", nationality="AFG", family="XAEXHMD", given=""), ("أحمد",), id="by nationality"),
        pytest.param(Holder(issuer="D", nationality="D", family="PXXSTWN", given=""), ("پښتون",), id="no Latin name has XXS"),
        pytest.param(Holder(issuer="CHN", nationality="CHN", family="XI", given="XIAN"), (), id="Chinese names are none"),
        pytest.param(Holder(issuer="PAK", family="ALEXANDER", given="MAX"), (), id="a Latin name with X"),
        pytest.param(Holder(issuer="PAK", family="KHAN", given="ASAD"), (), id="no code"),
        pytest.param(Holder(issuer="SAU", family="XAEXHMD " * 4 + "MXHMAXSSFXAY", given=""), ("أحمد أحمد أحمد أحمد محما",), id="cut inside a code"),
        pytest.param(Holder(code="P", issuer="RUS", nationality="RUS", family="SERGEQ", given=""), (), id="no internal passport"),
    ],
)  # fmt: skip
def test_coded_names_are_given_in_their_script(holder: Holder, names: tuple[str, ...]) -> None:
    assert read_one(write(holder)).native_names == names


def test_the_russian_internal_passport_gives_the_name_in_cyrillic() -> None:
    zone = read_one(RUSSIAN)
    assert zone.native_names == ("ЗДРИЛЮК СЕРГЕЙ АНАТОЛЬЕВИЧ",)
    assert codes(zone) == {NoteCode.NATIONAL_LAYOUT, NoteCode.NO_CHECK_DIGIT}


def test_a_card_of_france_in_the_standard_s_layout_is_read_by_it() -> None:
    zone = read_one(write(Holder(format="TD2", code="ID", issuer="FRA", nationality="FRA")))
    assert (zone.document_number, zone.expiry, zone.ok) == ("AB1234567", "2031-02-28", True)


@pytest.mark.parametrize(
    ("issuer", "number"),
    [pytest.param("PAK", "AB123456", id="Pakistan"), pytest.param("SLV", "04387654321", id="El Salvador")],
)
def test_a_card_of_a_state_that_ends_its_numbers_elsewhere_is_read_so(issuer: str, number: str) -> None:
    first = (f"I<{issuer}{checked(number)}4210112").ljust(30, "<")
    second = checked("760819") + "M" + checked("310228") + issuer + "<" * 11
    composite = digit(first[5:] + second[:7] + second[8:15] + second[18:])
    zone = read_one([first, second + composite, "MANDOKHEL<<ZARGHUN<<<<<<<<<<<<"])
    assert (zone.document_number, zone.optional, zone.ok) == (number, "4210112", True)
    assert codes(zone) == {NoteCode.NATIONAL_LAYOUT}


@pytest.mark.parametrize(
    ("given", "truncated"),
    [
        pytest.param("JONATHON WARREN T A", True, id="initials without room"),
        pytest.param("JONATHON T", False, id="an initial with room"),
        pytest.param("A", False, id="a name of one letter"),
    ],
)
def test_names_cut_to_initials_are_truncated(given: str, truncated: bool) -> None:
    assert read_one(write(Holder(family="PAPANDROPOULOUS", given=given))).truncated == truncated


def test_a_long_number_leaves_the_rest_of_the_optional_data() -> None:
    zone = read_one(write(Holder(format="TD1", code="I", number="D23145890124", optional="XYZ")))
    assert (zone.document_number, zone.optional) == ("D23145890124", "XYZ")


@given(holders(("TD1", "TD2"), shortest=10))
def test_a_wrong_digit_of_a_long_number_is_named_with_the_right_one(holder: Holder) -> None:
    lines = write(holder)
    line, start = (0, 15) if holder.format == "TD1" else (1, 28)
    at = start + len(holder.number) - 9
    wrong = str((int(lines[line][at]) + 1) % 10)
    lines[line] = lines[line][:at] + wrong + lines[line][at + 1 :]
    first = read_one(lines).faults[0]
    assert (first.field, first.expected, first.found) == ("document_number", digit(holder.number), wrong)
    assert (first.line, first.column) == (line + 1, at + 1)


def test_a_zone_says_where_it_stands() -> None:
    first, second = read_all(b"\n" + text(list(PASSPORT)) + b"\r\n" + text(list(CARD)))
    assert isinstance(second, Zone)
    assert (first.start, first.end, second.start, second.end) == (1, 90, 93, 93 + 92)


def test_every_value_can_be_written_as_json() -> None:
    assert asdict(read_one(PASSPORT))["family"] == "ERIKSSON"
    assert checked("520727") == "5207273"
