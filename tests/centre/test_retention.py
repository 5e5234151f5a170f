"""When a flight's time is over it is forgotten; what a case rests on stays as long as cases are kept."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tansiq.centre.alerts import Alert, put
from tansiq.centre.cases import Case
from tansiq.centre.dispositions import confirm, refer
from tansiq.centre.people import Officer
from tansiq.centre.retention import forget
from tansiq.ledger.append import Entry, append
from tansiq.ledger.current import current
from tansiq.ledger.intake import receive
from tansiq.ledger.keys import Signer
from tansiq.ledger.observations import observation_bodies
from tansiq.ledger.retain import retain
from tansiq.picture.flights import Flight, ManifestEntry
from tests.centre.conftest import MARKING, NOW, held

LATER = NOW + timedelta(days=181)


def other(flight: Flight) -> ManifestEntry:
    return ManifestEntry.objects.create(
        flight=flight,
        key=2,
        person_id="9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c22",
        presence="listed",
        role="passenger",
        name="INVENTED OTHER",
        traveller={},
        positions=[2],
    )


def test_a_flight_whose_time_is_over_goes_with_its_people_and_alerts(alert: Alert, flight: Flight) -> None:
    other(flight)
    assert forget(at=flight.expires_at - timedelta(seconds=1)) == 0
    assert forget(at=LATER) == 1
    assert (Flight.objects.count(), ManifestEntry.objects.count(), Alert.objects.count()) == (0, 0, 0)


def test_a_case_keeps_its_flight_and_its_own_person_alone(
    alert: Alert, flight: Flight, ayesha: Officer, bilal: Officer
) -> None:
    with transaction.atomic():
        put(flight, other(flight), [held()], MARKING, at=NOW)
    confirm(refer(alert.pk, ayesha, note="", version=1, at=NOW).pk, bilal, note="", at=NOW)
    assert forget(at=LATER) == 0
    assert [e.name for e in ManifestEntry.objects.all()] == ["INVENTED PERSON"]
    assert Case.objects.get().alert == Alert.objects.get()


@pytest.mark.django_db(transaction=True)
def test_what_a_case_rests_on_outlives_the_rest_of_its_message(
    flight: Flight, entry: ManifestEntry, ayesha: Officer, bilal: Officer, tmp_path: Path
) -> None:
    expires_at = NOW + timedelta(days=180)
    message = receive(current(), feed="airline", name="a.edi", data=b"invented", at=NOW, expires_at=expires_at).message
    entries = [Entry("traveller", body, {"owners": ["centre"]}, expires_at) for body in (b"{}", b"[]")]
    with transaction.atomic():
        positions = append(current(), message, entries, at=NOW, signer=Signer.load_or_create(tmp_path))
        entry.positions = [positions[0]]
        entry.save()
        alert = put(flight, entry, [held(evidence=(positions[0],))], MARKING, at=NOW)
    assert alert is not None
    confirm(refer(alert.pk, ayesha, note="", version=1, at=NOW).pk, bilal, note="", at=NOW)
    retain(current(), at=expires_at)
    assert set(observation_bodies(current(), positions)) == {positions[0]}
