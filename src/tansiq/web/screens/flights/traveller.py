"""One traveller of a flight: which message said what of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tansiq.centre.audit import noted_read
from tansiq.centre.known import answer_on
from tansiq.centre.reading import READERS, known_to
from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.wire import parse_body
from tansiq.picture.flights import Flight, ManifestEntry, flight_at, said_positions
from tansiq.picture.history import Word, told_of
from tansiq.web.screens.flights.opened import purpose
from tansiq.web.sign import signed_in


@require_safe
def show(request: HttpRequest, flight_id: int, key: int) -> HttpResponse:
    """Show what each message said of somebody. Noted, for triage of the flight; not found for those who may not know."""
    officer, at = signed_in(request), timezone.now()
    flight = flight_at(flight_id)
    if flight is None or not officer.has_role(*READERS):
        raise Http404
    if flight.pk != flight_id:
        return redirect("flight-traveller", flight.pk, key)
    entry = get_object_or_404(ManifestEntry, flight=flight, key=key)
    why = purpose(flight)
    if not known_to(officer, why.ground, [entry]):
        raise Http404
    noted_read(officer, why, "flight manifest", [entry.person_id], at=at)
    shown = {"flight": flight, "entry": entry, "words": _words(flight, entry), "purpose": why}
    return render(request, "flights/traveller.html", shown)


def _words(flight: Flight, entry: ManifestEntry) -> list[Word]:
    answer_on(purpose(flight).ground)
    stored = observation_bodies(current(), said_positions(flight))
    return told_of(flight, entry.positions, {p: parse_body(s.body) for p, s in stored.items()})
