"""The editor: rows and text of one expression, its faults at their place, and what it says of the last day's travellers."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tansiq.centre.audit import noted_read
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS
from tansiq.centre.rules import RuleVersion, save_draft
from tansiq.centre.rules.drafts import WRITERS, check_ours
from tansiq.centre.rules.known import versions_known_to
from tansiq.centre.rules.travellers import preview
from tansiq.detectors.rules import ATTRIBUTES
from tansiq.handling.purpose import Ground, Purpose
from tansiq.picture.filled import filled
from tansiq.web.screens.rules.builder import Built
from tansiq.web.screens.rules.form import Edited, Particulars, edited, new_particulars, of_text, particulars_of
from tansiq.web.screens.rules.marked import marked
from tansiq.web.screens.rules.meanings import GROUPS, MEANINGS
from tansiq.web.screens.rules.reading import joins, spoken
from tansiq.web.screens.rules.terms import UNITS, UNKNOWN_WHEN
from tansiq.web.sign import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a new rule."""
    officer, at = _writer(request), timezone.now()
    if request.method == "POST":
        return _posted(request, officer, None, at=at)
    said = Particulars(initial=new_particulars(timezone.localdate(at)))
    return _page(request, said, Edited(Built(), "", ""), None, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Change the latest version of a rule: a draft itself, otherwise as a new version."""
    officer, at = _writer(request), timezone.now()
    versions = versions_known_to(officer).filter(rule__name=name).order_by("-number")
    version = get_object_or_404(versions[:1])
    check_ours(version.rule, officer)
    if request.method == "POST":
        return _posted(request, officer, version, at=at)
    said = Particulars(initial=particulars_of(version))
    return _page(request, said, of_text(version.text, Built()), version, at=at)


@require_POST
def compose(request: HttpRequest) -> HttpResponse:
    """What the form's expression comes to now: for the page that is being written on."""
    officer, at = _writer(request), timezone.now()
    now = edited(request.POST.dict())
    is_typing = request.headers.get("HX-Target") == "checked"
    template = "rules/checked.html" if is_typing else "rules/composed.html"
    focus = now.focus(request.POST.get("act", ""), request.headers.get("HX-Trigger-Name", ""))
    return render(request, template, _composed(officer, now, request.POST.get("name", ""), at=at) | {"focus": focus})


def _posted(request: HttpRequest, officer: Officer, version: RuleVersion | None, *, at: datetime) -> HttpResponse:
    """Save the draft where everything is right; otherwise the page again, with what is wrong."""
    now, act = edited(request.POST.dict()), request.POST.get("act", "")
    if act != "save":
        said = Particulars(initial=request.POST.dict())
        return _page(request, said, now, version, at=at)
    said = Particulars(request.POST)
    if said.is_valid() and now.node is not None:
        if version is not None and said.cleaned_data["name"] != version.rule.name:
            said.add_error("name", _("A rule keeps its name. Write a new rule for another one."))
        else:
            draft = said.draft(now.node, officer.shown_name)
            onto = version.number if version else None
            saved = save_draft(draft, officer, at=at, why=said.cleaned_data["why"], onto=onto)
            return redirect("rule-version", saved.rule.name, saved.number)
    if now.is_empty:
        said.add_error(None, _("Say which travellers the rule is about."))
    elif now.node is None:
        said.add_error(None, _("Something in the condition is not right yet. It is marked below."))
    return _page(request, said, now, version, at=at)


def _writer(request: HttpRequest) -> Officer:
    officer = signed_in(request)
    officer.needs(*WRITERS)
    return officer


def _page(
    request: HttpRequest, said: Particulars, now: Edited, version: RuleVersion | None, *, at: datetime
) -> HttpResponse:
    name = version.rule.name if version else ""
    shown = {"form": said, "version": version, "attributes": _attributes()}
    status = 422 if said.is_bound else 200
    composed = _composed(signed_in(request), now, name, at=at)
    return render(request, "rules/editor.html", shown | composed, status=status)


def _composed(officer: Officer, now: Edited, name: str, *, at: datetime) -> dict[str, Any]:
    """What the part of the page below the particulars shows. The examples are noted."""
    shown: dict[str, Any] = {
        "now": now,
        "joins": joins(),
        "units": UNITS,
        "unknowns": UNKNOWN_WHEN,
        "meanings": MEANINGS,
    }
    if now.fault:
        shown["marked"] = marked(now.text, now.fault)
    if now.node is not None:
        shown["spoken"] = spoken(now.node)
    if now.node is not None and officer.has_role(*READERS):
        found = preview(now.node, officer, at=at)
        purpose = Purpose(Ground.TRIAGE, f"rule being written: {name[:64]}".rstrip(": "))
        noted_read(officer, purpose, "rule preview", [one.person_id for one in found.examples], at=at)
        shown |= {"preview": found, "purpose": purpose}
    return shown


def _attributes() -> list[dict[str, Any]]:
    """The table of attributes, group by group."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for attribute in ATTRIBUTES.values():
        groups.setdefault(attribute.group, []).append(
            {
                "name": attribute.name,
                "meaning": MEANINGS[attribute.name],
                "unit": UNITS.get(attribute.unit, ""),
                "unknown": UNKNOWN_WHEN[attribute.unknown_when],
                "is_filled": attribute.name in filled(),
            }
        )
    return [{"name": GROUPS[group], "attributes": rows} for group, rows in groups.items()]
