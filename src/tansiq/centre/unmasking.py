"""Reading again what is masked: one officer asks, for one person or one booking on one flight, another one grants it for a time.

Source: Directive (EU) 2016/681 article 12(3): disclosure of the full data only where it is necessary, and approved. Every request,
answer, use and end is in the access log; the data-protection officer sees all of them.
"""

from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tansiq.centre.audit import noted_act, noted_by_retention, noted_read
from tansiq.centre.known import answer_on
from tansiq.centre.masked import was_masked
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS, known_to
from tansiq.handling.masking import MASKED
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.model.kinds import Observation
from tansiq.model.wire import parse
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, ManifestEntry

GRANTS = (Role.DATA_PROTECTION, Role.SUPERVISOR)
"""Who answers, though never their own request."""

GROUNDS = (Ground.CASE, Ground.REQUEST, Ground.REDRESS)
"""On which grounds somebody may ask: an ordinary look at a flight is none of them."""

HOLDS_FOR = timedelta(hours=24)
LONGEST = timedelta(days=7)
LONGEST_REASON = 1000
LONGEST_ABOUT = 120
MOST = 200


class Unmasking(models.Model):
    """One request to read masked data again, and what became of it.

    flight: None once it was destroyed; label says which it was. entry_key: of the person; booking: ledger position of the booking's
    word; one of them is None. person_id: under which the person is masked, for the access log. about: the case or request.
    is_granted: None while it waits. until: until when it may be read. ended_at: when it no longer could, or was ended before.
    organisation: of who asked, which alone may read it.
    """

    flight = models.ForeignKey(Flight, on_delete=models.SET_NULL, null=True, related_name="unmaskings")
    label = models.CharField(max_length=80)
    entry_key = models.BigIntegerField(null=True)
    booking = models.BigIntegerField(null=True)
    positions = ArrayField(models.BigIntegerField())
    person_id = models.UUIDField(null=True)
    organisation = models.CharField(max_length=32)
    ground = models.CharField(max_length=16)
    about = models.CharField(max_length=LONGEST_ABOUT)
    reason = models.CharField(max_length=LONGEST_REASON)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="unmaskings_asked")
    at = models.DateTimeField()
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="unmaskings_answered")
    second_at = models.DateTimeField(null=True)
    second_note = models.CharField(max_length=LONGEST_REASON, blank=True)
    is_granted = models.BooleanField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    used = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(second=models.F("by")), name="unmasking_by_two_people"),
            models.CheckConstraint(
                condition=Q(is_granted=None) | Q(second__isnull=False), name="unmasking_answered_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(is_granted=True) | Q(until__gt=models.F("second_at")), name="unmasking_granted_for_a_time"
            ),
        )
        indexes = (
            models.Index(fields=["-at"], name="unmaskings_by_time"),
            models.Index(fields=["until"], condition=Q(is_granted=True, ended_at=None), name="running_unmaskings"),
        )

    def is_running(self, *, at: datetime) -> bool:
        """Whether it may be read now."""
        return bool(self.is_granted) and self.ended_at is None and self.until is not None and at < self.until

    @property
    def is_waiting(self) -> bool:
        """Whether nobody answered yet."""
        return self.is_granted is None and self.ended_at is None

    @property
    def purpose(self) -> Purpose:
        """Why it is read."""
        return Purpose(Ground(self.ground), self.about)


def ask(  # noqa: PLR0913  what a request consists of
    flight_id: int,
    officer: Officer,
    *,
    entry_key: int | None = None,
    booking: int | None = None,
    ground: str,
    about: str,
    reason: str,
    at: datetime,
) -> Unmasking:
    """Ask to read again of one person (entry_key), or one booking (its ledger position), on one masked flight.

    Raises NotPermitted: without the role, on another ground, without what it is about or a reason, and where it is not masked or
    waits or runs already. Raises NotKnown where the officer may not know of it.
    """
    officer.needs(*READERS)
    if ground not in GROUNDS or not about.strip() or not reason.strip():
        raise NotPermitted(_("Say for which case or request, and why it cannot be done without."))
    with transaction.atomic():
        flight = Flight.objects.filter(pk=flight_id).first()
        if flight is None or not was_masked(flight) or (entry_key is None) == (booking is None):
            raise NotKnown(f"nothing masked on flight {flight_id}")
        positions, person = _place(flight, officer, Ground(ground), entry_key, booking)
        _check_is_first(flight, officer, entry_key, booking, at=at)
        row = Unmasking.objects.create(
            flight=flight,
            label=_label(flight),
            entry_key=entry_key,
            booking=booking,
            positions=positions,
            person_id=person,
            organisation=officer.organisation.code if officer.organisation else "",
            ground=ground,
            about=about.strip()[:LONGEST_ABOUT],
            reason=reason.strip()[:LONGEST_REASON],
            by=officer,
            at=at,
        )
        _note(row, officer, "asked to unmask", at=at)
        return row


def answer(
    asked: int, officer: Officer, *, is_granted: bool, note: str = "", holds_for: timedelta = HOLDS_FOR, at: datetime
) -> Unmasking:
    """The second person's yes, for a time, or no. Raises NotPermitted, also for one's own request; NotKnown, AlreadyDecided."""
    officer.needs(*GRANTS)
    if not timedelta(0) < holds_for <= LONGEST:
        raise NotPermitted(_("It is granted for at most %(days)s days.") % {"days": LONGEST.days})
    with transaction.atomic():
        row = _locked(asked, officer)
        if not row.is_waiting:
            by = row.second or row.by
            raise AlreadyDecided(by=by.shown_name, what="granted" if row.is_granted else "declined")
        if row.by_id == officer.pk:
            raise NotPermitted(_("Somebody else has to answer your request."))
        row.second, row.second_at, row.second_note = officer, at, note.strip()[:LONGEST_REASON]
        row.is_granted, row.until = is_granted, at + holds_for if is_granted else None
        row.save()
        _note(row, officer, "granted unmasking" if is_granted else "declined unmasking", at=at)
        return row


