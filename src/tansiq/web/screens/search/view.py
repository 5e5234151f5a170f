"""One box for flights, cases, people and list entries. Whom the page names is noted, with the words searched for."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tansiq.centre.audit import noted_read
from tansiq.centre.cases import Case
from tansiq.centre.desk import visible
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS, known_to, lists_known_to, to_note
from tansiq.handling.purpose import Ground, Purpose
from tansiq.picture import airports
from tansiq.picture.board import Part, board, flight_number, read
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.picture.search import LONGEST, Hit, find_listed, find_people, sought, words_of
from tansiq.web.screens.search.hits import Shown, shown
from tansiq.web.sign import signed_in

SHOWN = 20
"""Results of a group; more of them answer no question, another word does."""
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows. cut: the groups of which more was found than is shown."""

    words: str
    flights: list[Flight] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    people: list[Shown[ManifestEntry]] = field(default_factory=list)
    listed: list[Shown[Listed]] = field(default_factory=list)
    cut: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.flights or self.cases or self.people or self.listed)

    @property
    def size(self) -> int:
        """How much the page shows."""
        return len(self.flights) + len(self.cases) + len(self.people) + len(self.listed)

    @property
    def persons(self) -> list[UUID]:
        """Whom the page names."""
        return [*(p.row.person_id for p in self.people), *(c.person_id for c in self.cases)]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what fits the words, for htmx (while somebody types) without the page around it; without words, what can be sought."""
    officer = signed_in(request)
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    page = {"words": words, "is_reader": officer.has_role(*READERS), "is_short": len(words) < SHORTEST}
    page["is_part"] = "HX-Request" in request.headers
    template = "search/found.html" if page["is_part"] else "search/search.html"
    if page["is_short"]:
        return render(request, template, page)
    at = timezone.now()
    found = find(words, officer, at=at)
    persons = [*found.persons, *to_note(x.row for x in found.listed)]
    noted_read(officer, Purpose(Ground.REQUEST, f"search: {words}"), "search", persons, at=at)
    return render(request, template, page | {"found": found, "asked": asked_for(words), "is_noted": bool(persons)})


def asked_for(words: str) -> str:
    """What was typed as the first side of the compare page, to stand in its address."""
    subject = sought(words).subject
    given = {"names": subject.names, "born": subject.birth_dates, "document": [d.number for d in subject.documents]}
    return urlencode({f"left-{part}": values[0] for part, values in given.items() if values}, quote_via=quote)


def find(words: str, officer: Officer, *, at: datetime) -> Found:
    """Everything that fits the words and that the officer may know of; people and cases only for those who may read."""
    lists = lists_known_to(officer, Ground.REQUEST)
    flights, listed = _flights(words, at=at), find_listed(words, most=SHOWN + 1, feeds=lists)
    cases: list[Case] = []
    people: list[Hit[ManifestEntry]] = []
    if officer.has_role(*READERS):
        cases, people = _cases(words, officer), find_people(words, most=SHOWN + 1)
    known = known_to(officer, Ground.REQUEST, [p.row for p in people])
    sizes = {"flights": len(flights), "cases": len(cases), "people": len(people), "listed": len(listed)}
    return Found(
        words,
        flights[:SHOWN],
        cases[:SHOWN],
        [shown(p, words) for p in people[:SHOWN] if p.row.pk in known],
        [shown(hit, words) for hit in listed[:SHOWN]],
        frozenset(name for name, size in sizes.items() if size > SHOWN),
    )


def _flights(words: str, *, at: datetime) -> list[Flight]:
    number = words if flight_number(words) else ""
    airport = "" if number or not airports.codes(words) else words
    if not (number or airport):
        return []
    return read(board(Part.ALL, airport=airport, number=number, at=at), 0, SHOWN + 1)


def _cases(words: str, officer: Officer) -> list[Case]:
    named = Q()
    for word in words_of(words):
        named &= Q(name__icontains=word)
    fits = Q(number__iendswith=words) | (named if named else Q(pk=None))
    cases = Case.objects.filter(fits, alert__in=visible(officer)).select_related("owner")
    return list(cases.order_by("-number")[: SHOWN + 1])
