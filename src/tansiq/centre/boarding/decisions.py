"""Standing decisions: what carriers are to be answered about one travel document, until a day, by two officers.

A decision names a document by number and issuing state, and a birth date where it is known; never a name alone. One officer
proposes it with its ground, legal basis, reason and end; another confirms it; one withdraws it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tansiq.centre.audit import noted_act
from tansiq.centre.people import Officer, Role
from tansiq.detectors.boarding import Answer, Standing
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.model.observations import MessageHeader, Source, TravelDocument, Traveller
from tansiq.picture.persons import NOBODYS, person_id

CHANNEL: Final = "tansiq_boarding"
"""Told of every change of what answers rest on: "decisions", "policies", "lists" or "rules"."""

PROPOSES: Final = (Role.TARGETING, Role.SUPERVISOR)
CONFIRMS: Final = (Role.SUPERVISOR,)
LONGEST: Final = timedelta(days=366)
EFFECTS: Final = (Answer.BOARD.value, Answer.CHECK.value, Answer.NO_BOARD.value)


class DecisionGround(models.TextChoices):
    """Why the state decided."""

    COURT_ORDER = "court_order"
    WARRANT = "warrant"
    ENTRY_BAN = "entry_ban"
    DOCUMENT = "document"  # reported lost, stolen or revoked
    PROTECTION = "protection"  # of the traveller
    INVESTIGATION = "investigation"
    CLEARED = "cleared"  # it was checked, and is somebody else or in order


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an officer proposes. effect: "board", "check" or "no_board". issuer: alpha-2. birth_date: ISO, "" where not known.

    name: whom the officer means, for people to read; nothing is matched by it. is_shared: whether every organisation may know.
    """

    number: str
    issuer: str
    effect: str
    ground: str
    legal_basis: str
    reason: str
    expires_at: datetime
    birth_date: str = ""
    name: str = ""
    is_shared: bool = False


