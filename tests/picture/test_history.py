"""What each message changed is what the manifest shows before and after it."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.wire import parse
from tansiq.picture.flights import Flight, said_positions
from tansiq.picture.history import Change, told
from tansiq.picture.manifest import FlightState, Presence
from tests.picture.airline import Person, hear, leg

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
