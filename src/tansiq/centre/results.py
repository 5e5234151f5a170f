"""What secondary inspection found: the result of a handover, what it does to the case, and what it says of detectors and rules.

Drugs and ways of hiding them are named as in the UNODC's Individual Drug Seizures (annual report questionnaire, part IV).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tansiq.centre.cases import FIRST_STEPS, Case, Outcome, conclude, reopen
from tansiq.centre.dispositions import UNDO_FOR
from tansiq.centre.handover import Handover, is_shut, noted, typed, visible
from tansiq.centre.memory import forget_taught, remember
from tansiq.centre.people import Officer, Role
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted


class Found(models.TextChoices):
    """How an inspection ended."""

    NOT_AT_GATE = "not_at_gate"
    OTHER_PERSON = "other_person"
    NOTHING = "nothing"
    SEIZED = "seized"
    REFUSED_ENTRY = "refused_entry"
    POLICE = "police"
    PROTECTED = "protected"


class Drug(models.TextChoices):
    """What was seized, by the classes of the UNODC."""

    HEROIN = "heroin"
    OPIUM = "opium"
    MORPHINE = "morphine"
    OTHER_OPIOID = "other_opioid"
    CANNABIS_HERB = "cannabis_herb"
    CANNABIS_RESIN = "cannabis_resin"
    COCAINE = "cocaine"
    METHAMPHETAMINE = "methamphetamine"
    AMPHETAMINE = "amphetamine"
    ECSTASY = "ecstasy"
    KETAMINE = "ketamine"
    SEDATIVE = "sedative"
    HALLUCINOGEN = "hallucinogen"
    NPS = "nps"
    PRECURSOR = "precursor"
    OTHER = "other"


class Unit(models.TextChoices):
    """How much of it is counted."""

    KG = "kg"
    G = "g"
    L = "l"
    TABLET = "tablet"


class Hidden(models.TextChoices):
    """Where it was."""

    SWALLOWED = "swallowed"
    ON_BODY = "on_body"
    CLOTHING = "clothing"
    HAND_BAGGAGE = "hand_baggage"
    HOLD_BAGGAGE = "hold_baggage"
    FALSE_BOTTOM = "false_bottom"
    GOODS = "goods"
    FOOD = "food"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Seized:
    """One drug that was found. quantity: decimal digits, more than none, of the unit."""

    drug: Drug
    quantity: Decimal
    unit: Unit
    hidden: Hidden

    def kept(self) -> dict[str, str]:
        """As JSON."""
        return {name: str(value) for name, value in asdict(self).items()}


ENDS: Mapping[Found, Outcome | None] = {
    Found.NOT_AT_GATE: None,
    Found.OTHER_PERSON: Outcome.WRONG_PERSON,
    Found.NOTHING: Outcome.NOTHING_FOUND,
    Found.SEIZED: Outcome.SEIZURE,
    Found.REFUSED_ENTRY: None,
    Found.POLICE: Outcome.HANDED_OVER,
    Found.PROTECTED: Outcome.PROTECTED,
}
"""How a result ends the case; None: the case goes on, with somebody to look for or to answer to."""

RIGHT = frozenset({Found.SEIZED, Found.POLICE, Found.PROTECTED})
WRONG = frozenset({Found.NOTHING, Found.OTHER_PERSON})
"""Results that say the alert was right, and that it was not; the others say neither."""


class Inspection(models.Model):
    """The result of one handover, by the officer who inspected; kept also when undone.

    seized: as `Seized.kept`. ended_case: whether it closed the case. taught: distinctions it made. done_steps: tasks it finished.
    on_paper: whether nobody had taken the traveller on here before, so that it was written on paper first.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="inspections")
    found = models.CharField(max_length=16, choices=Found.choices)
    seized = models.JSONField(default=list)
    note = models.CharField(max_length=2000, blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="inspections")
    at = models.DateTimeField()
    on_paper = models.BooleanField(default=False)
    ended_case = models.BooleanField(default=False)
    taught = ArrayField(models.BigIntegerField(), default=list)
    done_steps = ArrayField(models.BigIntegerField(), default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["handover"], condition=Q(undone_at=None), name="one_result_per_handover"),
        )

    def what(self) -> list[Seized]:
        """What was seized."""
        return [
            Seized(Drug(s["drug"]), Decimal(s["quantity"]), Unit(s["unit"]), Hidden(s["hidden"])) for s in self.seized
        ]


