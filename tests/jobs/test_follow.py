"""What becomes of alerts when flights move, are cancelled or named anew; and of what a detector cannot bear."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from tansiq.centre.alerts import Alert, AlertState, urgency
from tansiq.centre.dispositions import clear
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.centre.rules import KeptRule, RuleVersion, Standing
from tansiq.detectors.names.screen import findings
from tansiq.jobs.cursor import Attempt, Screening
from tansiq.jobs.follow import ATTEMPTS, Follower, want_again
from tansiq.ledger.current import current
from tansiq.ledger.intake import messages
from tansiq.ledger.retain import retain
from tansiq.model.findings import Finding
from tansiq.model.subjects import Subject
from tansiq.picture.delisting import forget_expired
from tansiq.picture.facts.kept import KeptFacts
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed, ListVersion
from tests.jobs.airline import DAY, LIST, LISTED, NOBODY, SECOND, Centre, Guest, message

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

KARACHI = timedelta(hours=5)


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    """A centre whose list is in force."""
    made = Centre(tmp_path / "keys")
    made.hear(LIST, feed="list")
    return made


def officer() -> Officer:
    owner = Organisation.objects.get(code="centre")
    return Officer.objects.create(username="ayesha", organisation=owner, roles=[Role.TARGETING])


def lands(clock: str) -> datetime:
    return DAY + timedelta(hours=int(clock[:2]), minutes=int(clock[2:])) - KARACHI


def test_a_cancelled_flight_withdraws_its_alerts_and_a_later_list_opens_them_again(centre: Centre) -> None:
    centre.hear(message([LISTED, NOBODY]))
    centre.hear(message([], sent="0130", identifier="XF"))
    alert = Alert.objects.get()
    assert (alert.state, alert.withdrawn_because) == (AlertState.WITHDRAWN, "not_on_board")
    centre.hear(message([LISTED, NOBODY], sent="0145"))
    assert [a.state for a in Alert.objects.all()] == [AlertState.OPEN]


def test_a_new_landing_time_moves_the_alert_and_an_older_message_does_not_move_it_back(centre: Centre) -> None:
    centre.hear(message([LISTED]))
    before = Alert.objects.get()
    centre.hear(message([NOBODY], sent="0130", lands="1130"))
    alert = Alert.objects.get()
    assert alert.lands_at == lands("1130")
    assert alert.urgency == urgency(lands("1130"), alert.risk, at=alert.opened_at)
    assert (alert.state, alert.version) == (before.state, before.version), "what an officer decides on has not changed"
    centre.hear(message([SECOND], sent="0030", lands="0600"))
    assert {a.lands_at for a in Alert.objects.all()} == {lands("1130")}
    centre.hear(message([NOBODY], sent="0200", lands=""))
    assert Flight.objects.get().lands_at == lands("1130")


def test_a_flight_that_seems_to_land_before_it_leaves_waits_on_the_desk_without_a_time(centre: Centre) -> None:
    centre.hear(message([LISTED], lands="0110"))
    alert = Alert.objects.get()
    assert (alert.lands_at, alert.flight.arrival_local[11:]) == (None, "01:10")


def test_somebody_who_landed_long_ago_still_makes_an_alert(centre: Centre) -> None:
    centre.hear(message([LISTED], day=DAY - timedelta(days=3)))
    alert = Alert.objects.get()
    assert alert.state == AlertState.OPEN
    assert alert.lands_at is not None
    assert alert.lands_at < centre.clock()


def test_two_places_that_prove_to_be_one_person_keep_one_alert(centre: Centre) -> None:
    """A document alone and a name alone come first; the list that was prepared before them has both."""
    by_document = Guest("TORANKHELWAL", "ZARGHUN", document="ZZ0000001", born="800304")
    by_name = Guest("TORANKHELWAL", "ZARGHUN INVENTED")
    centre.hear(message([by_document], sent="0110", identifier="CP"))
    centre.hear(message([by_name], sent="0120", identifier="CP"))
    assert Alert.objects.filter(state=AlertState.OPEN).count() == 2
    centre.hear(message([Guest("TORANKHELWAL", "ZARGHUN INVENTED", document="ZZ0000001")], sent="0100"))
    assert ManifestEntry.objects.count() == 1
    standing = {a.entry_key: (a.state, a.withdrawn_because) for a in Alert.objects.all()}
    entry = ManifestEntry.objects.get()
    assert standing.pop(entry.key) == (AlertState.OPEN, "")
    assert list(standing.values()) == [(AlertState.WITHDRAWN, "same_person")]


def test_what_was_decided_stays_with_the_person_whose_place_moves(centre: Centre) -> None:
    """Nobody was found behind the document alone; the alert by name is cleared, and is not asked for again."""
    other_name = Guest("VELTRINSON", "QUORIM", document="ZZ0000001")
    centre.hear(message([other_name], sent="0110", identifier="CP"))
    centre.hear(message([Guest("TORANKHELWAL", "ZARGHUN INVENTED")], sent="0120", identifier="CP"))
    [alert] = Alert.objects.all()
    clear(alert.pk, officer(), reason="common_name", note="", version=1, at=centre.clock())
    centre.hear(message([Guest("TORANKHELWAL", "ZARGHUN INVENTED", document="ZZ0000001")], sent="0100"))
    assert ManifestEntry.objects.count() == 1
    [kept] = Alert.objects.all()
    assert (kept.pk, kept.state) == (alert.pk, AlertState.CLEARED)
    assert kept.entry is not None


def test_a_finding_that_came_since_is_not_cleared_unseen(centre: Centre) -> None:
    centre.hear(message([LISTED]))
    seen = Alert.objects.get()
    twin = b"W3,person,Zarghun Invented Torankhelwal,1980-03-04\n"
    centre.hear(LIST + twin, feed="list")
    assert Alert.objects.get().version == seen.version + 1


def broken(query: Subject, **known: object) -> Iterator[Finding]:
    """The detector of names, which fails on one of the invented names."""
    if "BAKHTAWAR" in query.names[0]:
        raise ValueError(query.names[0])
    return findings(query, **known)  # type: ignore[arg-type]  # as it was called


def test_a_detector_that_fails_on_somebody_is_reported_and_the_others_findings_are_kept(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    sent = centre.receive(message([SECOND, LISTED]))
    centre.follow(broken)
    assert [a.name for a in Alert.objects.all()] == ["ZARGHUN INVENTED TORANKHELWAL"]
    assert ManifestEntry.objects.count() == 2
    failed = Attempt.objects.get()
    assert (failed.message, failed.is_followed, failed.failed_at) == (sent, True, centre.clock())
    said = " ".join(r.getMessage() for r in caplog.records)
    assert "a detector failed on entry" in said
    assert "BAKHTAWAR" not in said
    centre.follow(broken)
    assert Attempt.objects.get().count == 1, "it is not tried again by itself"


def test_a_message_that_failed_is_followed_when_it_is_wanted_again(centre: Centre) -> None:
    sent = centre.receive(message([SECOND, LISTED]))
    centre.follow(broken)
    assert want_again(sent)
    assert not want_again(sent), "once is enough"
    centre.follow()
    assert Alert.objects.count() == 2
    assert not Attempt.objects.exists()
    assert not want_again(sent)


KILLER = """
import os, sys
import django
django.setup()
from datetime import UTC, datetime
from tansiq.detectors.names.screen import findings
from tansiq.jobs.follow import Follower