class StandingDecision(models.Model):
    """A decision as it stands. is_confirmed: None while a second officer is awaited. number: letters and digits, upper case.

    person_id: of the document, by which the access log names its holder.
    """

    number = models.CharField(max_length=35)
    issuer = models.CharField(max_length=2)
    birth_date = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=400, blank=True)
    person_id = models.UUIDField(db_index=True)
    effect = models.CharField(max_length=12)
    ground = models.CharField(max_length=16, choices=DecisionGround.choices)
    legal_basis = models.CharField(max_length=300)
    reason = models.CharField(max_length=2000)
    expires_at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="boarding_proposed")
    at = models.DateTimeField()
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="boarding_answered")
    second_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True)
    withdrawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="boarding_withdrew")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=2000, blank=True)
    audience = ArrayField(models.CharField(max_length=32), null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(effect__in=EFFECTS), name="boarding_effect"),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=models.F("by")), name="boarding_decided_by_two"
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=None) | Q(second__isnull=False), name="boarding_confirmed_by_somebody"
            ),
        )
        indexes = (models.Index(fields=["number", "issuer"], name="boarding_by_document"),)

    def state(self, *, at: datetime) -> str:
        """One of "proposed", "declined", "withdrawn", "ended" and "in_force"."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.is_confirmed is False:
            return "declined"
        if self.expires_at <= at:
            return "ended"
        return "in_force" if self.is_confirmed else "proposed"

    def about(self, traveller: Traveller) -> Standing | None:
        """What the decision says of a passenger of a message; None where it is about another document or birth date."""
        same = [d for d in traveller.documents if d.type not in NOBODYS and normal(d.number) == self.number]
        same = [d for d in same if d.issuer in {"", self.issuer}]
        born = traveller.birth_date
        if not same or (born and self.birth_date and born != self.birth_date):
            return None
        is_sure = any(d.issuer for d in same) and not (self.birth_date and not born)
        by = frozenset({self.by.get_username(), self.second.get_username() if self.second else ""} - {""})
        return Standing(str(self.pk), Answer(self.effect), by, self.expires_at, is_sure)


def normal(number: str) -> str:
    """A document number as it is compared: letters and digits alone, upper case."""
    return "".join(filter(str.isalnum, number)).upper()


def propose(officer: Officer, said: Proposal, *, at: datetime) -> StandingDecision:
    """Propose a decision; nothing is answered by it before another officer confirms it.

    Raises NotPermitted: without the role, without an organisation, a ground, legal basis or reason, for what is no document,
    or without an end within a year.
    """
    officer.needs(*PROPOSES)
    if officer.organisation is None:
        raise NotPermitted(_("You belong to no organisation that could answer for this."))
    _check(said, at=at)
    number, issuer = normal(said.number), said.issuer.strip().upper()
    held = Traveller("passenger", _NOWHERE, _NO_MESSAGE, documents=(TravelDocument(number, "P", issuer),))
    with transaction.atomic():
        row = StandingDecision.objects.create(
            number=number,
            issuer=issuer,
            birth_date=said.birth_date,
            name=said.name.strip(),
            person_id=person_id(held),
            effect=said.effect,
            ground=said.ground,
            legal_basis=said.legal_basis.strip(),
            reason=said.reason.strip(),
            expires_at=said.expires_at,
            by=officer,
            at=at,
            audience=None if said.is_shared else [officer.organisation.code],
        )
        noted_act(officer, _purpose(row), f"proposed: {row.effect}", row.person_id, at=at)
    return row


_NOWHERE: Final = Source("", 0, 0)
_NO_MESSAGE: Final = MessageHeader("")


def _check(said: Proposal, *, at: datetime) -> None:
    lacking = [
        (len(normal(said.number)) >= _SHORTEST, _("Give the number of the document.")),
        (len(said.issuer.strip()) == len("PK") and said.issuer.strip().isalpha(), _("Give the state that issued it.")),
        (said.effect in EFFECTS, _("Choose what is answered.")),
        (said.ground in DecisionGround.values, _("Choose the ground.")),
        (bool(said.legal_basis.strip()), _("Name the law and its section.")),
        (bool(said.reason.strip()), _("Say why, so that the second officer can judge it.")),
        (at < said.expires_at <= at + LONGEST, _("Say until when: a day within a year.")),
    ]
    for is_there, words in lacking:
        if not is_there:
            raise NotPermitted(words)


_SHORTEST: Final = 4


def answer(decision_id: int, officer: Officer, *, is_confirmed: bool, at: datetime) -> StandingDecision:
    """The second officer's yes or no. From a yes on, carriers are answered by it.

    Raises NotPermitted without the role, and for who proposed it or what has ended; NotKnown; AlreadyDecided.
    """
    officer.needs(*CONFIRMS)
    with transaction.atomic():
        row = _locked(decision_id, officer)
        if row.second is not None:
            raise AlreadyDecided(by=row.second.shown_name, what="confirmed" if row.is_confirmed else "declined")
        if row.by_id == officer.pk:
            raise NotPermitted(_("The second officer has to be somebody else."))
        if row.state(at=at) != "proposed":
            raise NotPermitted(_("It was withdrawn, or its time is over."))
        row.second, row.second_at, row.is_confirmed = officer, at, is_confirmed
        row.save()
        noted_act(officer, _purpose(row), "confirmed" if is_confirmed else "declined", row.person_id, at=at)
        tell("decisions")
    return row


def withdraw(decision_id: int, officer: Officer, *, because: str, at: datetime) -> StandingDecision:
    """End a decision, or a proposal, at once. Raises NotPermitted without the role or a reason, NotKnown, AlreadyDecided."""
    officer.needs(*PROPOSES)
    if not because.strip():
        raise NotPermitted(_("Say why it is withdrawn."))
    with transaction.atomic():
        row = _locked(decision_id, officer)
        if row.withdrawn_by is not None:
            raise AlreadyDecided(by=row.withdrawn_by.shown_name, what="withdrawn")
        row.withdrawn_by, row.withdrawn_at, row.withdrawn_because = officer, at, because.strip()
        row.save()
        noted_act(officer, _purpose(row), "withdrew", row.person_id, at=at)
        tell("decisions")
    return row


def visible(officer: Officer) -> QuerySet[StandingDecision]:
    """The decisions that the officer's organisation may know of, the latest first."""
    code = officer.organisation.code if officer.organisation else ""
    rows = StandingDecision.objects.select_related("by__organisation", "second", "withdrawn_by").order_by("-pk")
    return rows.filter(Q(audience=None) | Q(audience__contains=[code])) if code else rows.none()


def in_force(*, at: datetime) -> Iterable[StandingDecision]:
    """Every decision that carriers are answered by, whoever may know of it: for the process that answers."""
    rows = StandingDecision.objects.select_related("by", "second")
    return rows.filter(is_confirmed=True, withdrawn_at=None, expires_at__gt=at)


def tell(what: str) -> None:
    """Tell the process that answers, once the caller's transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, what])


def _locked(decision_id: int, officer: Officer) -> StandingDecision:
    row = visible(officer).select_for_update(of=("self",)).filter(pk=decision_id).first()
    if row is None:
        raise NotKnown(f"no standing decision {decision_id}")
    return row


def _purpose(row: StandingDecision) -> Purpose:
    return Purpose(Ground.TRIAGE, f"standing decision {row.pk}")