def record(
    code: str, officer: Officer, found: Found, *, seized: Sequence[Seized] = (), note: str = "", at: datetime
) -> Inspection:
    """State how an inspection ended; the case ends or goes on by it. Can be undone for ten seconds.

    A result that nobody took the traveller on for is one written on paper: the officer who enters it is taken to have done so.
    Raises NotPermitted where what was seized and the result do not fit, AlreadyDecided, NotKnown.
    """
    officer.needs(Role.INSPECTION)
    if (found is Found.SEIZED) != bool(seized):
        raise NotPermitted(_("Say what was seized, how much of it, and where it was; and only where something was."))
    with transaction.atomic():
        handover = _open(code, officer, at=at)
        made = Inspection(
            handover=handover, found=found, seized=[s.kept() for s in seized], note=note.strip(), by=officer, at=at
        )
        made.on_paper = handover.accepted_at is None
        if made.on_paper:
            handover.accepted_by, handover.accepted_at = officer, at
            handover.save(update_fields=["accepted_by", "accepted_at"])
        _move_case(made, officer, at=at)
        made.save()
        noted(handover, officer, "inspected", found, at=at)
        return made


def _open(code: str, officer: Officer, *, at: datetime) -> Handover:
    """The handover without a result, locked with its case."""
    handover = visible(officer).select_for_update(of=("self",)).filter(code=typed(code)).first()
    if handover is None or is_shut(handover, officer, at=at):
        raise NotKnown("the code opens nothing")
    before = handover.inspections.filter(undone_at=None).select_related("by").first()
    if before is not None:
        raise AlreadyDecided(by=before.by.shown_name, what=before.found)
    handover.case = (
        Case.objects.select_for_update(of=("self",)).select_related("alert", "closed_by").get(pk=handover.case_id)
    )
    if handover.case.closed_by is not None:
        raise AlreadyDecided(by=handover.case.closed_by.shown_name, what=handover.case.outcome)
    return handover


def _move_case(made: Inspection, officer: Officer, *, at: datetime) -> None:
    case = made.handover.case
    if Found(made.found) is not Found.NOT_AT_GATE:
        steps = case.tasks.filter(what__in=FIRST_STEPS, done_at=None)
        made.done_steps = list(steps.values_list("pk", flat=True))
        steps.update(done_at=at, done_by=officer)
    outcome = ENDS[Found(made.found)]
    if outcome is None:
        return
    if outcome is Outcome.WRONG_PERSON:
        made.taught = [d.pk for d in remember(case.alert, officer, reason=outcome, at=at)]
    conclude(case, officer, outcome=outcome, note=made.note, at=at)
    made.ended_case = True


def undo(inspection_id: int, officer: Officer, *, at: datetime) -> Handover:
    """Take one's own result back within ten seconds: the case is open as it was, and nothing was learned.

    Raises NotPermitted, NotKnown.
    """
    with transaction.atomic():
        known = Inspection.objects.filter(handover__in=visible(officer)).select_related("handover__case__alert")
        made = known.select_for_update(of=("self",)).filter(pk=inspection_id, undone_at=None).first()
        if made is None:
            raise NotKnown(f"no result {inspection_id}")
        if made.by_id != officer.pk:
            raise NotPermitted(_("Only the officer who decided can undo it."))
        if at - made.at > UNDO_FOR:
            raise NotPermitted(_("It can be undone for ten seconds only. Tell the officer who owns the case."))
        case = made.handover.case
        case.tasks.filter(pk__in=made.done_steps).update(done_at=None, done_by=None)
        forget_taught(made.taught, officer, at=at)
        if made.ended_case:
            reopen(case)
        made.undone_at = at
        made.save(update_fields=["undone_at"])
        return noted(made.handover, officer, "inspection_undone", made.found, at=at)


class Behind(NamedTuple):
    """What stood behind a handover. rule: the rule's name and version as its findings say it, "" for other detectors."""

    detector: str
    version: str
    rule: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """What became of the travellers handed over because of something. open: no result yet, or one that says neither."""

    referred: int = 0
    found: int = 0
    nothing: int = 0

    @property
    def open(self) -> int:
        """Those of whom it is not known whether it was right."""
        return self.referred - self.found - self.nothing


def scored() -> dict[Behind, Inspected]:
    """By detector, version and rule, from every handover there is: numbers, no names, and the same for everybody.

    A handover counts for what stood behind its alert when it was made, each once; one that was called back does not count.
    """
    score: dict[Behind, Inspected] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT detector, version, rule, found, n FROM centre_inspected()")
        for detector, version, rule, found, count in cursor.fetchall():
            key = Behind(detector, version, rule)
            before = score.get(key, Inspected())
            score[key] = Inspected(
                before.referred + count,
                before.found + count * (found in RIGHT),
                before.nothing + count * (found in WRONG),
            )
    return score


def scored_rule(about: str) -> Inspected:
    """What became of those whom one wording of a rule had handed over. about: name and version, as its findings say it."""
    total = Inspected()
    for behind, one in scored().items():
        if behind.rule == about:
            total = Inspected(total.referred + one.referred, total.found + one.found, total.nothing + one.nothing)
    return total


def results_of(handovers: Sequence[Handover]) -> dict[int, Inspection]:
    """The standing result of each handover that has one, by the handover's primary key."""
    made = Inspection.objects.filter(handover__in=handovers, undone_at=None).select_related("by__organisation")
    return {inspection.handover_id: inspection for inspection in made}