def kills(query, **known):
    if "BAKHTAWAR" in query.names[0]:
        os._exit(9)
    return findings(query, **known)

follower = Follower(clock=lambda: datetime.fromisoformat(sys.argv[1]), detect=kills)
if sys.argv[2:] == ["at once"]:
    follower._take_in = lambda *_: os._exit(9)
while follower.step():
    pass
"""


def worker(centre: Centre, url: str, *how: str) -> int:
    """Follow in a process of its own, which a person on the flight ends; its status."""
    parts = conninfo_to_dict(url)
    address = f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}&port={parts['port']}"
    environment = os.environ | {"DATABASE_URL": address}
    command = [sys.executable, "-c", KILLER, centre.clock().isoformat(), *how]
    return subprocess.run(command, env=environment, timeout=60, check=False).returncode  # noqa: S603  our own program


def test_a_message_that_kills_its_worker_keeps_the_picture_and_is_shown_as_our_failure(
    centre: Centre, django_url: str
) -> None:
    sent = centre.receive(message([SECOND, LISTED]))
    after = centre.receive(message([LISTED], day=DAY + timedelta(days=1)))
    assert [worker(centre, django_url) for _ in range(ATTEMPTS)] == [9] * (ATTEMPTS - 1) + [0]
    failed = Attempt.objects.get()
    assert (failed.message, failed.is_followed) == (sent, True)
    assert Flight.objects.count() == 2, "the picture is whole, and what came after was followed"
    assert [a.flight.departure_local[:10] for a in Alert.objects.all()] == [f"{DAY + timedelta(days=1):%Y-%m-%d}"]
    assert want_again(sent)
    centre.follow()
    assert Alert.objects.count() == 3
    assert after > sent


def test_a_message_that_cannot_be_followed_at_all_is_passed_over_after_three_tries(
    centre: Centre, django_url: str
) -> None:
    sent = centre.receive(message([LISTED]))
    assert [worker(centre, django_url, "at once") for _ in range(ATTEMPTS + 1)] == [9] * ATTEMPTS + [0]
    failed = Attempt.objects.get()
    assert (failed.message, failed.is_followed, failed.failed_at) == (sent, False, centre.clock())
    assert not Flight.objects.exists()
    assert not Follower(clock=centre.clock).step()
    assert want_again(sent)
    centre.follow()
    assert Alert.objects.count() == 1


def test_a_flight_that_kills_its_worker_when_a_list_changes_is_set_aside(centre: Centre, django_url: str) -> None:
    centre.hear(message([SECOND, LISTED]))
    centre.receive(LIST + b"W3,person,Bakhtawar Invented Mandokhel,1980-03-04\n", feed="list")
    assert [worker(centre, django_url) for _ in range(ATTEMPTS + 1)] == [9] * ATTEMPTS + [0]
    assert Screening.objects.get().failed_at == centre.clock()
    centre.hear(LIST + b"W4,person,Another Else Invented,1970-01-01\n", feed="list")
    assert not Screening.objects.exists(), "the next change of a list tries it again"


def test_an_older_list_that_comes_late_changes_nothing(centre: Centre) -> None:
    older = centre.receive(LIST.replace(b"W2", b"W9"), feed="list")
    centre.receive(LIST + b"W5,person,Fifth Invented,1970-01-01\n", feed="list")
    Attempt.objects.create(message=older, after=1, count=ATTEMPTS)
    centre.follow()
    in_force = set(Listed.objects.values_list("key", flat=True))
    assert want_again(older)
    centre.follow()
    assert set(Listed.objects.values_list("key", flat=True)) == in_force
    assert ListVersion.objects.get(message=older).is_late


def test_a_list_entry_goes_when_the_ledger_destroys_it(centre: Centre) -> None:
    [until] = set(Listed.objects.values_list("expires_at", flat=True))
    assert until is not None
    retain(current(), at=until)
    assert forget_expired(at=until) == 2
    assert forget_expired(at=until) == 0


def test_the_list_in_force_may_be_loaded_again(centre: Centre) -> None:
    [version] = ListVersion.objects.all()
    Attempt.objects.create(message=version.message, after=-1, is_wanted=True)
    centre.follow()
    [again] = ListVersion.objects.all()
    assert (again.pk, again.is_late, Listed.objects.count()) == (version.pk, False, 2)


@pytest.mark.parametrize("mark", [pytest.param("\0", id="NUL"), "\x1f", "\x85", "\u202e", "\ufffe", "\\u0000"])
def test_no_character_in_a_name_hides_a_flight_or_a_list(centre: Centre, mark: str) -> None:
    hostile = Guest(f"QAZ{mark}MOR", "VELTRIN", document=f"ZZ{mark}1", born=f"80{mark}304")
    centre.hear(message([hostile, LISTED]))
    centre.hear(LIST + f"W3,person,Some{mark}body Invented,1970{mark}-01-01\n".encode(), feed="list")
    assert not Attempt.objects.exists()
    assert (ManifestEntry.objects.count(), Alert.objects.count()) == (2, 1)
    assert {"list/W1", "list/W2"} <= set(Listed.objects.values_list("key", flat=True))
    assert "failed" not in {m.state for m in messages(current())}


TOMORROW = DAY + timedelta(days=1)
WAITING = (
    message([SECOND]),
    message([LISTED], day=TOMORROW),
    message([SECOND, LISTED], sent="0130"),
    message([LISTED], sent="0145", identifier="XR"),
    message([NOBODY], day=TOMORROW, sent="0150"),
)


State = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def state() -> State:
    """The manifests and the open alerts, by what they say; one by one, an alert may open and be withdrawn again on the way."""
    entries = ManifestEntry.objects.order_by("flight__key", "key")
    alerts = Alert.objects.filter(state=AlertState.OPEN).order_by("flight__key", "entry_key")
    return (
        list(entries.values_list("flight__key", "name", "presence", "positions")),
        list(alerts.values_list("flight__key", "name", "state", "score")),
    )


def _without_positions(state: State) -> State:
    return [row[:3] for row in state[0]], state[1]


def test_messages_that_wait_are_followed_together_to_the_same_end_as_one_by_one(centre: Centre) -> None:
    for data in WAITING:
        centre.receive(data)
    follower = Follower(clock=centre.clock)
    assert (follower.step(), follower.step()) == (True, False), "five messages, one step"
    together = state()
    Flight.objects.all().delete()
    for data in WAITING:
        centre.hear(data.replace(b"CENTRE+", b"CENTRES+"))  # other bytes that say the same
    assert _without_positions(state()) == _without_positions(together)
    assert not Attempt.objects.exists()


def test_a_message_that_kills_its_worker_holds_back_none_of_those_that_waited_with_it(
    centre: Centre, django_url: str
) -> None:
    before, killing, after = (
        centre.receive(message([LISTED])),
        centre.receive(message([SECOND], day=TOMORROW)),
        centre.receive(message([LISTED], day=TOMORROW + timedelta(days=1))),
    )
    assert [worker(centre, django_url) for _ in range(ATTEMPTS)] == [9] * (ATTEMPTS - 1) + [0]
    assert [a.message for a in Attempt.objects.all()] == [killing]
    assert before < killing < after
    assert Alert.objects.count() == 2
    assert Flight.objects.count() == 3


def activate(text: str) -> RuleVersion:
    """A rule in force, as two people would have put it."""
    owner = Organisation.objects.get(code="centre")
    first, second = (Officer.objects.create(username=f"rules-{n}", organisation=owner) for n in range(2))
    return RuleVersion.objects.create(
        rule=KeptRule.objects.create(name="late-cash"),
        number=1,
        text=text,
        digest="0123456789ab",
        purpose="paid late",
        weight=0.6,
        review_on=DAY.date() + timedelta(days=30),
        expires_on=DAY.date() + timedelta(days=60),
        standing=Standing.ACTIVE,
        author=first,
        proposed_by=first,
        approved_by=second,
        text_at=DAY,
    )


def test_a_rule_that_comes_into_force_looks_at_those_still_to_land_and_lets_go_when_it_ends(centre: Centre) -> None:
    centre.hear(message([NOBODY, LISTED]))
    [alert] = Alert.objects.all()
    version = activate('flight.origin == "DXB"')
    centre.follow()
    made = {a.name: a for a in Alert.objects.all()}
    assert len(made) == 2
    by_rule = next(a for a in made.values() if a != alert)
    assert (by_rule.verdict, by_rule.about_name) == ("possible", "late-cash")
    assert [p.key.split("@")[0] for p in by_rule.risk_parts() if p.key.startswith("rule")] == ["rule late-cash"]
    alert.refresh_from_db()
    assert alert.findings.count() == 2, "one alert for one person, whatever speaks"
    version.standing = Standing.SUSPENDED
    version.save()
    centre.follow()
    by_rule.refresh_from_db()
    assert (by_rule.state, by_rule.withdrawn_because) == (AlertState.WITHDRAWN, "rule_not_true")
    alert.refresh_from_db()
    assert alert.state == AlertState.OPEN


def test_what_rules_were_asked_about_is_kept_for_everybody(centre: Centre) -> None:
    centre.hear(message([NOBODY, LISTED]))
    kept = KeptFacts.objects.all()
    assert [k.row()["flight.origin"] for k in kept] == ["DXB", "DXB"]


def test_a_rule_that_fewer_may_know_of_does_not_hide_an_alert_from_the_others(centre: Centre) -> None:
    Feed.objects.update(audience=["centre", "customs"], tlp="AMBER")
    version = activate('flight.origin == "DXB"')
    KeptRule.objects.update(audience=["customs"])
    centre.hear(LIST + b"W8,person,Another Else Invented,1970-01-01\n", feed="list")
    centre.hear(message([NOBODY, LISTED]))
    reached = {a.about_name: a.audience for a in Alert.objects.all()}
    assert reached.pop(version.rule.name) == ["customs"]
    assert list(reached.values()) == [["centre", "customs"]]
