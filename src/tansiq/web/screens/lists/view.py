"""Lists in force, their versions, and their entries."""

from collections.abc import Collection

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.alerts import FindingRecord
from tansiq.centre.audit import noted_read
from tansiq.centre.desk import visible
from tansiq.centre.reading import lists_known_to, to_note
from tansiq.centre.removals import remove_missing
from tansiq.handling.marking import TLP
from tansiq.handling.purpose import Ground, Purpose
from tansiq.picture.lists import Listed, ListVersion, latest_versions, versions_before
from tansiq.picture.search import find_listed
from tansiq.web.screens.lists.version import open_version
from tansiq.web.sign import signed_in

SHOWN = 60
EARLIER = 8
LONGEST_PAGE = 6


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the lists, or the entries of one, or those whose names the names engine holds like the words. Whom these name is noted."""
    officer = signed_in(request)
    known = lists_known_to(officer, Ground.REQUEST)
    chosen, words = request.GET.get("list", ""), request.GET.get("words", "").strip()
    entries = _entries(words, [feed for feed in known if chosen in {"", feed}]) if chosen or words else []
    noted = to_note(entries[:SHOWN])
    noted_read(officer, _purpose(words or chosen), "list entries", noted, at=timezone.now())
    shown = {
        "versions": _with_counts(known),
        "entries": entries[:SHOWN],
        "is_cut": len(entries) > SHOWN,
        "chosen": chosen,
        "words": words,
        "is_noted": bool(noted),
    }
    return render(request, "lists/lists.html", shown)


@require_safe
def show_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Open one entry: everything its list says, and how many alerts it caused. One that is not published is noted."""
    officer = signed_in(request)
    known = lists_known_to(officer, Ground.REQUEST)
    entry = get_object_or_404(Listed, pk=entry_id, feed__in=known)
    noted, purpose = to_note([entry]), _purpose(entry.key)
    noted_read(officer, purpose, "list entries", noted, at=timezone.now())
    findings = FindingRecord.objects.filter(about=entry.key, alert__in=visible(officer))
    caused = findings.values("alert__state").annotate(n=Count("alert", distinct=True)).order_by("alert__state")
    shown = {
        "entry": entry,
        "subject": entry.value(),
        "caused": list(caused),
        "purpose": purpose,
        "is_noted": bool(noted),
        "is_published": known[entry.feed].tlp is TLP.CLEAR,
    }
    if request.headers.get("HX-Request"):
        return render(request, "lists/opened.html", shown)
    return render(request, "lists/lists.html", shown | {"versions": _with_counts(known), "chosen": "", "words": ""})


@require_safe
def show_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Open one version of a list: what it changed, entry by entry. Whom a list of our own names is noted."""
    officer = signed_in(request)
    known = lists_known_to(officer, Ground.REQUEST)
    version = get_object_or_404(ListVersion, pk=version_id, feed__in=known)
    opened = open_version(version, officer, kind=request.GET.get("kind", ""), number=_page(request))
    is_published = known[version.feed].tlp is TLP.CLEAR
    purpose = _purpose(f"{version.feed} {version.version}".strip())
    noted = [] if is_published else opened.persons
    noted_read(officer, purpose, "list entries", noted, at=timezone.now())
    shown = {"opened": opened, "purpose": purpose, "is_noted": bool(noted), "is_published": is_published}
    if request.headers.get("HX-Request"):
        return render(request, "lists/version.html", shown)
    return render(request, "lists/lists.html", shown | {"versions": _with_counts(known), "chosen": "", "words": ""})


@require_POST
def remove(request: HttpRequest, version_id: int) -> HttpResponse:
    """Have the entries removed that a version lacks and that were kept, on the officer's word."""
    remove_missing(version_id, signed_in(request), reason=request.POST.get("reason", ""), at=timezone.now())
    messages.success(request, _("They are removed within seconds, and alerts that rest on them alone are withdrawn."))
    return redirect("list-version", version_id)


def _entries(words: str, feeds: Collection[str]) -> list[Listed]:
    if words:
        return [hit.row for hit in find_listed(words, most=SHOWN + 1, feeds=feeds)]
    return list(Listed.objects.filter(feed__in=feeds).order_by("name", "pk")[: SHOWN + 1])


def _page(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return max(int(given), 1) if given.isascii() and given.isdecimal() and len(given) <= LONGEST_PAGE else 1


def _purpose(about: str) -> Purpose:
    return Purpose(Ground.REQUEST, f"lists: {about[:80]}")


def _with_counts(known: Collection[str]) -> list[dict[str, object]]:
    """The version in force of each list that the officer may know of, with the other loadings of it."""
    versions = [v for v in latest_versions() if v.feed in known]
    return [{"latest": v, "earlier": versions_before(v, most=EARLIER)} for v in versions]
