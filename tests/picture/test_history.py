"""What each message changed is what the manifest shows before and after it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.wire import parse
from tansiq.picture.flights import Flight, said_positions
from tansiq.picture.history import Change, Word, told, told_of
from tansiq.picture.manifest import FlightState, Presence
from tests.picture.airline import Person, damage, hear, hear_values, leg
from tests.picture.oracle import Spoken
from tests.picture.test_stateful import values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
LEG = leg(lands=NOW + timedelta(hours=1))
ALI, BASRI, CHEEMA = (Person(name, "INVENTED", f"ZZ{n}") for n, name in enumerate(("ALI", "BASRI", "CHEEMA")))


def history(flight: Flight) -> list[Change]:
    stored = observation_bodies(current(), said_positions(flight))
    return told(flight, {position: parse(orjson.loads(s.body)) for position, s in stored.items()})


def test_a_list_adds_a_change_corrects_and_a_close_out_leaves_behind() -> None:
    hear(LEG, [ALI, BASRI], at=NOW)
    hear(LEG, [Person("ALI", "INVENTED", "ZZ0", seat="4A"), CHEEMA], at=NOW + timedelta(minutes=1), identifier="CP")
    flight = hear(LEG, [ALI, CHEEMA], at=NOW + timedelta(minutes=2), function="266", identifier="CLOB")
    first, change, close_out = history(flight)
    assert (first.names, first.added, first.corrected, first.moves) == (2, 2, 0, [])
    assert (change.names, change.added, change.corrected, change.moves) == (2, 1, 1, [])
    assert close_out.moves == [(Presence.ON_BOARD, 2), (Presence.NOT_ON_BOARD, 1)]
    assert (close_out.state, close_out.header.identifier) == (FlightState.CLOSED, "CLOB")


def test_the_same_list_said_again_changed_nothing() -> None:
    hear(LEG, [ALI, BASRI], at=NOW)
    flight = hear(LEG, [ALI, BASRI], at=NOW + timedelta(minutes=1))
    assert [c.changed_nothing for c in history(flight)] == [False, True]


def test_a_message_that_comes_late_is_told_where_it_counts() -> None:
    hear(LEG, [ALI], at=NOW + timedelta(minutes=5), identifier="XR")
    flight = hear(LEG, [ALI, BASRI], at=NOW)
    full_list, removal = history(flight)
    assert (full_list.added, removal.added, removal.moves) == (2, 0, [(Presence.REMOVED, 1)])


def test_a_cancellation_names_nobody_and_changes_the_flight() -> None:
    hear(LEG, [ALI], at=NOW)
    flight = hear(LEG, [], at=NOW + timedelta(minutes=1), identifier="XF")
    assert [(c.names, c.state) for c in history(flight)] == [(1, None), (0, FlightState.CANCELLED)]


def words(flight: Flight, name: str) -> list[Word]:
    stored = observation_bodies(current(), said_positions(flight))
    observations = {position: parse(orjson.loads(s.body)) for position, s in stored.items()}
    return told_of(flight, flight.entries.get(name=name).positions, observations)


def test_of_each_traveller_it_is_told_which_message_said_what() -> None:
    hear(LEG, [ALI, BASRI], at=NOW)
    hear(LEG, [replace(ALI, seat="4A")], at=NOW + timedelta(minutes=1), identifier="CP")
    hear(LEG, [BASRI], at=NOW + timedelta(minutes=2), identifier="XR")
    flight = hear(LEG, [ALI], at=NOW + timedelta(minutes=3), function="266", identifier="CLOB")
    first, seat, left = words(flight, "ALI INVENTED")
    assert (first.is_first, first.presence, first.differs) == (True, Presence.LISTED, ())
    assert (seat.header.identifier, seat.presence, seat.differs) == ("CP", None, (("seat", "", "4A"),))
    assert (left.presence, left.said.header["identifier"]) == (Presence.ON_BOARD, "CLOB")
    assert [w.presence for w in words(flight, "BASRI INVENTED")] == [Presence.LISTED, Presence.REMOVED]


def test_what_a_message_says_of_somebody_whom_it_does_not_name_is_told_too() -> None:
    hear(LEG, [ALI, BASRI], at=NOW)
    flight = hear(LEG, [ALI], at=NOW + timedelta(minutes=1), function="266", identifier="CLOB")
    assert [(w.is_named, w.presence) for w in words(flight, "BASRI INVENTED")] == [
        (True, Presence.LISTED),
        (False, Presence.NOT_ON_BOARD),
    ]


def test_a_push_too_damaged_to_remove_anybody_is_told_so_and_a_cancelled_segment_by_its_status() -> None:
    hear_values(values(Spoken(0, "push", bookings=(("AAA111", "HK", ("ALI", "BASRI")),))), at=NOW)
    damaged = hear_values(values(Spoken(1, "push", bookings=(("BBB222", "HK", ("CHAN",)),))), at=NOW)
    damage(damaged.said.order_by("pk").last())
    flight = hear_values(values(Spoken(2, "update", bookings=(("AAA111", "HX", ("ALI",)),))), at=NOW)
    told_ali = words(flight, "INVENTED ALI")
    assert [(w.spares, w.presence, w.status) for w in told_ali] == [
        (False, Presence.LISTED, ""),
        (True, None, ""),
        (False, Presence.REMOVED, "HX"),
    ]
    assert [c.spares for c in history(flight)] == [False, True, False]
