"""Why a person is opened: named by where the officer comes from, or asked for in one question."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime

from tansiq.centre.cases import Case
from tansiq.centre.desk import visible
from tansiq.centre.people import Officer
from tansiq.handling.purpose import Ground, Purpose
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.web.screens.flights.opened import purpose

ASKED: Final = (Ground.TRIAGE, Ground.CASE, Ground.REQUEST, Ground.REDRESS)
"""The grounds an officer may name; audit and maintenance have screens of their own."""

ANSWER_HOLDS_FOR: Final = timedelta(minutes=30)
MOST_ANSWERS: Final = 20
LONGEST: Final = 120
_ANSWERS: Final = "why"


@dataclass(frozen=True, slots=True)
class Came:
    """A valid reason. back: the address of what it is about, "" where it has none. text: as addresses carry it on."""

    purpose: Purpose
    back: str = ""
    text: str = ""


def came_for(text: str, person: UUID, officer: Officer) -> Came | None:
    """The reason that "alert-12", "case-2026-00001" or "flight-7" stands for; None where it is none for this person.

    It is one only where the officer may see the alert or the case, and the person is on that flight.
    """
    kind, _, key = text.partition("-")
    if kind == "case":
        return _case(key, person, officer)
    if not key.isdecimal() or len(key) > 18:  # noqa: PLR2004  the digits of a bigint
        return None
    if kind == "alert":
        return _alert(int(key), person, officer)
    return _flight(int(key), person) if kind == "flight" else None


def answered(request: HttpRequest, person: UUID, *, at: datetime) -> Came | None:
    """What the officer answered for this person within the last half hour."""
    ground, about, given = request.session.get(_ANSWERS, {}).get(str(person), ("", "", ""))
    given_at = parse_datetime(given) if given else None
    if given_at is None or at - given_at > ANSWER_HOLDS_FOR:
        return None
    return Came(Purpose(Ground(ground), about))


def answer(request: HttpRequest, person: UUID, *, at: datetime) -> bool:
    """Keep the answer of the form in the session. False where a part of it is missing."""
    ground, about = request.POST.get("ground", ""), request.POST.get("about", "").strip()[:LONGEST]
    if ground not in ASKED or not about:
        return False
    answers = request.session.get(_ANSWERS, {})
    answers.pop(str(person), None)
    kept = list(answers.items())[-(MOST_ANSWERS - 1) :]
    request.session[_ANSWERS] = dict(kept) | {str(person): (ground, about, at.isoformat())}
    return True


def _alert(key: int, person: UUID, officer: Officer) -> Came | None:
    alert = visible(officer).filter(pk=key).first()
    if alert is None or not _is_on(alert.flight_id, person):
        return None
    return Came(Purpose(Ground.TRIAGE, f"alert {key}"), reverse("alert", args=[key]), f"alert-{key}")


def _case(number: str, person: UUID, officer: Officer) -> Came | None:
    case = Case.objects.filter(number=number, alert__in=visible(officer)).select_related("alert").first()
    if case is None or not (case.person_id == person or _is_on(case.alert.flight_id, person)):
        return None
    return Came(Purpose(Ground.CASE, f"case {number}"), address("case", number), f"case-{number}")


def _flight(key: int, person: UUID) -> Came | None:
    flight = Flight.objects.filter(pk=key).first()
    if flight is None or not _is_on(key, person):
        return None
    return Came(purpose(flight), reverse("flight", args=[key]), f"flight-{key}")


def _is_on(flight: int, person: UUID) -> bool:
    return ManifestEntry.objects.filter(flight=flight, person_id=person).exists()


def address(name: str, *parts: object) -> str:
    """The address of a screen, "" where this centre does not have it."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
