"""Lists in force, their versions, and their entries."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tansiq.centre.alerts import FindingRecord
from tansiq.centre.audit import noted_read
from tansiq.handling.purpose import Ground, Purpose
from tansiq.picture.lists import Listed, latest_versions, versions_before
from tansiq.web.sign import signed_in

SHOWN = 60


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the lists, or the entries of one whose names hold the words that were typed."""
    officer = signed_in(request)
    chosen, words = request.GET.get("list", ""), request.GET.get("words", "").strip()
    found = Listed.objects.order_by("name")
    if chosen:
        found = found.filter(feed=chosen)
    for word in words.split()[:6]:
        found = found.filter(subject__names__icontains=word)
    entries = list(found[: SHOWN + 1]) if chosen or words else []
    if words:
        noted_read(officer, Purpose(Ground.REQUEST, f"lists: {words[:80]}"), "list entries", [], at=timezone.now())
    shown = {
        "versions": _with_counts(),
        "entries": entries[:SHOWN],
        "is_cut": len(entries) > SHOWN,
        "chosen": chosen,
        "words": words,
    }
    return render(request, "lists/lists.html", shown)


@require_safe
def show_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Open one entry: everything its publisher says, and how many alerts it caused."""
    entry = get_object_or_404(Listed, pk=entry_id)
    caused = (
        FindingRecord.objects.filter(about=entry.key).values("alert__state").annotate(n=Count("alert", distinct=True))
    )
    shown = {"entry": entry, "subject": entry.value(), "caused": list(caused)}
    if request.headers.get("HX-Request"):
        return render(request, "lists/opened.html", shown)
    return render(request, "lists/lists.html", shown | {"versions": _with_counts(), "chosen": "", "words": ""})


def _with_counts() -> list[dict[str, object]]:
    """Each list's version in force, with the other loadings of it."""
    return [{"latest": v, "earlier": versions_before(v, most=5)} for v in latest_versions()]
