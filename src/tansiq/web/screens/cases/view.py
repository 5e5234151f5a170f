"""Cases: the list by their clocks, one case, and the acts on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre import cases
from tansiq.centre.audit import noted_read
from tansiq.centre.caseload import TABS, counts, may_take, of_tab, visible_cases
from tansiq.centre.cases import Case, Outcome
from tansiq.centre.people import Officer
from tansiq.centre.reading import compared_with
from tansiq.handling.purpose import Ground, Purpose
from tansiq.web.screens.cases.forms import EndForm, HandOverForm, RemarkForm, StepForm
from tansiq.web.screens.cases.opened import open_case
from tansiq.web.sign import signed_in
from tansiq.web.words import OUTCOMES

SHOWN = 60
"""Rows of one page; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cases of one tab, and how many stand under each."""

    tab: str
    rows: list[Case]
    counts: dict[str, int]

    @property
    def count(self) -> int:
        """How many stand under this tab."""
        return self.counts[self.tab]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the cases of a tab. Whose cases are shown is noted."""
    officer, at = signed_in(request), timezone.now()
    shelf = _shelf(officer, request.GET.get("tab", ""), at=at)
    noted_read(officer, Purpose(Ground.CASE, "cases"), "cases", _persons(shelf.rows), at=at)
    return render(request, "cases/cases.html", {"shelf": shelf, "now": at})


@require_safe
def show_case(request: HttpRequest, number: str) -> HttpResponse:
    """Open a case: the detail alone for htmx, else beside the list. That it was opened is noted, for the case itself."""
    officer = signed_in(request)
    return _detail(request, officer, _case(officer, number))


@require_POST
def finish_step(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """A step is done."""
    officer = signed_in(request)
    task = get_object_or_404(_case(officer, number).tasks, pk=step_id)
    cases.finish_task(task.pk, officer, at=timezone.now())
    return _again(request, officer, number)


@require_POST
def add_step(request: HttpRequest, number: str) -> HttpResponse:
    """Add a step with a due time."""
    form = StepForm(request.POST)
    return _act(request, number, form, lambda case, officer: cases.add_task(case.pk, officer, **_said(form)))


@require_POST
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """Add a remark to the history."""
    form = RemarkForm(request.POST)
    return _act(request, number, form, lambda case, officer: cases.comment(case.pk, officer, **_said(form)))


@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """State how the case ended."""
    form = EndForm(request.POST)
    return _act(request, number, form, lambda case, officer: cases.close(case.pk, officer, **_said(form)))


@require_POST
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Give the case to another owner."""
    form = HandOverForm(request.POST)
    form.fields["to"].queryset = may_take(_case(signed_in(request), number))  # type: ignore[attr-defined]  # a choice of records
    return _act(request, number, form, lambda case, officer: cases.hand_over(case.pk, officer, **_said(form)))


def _act(request: HttpRequest, number: str, form: Form, act: Callable[[Case, Officer], object]) -> HttpResponse:
    """Do what a valid form says and show the case again; what is wrong with the form is said inside its dialog."""
    officer = signed_in(request)
    case = _case(officer, number)
    if not form.is_valid():
        return _wrong(request, form)
    act(case, officer)
    return _again(request, officer, number)


def _wrong(request: HttpRequest, form: Form) -> HttpResponse:
    """What is wrong with a form, for the place its open dialog keeps for that."""
    response = render(request, "cases/wrong.html", {"form": form}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "dialog[open] [data-wrong]", "innerHTML"
    return response


def _said(form: Form) -> dict[str, Any]:
    """What the form says, as the act takes it, and when."""
    return {**form.cleaned_data, "at": timezone.now()}


def _again(request: HttpRequest, officer: Officer, number: str) -> HttpResponse:
    """The case as it stands after an act, and its row."""
    return _detail(request, officer, _case(officer, number), is_changed=True)


def _case(officer: Officer, number: str) -> Case:
    return get_object_or_404(visible_cases(officer), number=number)


def _detail(request: HttpRequest, officer: Officer, case: Case, *, is_changed: bool = False) -> HttpResponse:
    at = timezone.now()
    tab = request.GET.get("tab", "") or ("open" if case.is_open else "closed")
    persons = [case.person_id, *compared_with(case.alert)]
    noted_read(officer, Purpose(Ground.CASE, f"case {case.number}"), "case", persons, at=at)
    shown = {"opened": open_case(case, officer), "outcomes": _outcomes(), "now": at, "tab": tab}
    if request.headers.get("HX-Request"):
        return render(request, "cases/opened.html", shown | {"is_changed": is_changed})
    shelf = _shelf(officer, tab, at=at, opened=case)
    noted_read(officer, Purpose(Ground.CASE, "cases"), "cases", _persons(shelf.rows), at=at)
    return render(request, "cases/cases.html", shown | {"shelf": shelf})


def _shelf(officer: Officer, tab: str, *, at: datetime, opened: Case | None = None) -> Shelf:
    """A tab as this officer sees it now. The opened case is always on it: acts bring its row up to date."""
    tab = tab if tab in TABS else "open"
    rows = list(of_tab(visible_cases(officer), tab, officer, at=at)[:SHOWN])
    if opened is not None and opened.pk not in {case.pk for case in rows}:
        rows.append(opened)
    return Shelf(tab, rows, counts(officer, at=at))


def _persons(rows: Iterable[Case]) -> list[UUID]:
    return [case.person_id for case in rows]


def _outcomes() -> list[tuple[int, str, object]]:
    return [(place, code, OUTCOMES[code]) for place, code in enumerate(Outcome.values, 1)]
