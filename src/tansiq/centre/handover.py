"""Handing a traveller over to the arrival hall: what its officers are told, who takes it on, and the clock on that.

Only a referral that two officers stand behind is handed over. The hall learns what it needs to find and inspect somebody,
never why: no list, no score, no other case. A code of 60 bits, on paper and as a QR code, opens it to an officer of the hall
who has signed in, until one of them has taken it on; from then on to that officer's organisation.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tansiq.centre.alerts import LONGEST_EVENT, MISSED, Alert, AlertState
from tansiq.centre.audit import noted_act
from tansiq.centre.cases import Case
from tansiq.centre.desk import at_airport
from tansiq.centre.desk import visible as visible_alerts
from tansiq.centre.dispositions import Act, Standing
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted

ACCEPT_WITHIN = timedelta(minutes=20)
"""How long after landing somebody of the hall should have taken a traveller on: by then they stand at the desk."""

RESULT_WITHIN = timedelta(days=3)
"""How long after its end a code still takes a result that was written on paper."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for a digit."""

CODE_LENGTH = 12
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": None, " ": None})


class Kind(models.TextChoices):
    """What the hall is asked for."""

    INSPECT = "inspect"
    PROTECT = "protect"  # somebody who may be a victim of smugglers


class LookFor(models.TextChoices):
    """What the hall is asked to do, each a sentence on its page."""

    IDENTITY = "identity"
    DOCUMENT = "document"
    HAND_BAGGAGE = "hand_baggage"
    HOLD_BAGGAGE = "hold_baggage"
    TAGS = "tags"
    SWALLOWED = "swallowed"
    PARTY = "party"
    ALONE = "alone"
    COMPANIONS = "companions"
    NO_SUSPECT = "no_suspect"
    CHILD = "child"
    CONTACT = "contact"


OF_KIND = {
    Kind.INSPECT: (
        LookFor.IDENTITY,
        LookFor.DOCUMENT,
        LookFor.HAND_BAGGAGE,
        LookFor.HOLD_BAGGAGE,
        LookFor.TAGS,
        LookFor.SWALLOWED,
        LookFor.PARTY,
    ),
    Kind.PROTECT: (
        LookFor.NO_SUSPECT,
        LookFor.ALONE,
        LookFor.COMPANIONS,
        LookFor.CHILD,
        LookFor.CONTACT,
        LookFor.DOCUMENT,
    ),
}
"""What can be asked for, in the order in which it is said."""

USUAL = {
    Kind.INSPECT: (LookFor.IDENTITY, LookFor.DOCUMENT, LookFor.HAND_BAGGAGE, LookFor.HOLD_BAGGAGE),
    Kind.PROTECT: (LookFor.NO_SUSPECT, LookFor.ALONE, LookFor.COMPANIONS, LookFor.CONTACT),
}
"""What is asked for where nobody says otherwise."""


class Handover(models.Model):
    """One traveller handed over to the arrival hall. until: when the hall need look no longer. rung_at: when it was overdue."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="handovers")
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    look_for = ArrayField(models.CharField(max_length=16, choices=LookFor.choices))
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="handovers")
    at = models.DateTimeField()
    until = models.DateTimeField()
    accepted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="accepted")
    accepted_at = models.DateTimeField(null=True)
    called_back_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="called_back")
    called_back_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(called_back_at=None), name="one_standing_handover_per_case"
            ),
        )
        indexes = (models.Index(fields=["until"], condition=Q(accepted_at=None), name="handovers_to_accept"),)

    @property
    def shown_code(self) -> str:
        """The code in groups of four, as it is printed and typed."""
        return "-".join(self.code[i : i + 4] for i in range(0, CODE_LENGTH, 4))

    @property
    def accept_by(self) -> datetime | None:
        """When somebody of the hall should have taken it on; None while the landing time is not known."""
        return self.alert.lands_at + ACCEPT_WITHIN if self.alert.lands_at else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a handover asks of the hall. note: a sentence of the officer's own."""

    kind: Kind = Kind.INSPECT
    look_for: tuple[LookFor, ...] = ()
    note: str = ""

    @property
    def sentences(self) -> list[LookFor]:
        """What to look for in the order in which it is said: what is usual where nothing is chosen."""
        chosen = set(self.look_for) or set(USUAL[self.kind])
        return [sentence for sentence in OF_KIND[self.kind] if sentence in chosen]


