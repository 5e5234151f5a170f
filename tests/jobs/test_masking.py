"""A clock that is walked through months and years: what is masked, pared and destroyed, and what a case keeps. All invented."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from django.db import connection, transaction

from tansiq.centre.alerts import Alert, FindingRecord, put
from tansiq.centre.cases import Case
from tansiq.centre.dispositions import clear, confirm, refer
from tansiq.centre.feeds import Feed
from tansiq.centre.findings import Held
from tansiq.centre.masking import mask_due, pare_due
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.centre.redress import Redress, propose
from tansiq.centre.redress import answer as answer_redress
from tansiq.centre.retention import forget
from tansiq.centre.terms import set_country_term
from tansiq.handling.marking import Marking
from tansiq.handling.masking import MASKED
from tansiq.handling.retention import RetentionClass
from tansiq.ledger.coming import coming
from tansiq.ledger.current import current
from tansiq.ledger.intake import content, message_of
from tansiq.ledger.observations import observations
from tansiq.ledger.retain import retain
from tansiq.ledger.verify import Verification, verify
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.search import entries_named
from tests.jobs.airline import Centre
from tests.readers.bookings import ARRIVES, Guest, Pnr, Push

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TICK = timedelta(microseconds=1)
ANNA, BORIS = Guest("INVENTED", "ANNAMRS", number="ZZ1"), Guest("INVENTED", "BORISMR", number="ZZ2")
CEM = Guest("MADEUP", "CEMMR", number="ZZ3")
TWO, ONE = Pnr("ABC123", (ANNA, BORIS), text="CALL 0300 5550000"), Pnr("XYZ789", (CEM,))
PERSONAL = (b"INVENTED", b"MADEUP", b"ANNA", b"BORIS", b"CEM", b"ZZ1", b"1980-01-02", b"5550000", b"2141234567890")
MARKING = Marking(frozenset({"centre"}), audience=frozenset({"centre"}))

LIST = b"""UNB+UNOA:4+PK+NPC+260430:2000+9++APIS'
UNH+1+PAXLST:D:12B:UN:IATA'
BGM+745'
TDT+20+PK785+++PK'
LOC+125+ISB'
DTM+189:2605010320:201'
LOC+87+LHR'
DTM+232:2605010745:201'
NAD+FL+++INVENTED:ANNAMRS'
ATT+2++F'
DTM+329:800102'
NAT+2+PAK'
DOC+P:110:111+ZZ1'
LOC+91+PAK'
NAD+FL+++ONLYLISTED:DARAMR'
DTM+329:810203'
DOC+P:110:111+ZZ9'
LOC+91+PAK'
CNT+42:2'
UNT+18+1'
UNZ+1+9'"""