def end(asked: int, officer: Officer, *, at: datetime) -> Unmasking:
    """End a request, or a grant before its time: who asked, who granted, or the data-protection officer. Raises as `answer`."""
    with transaction.atomic():
        row = _locked(asked, officer)
        if officer.pk not in {row.by_id, row.second_id}:
            officer.needs(Role.DATA_PROTECTION)
        if not (row.is_waiting or row.is_running(at=at)):
            raise AlreadyDecided(by=(row.second or row.by).shown_name, what="ended")
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _note(row, officer, "ended unmasking", at=at)
        return row


def read(asked: int, officer: Officer, *, at: datetime) -> list[Observation]:
    """What a granted request lets its officer read, in the order it was said. Each read is in the access log.

    Raises NotKnown where nothing was granted to this officer, or its time is over.
    """
    row = Unmasking.objects.filter(pk=asked, by=officer).first()
    if row is None or not row.is_running(at=at):
        raise NotKnown(f"no unmasking {asked}")
    answer_on(row.purpose.ground)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT position_at, whole FROM centre_unmasked(%s, %s) ORDER BY position_at", [row.pk, at])
            found = [parse(orjson.loads(bytes(whole))) for _position, whole in cursor.fetchall()]
        Unmasking.objects.filter(pk=row.pk).update(used=models.F("used") + 1)
        _note(row, officer, "unmasked", at=at)
    return found


def visible(officer: Officer) -> QuerySet[Unmasking]:
    """The requests an officer may see: all, for the data-protection officer; those of the own organisation, for those who answer; else one's own."""
    rows = Unmasking.objects.select_related("by__organisation", "second", "flight")
    if officer.has_role(Role.DATA_PROTECTION):
        answer_on(Ground.AUDIT)  # those of other organisations are shown on this ground alone
        return rows
    code = officer.organisation.code if officer.organisation else ""
    if officer.has_role(Role.SUPERVISOR):
        return rows.filter(organisation=code)
    return rows.filter(by=officer)


def waiting(officer: Officer) -> QuerySet[Unmasking]:
    """What waits for an answer, the longest first."""
    return visible(officer).filter(is_granted=None, ended_at=None).order_by("at")


def running(flight: Flight, officer: Officer, *, at: datetime) -> dict[int | None, Unmasking]:
    """What the officer may read of a flight now, by the key of the person's entry."""
    rows = Unmasking.objects.filter(flight=flight, by=officer, is_granted=True, ended_at=None, until__gt=at)
    return {row.entry_key: row for row in rows}


def end_due(*, at: datetime) -> int:
    """Note the end of every grant whose time is over; how many."""
    over = list(Unmasking.objects.filter(is_granted=True, ended_at=None, until__lte=at))
    for row in over:
        with transaction.atomic():
            if Unmasking.objects.filter(pk=row.pk, ended_at=None).update(ended_at=row.until):
                noted_by_retention("unmasking ended", f"unmasking {row.pk}", row.person_id, at=at)
    return len(over)


def _place(
    flight: Flight, officer: Officer, ground: Ground, entry_key: int | None, booking: int | None
) -> tuple[list[int], UUID | None]:
    """What is asked for, if it is masked and the officer may know of it on this ground."""
    answer_on(ground)
    if entry_key is None:
        held = HeldBooking.objects.filter(flight=flight, position=booking or 0).first()
        reached = held is not None and (held.audience is None or _code(officer) in held.audience)
        if held is None or not reached or held.entries:
            raise NotKnown(f"no masked booking {booking} on flight {flight.pk}")
        return [held.position], None
    entry = ManifestEntry.objects.filter(flight=flight, key=entry_key, name=MASKED).first()
    if entry is None or not known_to(officer, ground, [entry]):
        raise NotKnown(f"nobody masked under {entry_key} on flight {flight.pk}")
    return list(entry.positions), UUID(str(entry.person_id))


def _check_is_first(
    flight: Flight, officer: Officer, entry_key: int | None, booking: int | None, *, at: datetime
) -> None:
    same = Unmasking.objects.filter(flight=flight, by=officer, entry_key=entry_key, booking=booking)
    if any(row.is_waiting or row.is_running(at=at) for row in same):
        raise NotPermitted(_("You asked for this already."))


def _locked(asked: int, officer: Officer) -> Unmasking:
    row = visible(officer).select_for_update(of=("self",)).filter(pk=asked).first()
    if row is None:
        raise NotKnown(f"no unmasking {asked}")
    return row


def _note(row: Unmasking, officer: Officer, what: str, *, at: datetime) -> None:
    purpose = Purpose(Ground(row.ground), f"unmasking {row.pk}: {row.about}")
    if row.person_id is not None and what == "unmasked":
        noted_read(officer, purpose, what, [row.person_id], at=at)
    else:
        noted_act(officer, purpose, what, row.person_id, at=at)


def _label(flight: Flight) -> str:
    return f"{flight.label} {flight.departure_local[:10]} {flight.origin}–{flight.destination}"[:80]


def _code(officer: Officer) -> str:
    return officer.organisation.code if officer.organisation else ""
