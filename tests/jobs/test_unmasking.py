"""What is masked is read again by whoever asked, when somebody else said yes, until it ends, and the access log tells all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from tansiq.centre.alerts import Alert
from tansiq.centre.known import answer_for, answer_nobody
from tansiq.centre.masking import mask_due
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.centre.retention import forget
from tansiq.centre.unmasking import Unmasking, answer, ask, end, end_due, read, visible
from tansiq.database.server import APPLICATION_ROLE
from tansiq.ledger.access import accesses, seal
from tansiq.ledger.current import current
from tansiq.model.bookings import Booking
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.model.observations import Traveller
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, ManifestEntry
from tests.jobs.airline import Centre
from tests.readers.bookings import Guest, Pnr, Push

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

RECEIVED = datetime.now(UTC).replace(microsecond=0)
NOW = RECEIVED + timedelta(days=200)
DAY = timedelta(days=1)
TWO = Pnr("ABC123", (Guest("INVENTED", "ANNAMRS", number="ZZ1"), Guest("INVENTED", "BORISMR", number="ZZ2")))


@dataclass
class Staff:
    """Ayesha asks; Bilal supervises the same organisation; Mariam answers for data protection; Omar is of another organisation."""

    ayesha: Officer
    bilal: Officer
    mariam: Officer
    omar: Officer


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    """A centre with a flight that was masked."""
    made = Centre(tmp_path / "keys", clock=lambda: RECEIVED)
    made.hear(Push((TWO, Pnr("XYZ789", (Guest("MADEUP", "CEMMR"),)))).data())
    mask_due(at=NOW)
    return made


@pytest.fixture
def staff(centre: Centre) -> Iterator[Staff]:
    own = Organisation.objects.get(code="centre")
    other = Organisation.objects.create(code="customs", name="Customs")

    def officer(name: str, organisation: Organisation, *roles: Role) -> Officer:
        return Officer.objects.create(username=name, organisation=organisation, roles=list(roles))

    made = Staff(
        officer("ayesha", own, Role.INVESTIGATOR, Role.SUPERVISOR),
        officer("bilal", own, Role.SUPERVISOR),
        officer("mariam", other, Role.DATA_PROTECTION),
        officer("omar", other, Role.INVESTIGATOR, Role.SUPERVISOR),
    )
    answer_for(made.ayesha)
    yield made
    answer_nobody()


@contextmanager
def as_the_web(officer: Officer) -> Iterator[None]:
    """The block runs as the web does for an officer."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
        answer_nobody()
        answer_for(officer)
        yield
        answer_nobody()
        cursor.execute("RESET ROLE")


def asked(staff: Staff, entry: ManifestEntry | None = None, *, at: datetime = NOW) -> Unmasking:
    entry = entry or ManifestEntry.objects.earliest("key")
    return ask(
        entry.flight_id, staff.ayesha, entry_key=entry.key, ground="case", about="2026-1", reason="a seizure", at=at
    )


def noted(centre: Centre) -> list[tuple[str, str]]:
    seal(current(), centre.signer, NOW)
    return [(a.record.person or a.record.person_name, a.record.what) for a in reversed(accesses(current(), limit=100))]


def test_a_person_is_read_again_once_somebody_else_said_yes_and_until_it_ends(centre: Centre, staff: Staff) -> None:
    with as_the_web(staff.ayesha):
        row = asked(staff)
        with pytest.raises(NotKnown):
            read(row.pk, staff.ayesha, at=NOW)
    with as_the_web(staff.bilal):
        answer(row.pk, staff.bilal, is_granted=True, at=NOW)
    with as_the_web(staff.ayesha):
        (found,) = read(row.pk, staff.ayesha, at=NOW + DAY - timedelta(seconds=1))
        assert isinstance(found, Traveller)
        assert found.names[0].given == "ANNAMRS"
        with pytest.raises(NotKnown):
            read(row.pk, staff.ayesha, at=NOW + DAY)
    assert (end_due(at=NOW + DAY), end_due(at=NOW + DAY)) == (1, 0)
    row.refresh_from_db()
    assert (row.ended_at, row.used) == (NOW + DAY, 1)
    told = [said for said in noted(centre) if "mask" in said[1] and "observation" not in said[1]]
    assert told == [
        ("ayesha", "asked to unmask"),
        ("bilal", "granted unmasking"),
        ("ayesha", "unmasked"),
        ("retention", "unmasking ended"),
    ]