class Clock:
    """The centre's clock, set by the test."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def started(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(started("2026-05-01T01:00"))


@pytest.fixture
def centre(tmp_path: Path, clock: Clock) -> Centre:
    return Centre(tmp_path / "keys", clock=clock)


def push(*pnrs: Pnr, function: str = "22", sent: str = "0100") -> bytes:
    return Push(pnrs, function=function).data().replace(b"260430:0100", f"260430:{sent}".encode())


def hour_passes(centre: Centre) -> Verification:
    """What the worker does every hour; the ledger verifies after each."""
    at = centre.clock()
    mask_due(at=at)
    retain(current(), at=at)
    forget(at=at)
    pare_due(at=at)
    return verify(current(), {centre.signer.key_id: centre.signer.public})


def readable() -> bytes:
    """Everything in the database that anything but an unmasking reads, as the owner of its tables."""
    tables = (
        "ledger_observation ledger_message picture_manifestentry picture_heldbooking picture_keptfacts centre_alert"
    )
    tables += " centre_findingrecord centre_disposition centre_note centre_keptback picture_flightmessage"
    said = b""
    with connection.cursor() as cursor:
        for table in tables.split():
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")  # noqa: S608  names from the line above
            said += orjson.dumps([row[0] for row in cursor.fetchall()])
        cursor.execute("SELECT body FROM ledger_observation")
        bodies = b"".join(bytes(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT data FROM ledger_content")
        return said + bodies + b"".join(bytes(row[0]) for row in cursor.fetchall())


def names() -> set[str]:
    return set(ManifestEntry.objects.values_list("name", flat=True))


def alert_on(entry: ManifestEntry, at: datetime) -> Alert:
    reason = Reason("name.full", "the name {left} reads like {right}", 2.0, entry.name, "Somebody")
    finding = Finding(
        "names.screen",
        "1",
        f"x#{entry.key}",
        0.9,
        Verdict.MATCH,
        (reason,),
        about="L/1",
        evidence=tuple(entry.positions),
    )
    with transaction.atomic():
        made = put(entry.flight, entry, [Held(finding, "Somebody")], MARKING, at=at)
    assert made is not None
    return made


@pytest.fixture
def officers(centre: Centre) -> tuple[Officer, Officer]:
    owner = Organisation.objects.get(code="centre")
    roles = ([Role.TARGETING, Role.SUPERVISOR], [Role.SUPERVISOR, Role.DATA_PROTECTION])
    made = [Officer.objects.create(username=f"o{n}", organisation=owner, roles=list(r)) for n, r in enumerate(roles)]
    return made[0], made[1]


@pytest.mark.parametrize(
    ("received_at", "masks_at", "ends_at"),
    [
        pytest.param("2026-05-01T01:00", "2026-11-01T01:00", "2031-05-01T01:00", id="any day, over a change of clocks"),
        pytest.param("2027-08-31T22:30", "2028-02-29T22:30", "2032-08-31T22:30", id="masked on a leap day"),
        pytest.param("2028-02-29T12:00", "2028-08-29T12:00", "2033-02-28T12:00", id="received on a leap day"),
    ],
)
def test_bookings_are_masked_and_destroyed_at_their_times_and_not_before(
    centre: Centre, clock: Clock, received_at: str, masks_at: str, ends_at: str
) -> None:
    clock.at = started(received_at)
    message = centre.hear(push(TWO, ONE))
    clock.at = started(masks_at) - TICK
    assert hour_passes(centre).masked == 0
    assert names() == {"ANNAMRS INVENTED", "BORISMR INVENTED", "CEMMR MADEUP"}
    assert content(current(), message) is not None

    clock.at = started(masks_at)
    found = hour_passes(centre)
    assert (found.masked, found.destroyed) == (5, 0)
    assert names() == {MASKED}
    said = readable()
    assert [word for word in PERSONAL if word in said] == []
    assert content(current(), message) is None
    assert (b"PK" in said, b"ISB" in said, b"ABC123" in said, b"AGENTX" in said) == (True, True, True, False)

    clock.at = started(ends_at) - TICK
    assert hour_passes(centre).masked == 5
    assert Flight.objects.count() == 1
    clock.at = started(ends_at)
    found = hour_passes(centre)
    assert (found.masked, found.size) == (0, found.destroyed)
    assert (Flight.objects.count(), ManifestEntry.objects.count(), HeldBooking.objects.count()) == (0, 0, 0)
    assert observations(current(), after=-1) == []


def test_a_masked_flight_tells_neither_who_travelled_together_nor_where_else_they_were(
    centre: Centre, clock: Clock
) -> None:
    centre.hear(push(TWO, ONE))
    before = set(ManifestEntry.objects.values_list("person_id", flat=True))
    clock.at = started("2026-11-01T01:00")
    hour_passes(centre)
    after = set(ManifestEntry.objects.values_list("person_id", flat=True))
    assert len(after) == 3
    assert not before & after
    assert all("locator" not in e.traveller for e in ManifestEntry.objects.all())
    assert [b.entries for b in HeldBooking.objects.all()] == [[], []]
    assert not {b.value().party for b in HeldBooking.objects.all()} - {None}


def test_nothing_masked_is_found_by_a_search(centre: Centre, clock: Clock) -> None:
    centre.hear(push(TWO))
    assert entries_named("invented anna").count() == 1
    clock.at = started("2026-11-01T01:00")
    hour_passes(centre)
    assert entries_named("invented anna").count() == 0
    assert not any(ManifestEntry.objects.values_list("skeletons", flat=True))


def test_masking_stops_where_it_is_told_and_goes_on_where_it_stopped(centre: Centre, clock: Clock) -> None:
    centre.hear(push(TWO))
    centre.hear(Push((ONE,), flight=Push(()).flight.__class__(number="900")).data())
    assert Flight.objects.count() == 2
    clock.at = started("2026-11-02T01:00")
    first = mask_due(at=clock.at, most=1)
    assert first > 0
    assert Flight.objects.filter(terms__masked_at=None).count() == 1
    assert mask_due(at=clock.at) > 0
    assert mask_due(at=clock.at) == 0
    assert names() == {MASKED}
    assert hour_passes(centre).masked == 5


def test_a_late_message_to_a_masked_flight_is_masked_at_once_and_changes_nothing(centre: Centre, clock: Clock) -> None:
    centre.hear(push(TWO))
    clock.at = started("2026-11-01T01:00")
    hour_passes(centre)
    before = list(ManifestEntry.objects.order_by("pk").values())
    clock.at += timedelta(days=9)
    centre.hear(push(TWO, ONE, sent="0200"))
    assert list(ManifestEntry.objects.order_by("pk").values()) == before
    kept = observations(current(), after=-1)
    assert all(b"MADEUP" not in s.body and b"ANNA" not in s.body for s in kept)
    assert hour_passes(centre).masked == 8


def test_whoever_is_in_a_case_stays_as_they_are_with_their_booking(
    centre: Centre, clock: Clock, officers: tuple[Officer, Officer]
) -> None:
    centre.hear(push(TWO, ONE))
    cem = ManifestEntry.objects.select_related("flight").get(name__contains="CEM")
    alert = alert_on(cem, clock.at)
    referral = refer(alert.pk, officers[0], note="", version=alert.version, at=clock.at)
    confirm(referral.pk, officers[1], note="", at=clock.at)
    other = alert_on(ManifestEntry.objects.select_related("flight").get(name__contains="ANNA"), clock.at)
    clear(other.pk, officers[0], reason="other", note="ANNA is no one", version=other.version, at=clock.at)

    part = {"key": "names.match", "strength": 1.0, "prior": 2.0, "message": "{left}", "left": "ANNA", "right": ""}
    Alert.objects.filter(pk=other.pk).update(parts=[part])
    rule = FindingRecord.objects.create(
        **{
            f: getattr(other.findings.get(), f)
            for f in ("version", "score", "verdict", "reasons", "against", "evidence")
        },
        alert=other,
        key="r",
        detector="rules.screen",
        about="cash@1",
        about_name="Cash",
        found_at=clock.at,
    )

    clock.at = started("2026-11-01T01:00")
    hour_passes(centre)
    rule.refresh_from_db()
    assert (rule.about, rule.about_name) == ("cash@1", "Cash")
    assert Alert.objects.get(pk=other.pk).parts == [part | {"left": MASKED}]
    assert names() == {MASKED, "CEMMR MADEUP"}
    cem.refresh_from_db()
    assert cem.value().documents
    assert {b.value().locator: len(b.value().travellers) for b in HeldBooking.objects.all()} == {
        "ABC123": 0,
        "XYZ789": 1,
    }
    masked = Alert.objects.get(pk=other.pk)
    assert (masked.name, masked.person_id != other.person_id, masked.score) == (MASKED, True, other.score)
    assert b"ANNA" not in readable()

    clock.at = started("2031-06-01T01:00")
    hour_passes(centre)
    assert names() == {"CEMMR MADEUP"}
    assert [b.locator for b in HeldBooking.objects.all()] == ["XYZ789"]
    assert Case.objects.get().alert_id == alert.pk
    assert any(b"MADEUP" in s.body for s in observations(current(), after=-1))


def test_redress_outlives_the_masking_of_the_flight_it_came_from(
    centre: Centre, clock: Clock, officers: tuple[Officer, Officer]
) -> None:
    """The person asked for it; it has an end of its own."""
    centre.hear(push(TWO))
    anna = ManifestEntry.objects.select_related("flight").get(name__contains="ANNA")
    alert = alert_on(anna, clock.at)
    clear(alert.pk, officers[0], reason="other_person", note="", version=alert.version, at=clock.at)
    asked = propose(UUID(str(anna.person_id)), officers[0], letter="letter 1", at=clock.at)
    given = answer_redress(asked.pk, officers[1], is_given=True, at=clock.at)
    clock.at = started("2026-11-01T01:00")
    hour_passes(centre)
    assert names() == {MASKED}
    kept = Redress.objects.get()
    assert (kept.name, kept.number, kept.person_id) == ("ANNAMRS INVENTED", given.number, anna.person_id)


def test_a_list_goes_in_hours_and_leaves_what_the_booking_says(centre: Centre, clock: Clock) -> None:
    clock.at = started("2026-04-30T21:00")
    centre.hear(push(TWO))
    sent = centre.hear(LIST)
    anna = ManifestEntry.objects.get(name__contains="ANNA")
    assert (anna.value().nationality, len(anna.positions)) == ("PK", 2)
    assert ManifestEntry.objects.filter(name__contains="ONLYLISTED").exists()
    lands_at = ARRIVES.replace(tzinfo=UTC) - timedelta(hours=1)  # summer time in London

    clock.at = lands_at + timedelta(hours=24) - TICK
    hour_passes(centre)
    assert content(current(), sent) is not None
    assert ManifestEntry.objects.filter(name__contains="ONLYLISTED").exists()

    clock.at = lands_at + timedelta(hours=24)
    hour_passes(centre)
    assert content(current(), sent) is None
    assert not ManifestEntry.objects.filter(name__contains="ONLYLISTED").exists()
    anna.refresh_from_db()
    assert (anna.name, anna.value().message.type, len(anna.positions)) == ("ANNAMRS INVENTED", "PNRGOV", 1)
    assert b"ONLYLISTED" not in readable()
    assert names() == {"ANNAMRS INVENTED", "BORISMR INVENTED"}


def test_a_flight_of_lists_alone_goes_with_them(centre: Centre, clock: Clock) -> None:
    clock.at = started("2026-04-30T21:00")
    centre.hear(LIST)
    clock.at = started("2026-05-02T06:45")
    assert hour_passes(centre).destroyed == hour_passes(centre).size
    assert Flight.objects.count() == 0


@pytest.mark.parametrize("own", [pytest.param(False, id="by the country"), pytest.param(True, id="by the feed")])
def test_terms_may_be_set_and_hold_for_what_comes_from_then_on(centre: Centre, clock: Clock, own: bool) -> None:
    clock.at = started("2026-04-30T21:00")
    if own:
        Feed.objects.filter(code="airline").update(terms={"api": {"kept_for": "96h"}})
    else:
        set_country_term(RetentionClass.API, kept_for="96h", source="Invented Act, section 1", at=clock.at)
    sent = centre.hear(LIST)
    clock.at = started("2026-05-05T06:45") - TICK
    hour_passes(centre)
    assert names() == {"ANNAMRS INVENTED", "DARAMR ONLYLISTED"}
    assert message_of(current(), sent).destroyed_at is None
    clock.at = started("2026-05-05T06:45")
    hour_passes(centre)
    assert names() == set()


def test_where_the_law_counts_lists_among_bookings_they_are_masked_with_them(centre: Centre, clock: Clock) -> None:
    Feed.objects.filter(code="airline").update(retention="pnr")
    centre.hear(LIST)
    clock.at = started("2026-11-01T01:00") - TICK
    hour_passes(centre)
    assert names() == {"ANNAMRS INVENTED", "DARAMR ONLYLISTED"}
    clock.at = started("2026-11-01T01:00")
    assert hour_passes(centre).masked == 2
    assert names() == {MASKED}


def test_what_is_coming_is_told_by_class_and_day_and_nothing_is_changed_by_asking(
    centre: Centre, clock: Clock, officers: tuple[Officer, Officer]
) -> None:
    clock.at = started("2026-04-30T21:00")
    centre.hear(push(TWO, ONE))
    centre.hear(LIST)
    cem = ManifestEntry.objects.select_related("flight").get(name__contains="CEM")
    alert = alert_on(cem, clock.at)
    referral = refer(alert.pk, officers[0], note="", version=alert.version, at=clock.at)
    confirm(referral.pk, officers[1], note="", at=clock.at)
    before = readable()
    told = [(str(c.due_on), c.what, c.kind, c.count) for c in coming(current(), until=started("2033-01-01T00:00"))]
    assert told == [
        ("2026-05-02", "destroy", "api", 3),
        ("2026-05-02", "destroy", "raw", 1),
        ("2026-10-30", "mask", "pnr", 3),
        ("2026-10-30", "destroy", "raw", 1),
        ("2031-04-30", "destroy", "pnr", 4),
    ]
    assert readable() == before
    clock.at = started("2026-10-30T21:00")
    assert hour_passes(centre).masked == 3
