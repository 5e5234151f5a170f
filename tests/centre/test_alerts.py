"""Findings about one person on one flight make one alert, however often they are computed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from tansiq.centre.alerts import Alert, AlertState, FindingRecord, put, urgency
from tansiq.centre.desk import awaiting_second, landed_unseen, waiting
from tansiq.centre.dispositions import clear
from tansiq.centre.people import Officer
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import ListChange, ListVersion
from tests.centre.conftest import LANDS_AT, MARKING, NOW, held


def test_the_same_findings_again_change_nothing(alert: Alert, flight: Flight, entry: ManifestEntry) -> None:
    again = put(flight, entry, [held()], MARKING, at=NOW + timedelta(minutes=1))
    assert again is not None
    assert (again.pk, again.state, again.version) == (alert.pk, AlertState.OPEN, alert.version)
    assert FindingRecord.objects.count() == 1


def test_an_alert_says_why_in_words_and_numbers(alert: Alert) -> None:
    assert alert.about_name == "Invented Person"
    assert alert.reasons[0]["values"] == {"left": "INVENTED PERSON", "right": "Invented Person"}
    assert alert.against[0]["weight"] == -0.5


@pytest.mark.parametrize(
    ("weights", "against", "said"),
    [
        pytest.param((3.9, 2.6, 0.3), (-0.7,), (3.9, 2.6, -0.7, 0.3), id="between the others"),
        pytest.param((1.2, 0.3), (-1.9,), (1.2, -1.9, 0.3), id="stronger than all, after what it answers"),
        pytest.param((1.2,), (), (1.2,), id="nothing against"),
        pytest.param((), (), (), id="nothing said"),
    ],
)
def test_what_is_said_comes_strongest_first(
    weights: tuple[float, ...], against: tuple[float, ...], said: tuple[float, ...]
) -> None:
    def kept(weight: float) -> dict[str, object]:
        return {"feature": "invented", "message": "invented", "weight": weight, "values": {}}

    alert = Alert(reasons=[kept(w) for w in weights], against=[kept(w) for w in against])
    assert tuple(reason.weight for reason in alert.said()) == said


def test_a_cleared_alert_stays_cleared_for_the_same_finding_and_opens_for_a_new_one(
    alert: Alert, flight: Flight, entry: ManifestEntry, ayesha: Officer
) -> None:
    clear(alert.pk, ayesha, reason="common_name", note="", version=alert.version, at=NOW)
    same = put(flight, entry, [held(evidence=(1, 7, 900))], MARKING, at=NOW)
    assert same is not None
    assert same.state == AlertState.CLEARED
    other = put(flight, entry, [held(), held("Watchlist (invented)/W2")], MARKING, at=NOW)
    assert other is not None
    assert other.state == AlertState.OPEN


@pytest.mark.parametrize(
    ("presence", "with_findings", "because"),
    [
        pytest.param("not_on_board", True, "not_on_board", id="the close-out says the person is not on board"),
        pytest.param("listed", False, "delisted", id="the list entry is gone"),
        pytest.param("listed", False, "list_expired", id="the list's time is over"),
    ],
)
def test_an_open_alert_is_withdrawn_when_its_ground_is_gone(
    alert: Alert, flight: Flight, entry: ManifestEntry, presence: str, with_findings: bool, because: str
) -> None:
    if because == "delisted":
        version = ListVersion.objects.create(
            list="W", feed="w", message=1, entries=1, added=0, changed=0, removed=1, loaded_at=NOW
        )
        about = alert.findings.get().about
        ListChange.objects.create(version=version, kind="removed", key=about, name="W1", is_person=True, fields=[])
    entry.presence = presence
    withdrawn = put(flight, entry, [held()] if with_findings else [], MARKING, at=NOW)
    assert withdrawn is not None
    assert (withdrawn.state, withdrawn.withdrawn_because) == (AlertState.WITHDRAWN, because)
    entry.presence = "listed"
    back = put(flight, entry, [held()], MARKING, at=NOW)
    assert back is not None
    assert back.state == AlertState.OPEN


def test_nobody_who_will_not_arrive_makes_an_alert(flight: Flight, entry: ManifestEntry) -> None:
    entry.presence = "removed"
    assert put(flight, entry, [held()], MARKING, at=NOW) is None


def test_sooner_and_surer_stand_first() -> None:
    soon, later = LANDS_AT, LANDS_AT + timedelta(hours=1)
    assert urgency(soon, 0.5, at=NOW) < urgency(later, 0.5, at=NOW)
    assert urgency(soon, 0.9, at=NOW) < urgency(soon, 0.5, at=NOW)
    assert urgency(later, 0.95, at=NOW) < urgency(soon, 0.2, at=NOW)


def test_the_desk_shows_what_the_marking_lets_the_officer_know(
    alert: Alert, ayesha: Officer, officer_of: Callable[..., Officer]
) -> None:
    stranger = officer_of("stranger", organisation="elsewhere")
    assert [a.pk for a in waiting(ayesha, at=NOW)] == [alert.pk]
    assert list(waiting(stranger, at=NOW)) == []
    assert list(awaiting_second(ayesha)) == []
    assert list(waiting(ayesha, at=LANDS_AT + timedelta(hours=2))) == []
    assert [a.pk for a in landed_unseen(ayesha, at=LANDS_AT + timedelta(hours=2))] == [alert.pk]


def test_which_findings_rest_on_an_entry_is_looked_up_in_an_index(alert: Alert) -> None:
    resting = FindingRecord.objects.filter(about__in=["list-w/W1", "list-w/W2"], withdrawn_at=None).values_list("alert")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # of so few rows PostgreSQL would read all
    assert "findings_by_entry" in resting.explain()
