"""Flights that turn out to be one, or several, and what follows them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from tansiq.centre.alerts import Alert, put
from tansiq.centre.findings import Held
from tansiq.jobs.cursor import Screening
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.model.observations import FlightLeg
from tansiq.picture.facts.kept import KeptFacts, keep
from tansiq.picture.flights import Flight, flight_at
from tests.picture.airline import MARKING, Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LANDS = NOW + timedelta(hours=9)
ALI = Person("ALI", "INVENTED", "ZZ0000002", "1981-02-03", "LOC001", "1B")
LATE = Person("BASRI", "INVENTED", "ZZ0000003", "1982-03-04")

FLOWN = leg(lands=LANDS)
SOLD = replace(FLOWN, carrier="TK", number="8123")
CLAIM = replace(FLOWN, marketing=("TK8123",))
OTHER_CLAIM = replace(FLOWN, carrier="QR", number="9000", marketing=("TK8123",))


def alert_on(flight: Flight, name: str) -> Alert:
    entry = flight.entries.select_related("flight").get(name=name)
    reason = Reason("name.full", "the names are the same: {left}", 2.0, "ALI INVENTED")
    finding = Finding("names.screen", "1", "x", 0.9, Verdict.MATCH, (reason,), about="L/1", evidence=(entry.key,))
    alert = put(flight, entry, [Held(finding, "Ali Invented")], MARKING, at=NOW)
    assert alert is not None
    return alert


def standing() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The flights, the other names of each, and who is on it."""
    people = {f.key: sorted(f.entries.values_list("name", flat=True)) for f in Flight.objects.all()}
    return {f.key: (tuple(f.names), tuple(people[f.key])) for f in Flight.objects.all()}


def test_what_was_heard_under_the_sold_name_first_is_on_the_flight_once_a_message_says_so() -> None:
    sold = hear(SOLD, [ALI], at=NOW)
    alert = alert_on(sold, "ALI INVENTED")
    entry = sold.entries.get()
    keep(sold, {entry.key: entry}, {entry.key: {"flight.carrier": "TK"}}, at=NOW)
    Screening.objects.create(flight=sold)
    flown = hear(FLOWN, [LATE], at=NOW + timedelta(minutes=1))
    assert flown.pk != sold.pk
    one = hear(CLAIM, [], at=NOW + timedelta(minutes=2), identifier="CP")
    assert one.pk == flown.pk
    assert standing() == {"PK/786/LHR/2026-05-01": (("TK8123",), ("ALI INVENTED", "BASRI INVENTED"))}
    assert flight_at(sold.pk) == one
    alert.refresh_from_db()
    assert (alert.flight_id, alert.state) == (one.pk, "open")
    assert alert.entry is not None
    assert alert.entry.name == "ALI INVENTED"
    assert KeptFacts.objects.get().flight_id == one.pk
    assert Screening.objects.get().flight_id == one.pk


def test_a_later_message_under_the_sold_name_lands_on_the_flight() -> None:
    one = hear(CLAIM, [ALI], at=NOW)
    assert hear(SOLD, [ALI, LATE], at=NOW + timedelta(minutes=1)) == one
    assert one.entries.count() == 2


def test_the_only_flight_heard_of_keeps_its_address_when_it_gets_its_own_name() -> None:
    sold = hear(SOLD, [ALI], at=NOW)
    one = hear(CLAIM, [], at=NOW + timedelta(minutes=1), identifier="CP")
    assert (one.pk, one.key) == (sold.pk, "PK/786/LHR/2026-05-01")


def test_somebody_on_both_flights_is_one_person_and_the_alert_people_acted_on_stays() -> None:
    sold, flown = hear(SOLD, [ALI], at=NOW), hear(FLOWN, [ALI], at=NOW + timedelta(minutes=1))
    first, second = alert_on(sold, "ALI INVENTED"), alert_on(flown, "ALI INVENTED")
    one = hear(CLAIM, [], at=NOW + timedelta(minutes=2), identifier="CP")
    assert one.entries.count() == 1
    states = {a.pk: (a.state, a.withdrawn_because) for a in Alert.objects.all()}
    assert states == {first.pk: ("open", ""), second.pk: ("withdrawn", "same_person")}


def test_a_second_claim_parts_what_the_first_one_joined_and_alerts_go_with_their_people() -> None:
    one = hear(CLAIM, [LATE], at=NOW)
    assert hear(SOLD, [ALI], at=NOW + timedelta(minutes=1)) == one
    alert = alert_on(one, "ALI INVENTED")
    hear(OTHER_CLAIM, [], at=NOW + timedelta(minutes=2), identifier="CP")
    assert standing() == {
        "PK/786/LHR/2026-05-01": ((), ("BASRI INVENTED",)),
        "TK/8123/LHR/2026-05-01": ((), ("ALI INVENTED",)),
        "QR/9000/LHR/2026-05-01": ((), ()),
    }
    alert.refresh_from_db()
    assert alert.flight.key == "TK/8123/LHR/2026-05-01"
    assert alert.state == "open"
    assert alert.flight.contested == {"TK8123": ["PK786", "QR9000"]}


@pytest.mark.parametrize(
    "legs",
    [
        pytest.param((SOLD, FLOWN, CLAIM), id="joined"),
        pytest.param((SOLD, CLAIM, OTHER_CLAIM), id="contested"),
    ],
)
def test_flights_and_people_are_the_same_in_any_order_of_arrival(legs: Sequence[FlightLeg]) -> None:
    people = {0: [ALI], 1: [LATE], 2: [ALI, LATE]}
    found = []
    for order in permutations(range(3)):
        Flight.objects.all().delete()
        for index in order:
            hear(legs[index], people[index], at=NOW + timedelta(minutes=index), feed=f"airline {order}")
        found.append(standing())
    assert found == [found[0]] * len(found)


def test_an_address_that_never_was_leads_nowhere() -> None:
    assert flight_at(4711) is None
