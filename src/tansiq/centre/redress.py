"""Numbers for people who asked to be stopped no more in somebody else's place. Two officers give one; decision 0007."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tansiq.centre import desk
from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.audit import noted_act
from tansiq.centre.distinctions import born, words
from tansiq.centre.memory import remember
from tansiq.centre.people import Officer, Role
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted

REASON = "redress"
"""The reason of the distinctions that redress makes."""

GIVES = (Role.DATA_PROTECTION, Role.SUPERVISOR)


class Redress(models.Model):
    """One document of a person, bound to a redress number once a second officer said yes.

    number: "" until then, unless the person had it already. person_id: of the document. letter: by what they asked.
    is_given: None while a second officer is awaited. audience: those who may know of every alert it is about.
    """

    number = models.CharField(max_length=12, blank=True, db_index=True)
    person_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=400)
    birth_date = models.CharField(max_length=10)
    letter = models.CharField(max_length=120)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="redress_asked")
    at = models.DateTimeField()
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="redress_answered")
    second_at = models.DateTimeField(null=True)
    is_given = models.BooleanField(null=True)
    audience = ArrayField(models.CharField(max_length=32), null=True)


def propose(person: UUID, officer: Officer, *, letter: str, number: str = "", at: datetime) -> Redress:
    """Ask for a redress number for a person, or for another document of theirs under the number they have.

    Raises NotPermitted: without the role or a letter, for somebody without an alert or a birth date, with an alert that is
    not decided, or under a number of somebody else. Raises NotKnown where the officer may not know of an alert.
    """
    officer.needs(*GIVES)
    if not letter.strip():
        raise NotPermitted(_("Say by which letter or call the person asked."))
    with transaction.atomic():
        alerts = _alerts(person, officer)
        last = alerts[0]
        birth_date = born(last.entry) if last.entry else ""
        if not birth_date:
            raise NotPermitted(_("A number needs a birth date: without one it could be anybody's."))
        if number and not _is_same(number, last.name, birth_date):
            raise NotPermitted(_("This number is somebody else's, or nobody's."))
        row = Redress.objects.create(
            number=number,
            person_id=person,
            name=last.name,
            birth_date=birth_date,
            letter=letter.strip(),
            by=officer,
            at=at,
            audience=_shared([alert.audience for alert in alerts]),
        )
        noted_act(officer, _purpose(row), "proposed redress", person, at=at)
        return row


def answer(redress_id: int, officer: Officer, *, is_given: bool, at: datetime) -> Redress:
    """The second officer's yes or no. A yes gives the number and tells the person apart from every entry they alarmed on.

    Raises NotPermitted, NotKnown, AlreadyDecided.
    """
    officer.needs(*GIVES)
    with transaction.atomic():
        row = visible(officer).select_for_update(of=("self",)).filter(pk=redress_id).first()
        if row is None:
            raise NotKnown(f"no redress {redress_id}")
        if row.second is not None:
            raise AlreadyDecided(by=row.second.shown_name, what="given" if row.is_given else "declined")
        if row.by_id == officer.pk:
            raise NotPermitted(_("The second officer has to be somebody else."))
        row.second, row.second_at, row.is_given = officer, at, is_given
        row.number = row.number or (_next_number(at) if is_given else "")
        row.save()
        for alert in _alerts(row.person_id, officer) if is_given else ():
            remember(alert, row.by, reason=REASON, at=at, redress=row.pk)
        noted_act(officer, _purpose(row), "gave redress" if is_given else "declined redress", row.person_id, at=at)
        return row


def visible(officer: Officer) -> QuerySet[Redress]:
    """The redress that the officer's organisation may know of."""
    code = officer.organisation.code if officer.organisation else ""
    rows = Redress.objects.select_related("by__organisation", "second")
    return rows.filter(Q(audience=None) | Q(audience__contains=[code])) if code else rows.none()


def _alerts(person: UUID, officer: Officer) -> list[Alert]:
    """The alerts about a person, the latest first, all decided. Raises NotPermitted, NotKnown."""
    alerts = list(desk.visible(officer).filter(person_id=person).exclude(state=AlertState.WITHDRAWN).order_by("-pk"))
    if not alerts:
        raise NotKnown(f"no alert about {person}")
    if any(alert.state != AlertState.CLEARED and not _ended_well(alert) for alert in alerts):
        raise NotPermitted(_("An alert about this person is not decided, or led to a finding."))
    return alerts


def _ended_well(alert: Alert) -> bool:
    """Whether its case showed that it was somebody else."""
    return Alert.objects.filter(pk=alert.pk, case__outcome__in=("wrong_person", "nothing_found")).exists()


def _is_same(number: str, name: str, birth_date: str) -> bool:
    first = Redress.objects.filter(number=number, is_given=True).order_by("pk").first()
    return first is not None and first.birth_date == birth_date and bool(words(first.name) & words(name))


def _shared(audiences: list[list[str] | None]) -> list[str] | None:
    """The organisations that may know of all of them."""
    bounded = [set(audience) for audience in audiences if audience is not None]
    return sorted(set.intersection(*bounded)) if bounded else None


def _purpose(row: Redress) -> Purpose:
    return Purpose(Ground.REDRESS, f"redress {row.pk}")


def _next_number(at: datetime) -> str:
    """The next number of the year, with a check digit; two given at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tansiq.redress.number'))")
    prefix = f"R{at:%y}"
    last = (
        Redress.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    )
    digits = f"{at:%y}{int(last[3:-1]) + 1 if last else 1:05d}"
    return f"R{digits}{_check_digit(digits)}"


def _check_digit(digits: str) -> int:
    """Source: the Luhn algorithm, ISO/IEC 7812-1 annex B: one wrong digit, and most turned ones, are noticed."""
    doubled = (int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits)))
    return -sum(n - 9 if n > 9 else n for n in doubled) % 10  # noqa: PLR2004  the largest digit
