"""Facts of people on flights as the picture holds them, on a real database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tansiq.detectors.rules.rows import parse_value
from tansiq.handling.marking import Marking
from tansiq.model.bookings import Bag, CheckIn, Contact, Payment, Seat
from tansiq.model.observations import FlightLeg, MessageHeader
from tansiq.picture.facts import facts_of
from tansiq.picture.flights import Flight
from tests.picture.airline import SOURCE
from tests.picture.reservations import NOW, air, booking, listing, passport, push, somebody

ONLY_CUSTOMS = Marking(frozenset({"customs"}), audience=frozenset({"customs"}))

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

LEG = FlightLeg(0, "PK", "786", "LHR", "ISB", SOURCE, MessageHeader("PNRGOV"), "2026-05-01T20:15", "2026-05-02T08:15")
BACK = replace(LEG, index=1, carrier="EK", number="615", origin="ISB", destination="LHR", departure="2026-05-20T03:00")


def rows(flight: Flight) -> dict[str, dict[str, object]]:
    """The row of everybody on a flight, by their names."""
    entries = list(flight.entries.all())
    found = facts_of(flight, entries, at=NOW)
    return {e.name: dict(found[e.key]) for e in entries}


def test_a_booking_and_a_list_together_fill_the_row() -> None:
    held = booking(
        air("LHR-ISB", "2026-05-01T20:15", "2026-05-02T08:15"),
        air("ISB-LHR", "2026-05-20T03:00", "2026-05-20T07:30", leg=1),
        created="2026-04-30T18:15",
        payments=(Payment("CA", traveller="1"),),
        contacts=(Contact("phone", "+92 51 5550100", "2"),),
        bags=(Bag("0214123456", "PK", "ISB", "1"),),
        seats=(Seat("12A", 0, "1"), Seat("30C", 0, "2")),
        checkins=(CheckIn("1", 0, "2026-05-01T17:15", "7"),),
    )
    sana = somebody("KHAN/SANA", "1", birth_date="1990-01-02", bags=("0214123456",), seat="12A")
    omar = somebody("KHAN/OMAR", "2", birth_date="2012-01-02", seat="30C")
    flight = push(LEG, [(held, [sana, omar])], at=NOW, others=[BACK])
    listing(LEG, [replace(sana, documents=(passport("ZZ1"),))], at=NOW + timedelta(hours=1))
    found = rows(Flight.objects.get(pk=flight.pk))
    first, second = found["SANA KHAN"], found["OMAR KHAN"]
    assert first["route.carriers"] == ("PK", "EK")
    assert first["payment.is_cash"] is True
    assert "payment.is_cash" not in second
    assert (first["bags.count"], first["checkin.order"], first["booking.lead_hours"]) == (1, 7, 25)
    assert (first["message.has_api"], first["message.has_booking"]) == (True, True)
    assert (second["message.has_api"], second["contact.phone_country"]) == (False, "PK")
    assert (second["traveller.is_minor_alone"], second["seat.is_apart_from_party"]) == (False, True)
    assert all(parse_value(name, value) == value for row in found.values() for name, value in row.items())


def test_a_row_does_not_depend_on_who_else_is_asked_about() -> None:
    out = air("LHR-ISB", "2026-05-01T20:15", "2026-05-02T08:15")
    pair = [somebody("KHAN/SANA", "1", seat="12A"), somebody("KHAN/OMAR", "2", seat="12B")]
    alone = [somebody("RAZA/ALI", "1", seat="12C")]
    made = [(booking(out, locator="ONE001"), pair), (booking(out, locator="TWO002"), alone)]
    flight = Flight.objects.get(pk=push(LEG, made, at=NOW).pk)
    entries = list(flight.entries.all())
    together = facts_of(flight, entries, at=NOW)
    assert together == facts_of(flight, entries[::-1], at=NOW)
    assert together == {e.key: facts_of(flight, [e], at=NOW)[e.key] for e in entries}
    assert facts_of(flight, [], at=NOW) == {}


def test_nobody_is_told_of_a_neighbour_or_companion_whom_they_may_not_know() -> None:
    out = air("LHR-ISB", "2026-05-01T20:15", "2026-05-02T08:15")
    sana = somebody("KHAN/SANA", "1", seat="12A", birth_date="1990-01-02")
    omar = somebody("KHAN/OMAR", "2", seat="12B")
    ali = somebody("RAZA/ALI", "1", seat="12C")
    held = booking(out, seats=(Seat("12A", 0, "1"), Seat("12B", 0, "2")))
    flight = push(LEG, [(held, [sana, omar])], at=NOW)
    theirs, later = [(booking(out, locator="TWO002"), [ali])], NOW + timedelta(minutes=1)
    push(LEG, theirs, at=later, marking=ONLY_CUSTOMS, function="141")
    listing(LEG, [sana], at=NOW + timedelta(minutes=2), marking=ONLY_CUSTOMS)
    found = rows(Flight.objects.get(pk=flight.pk))
    assert found["OMAR KHAN"]["seat.is_beside_other_booking"] is False  # Ali is known to customs alone
    assert (found["OMAR KHAN"]["party.size"], found["SANA KHAN"]["party.surnames"]) == (2, 1)
    assert "party.surnames" not in found["OMAR KHAN"]  # Sana is, by now, known to customs alone