def test_a_booking_is_read_with_everybody_in_it_and_nobody_else(centre: Centre, staff: Staff) -> None:
    held = HeldBooking.objects.get(locator="ABC123")
    row = ask(
        held.flight_id, staff.ayesha, booking=held.position, ground="request", about="R1", reason="asked for", at=NOW
    )
    answer(row.pk, staff.bilal, is_granted=True, at=NOW)
    with as_the_web(staff.ayesha):
        found = read(row.pk, staff.ayesha, at=NOW)
    assert [o.locator for o in found if isinstance(o, Booking)] == ["ABC123"]
    assert {o.names[0].given for o in found if isinstance(o, Traveller)} == {"ANNAMRS", "BORISMR"}


@pytest.mark.parametrize(
    ("who", "error"),
    [
        pytest.param("ayesha", NotPermitted, id="whoever asked"),
        pytest.param("omar", NotKnown, id="a supervisor of another organisation"),
    ],
)
def test_nobody_else_answers(staff: Staff, who: str, error: type[Exception]) -> None:
    row = asked(staff)
    officer = getattr(staff, who)
    with as_the_web(officer), pytest.raises(error):
        answer(row.pk, officer, is_granted=True, at=NOW)
    row.refresh_from_db()
    assert row.is_waiting


def test_the_data_protection_officer_sees_all_answers_and_ends_them_and_reads_none(staff: Staff) -> None:
    row = asked(staff)
    with as_the_web(staff.mariam):
        assert list(visible(staff.mariam)) == [row]
        answer(row.pk, staff.mariam, is_granted=True, at=NOW)
        with pytest.raises(NotKnown):
            read(row.pk, staff.mariam, at=NOW)
        end(row.pk, staff.mariam, at=NOW)
    with as_the_web(staff.ayesha), pytest.raises(NotKnown):
        read(row.pk, staff.ayesha, at=NOW)


def test_an_answer_stands(staff: Staff) -> None:
    row = asked(staff)
    answer(row.pk, staff.bilal, is_granted=False, note="not needed", at=NOW)
    with pytest.raises(AlreadyDecided):
        answer(row.pk, staff.mariam, is_granted=True, at=NOW)
    with pytest.raises(NotKnown):
        read(row.pk, staff.ayesha, at=NOW)
    asked(staff)


def test_the_same_is_not_asked_twice(staff: Staff) -> None:
    asked(staff)
    with pytest.raises(NotPermitted):
        asked(staff)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        pytest.param({"ground": "triage"}, NotPermitted, id="an ordinary look"),
        pytest.param({"about": " "}, NotPermitted, id="no case"),
        pytest.param({"reason": ""}, NotPermitted, id="no reason"),
        pytest.param({"entry_key": 99_999}, NotKnown, id="nobody"),
        pytest.param({"entry_key": None}, NotKnown, id="neither person nor booking"),
        pytest.param({"booking": 1}, NotKnown, id="both"),
    ],
)
def test_what_cannot_be_asked_is_refused(staff: Staff, said: dict[str, Any], error: type[Exception]) -> None:
    entry = ManifestEntry.objects.earliest("key")
    whole: dict[str, Any] = {"entry_key": entry.key, "ground": "case", "about": "2026-1", "reason": "a seizure"} | said
    with pytest.raises(error):
        ask(entry.flight_id, staff.ayesha, **whole, at=NOW)


def test_another_organisation_may_not_ask_for_whom_it_may_not_know(staff: Staff) -> None:
    entry = ManifestEntry.objects.earliest("key")
    with as_the_web(staff.omar), pytest.raises(NotKnown):
        ask(entry.flight_id, staff.omar, entry_key=entry.key, ground="case", about="1", reason="curious", at=NOW)


@pytest.mark.parametrize("statement", ["SELECT * FROM ledger_masked", "DELETE FROM centre_unmasking"])
def test_the_web_reaches_the_whole_in_no_other_way(staff: Staff, statement: str) -> None:
    with as_the_web(staff.ayesha), transaction.atomic():
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            current().execute(statement)
        transaction.set_rollback(True)


def test_the_database_itself_wants_two_people(staff: Staff) -> None:
    row = asked(staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unmasking.objects.filter(pk=row.pk).update(is_granted=True, second=staff.ayesha, second_at=NOW, until=NOW + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unmasking.objects.filter(pk=row.pk).update(is_granted=True, until=NOW + DAY)


def test_a_grant_outlives_neither_its_week_nor_its_flight(staff: Staff) -> None:
    row = asked(staff)
    with pytest.raises(NotPermitted):
        answer(row.pk, staff.bilal, is_granted=True, holds_for=timedelta(days=7, seconds=1), at=NOW)
    answer(row.pk, staff.bilal, is_granted=True, holds_for=timedelta(days=7), at=NOW)
    forget(at=NOW + timedelta(days=9999))
    assert (Flight.objects.count(), Alert.objects.count()) == (0, 0)
    row.refresh_from_db()
    assert (row.flight, row.label) == (None, "PK 785 2026-05-01 ISB–LHR")
