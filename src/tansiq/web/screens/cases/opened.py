"""An opened case as a screen shows it: its steps, its history in words, the alert it came from and who decided."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tansiq.centre.caseload import may_change, may_take
from tansiq.centre.cases import Case, CaseEvent, Task
from tansiq.centre.dispositions import Disposition, Standing
from tansiq.centre.people import Officer
from tansiq.web.tags import bdi, in_words
from tansiq.web.words import CASE_EVENTS

KEYED = 9
"""The open steps that have a number key."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step. key: the number key that finishes it, 0 for none."""

    task: Task
    key: int


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the detail shows. may_act: whether the acts are open to this officer; takers: whom it can be given to."""

    case: Case
    steps: list[Step]
    events: list[tuple[CaseEvent, SafeString]]
    decision: Disposition | None
    may_act: bool
    takers: list[Officer]

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.task.done_at is None), None)


def open_case(case: Case, officer: Officer) -> Opened:
    """Gather what the detail of a case shows."""
    may_act = may_change(case, officer)
    confirmed = case.alert.dispositions.filter(standing=Standing.CONFIRMED).select_related(
        "by__organisation", "second__organisation"
    )
    return Opened(
        case=case,
        steps=_steps(case),
        events=[(event, _sentence(event)) for event in case.events.select_related("by").order_by("at", "pk")],
        decision=confirmed.order_by("-at").first(),
        may_act=may_act,
        takers=list(may_take(case)) if may_act else [],
    )


_CODED = {"task_": "STEPS", "inspect": "FOUND"}
"""Events whose text is a code, by how they begin, and the table of its words."""


def _steps(case: Case) -> list[Step]:
    """The steps by due time, the first open ones with a key."""
    steps, key = [], 0
    for task in case.tasks.select_related("owner", "done_by").order_by("due_at", "pk"):
        key += task.done_at is None
        steps.append(Step(task, key if task.done_at is None and key <= KEYED else 0))
    return steps


def _sentence(event: CaseEvent) -> SafeString:
    """What happened, in the page's language; a remark stands for itself."""
    table = next((table for start, table in _CODED.items() if event.what.startswith(start)), "")
    about = in_words(event.text, table) if table else event.text
    message = CASE_EVENTS.get(event.what)
    if message is None:
        return format_html("{} {} {}", bdi(event.by.shown_name), event.what, bdi(about))
    return format_html(str(message), by=bdi(event.by.shown_name), text=bdi(about))
