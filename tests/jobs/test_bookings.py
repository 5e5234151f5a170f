"""Booking data as an airline pushes it, all the way to the manifest and to what is told of each message."""

from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest

from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.wire import parse
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, ManifestEntry, said_positions
from tansiq.picture.history import Change, told
from tansiq.picture.manifest import Presence
from tests.jobs.airline import Centre
from tests.readers.bookings import Guest, Pnr, Push

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ANNA, BORIS = Guest("INVENTED", "ANNAMRS", number="ZZ1"), Guest("INVENTED", "BORISMR", number="ZZ2")
CEM = Guest("MADEUP", "CEMMR", number="ZZ3")
FIRST, SECOND = Pnr("ABC123", (ANNA, BORIS)), Pnr("XYZ789", (CEM,))


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "keys")


def push(pnrs: Sequence[Pnr], *, sent: str, function: str = "22") -> bytes:
    """A push prepared at a time of the day before the flight."""
    return Push(tuple(pnrs), function=function).data().replace(b"260430:0100", f"260430:{sent}".encode())


def manifest() -> dict[str, str]:
    return {e.value().names[0].given: e.presence for e in ManifestEntry.objects.all()}


def history() -> list[Change]:
    flight = Flight.objects.get()
    stored = observation_bodies(current(), said_positions(flight))
    return told(flight, {position: parse(orjson.loads(s.body)) for position, s in stored.items()})


def test_a_full_push_removes_whom_it_no_longer_holds_and_its_history_says_so(centre: Centre) -> None:
    centre.hear(push([Pnr("ABC123", (ANNA,))], sent="0300"))
    centre.hear(push([FIRST, SECOND], sent="0100"))
    assert manifest() == {"ANNAMRS": "listed", "BORISMR": "removed", "CEMMR": "removed"}
    first, second = history()
    assert (first.header.function, first.names, first.added) == ("22", 3, 3)
    assert (second.names, second.moves) == (1, [(Presence.REMOVED, 2)])


def test_an_update_that_empties_a_booking_removes_its_travellers_only(centre: Centre) -> None:
    centre.hear(push([FIRST, SECOND], sent="0100"))
    centre.hear(push([], sent="0130", function="141"))
    assert set(manifest().values()) == {"listed"}
    centre.hear(push([Pnr("XYZ789", ())], sent="0200", function="141"))
    assert manifest() == {"ANNAMRS": "listed", "BORISMR": "listed", "CEMMR": "removed"}
    assert [c.changed_nothing for c in history()] == [False, True, False]


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [
        pytest.param(b"EQN+1", b"EQN+2", id="holds less than it counts"),
        pytest.param(b"UNZ+1+REF1", b"", id="cut off"),
    ],
)
def test_a_push_of_which_part_is_missing_removes_nobody(centre: Centre, whole: bytes, damaged: bytes) -> None:
    centre.hear(push([FIRST, SECOND], sent="0100"))
    later = push([SECOND], sent="0200")
    assert whole in later
    centre.hear(later.split(whole)[0] + (damaged + later.split(whole)[1] if damaged else b""))
    assert set(manifest().values()) == {"listed"}


def held() -> dict[str, set[str]]:
    """Who is in which booking that stands."""
    named = {e.key: e.value().names[0].given for e in ManifestEntry.objects.all()}
    return {b.value().locator: {named[key] for key in b.entries} for b in HeldBooking.objects.all()}


def test_the_latest_word_of_each_booking_stands_with_whom_it_holds_and_goes_with_the_last_of_them(
    centre: Centre,
) -> None:
    centre.hear(push([FIRST, SECOND], sent="0100"))
    assert held() == {"ABC123": {"ANNAMRS", "BORISMR"}, "XYZ789": {"CEMMR"}}
    before = HeldBooking.objects.get(locator="ABC123").position
    centre.hear(push([Pnr("ABC123", (ANNA,))], sent="0130", function="141"))
    assert held() == {"ABC123": {"ANNAMRS"}, "XYZ789": {"CEMMR"}}
    assert HeldBooking.objects.get(locator="ABC123").position > before
    centre.hear(push([Pnr("XYZ789", ())], sent="0200", function="141"))
    assert held() == {"ABC123": {"ANNAMRS"}}
