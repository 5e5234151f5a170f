"""Memory in the pipeline: who was cleared flies on undisturbed, until the decision no longer holds."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import Min

from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.dispositions import clear, undo
from tansiq.centre.distinctions import Distinction, KeptBack
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.centre.redress import answer, propose
from tansiq.jobs.cursor import Screening
from tansiq.jobs.lapses import let_lists_go, screen_lapsed
from tansiq.picture.flights import Flight
from tansiq.picture.lists import Listed
from tests.jobs.airline import DAY, LIST, LISTED, NOBODY, Centre, Guest, message

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TOMORROW = DAY + timedelta(days=1)


class Clock:
    """What time it is at the centre, as a test says."""

    def __init__(self) -> None:
        self.at = DAY - timedelta(hours=3)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def centre(tmp_path: Path, clock: Clock) -> Centre:
    """A centre whose list is in force."""
    made = Centre(tmp_path / "keys", clock=clock)
    made.hear(LIST, feed="list")
    return made


@pytest.fixture
def ayesha(centre: Centre) -> Officer:
    owner = Organisation.objects.get(code="centre")
    return Officer.objects.create(username="ayesha", organisation=owner, roles=[Role.TARGETING])


@pytest.fixture
def decision(centre: Centre, ayesha: Officer, clock: Clock) -> int:
    """The first alert about the guest, cleared."""
    centre.hear(message([LISTED]))
    alert = Alert.objects.get()
    return clear(alert.pk, ayesha, reason="other_person", note="", version=alert.version, at=clock.at).pk


def states() -> list[str]:
    return list(Alert.objects.order_by("pk").values_list("state", flat=True))


def test_the_next_flight_opens_no_alert_and_a_change_of_it_neither(centre: Centre, decision: int) -> None:
    centre.hear(message([LISTED], day=TOMORROW))
    centre.hear(message([LISTED], day=TOMORROW, sent="0200", lands="0800"))
    assert (states(), KeptBack.objects.count()) == ([AlertState.CLEARED], 1)


def test_the_flight_it_came_from_keeps_its_alert(centre: Centre, decision: int) -> None:
    centre.hear(message([LISTED], sent="0200", lands="0800"))
    [alert] = Alert.objects.all()
    assert (alert.state, alert.findings.filter(withdrawn_at=None).count()) == (AlertState.CLEARED, 1)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Guest(LISTED.family, LISTED.given, document="ZZ0000099"), id="another document"),
        pytest.param(Guest(LISTED.family, LISTED.given, born="800305", document="ZZ0000001"), id="another birth date"),
        pytest.param(Guest(LISTED.family, LISTED.given), id="no document"),
    ],
)
def test_somebody_else_opens_one(centre: Centre, decision: int, other: Guest) -> None:
    centre.hear(message([other], day=TOMORROW))
    assert states() == [AlertState.CLEARED, AlertState.OPEN]


def test_a_changed_entry_opens_one_on_the_flights_to_come(centre: Centre, decision: int) -> None:
    centre.hear(message([LISTED], day=TOMORROW))
    centre.hear(LIST.replace(b"1980-03-04", b"1980-03-04;1979", 1), feed="list")
    assert Flight.objects.count() == 2
    assert AlertState.OPEN in states()
    assert KeptBack.objects.count() == 0


def test_a_redress_number_in_a_message_is_read(centre: Centre, ayesha: Officer, clock: Clock) -> None:
    centre.hear(message([LISTED]))
    alert = Alert.objects.get()
    clear(alert.pk, ayesha, reason="common_name", note="", version=alert.version, at=clock.at)
    owner = Organisation.objects.get(code="centre")
    two = [Officer.objects.create(username=n, organisation=owner, roles=[Role.SUPERVISOR]) for n in ("bilal", "sana")]
    asked = propose(alert.person_id, two[0], letter="letter 17", at=clock.at)
    number = answer(asked.pk, two[1], is_given=True, at=clock.at).number
    renewed = Guest(LISTED.family, LISTED.given, document="ZZ0000099")
    sent = message([renewed], day=TOMORROW)
    centre.hear(sent.replace(b"LOC+91+PAK'", f"LOC+91+PAK'\nDOC+R:110:111+{number}'".encode()))
    assert (states(), KeptBack.objects.count()) == ([AlertState.CLEARED], 1)
    centre.hear(message([renewed], day=TOMORROW, sent="0200"))
    assert states() == [AlertState.CLEARED, AlertState.OPEN]


def test_an_undo_opens_what_was_kept_back_meanwhile(
    centre: Centre, decision: int, ayesha: Officer, clock: Clock
) -> None:
    centre.hear(message([LISTED], day=TOMORROW))
    undo(decision, ayesha, at=clock.at + timedelta(seconds=9))
    assert screen_lapsed(at=clock.at) == 1
    centre.follow()
    assert states() == [AlertState.OPEN, AlertState.OPEN]
    assert (screen_lapsed(at=clock.at), Screening.objects.count()) == (0, 0)


def test_a_flight_on_its_way_when_memory_ends_is_screened_again(centre: Centre, decision: int, clock: Clock) -> None:
    centre.hear(message([LISTED], day=TOMORROW))
    Distinction.objects.update(expires_at=clock.at + timedelta(hours=1))
    assert screen_lapsed(at=clock.at) == 0
    clock.at += timedelta(hours=1)
    assert screen_lapsed(at=clock.at) == 1
    centre.follow()
    assert states() == [AlertState.CLEARED, AlertState.OPEN]


def expire(centre: Centre, clock: Clock) -> int:
    """Wait until the list that came first is over its time, and let it go; how many entries went."""
    until = Listed.objects.aggregate(Min("expires_at"))["expires_at__min"]
    Flight.objects.update(lands_at=until)
    clock.at = until
    gone = let_lists_go(at=until)
    centre.follow()
    return int(gone)


def test_a_list_whose_time_is_over_withdraws_what_it_caused_and_says_why(centre: Centre, clock: Clock) -> None:
    centre.hear(message([LISTED, NOBODY]))
    assert expire(centre, clock) == 2
    [alert] = Alert.objects.all()
    assert (alert.state, alert.withdrawn_because) == (AlertState.WITHDRAWN, "list_expired")
    assert [f.withdrawn_at for f in alert.findings.all()] == [clock.at]


def test_what_another_list_says_too_stands_on(centre: Centre, clock: Clock) -> None:
    centre.hear(message([LISTED]))
    Feed.objects.create(code="second", title="List", owner=Organisation.objects.get(), retention="list")
    clock.at += timedelta(minutes=1)
    centre.hear(LIST.replace(b"W1", b"X1").replace(b"W2", b"X2"), feed="second")
    assert expire(centre, clock) == 2
    [alert] = Alert.objects.all()
    assert (alert.state, alert.findings.filter(withdrawn_at=None).get().about) == (AlertState.OPEN, "second/X1")


def test_a_list_that_goes_leaves_what_was_decided(centre: Centre, decision: int, clock: Clock) -> None:
    expire(centre, clock)
    assert states() == [AlertState.CLEARED]


def test_a_list_within_its_time_asks_for_nothing(centre: Centre, clock: Clock) -> None:
    centre.hear(message([LISTED]))
    assert let_lists_go(at=clock.at) == 0
    assert not Screening.objects.exists()
