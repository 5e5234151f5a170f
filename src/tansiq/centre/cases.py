"""Cases: the work that follows a referral, with an owner, a clock, steps and a stated outcome."""

from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from tansiq.centre.alerts import Alert
from tansiq.centre.audit import noted_act
from tansiq.centre.desk import may_know, visible
from tansiq.centre.memory import remember
from tansiq.centre.people import Officer, Role
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted

INSPECTION_WITHIN = timedelta(hours=4)
"""How long after landing the inspection's result is due."""

FIRST_STEPS = ("meet_at_gate", "inspect_documents_and_bags", "record_result")
"""The steps every referral starts with; the screens have their words."""


class Outcome(models.TextChoices):
    """How a case ended."""

    NOTHING_FOUND = "nothing_found"
    WRONG_PERSON = "wrong_person"
    SEIZURE = "seizure"
    ARREST = "arrest"
    HANDED_OVER = "handed_over"
    PROTECTED = "protected"
    DID_NOT_ARRIVE = "did_not_arrive"


TRUE_OUTCOMES = frozenset({Outcome.SEIZURE, Outcome.ARREST, Outcome.HANDED_OVER, Outcome.PROTECTED})
"""Outcomes that say the alert was right; the others say it was not, or nobody knows."""


class Case(models.Model):
    """One case, followed to its end. number: year and running number, as people quote it."""

    number = models.CharField(max_length=20, unique=True)
    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="case")
    person_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=400)
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField(blank=True)
    closed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="closed_cases")

    class Meta:
        indexes = (models.Index(fields=["closed_at", "due_at"]),)

    @property
    def is_open(self) -> bool:
        """Whether the case has not reached its end."""
        return self.closed_at is None


class Task(models.Model):
    """A step of a case, with an owner and a date. what: one of FIRST_STEPS, or free text."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="tasks_done")


class CaseEvent(models.Model):
    """What happened to a case, in order, never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT)
    what = models.CharField(max_length=40)
    text = models.TextField(blank=True)


def open_case(alert: Alert, owner: Officer, *, at: datetime) -> Case:
    """Open the case of a confirmed referral. Due four hours after landing, or after now where that is unknown."""
    due_at = max(alert.lands_at or at, at) + INSPECTION_WITHIN
    case = Case.objects.create(
        number=_next_number(at),
        alert=alert,
        person_id=alert.person_id,
        name=alert.name,
        owner=owner,
        opened_at=at,
        due_at=due_at,
    )
    Task.objects.bulk_create(Task(case=case, what=step, owner=owner, due_at=due_at) for step in FIRST_STEPS)
    case.events.create(at=at, by=owner, what="opened")
    return case


def hand_over(case_id: int, officer: Officer, to: Officer, *, at: datetime) -> Case:
    """Give an open case to another owner.

    Raises NotPermitted, also where the new owner may not know of the case; AlreadyDecided when it is closed.
    """
    with transaction.atomic():
        case = _open(case_id, officer)
        if not may_know(to, case.alert):
            raise NotPermitted(_("This officer cannot take the case over. Choose another one."))
        case.owner = to
        case.save(update_fields=["owner"])
        case.tasks.filter(done_at=None).update(owner=to)
        return _noted(case, officer, "handed_over", to.shown_name, at=at)


def add_task(case_id: int, officer: Officer, *, what: str, due_at: datetime, at: datetime) -> Case:
    """Add a step."""
    with transaction.atomic():
        case = _open(case_id, officer)
        case.tasks.create(what=what, owner=case.owner, due_at=due_at)
        return _noted(case, officer, "task_added", what, at=at)


def finish_task(task_id: int, officer: Officer, *, at: datetime) -> Case:
    """Mark a step as done."""
    with transaction.atomic():
        case_id = Task.objects.filter(pk=task_id).values_list("case", flat=True).first()
        if case_id is None:
            raise NotKnown(f"no step {task_id}")
        case = _open(case_id, officer)
        task = Task.objects.select_related("done_by").get(pk=task_id)
        if task.done_at is not None:
            by = task.done_by.shown_name if task.done_by else "somebody"
            raise AlreadyDecided(by=by, what="task_done")
        task.done_at, task.done_by = at, officer
        task.save()
        return _noted(case, officer, "task_done", task.what, at=at)


def comment(case_id: int, officer: Officer, *, text: str, at: datetime) -> Case:
    """Add a remark to the case's history."""
    with transaction.atomic():
        return _noted(_open(case_id, officer), officer, "comment", text, at=at)


def close(case_id: int, officer: Officer, *, outcome: str, note: str, at: datetime) -> Case:
    """State how the case ended; a wrong person is told apart from the entry from then on. Raises NotPermitted without a note, AlreadyDecided when it is closed."""
    if not note.strip():
        raise NotPermitted(_("Say in a sentence how the case ended."))
    with transaction.atomic():
        case = _open(case_id, officer)
        if outcome == Outcome.WRONG_PERSON:
            remember(case.alert, officer, reason=outcome, at=at)
        return conclude(case, officer, outcome=Outcome(outcome), note=note.strip(), at=at)


def conclude(case: Case, officer: Officer, *, outcome: Outcome, note: str, at: datetime) -> Case:
    """End a case that the caller has locked, by its own rule of who may: its owner, or the inspection it was opened for."""
    case.outcome, case.outcome_note = outcome, note
    case.closed_at, case.closed_by = at, officer
    case.save()
    return _noted(case, officer, "closed", note, at=at)


def reopen(case: Case) -> None:
    """Take the end of a case back, for a result that is undone within its ten seconds. In the caller's transaction."""
    case.outcome, case.outcome_note = "", ""
    case.closed_at, case.closed_by = None, None
    case.save(update_fields=["outcome", "outcome_note", "closed_at", "closed_by"])


def _open(case_id: int, officer: Officer) -> Case:
    """The case, locked, if the officer may know of it and change it, and it is open."""
    known = Case.objects.filter(alert__in=visible(officer)).select_related("owner", "closed_by", "alert")
    case = known.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise NotKnown(f"no case {case_id}")
    if case.owner_id != officer.pk:
        officer.needs(Role.INVESTIGATOR, Role.SUPERVISOR)
    if case.closed_by is not None:
        raise AlreadyDecided(by=case.closed_by.shown_name, what=case.outcome)
    return case


def _noted(case: Case, officer: Officer, what: str, text: str, *, at: datetime) -> Case:
    case.events.create(at=at, by=officer, what=what, text=text)
    noted_act(officer, Purpose(Ground.CASE, f"case {case.number}"), f"case {what}", case.person_id, at=at)
    return case


def _next_number(at: datetime) -> str:
    """The next running number of the year; two cases opened at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tansiq.case.number'))")
    prefix = f"{at.year}-"
    last = Case.objects.filter(number__startswith=prefix).order_by("-number").first()
    return f"{prefix}{int(last.number.split('-')[1]) + 1 if last else 1:05d}"
