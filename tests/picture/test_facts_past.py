"""What earlier flights and other bookings tell, on a real database."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tansiq.handling.marking import Marking
from tansiq.model.bookings import Agency, Booking, Contact, Payment
from tansiq.model.observations import FlightLeg, MessageHeader, Traveller
from tansiq.picture.facts import facts_of, forget, trace
from tansiq.picture.facts.of_days import directs
from tansiq.picture.flights import Flight
from tansiq.picture.schedules import direct_exists, load
from tansiq.picture.traces import Trace
from tests.picture.airline import SOURCE
from tests.picture.reservations import NOW, air, booking, listing, passport, push, somebody

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

SHOP = Agency("1A:MUC", "12345678", "LONAA", "LON", "GB", kind="T")
CARD = Payment("CC", "VI", "411111XXXXXX1111", expires="1030")
PHONE = Contact("phone", "+92 51 5550100")
ONLY_CUSTOMS = Marking(frozenset({"customs"}), audience=frozenset({"customs"}))
RARE = somebody("WOJCIECHOWSKI/ZBIGNIEW", birth_date="1980-01-02", sex="M", nationality="PL")
COMMON = somebody("KHAN/ALI", birth_date="1980-01-02", sex="M", nationality="PK")


def leg(on: datetime, number: str = "786", way: str = "LHR-ISB") -> FlightLeg:
    """A flight of twelve hours that departs in the evening of a day."""
    origin, _, destination = way.partition("-")
    header = MessageHeader("PNRGOV")
    departs, lands = f"{on:%Y-%m-%d}T20:15", f"{on + timedelta(days=1):%Y-%m-%d}T08:15"
    return FlightLeg(0, "PK", number, origin, destination, SOURCE, header, departs, lands)


def held(
    on: datetime,
    locator: str,
    *,
    made: datetime | None = None,
    payments: tuple[Payment, ...] = (),
    contacts: tuple[Contact, ...] = (),
    agencies: tuple[Agency, ...] = (),
) -> Booking:
    """A booking of that flight, made a day before it."""
    created = made or on - timedelta(days=1)
    flown = air("LHR-ISB", f"{on:%Y-%m-%d}T20:15", f"{on + timedelta(days=1):%Y-%m-%d}T08:15")
    made_at = f"{created:%Y-%m-%dT%H:%M}"
    return booking(flown, locator=locator, created=made_at, payments=payments, contacts=contacts, agencies=agencies)


def fly(
    on: datetime,
    *booked: tuple[Booking, list[Traveller]],
    number: str = "786",
    marking: Marking | None = None,
) -> dict[str, dict[str, object]]:
    """Take in a push of bookings, and have its traces kept. The row of everybody on the flight, by locator."""
    said: dict[str, Any] = {} if marking is None else {"marking": marking}
    flight = push(leg(on, number), booked, at=on - timedelta(hours=12), **said)
    return ask(flight, on)


def ask(flight: Flight, on: datetime) -> dict[str, dict[str, object]]:
    """The row of everybody on the flight, by locator, after what they left is kept."""
    flight = Flight.objects.get(pk=flight.pk)
    entries = list(flight.entries.all())
    trace(flight, entries, at=on)
    rows = facts_of(flight, entries, at=on)
    return {e.value().locator: dict(rows[e.key]) for e in entries}


def days(count: int) -> datetime:
    """So many days from the first."""
    return NOW + timedelta(days=count)


def test_bookings_of_one_card_and_telephone_are_counted() -> None:
    paid: dict[str, Any] = {"payments": (CARD,), "contacts": (PHONE,), "agencies": (SHOP,)}
    fly(days(-40), (held(days(-40), "OLD001", **paid), [RARE]))
    fly(days(-10), (held(days(-10), "OLD002", **paid), [somebody("RAZA/A"), somebody("RAZA/B", "2")]))
    row = fly(days(0), (held(days(0), "NEW001", **paid), [COMMON]))["NEW001"]
    assert (row["payment.card_bookings_30_days"], row["payment.card_travellers_30_days"]) == (2, 3)
    assert row["contact.phone_bookings_90_days"] == 2
    assert "contact.email_bookings_90_days" not in row
    assert (row["agency.bookings_30_days"], row["agency.age_days"]) == (2, 40)
    assert row["route.is_first_for_agency"] is False


def test_a_number_is_the_same_however_it_is_written() -> None:
    fly(days(-3), (held(days(-3), "OLD001", contacts=(Contact("phone", "0092 51 5550100"),)), [RARE]))
    row = fly(days(0), (held(days(0), "NEW001", contacts=(PHONE,)), [COMMON]))["NEW001"]
    assert row["contact.phone_bookings_90_days"] == 1


def test_what_another_organisation_alone_may_know_counts_for_nothing() -> None:
    document = replace(RARE, documents=(passport("ZZ1"),))
    paid: dict[str, Any] = {"payments": (CARD,), "contacts": (PHONE,)}
    fly(days(-3), (held(days(-3), "OLD001", **paid), [document]), marking=ONLY_CUSTOMS)
    row = fly(days(0), (held(days(0), "NEW001", **paid), [document]))["NEW001"]
    assert (row["payment.card_bookings_30_days"], row["contact.phone_bookings_90_days"]) == (1, 0)
    assert (row["document.is_new_to_us"], row["history.flights_12_months"]) == (True, 0)
    theirs = fly(days(1), (held(days(1), "NEW002", **paid), [document]), marking=ONLY_CUSTOMS)["NEW002"]
    assert (theirs["payment.card_bookings_30_days"], theirs["history.flights_12_months"]) == (3, 2)


def test_bookings_alike_within_two_days_are_counted() -> None:
    alike: dict[str, Any] = {"payments": (Payment("CA"),), "agencies": (SHOP,)}
    fly(days(-1), (held(days(-1), "OLD001", **alike), [RARE]))
    row = fly(
        days(0),
        (held(days(0), "NEW001", **alike), [COMMON]),
        (held(days(0), "NEW002", payments=(CARD,), agencies=(SHOP,)), [somebody("RAZA/A")]),
        (held(days(0), "NEW003", made=days(-20), **alike), [somebody("RAZA/B")]),
    )["NEW001"]
    assert row["party.lookalike_bookings"] == 1


def test_bookings_of_one_flight_are_linked_by_what_they_share() -> None:
    rows = fly(
        days(0),
        (held(days(0), "NEW001", contacts=(PHONE,)), [COMMON]),
        (held(days(0), "NEW002", contacts=(PHONE,)), [somebody("RAZA/A"), somebody("RAZA/B", "2")]),
        (held(days(0), "NEW003"), [somebody("RAZA/C")]),
    )
    linked = {k: (r["party.linked_bookings"], r["party.linked_travellers"]) for k, r in rows.items()}
    assert linked == {"NEW001": (1, 2), "NEW002": (1, 1), "NEW003": (0, 0)}


def test_journeys_under_one_document_are_history() -> None:
    sana = somebody("KHAN/SANA", documents=(passport("ZZ1"),))
    fly(days(-20), (held(days(-20), "OLD001"), [sana]))
    way_back = push(leg(days(-12), "785", "ISB-LHR"), [(held(days(-12), "OLD001"), [sana])], at=days(-13))
    ask(way_back, days(-12))
    row = fly(days(0), (held(days(0), "NEW001"), [sana]))["NEW001"]
    assert (row["history.is_first_flight"], row["traveller.is_known"]) == (False, True)
    assert (row["history.flights_30_days"], row["history.same_route_12_months"]) == (2, 2)
    assert row["history.countries_12_months"] == ("GB", "PK")
    assert row["history.days_since_last"] == 12
    assert row["history.shortest_stay"] == timedelta(days=7, hours=12)
    assert (row["document.is_new_to_us"], row["route.is_first_for_document"]) == (False, False)


def test_a_first_flight_is_one() -> None:
    row = fly(days(0), (held(days(0), "NEW001"), [replace(RARE, documents=(passport("ZZ1"),))]))["NEW001"]
    assert (row["history.is_first_flight"], row["document.is_new_to_us"], row["traveller.is_known"]) == (
        True,
        True,
        False,
    )
    assert "history.days_since_last" not in row


def test_who_shows_no_document_has_no_history() -> None:
    row = fly(days(0), (held(days(0), "NEW001"), [RARE]))["NEW001"]
    assert not [name for name in row if name.startswith("history.") or name == "traveller.is_known"]


@pytest.mark.parametrize(
    ("person", "phone", "expected"),
    [
        pytest.param(RARE, None, (2, False), id="a rare name"),
        pytest.param(COMMON, None, (None, None), id="a common name says nothing by itself"),
        pytest.param(COMMON, PHONE, (2, False), id="a common name with the same telephone"),
        pytest.param(replace(RARE, sex=""), None, (1, True), id="without a sex nobody is joined"),
    ],
)
def test_a_renewed_document(person: Traveller, phone: Contact | None, expected: tuple[object, ...]) -> None:
    contacts = (phone,) if phone else ()
    fly(days(-90), (held(days(-90), "OLD001", contacts=contacts), [replace(person, documents=(passport("ZZ1"),))]))
    row = fly(days(0), (held(days(0), "NEW001", contacts=contacts), [replace(person, documents=(passport("ZZ2"),))]))
    found = row["NEW001"]
    assert (found.get("document.renewals_5_years"), found.get("history.is_first_flight")) == expected


def test_two_documents_used_in_turn_are_not_joined() -> None:
    first, second = (replace(RARE, documents=(passport(number),)) for number in ("ZZ1", "ZZ2"))
    fly(days(-90), (held(days(-90), "OLD001"), [first]))
    fly(days(-60), (held(days(-60), "OLD002"), [second]))
    fly(days(-30), (held(days(-30), "OLD003"), [first]))
    row = fly(days(0), (held(days(0), "NEW001"), [second]))["NEW001"]
    assert "document.renewals_5_years" not in row
    assert row["history.is_first_flight"] is False


def test_those_who_went_together_before() -> None:
    pair = [
        somebody("KHAN/SANA", documents=(passport("ZZ1"),)),
        somebody("KHAN/OMAR", "2", documents=(passport("ZZ2"),)),
    ]
    fly(days(-20), (held(days(-20), "OLD001"), pair))
    rows = fly(days(0), (held(days(0), "NEW001"), pair))
    assert rows["NEW001"]["party.travelled_together_12_months"] == 1


def test_a_number_shared_by_two_names_has_two_travellers() -> None:
    fly(days(-20), (held(days(-20), "OLD001"), [replace(COMMON, documents=(passport("ZZ1"),))]))
    row = fly(days(0), (held(days(0), "NEW001"), [replace(RARE, documents=(passport("ZZ1"),))]))["NEW001"]
    assert row["document.travellers"] == 2


def test_traces_hold_no_clear_text_and_go_with_the_flight() -> None:
    fly(
        days(0),
        (held(days(0), "NEW001", payments=(CARD,), contacts=(PHONE,)), [replace(RARE, documents=(passport("ZZ1"),))]),
    )
    text = repr(list(Trace.objects.values()))
    assert Trace.objects.count() == 4
    assert not [said for said in ("1111", "5550100", "ZZ1'", "WOJ") if said in text]
    Flight.objects.all().delete()
    assert not Trace.objects.exists()


def test_traces_are_destroyed_but_those_of_whom_is_kept() -> None:
    shown = [replace(RARE, documents=(passport("ZZ1"),)), replace(COMMON, documents=(passport("ZZ2"),))]
    booked = [(held(days(0), f"NEW00{n}", contacts=(PHONE,)), [one]) for n, one in enumerate(shown)]
    fly(days(0), *booked)
    flight = Flight.objects.get()
    kept = flight.entries.order_by("key").first()
    assert kept is not None
    assert forget(flight, kept=[kept.key]) == 3
    assert sorted(t.kind for t in Trace.objects.all()) == ["document", "person", "phone"]
    assert forget(flight) == 3


def test_traces_follow_the_latest_word() -> None:
    on = days(0)
    fly(on, (held(on, "NEW001", payments=(CARD,)), [RARE]))
    before = list(Trace.objects.values_list("pk", flat=True))
    ask(push(leg(on), [(held(on, "NEW001", payments=(CARD,)), [RARE])], at=on - timedelta(hours=3)), on)
    assert list(Trace.objects.values_list("pk", flat=True)) == before
    other = replace(CARD, account="522222XXXXXX2222")
    flight = push(leg(on), [(held(on, "NEW001", payments=(other,)), [RARE])], at=on - timedelta(hours=2))
    ask(flight, on)
    assert [t.kind for t in Trace.objects.all()] == ["card"]


def test_a_list_alone_tells_history_by_its_documents() -> None:
    known = replace(RARE, documents=(passport("ZZ1"),))
    first = listing(leg(days(-5)), [known], at=days(-5))
    ask(first, days(-5))
    row = ask(listing(leg(days(0)), [known], at=days(0)), days(0))[""]
    assert (row["history.flights_12_months"], row["route.is_first_for_document"]) == (1, False)


def test_a_flight_number_first_flown_lately_is_a_new_service() -> None:
    first = fly(days(-60), (held(days(-60), "OLD001"), [RARE]), number="1")["OLD001"]
    new = fly(days(0), (held(days(0), "NEW001"), [RARE]), number="2")["NEW001"]
    old = fly(days(1), (held(days(1), "NEW002"), [RARE]), number="1")["NEW002"]
    assert "flight.is_new_service" not in first
    assert (new["flight.is_new_service"], old["flight.is_new_service"]) == (True, False)


def test_direct_flights_of_many_ways_are_those_of_each() -> None:
    head = "carrier,number,origin,destination,departure,arrival,from,until,days,service,sold_as\n"
    legs = (
        "PK,785,ISB,LHR,23:55,04:30,2026-03-29,2026-10-24,1234567,J,\n"
        "PK,9785,ISB,DXB,10:00,13:00,2026-03-29,2026-06-30,1234567,F,\n"
    )
    load((head + legs).encode(), "pk.csv", at=NOW)
    ways = [("ISB", "LHR"), ("LHR", "ISB"), ("OPIS", "LHR"), ("ISB", "DXB"), ("GRU", "MAD"), ("", "")]
    for on in (date(2026, 5, 1), date(2026, 12, 1)):
        each = {way: found for way in ways if (found := direct_exists(*way, on)) is not None}
        assert directs(ways, on) == each


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_flight_of_another_century_stops_nobody(year: str) -> None:
    strange = replace(leg(days(0)), departure=f"{year}-06-01T20:15", arrival=f"{year}-06-02T08:15")
    made = replace(held(days(0), "NEW001", contacts=(PHONE,), agencies=(SHOP,)), created=f"{year}-05-01T20:15")
    flight = push(strange, [(made, [replace(RARE, documents=(passport("ZZ1"),))])], at=NOW)
    row = ask(flight, NOW)["NEW001"]
    assert (row["history.is_first_flight"], row["contact.phone_bookings_90_days"]) == (True, 0)
    assert "booking.lead_hours" not in row
