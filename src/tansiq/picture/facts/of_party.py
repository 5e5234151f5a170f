"""Facts about those who travel on the same booking."""

from collections import Counter

from tansiq.model.observations import Traveller
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.of_person import CHILD, INFANT, age_on
from tansiq.readers.bookings.documents import squeezed


def facts(case: Case) -> Facts:
    """party.*, but for what other bookings, other journeys and the centre tell."""
    booking = case.booking
    if booking is None:
        return {}
    everybody = [case.traveller, *(m.traveller for m in case.party)]
    size = max(booking.party or 0, len(booking.travellers), len(everybody))
    out: Facts = {"party.size": size, "party.is_alone": size == 1}
    if len(everybody) < len(booking.travellers):
        return out  # somebody of it may not be known of here
    families = {squeezed(t.names[0].family) for t in everybody if t.names and t.names[0].family}
    nationalities = {t.nationality for t in everybody}
    kinds = Counter(_kind(case, t) for t in everybody)
    out["party.surnames"] = len(families) or None
    if "" not in nationalities:
        out["party.nationalities"] = len(nationalities)
    if not kinds[""] and len(everybody) == size:
        out |= {f"party.{plural}": kinds[kind] for kind, plural in _PLURALS.items()}
    return out


_PLURALS = {"adult": "adults", "child": "children", "infant": "infants"}


def _kind(case: Case, traveller: Traveller) -> str:
    """What the booking takes somebody for; where it does not say, by their age."""
    if traveller.category:
        return traveller.category
    age = age_on(traveller.birth_date, case.departs_on)
    if age is None:
        return ""
    return "infant" if age < INFANT else "child" if age < CHILD else "adult"
