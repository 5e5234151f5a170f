"""Facts about the traveller and the documents shown."""

from datetime import UTC, date, datetime, time, timedelta

from tansiq.model.observations import TravelDocument, Traveller
from tansiq.picture.airports import country
from tansiq.picture.facts.case import Case, Facts, Member
from tansiq.picture.facts.itinerary import arrives_at, day, departs_at
from tansiq.picture.persons import NOBODYS
from tansiq.readers.bookings.documents import squeezed

ADULT, CHILD = 18, 12
INFANT = 2
"""Ages from which somebody is of age, pays an adult's fare, and is no infant any more (IATA resolution 728)."""

_TRANSIT = timedelta(hours=24)
_SEXES = frozenset({"M", "F", "X"})


def facts(case: Case) -> Facts:
    """traveller.*, document.* and visa.*, but for what only earlier journeys and registers tell."""
    return {**_traveller(case), **_document(case)}


def age_on(birth_date: str, on: date | None) -> int | None:
    """Whole years on a day; None where the birth date is not known to the day, or lies after it."""
    born = day(birth_date) if len(birth_date) == len("1980-01-02") else None
    if born is None or on is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def identity(traveller: Traveller) -> TravelDocument | None:
    """The first document that says who somebody is."""
    return next((d for d in traveller.documents if d.number and d.type not in NOBODYS), None)


def _traveller(case: Case) -> Facts:
    traveller = case.traveller
    age = age_on(traveller.birth_date, case.departs_on)
    return {
        "traveller.role": traveller.role,
        "traveller.age": age,
        "traveller.sex": traveller.sex if traveller.sex in _SEXES else None,
        "traveller.nationality": traveller.nationality or None,
        "traveller.residence": traveller.residence or None,
        "traveller.is_minor": age < ADULT if age is not None else None,
        "traveller.is_minor_alone": _is_minor_alone(case, age),
        "traveller.is_in_transit": _is_in_transit(case),
        "traveller.embarks": traveller.embarked or None,
        "traveller.disembarks": traveller.disembarks or None,
    }


def _is_minor_alone(case: Case, age: int | None) -> bool | None:
    """Whether nobody of the booking is of age; None where it is not known of somebody, and nobody surely is."""
    if age is None or age >= ADULT:
        return None if age is None else False
    if case.booking is None:
        return None
    grown = [_is_adult(case, member) for member in case.party]
    if any(grown):
        return False
    is_whole = len(case.party) + 1 >= max(len(case.booking.travellers), case.booking.party or 0)
    return True if None not in grown and is_whole else None


def _is_adult(case: Case, member: Member) -> bool | None:
    age = age_on(member.traveller.birth_date, case.departs_on)
    if age is not None:
        return age >= ADULT
    return {"adult": None, "child": False, "infant": False}.get(member.traveller.category)


def _is_in_transit(case: Case) -> bool | None:
    """By the list; else whether the itinerary leaves the country again within a day, for another than it came from."""
    if case.traveller.role == "transit":
        return True
    way, here = case.itinerary, case.here
    if way is None or here is None:
        return False if case.listed is not None else None
    onward = way.flights[way.flights.index(here) + 1 :]
    if not onward:
        return False
    arrival, departure = arrives_at(here), departs_at(onward[0])
    countries = country(here.destination), country(onward[0].destination)
    if arrival is None or departure is None or not all(countries):
        return None
    return departure - arrival <= _TRANSIT and countries[0] != countries[1]


def _document(case: Case) -> Facts:
    documents = case.traveller.documents
    document = identity(case.traveller)
    visas = [d for d in documents if d.type[:1] == "V"]
    out: Facts = {
        "document.count": len(documents),
        "document.is_verified": case.traveller.verified,
        "document.differs_from_booking": _differs(case),
        "visa.is_present": bool(visas),
    }
    if document is None:
        return out
    expires = day(document.expiry) if len(document.expiry) == len("2031-01-01") else None
    nationality, issuer = case.traveller.nationality, document.issuer
    return out | {
        "document.type": document.type or None,
        "document.issuer": issuer or None,
        "document.expires_on": _midnight(expires),
        "document.days_to_expiry": (expires - case.departs_on).days if expires and case.departs_on else None,
        "document.issuer_differs_from_nationality": issuer != nationality if issuer and nationality else None,
    }


def _midnight(on: date | None) -> datetime | None:
    return None if on is None else datetime.combine(on, time(), UTC)


def _differs(case: Case) -> bool | None:
    """Whether list and booking name no document in common, though each names one of a kind."""
    if case.listed is None or case.booked is None:
        return None
    listed, booked = _numbers(case.listed), _numbers(case.booked)
    return not listed & booked if listed and booked else None


def _numbers(traveller: Traveller) -> set[str]:
    return {squeezed(d.number) for d in traveller.documents if d.number and d.type not in NOBODYS}
