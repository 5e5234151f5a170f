"""What a booking tells of how it was made, paid, sold and changed, and of bags, seats and those who travel on it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tansiq.model.bookings import Agency, Bag, Booking, CheckIn, Contact, HistoryLine, Payment, Seat, Service, Ticket
from tansiq.model.observations import Traveller
from tansiq.picture.facts.asking import row_of
from tansiq.picture.facts.case import Case, Scene
from tests.picture.reservations import air, booking, case, flight, passport, somebody

OUT = air("LHR-ISB", "2026-05-01T20:15", "2026-05-02T08:15")
HOME = air("ISB-LHR", "2026-05-20T10:00", "2026-05-20T14:30")
AT_LHR = Agency("PK:LHR", office="LHRPK", place="LHR", country="GB", kind="A")
SHOP = Agency("1A:MUC", "12345678", "LONAA", "LON", "GB", kind="T")


def known(found: Case, *names: str) -> dict[str, object]:
    """Those attributes of the row, None for unknown."""
    row = row_of(found)
    return {name: row.get(name) for name in names}


@pytest.mark.parametrize(
    ("way", "departure", "created", "hours"),
    [
        pytest.param("LHR-ISB", "2026-05-01T20:15", "2026-04-30T19:15", 24, id="a day before"),
        pytest.param("LHR-ISB", "2026-03-29T03:00", "2026-03-29T00:00", 2, id="over the night when clocks go forward"),
        pytest.param("LHR-ISB", "2026-10-25T03:00", "2026-10-25T00:00", 3, id="over the night when clocks go back"),
        pytest.param("ISB-LHR", "2026-05-02T02:00", "2026-05-01T20:00", 1, id="the clock of Islamabad"),
        pytest.param("LHR-ISB", "2026-05-01T20:15", "2026-05-01T20:15", -1, id="booked after the doors closed"),
        pytest.param("LHR-ISB", "2026-05-01T20:15", "2026-04-30", None, id="a day without a time"),
        pytest.param("LHR-ISB", "2026-05-01T20:15", "", None, id="not said"),
    ],
)
def test_hours_from_booking_to_departure_are_whole_and_real(
    way: str, departure: str, created: str, hours: int | None
) -> None:
    held = booking(air(way, departure), created=created)
    assert known(case(held, on=flight(way, departure, "")), "booking.lead_hours") == {"booking.lead_hours": hours}


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        pytest.param([Payment("CA", traveller="1")], (True, False, 1), id="cash"),
        pytest.param([Payment("CC", "VI", traveller="1")], (False, True, 1), id="card"),
        pytest.param([Payment("CA"), Payment("CC", "VI")], (True, True, 2), id="both, for everybody"),
        pytest.param([Payment("CA", traveller="2")], (None, None, None), id="somebody else's"),
        pytest.param([], (None, None, None), id="not said"),
    ],
)
def test_forms_of_payment(payments: Sequence[Payment], expected: tuple[object, ...]) -> None:
    held = booking(OUT, payments=tuple(payments), travellers=("1", "2"))
    found = known(case(held), "payment.is_cash", "payment.is_card", "payment.forms")
    assert tuple(found.values()) == expected


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        pytest.param("SANA KHAN", False, id="the traveller"),
        pytest.param("S KHAN", False, id="by an initial"),
        pytest.param("KHAN/SANA MRS", False, id="as in the booking"),
        pytest.param("OMAR KHAN", False, id="another of the party"),
        pytest.param("TARIQ KHAN", True, id="of the family, and not on board"),
        pytest.param("INVENTED TRADING LLC", True, id="a firm"),
        pytest.param("", None, id="not said"),
    ],
)
def test_somebody_else_paid(holder: str, expected: bool | None) -> None:
    held = booking(OUT, payments=(Payment("CC", "VI", holder=holder.replace("/", " ")),), travellers=("1", "2"))
    found = case(held, somebody("KHAN/SANA MRS"), somebody("KHAN/OMAR", "2"))
    assert row_of(found).get("payment.is_third_party") is expected


@pytest.mark.parametrize(
    ("agency", "issued", "expected"),
    [
        pytest.param(AT_LHR, "2026-05-01", True, id="at the airline's desk on the day"),
        pytest.param(AT_LHR, "2026-04-30", False, id="the day before"),
        pytest.param(AT_LHR, "2026-04-30T23:30", True, id="past midnight in London, before it in UTC"),
        pytest.param(AT_LHR, "2026-05-01T22:30", True, id="late on the day"),
        pytest.param(AT_LHR, "2026-05-01T23:30", False, id="the next day in London"),
        pytest.param(SHOP, "2026-05-01", False, id="by an agency on the day"),
        pytest.param(AT_LHR, "", None, id="the day is not said"),
        pytest.param(Agency("PK:LHR", office="LHRPK"), "2026-05-01", None, id="whose office is not said"),
    ],
)
def test_cash_at_the_airport(agency: Agency, issued: str, expected: bool | None) -> None:
    held = booking(OUT, payments=(Payment("CA"),), agencies=(agency,), tickets=(Ticket("2140000000001", "1", issued),))
    assert row_of(case(held)).get("payment.is_at_airport") is expected


@pytest.mark.parametrize(
    ("phone", "where", "is_abroad"),
    [
        pytest.param("+92 51 5550100", "PK", False, id="of the destination"),
        pytest.param("0092515550100", "PK", False, id="dialled out"),
        pytest.param("+57 1 5550100", "CO", True, id="of nowhere on the way"),
        pytest.param("+1 809 555 0100", "DO", True, id="an area of code 1"),
        pytest.param("+1 202 555 0100", None, None, id="code 1 alone is many countries"),
        pytest.param("0751 555 0100", None, None, id="written without a country"),
    ],
)
def test_a_telephone_tells_its_country(phone: str, where: str | None, is_abroad: bool | None) -> None:
    found = known(
        case(booking(OUT, contacts=(Contact("phone", phone),))), "contact.phone_country", "contact.phone_is_abroad"
    )
    assert tuple(found.values()) == (where, is_abroad)


def test_contacts_are_those_of_the_traveller_and_of_everybody() -> None:
    contacts = (
        Contact("phone", "+92515550100", "2"),
        Contact("email", "A@B.CO"),
        Contact("address", "destination: 1 ROAD"),
    )
    found = known(
        case(booking(OUT, contacts=contacts)), "contact.has_phone", "contact.has_email", "contact.has_address"
    )
    assert list(found.values()) == [False, True, True]


CREATED = "2026-04-01T10:00"
HISTORY = (
    HistoryLine("TVL 010526:2015 LHR ISB PK 786:Y", "A", CREATED, "A"),
    HistoryLine("TVL 300426:2015 LHR ISB PK 786:Y", "X", "2026-04-10T10:00", "A"),
    HistoryLine("TVL 010526:2015 LHR ISB PK 786:Y", "A", "2026-04-10T10:00", "A"),
    HistoryLine("TIF KHAN SANNA:A:1", "X", "2026-04-11T10:00", "A"),
    HistoryLine("TIF KHAN SANA:A:1", "A", "2026-04-11T10:00", "A"),
    HistoryLine("SSR SEAT:HK:1:PK:::LHR:ISB 11A::1", "X", "2026-05-01T10:00", "B"),
    HistoryLine("SSR SEAT:HK:1:PK:::LHR:ISB 12A::1", "A", "2026-05-01T10:00", "B"),
)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        pytest.param(HISTORY, (3, 1, 1, 1, 1, True), id="three changes in six lines"),
        pytest.param(HISTORY[:1], (0, 0, 0, 0, 0, False), id="only made"),
        pytest.param((HistoryLine("0/O/NM/KHAN"),), (None,) * 6, id="free text is not understood"),
        pytest.param((), (None,) * 6, id="none"),
    ],
)
def test_history_counts_what_was_done_in_one_go(history: Sequence[HistoryLine], expected: tuple[object, ...]) -> None:
    found = known(
        case(booking(OUT, created=CREATED, history=tuple(history))),
        "booking.changes",
        "booking.route_changes",
        "booking.name_changes",
        "booking.changes_last_24_hours",
        "seat.changes",
        "seat.changed_last_24_hours",
    )
    assert tuple(found.values()) == expected


def test_seats_of_others_and_other_flights_are_not_the_travellers() -> None:
    lines = (
        HistoryLine("SSR SEAT:HK:1:PK:::LHR:ISB 11A::2", "X", "2026-05-01T10:00", "B"),
        HistoryLine("SSR SEAT:HK:1:PK:::ISB:LHR 11A::1", "X", "2026-05-01T11:00", "B"),
    )
    assert row_of(case(booking(OUT, HOME, created=CREATED, history=lines)))["seat.changes"] == 0


@pytest.mark.parametrize(
    ("letter", "given", "expected"),
    [
        pytest.param("Y", "", ("economy", None), id="as booked"),
        pytest.param("J", "J", ("business", False), id="as bought"),
        pytest.param("K", "J", ("business", True), id="moved up"),
        pytest.param("P", "", (None, None), id="a letter with several meanings"),
    ],
)
def test_cabins(letter: str, given: str, expected: tuple[object, ...]) -> None:
    held = booking(air("LHR-ISB", "2026-05-01T20:15", booking_class=letter), checkins=(CheckIn("1", 0, cabin=given),))
    assert tuple(known(case(held), "booking.cabin", "booking.is_upgraded").values()) == expected


def bags_of(held: Booking, *people: Traveller) -> dict[str, object]:
    row = row_of(case(held, *people))
    return {name: value for name, value in row.items() if name.startswith("bags.")}


def test_bags_of_a_pool_are_shared() -> None:
    held = booking(OUT, bags=(Bag("0214000001", "PK", "ISB", "1", pool=True),), travellers=("1", "2"))
    found = bags_of(held, somebody(bag_count=1, bag_weight_kg=23.0), somebody("KHAN/OMAR", "2", bag_count=0))
    assert found["bags.is_pooled"] is True
    assert (found["bags.party_count"], found["bags.per_traveller"]) == (1, 0.5)
    assert found["bags.destination_differs"] is False


def test_bags_unknown_of_one_are_unknown_of_the_party() -> None:
    found = bags_of(booking(OUT, travellers=("1", "2")), somebody(bag_count=1), somebody("KHAN/OMAR", "2"))
    assert "bags.party_count" not in found


@pytest.mark.parametrize(
    ("bag", "name", "expected"),
    [
        pytest.param(Bag("0214000001", "PK", "DXB", "1"), "bags.destination_differs", True, id="tagged elsewhere"),
        pytest.param(Bag("0214000001", "PK", "", "1"), "bags.destination_differs", None, id="to no airport"),
        pytest.param(Bag("0214000001", "PK", "ISB", "9"), "bags.unowned_tags", 1, id="of nobody on the booking"),
        pytest.param(Bag("0214000001", "PK", "ISB", ""), "bags.unowned_tags", 0, id="of the only traveller"),
    ],
)
def test_a_bag_says(bag: Bag, name: str, expected: object) -> None:
    assert bags_of(booking(OUT, bags=(bag,)), somebody()).get(name) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [pytest.param(0, True, id="none"), pytest.param(1, False, id="one"), pytest.param(None, None, id="not said")],
)
def test_no_bag_for_eighteen_nights(count: int | None, expected: bool | None) -> None:
    assert bags_of(booking(OUT, HOME), somebody(bag_count=count)).get("bags.has_none_on_long_trip") is expected


SEATED = Scene(
    seats={1: "12A", 7: "12B", 8: "14A"}, bookings={1: ("ZZ", "ABC123"), 7: ("ZZ", "OTHER1"), 8: ("ZZ", "X")}
)


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        pytest.param("12A", True, id="beside somebody of another booking"),
        pytest.param("12D", False, id="nobody of another booking beside"),
        pytest.param("", None, id="no seat"),
    ],
)
def test_neighbours_of_another_booking(seat: str, expected: bool | None) -> None:
    held = booking(OUT, seats=(Seat(seat, 0, "1"),))
    assert row_of(case(held, somebody(seat=seat), scene=SEATED)).get("seat.is_beside_other_booking") is expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param("13F", False, id="a row behind"),
        pytest.param("30C", True, id="far behind"),
        pytest.param("", None, id="the other has none"),
    ],
)
def test_apart_from_the_party(other: str, expected: bool | None) -> None:
    found = case(booking(OUT, travellers=("1", "2")), somebody(seat="12A"), somebody("KHAN/OMAR", "2", seat=other))
    assert row_of(found).get("seat.is_apart_from_party") is expected


def test_check_in_is_read_by_the_clock_and_the_order() -> None:
    held = booking(OUT, checkins=(CheckIn("1", 0, "2026-05-01T17:15", "LHR-188"),))
    found = known(
        case(held, scene=Scene(last_checkin=190)), "checkin.hours_before", "checkin.order", "checkin.is_last_ten"
    )
    assert list(found.values()) == [2.0, 188, True]  # 17:15 UTC is 18:15 in London


@pytest.mark.parametrize(
    ("birth", "others", "expected"),
    [
        pytest.param("2012-01-02", [], True, id="a child by itself"),
        pytest.param("2012-01-02", [("1985-01-02", "")], False, id="with a parent"),
        pytest.param("2012-01-02", [("2010-01-02", "")], True, id="with a sister of sixteen"),
        pytest.param("2012-01-02", [("", "adult")], None, id="an adult's fare is paid from twelve on"),
        pytest.param("2008-05-02", [], True, id="eighteen on the day after"),
        pytest.param("2008-05-01", [], False, id="eighteen on the day"),
        pytest.param("2012", [], None, id="only a year"),
    ],
)
def test_a_minor_alone(birth: str, others: list[tuple[str, str]], expected: bool | None) -> None:
    party = [somebody("KHAN/OMAR", str(2 + n), birth_date=b, category=c) for n, (b, c) in enumerate(others)]
    references = tuple(str(1 + n) for n in range(1 + len(party)))
    found = case(booking(OUT, travellers=references), somebody(birth_date=birth), *party)
    assert row_of(found).get("traveller.is_minor_alone") is expected


def test_a_party_is_counted_by_what_the_booking_takes_them_for() -> None:
    people = [
        somebody("KHAN/SANA", "1", category="adult", nationality="PK"),
        somebody("KHAN/OMAR", "2", birth_date="2020-01-02", nationality="GB"),
        somebody("RAZA/ALI", "3", category="infant", nationality="PK"),
    ]
    row = row_of(case(booking(OUT, travellers=("1", "2", "3")), *people))
    assert [row[f"party.{n}"] for n in ("size", "adults", "children", "infants", "surnames", "nationalities")] == [
        3, 1, 1, 1, 2, 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("onward", "expected"),
    [
        pytest.param([], False, id="ends here"),
        pytest.param([air("ISB-DXB", "2026-05-02T12:00")], True, id="on to another country in four hours"),
        pytest.param([air("ISB-KHI", "2026-05-02T12:00")], False, id="on within the country"),
        pytest.param([air("ISB-DXB", "2026-05-04T12:00")], False, id="two days later"),
        pytest.param([air("ISB-DXB", "2026-05-02")], None, id="at no known time"),
    ],
)
def test_in_transit(onward: list[object], expected: bool | None) -> None:
    row = row_of(case(booking(OUT, *onward)))  # type: ignore[arg-type]
    assert row.get("traveller.is_in_transit") is expected


def test_documents_are_dated_by_the_day_of_departure() -> None:
    shown = somebody(documents=(passport("ZZ1", expiry="2026-05-11"),), nationality="AF")
    row = row_of(case(None, shown))
    assert row["document.days_to_expiry"] == 10
    assert row["document.expires_on"] == datetime(2026, 5, 11, tzinfo=UTC)
    assert row["document.issuer_differs_from_nationality"] is True


def test_list_and_booking_that_disagree_are_counted() -> None:
    listed = somebody(birth_date="1990-01-02", sex="F", documents=(passport("ZZ1"),))
    booked = somebody("KHAN/SANAMRS", birth_date="1990-02-01", sex="F", documents=(passport("ZZ2"),))
    row = row_of(case(booking(OUT), listed, listed=listed, booked=booked))
    assert (row["message.birth_date_differs"], row["message.name_differs"]) == (True, False)
    assert (row["message.contradictions"], row["document.differs_from_booking"]) == (2, True)


@pytest.mark.parametrize("name", ["TBA/TBA", "NONAME/FNU", "XXX/X", "TEST/PAX1"])
def test_names_that_stand_for_none(name: str) -> None:
    assert row_of(case(None, somebody(name)))["message.is_placeholder_name"] is True


@pytest.mark.parametrize("name", ["KHAN/SANA", "NA/LI", "PAXTON/TESTA"])
def test_names_of_people(name: str) -> None:
    assert row_of(case(None, somebody(name)))["message.is_placeholder_name"] is False


def test_a_staff_ticket_and_excess_bags_are_told_by_services() -> None:
    row = row_of(case(booking(OUT, services=(Service("NRSA"), Service("XBAG", traveller="1")))))
    assert (row["ticket.is_staff"], row["bags.excess_paid"]) == (True, True)
    assert not {"ticket.is_staff", "bags.excess_paid"} & row_of(case(booking(OUT))).keys()


def test_amounts_are_dollars_only_at_a_fixed_rate() -> None:
    paid = (Payment("CA", amount="367.25", currency="AED"), Payment("CA", amount="10", currency="USD"))
    assert row_of(case(booking(OUT, payments=paid)))["payment.amount_usd"] == pytest.approx(110.0)
    unknown = (*paid, Payment("CA", amount="10", currency="PKR"))
    assert "payment.amount_usd" not in row_of(case(booking(OUT, payments=unknown)))


def test_a_booking_of_nothing_says_nothing_false() -> None:
    row = row_of(case(booking(), on=flight("", "", "")))
    assert row["flight.carrier"] == "PK"
    assert not {name for name, value in row.items() if value == timedelta()}