def hand_over(alert_id: int, officer: Officer, wanted: Wanted, *, at: datetime) -> Handover:
    """Hand the traveller of a confirmed referral over to the arrival hall.

    Raises NotPermitted where two officers do not stand behind it, the case has ended or nobody will arrive; AlreadyDecided
    where it is handed over; NotKnown.
    """
    officer.needs(Role.TARGETING, Role.SUPERVISOR)
    with transaction.atomic():
        alert = visible_alerts(officer).select_for_update(of=("self",)).filter(pk=alert_id).first()
        if alert is None:
            raise NotKnown(f"no alert {alert_id}")
        case = _confirmed(alert)
        before = case.handovers.filter(called_back_at=None).select_related("by").first()
        if before is not None:
            raise AlreadyDecided(by=before.by.shown_name, what="handed_to_hall")
        made = case.handovers.create(
            alert=alert,
            code=new_code(),
            kind=wanted.kind,
            look_for=wanted.sentences,
            note=wanted.note.strip(),
            by=officer,
            at=at,
            until=case.due_at,
        )
        return noted(made, officer, "handed_to_hall", at=at)


def _confirmed(alert: Alert) -> Case:
    """The open case of a referral that two officers stand behind."""
    entry = alert.entry
    by_two = alert.dispositions.filter(act=Act.REFER, standing=Standing.CONFIRMED, second__isnull=False)
    if alert.state != AlertState.IN_CASE or not by_two.exclude(second=models.F("by")).exists():
        raise NotPermitted(_("Refer the traveller first: two officers have to stand behind it."))
    case = Case.objects.filter(alert=alert).first()
    if case is None or not case.is_open:
        raise NotPermitted(_("The case has ended: there is nothing to hand over."))
    if entry is None or not entry.may_arrive:
        raise NotPermitted(_("The airline reports that the traveller will not arrive."))
    return case


def call_back(handover_id: int, officer: Officer, *, at: datetime) -> Handover:
    """Take a handover back before anybody has taken it on: its code opens nothing from then on.

    Raises NotPermitted, AlreadyDecided once it was accepted or called back, NotKnown.
    """
    officer.needs(Role.TARGETING, Role.SUPERVISOR)
    with transaction.atomic():
        made = _locked(officer, pk=handover_id)
        if made.called_back_by is not None:
            raise AlreadyDecided(by=made.called_back_by.shown_name, what="called_back")
        if made.accepted_by is not None:
            raise AlreadyDecided(by=made.accepted_by.shown_name, what="accepted")
        made.called_back_by, made.called_back_at = officer, at
        made.save(update_fields=["called_back_by", "called_back_at"])
        return noted(made, officer, "called_back", at=at)


def accept(code: str, officer: Officer, *, at: datetime) -> Handover:
    """Take a traveller on, as an officer of the arrival hall. The second time says nothing new.

    Raises NotPermitted without the role, AlreadyDecided where another officer has it, NotKnown where the code opens nothing.
    """
    officer.needs(Role.INSPECTION)
    with transaction.atomic():
        made = _locked(officer, code=typed(code))
        if is_shut(made, officer, at=at):
            raise NotKnown("the code opens nothing any more")
        if made.accepted_by is not None:
            if made.accepted_by_id != officer.pk:
                raise AlreadyDecided(by=made.accepted_by.shown_name, what="accepted")
            return made
        made.accepted_by, made.accepted_at = officer, at
        made.save(update_fields=["accepted_by", "accepted_at"])
        return noted(made, officer, "accepted", at=at)


