"""Which cases an officer sees, in the order of their clocks, and who may take one over."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from tansiq.centre.cases import Case
from tansiq.centre.desk import visible
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import READERS

TABS = ("open", "overdue", "mine", "closed")


def visible_cases(officer: Officer) -> QuerySet[Case]:
    """The cases that came from alerts this officer's organisation may know of, with `steps` and `steps_done` counted.

    Raises NotPermitted for those whose work is not with travellers.
    """
    officer.needs(*READERS)
    return (
        Case.objects.filter(alert__in=visible(officer))
        .select_related("alert__flight", "owner__organisation", "closed_by")
        .annotate(steps=Count("tasks"), steps_done=Count("tasks", filter=Q(tasks__done_at__isnull=False)))
    )


def of_tab(cases: QuerySet[Case], tab: str, officer: Officer, *, at: datetime) -> QuerySet[Case]:
    """The cases of one of TABS: the open ones soonest due first, the closed ones latest first."""
    if tab == "closed":
        return cases.exclude(closed_at=None).order_by(F("closed_at").desc(), "-pk")
    still_open = cases.filter(closed_at=None).order_by("due_at", "pk")
    if tab == "overdue":
        return still_open.filter(due_at__lt=at)
    return still_open.filter(owner=officer) if tab == "mine" else still_open


def counts(officer: Officer, *, at: datetime) -> dict[str, int]:
    """How many cases stand under each of TABS."""
    still_open = Q(closed_at=None)
    return Case.objects.filter(alert__in=visible(officer)).aggregate(
        open=Count("pk", filter=still_open),
        overdue=Count("pk", filter=still_open & Q(due_at__lt=at)),
        mine=Count("pk", filter=still_open & Q(owner=officer)),
        closed=Count("pk", filter=~still_open),
    )


def may_change(case: Case, officer: Officer) -> bool:
    """Whether the acts on this case are open to the officer: its owner, an investigator or a supervisor, until it ends."""
    return case.is_open and (case.owner_id == officer.pk or officer.has_role(Role.INVESTIGATOR, Role.SUPERVISOR))


def may_take(case: Case) -> QuerySet[Officer]:
    """The officers a case can be handed to: those whose organisation may know of it and whose work is with travellers."""
    fit = Officer.objects.filter(is_active=True, roles__overlap=[*READERS]).exclude(pk=case.owner_id)
    if case.alert.audience is not None:
        fit = fit.filter(organisation__code__in=case.alert.audience)
    return fit.select_related("organisation").order_by("organisation__name", "first_name", "pk")