def opened_by(code: str, officer: Officer) -> Handover:
    """The handover that a code names, if the officer's organisation may know of it; what it shows says `is_shut`.

    Raises NotPermitted for those who are neither of the hall nor readers of travellers; NotKnown.
    """
    officer.needs(Role.INSPECTION, *READERS)
    found = visible(officer).filter(code=typed(code)).first()
    if found is None:
        raise NotKnown("no handover with this code")
    return found


def is_shut(handover: Handover, officer: Officer, *, at: datetime) -> bool:
    """Whether the code shows this officer of the hall nothing: called back, over, or another organisation's by acceptance."""
    if handover.called_back_at is not None or at > handover.until + RESULT_WITHIN:
        return True
    by = handover.accepted_by
    return by is not None and by.organisation_id != officer.organisation_id


def visible(officer: Officer) -> QuerySet[Handover]:
    """The handovers of alerts that the officer's organisation may know of."""
    known = Handover.objects.filter(alert__in=visible_alerts(officer))
    return known.select_related(
        "alert__flight", "case", "by__organisation", "accepted_by__organisation", "called_back_by"
    )


def waiting(officer: Officer, *, at: datetime) -> QuerySet[Handover]:
    """The handovers that nobody of the hall has taken on, of those at the officer's airport, next to land first."""
    return visible(officer).filter(here(officer), _untaken(), until__gte=at).order_by("alert__lands_at", "pk")


def overdue(officer: Officer, *, at: datetime) -> QuerySet[Handover]:
    """Those that nobody took on in time, of the officer's airport and of the officer's own wherever they land."""
    late = visible(officer).filter(_untaken(), until__gte=at, alert__lands_at__lte=at - ACCEPT_WITHIN)
    return late.filter(here(officer) | Q(by=officer)).order_by("alert__lands_at", "pk")


def ring(*, at: datetime) -> int:
    """Tell the desks of handovers that have become overdue, each once; how many. For the worker, now and then."""
    due = Handover.objects.filter(
        _untaken(), rung_at=None, until__gte=at, alert__lands_at__lte=at - ACCEPT_WITHIN
    ).select_related("alert")
    with transaction.atomic():
        late = list(due.select_for_update(of=("self",), skip_locked=True))
        for handover in late:
            handover.rung_at = at
            announce(handover)
        Handover.objects.bulk_update(late, ["rung_at"])
    return len(late)


def here(officer: Officer) -> Q:
    """Handovers on flights of the officer's airport."""
    return at_airport(officer.airport, "alert__flight")


def _untaken() -> Q:
    return Q(accepted_at=None, called_back_at=None, case__closed_at=None)


def new_code() -> str:
    """A code that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def typed(text: str) -> str:
    """The code that somebody typed, however they grouped it and whichever letters they took for digits."""
    return text.upper().translate(_MISREAD)[: CODE_LENGTH + 1]


def purpose(handover: Handover) -> Purpose:
    """Why a handover is read: its case."""
    return Purpose(Ground.CASE, f"case {handover.case.number}")


def noted(handover: Handover, officer: Officer, what: str, text: str = "", *, at: datetime) -> Handover:
    """Write what happened into the case and the access log, and tell the desks."""
    handover.case.events.create(at=at, by=officer, what=what, text=text)
    noted_act(officer, purpose(handover), f"case {what}", handover.case.person_id, at=at)
    announce(handover)
    return handover


def announce(handover: Handover) -> None:
    """Tell the pages of those who may know of it that a handover changed, when and if the transaction commits."""
    told = {"type": "handover", "id": handover.pk, "audience": handover.alert.audience}
    event = json.dumps(told, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('tansiq_desk', %s)", [event if len(event) < LONGEST_EVENT else MISSED])


def _locked(officer: Officer, **which: int | str) -> Handover:
    found = visible(officer).select_for_update(of=("self",)).filter(**which).first()
    if found is None:
        raise NotKnown("no such handover")
    return found


def standing_of(alerts: Sequence[Alert]) -> dict[int, Handover]:
    """The handover that stands for each alert that has one, by the alert's primary key."""
    made = Handover.objects.filter(alert__in=alerts, called_back_at=None).select_related("by", "accepted_by")
    return {handover.alert_id: handover for handover in made}
