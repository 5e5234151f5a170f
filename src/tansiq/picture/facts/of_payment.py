"""Facts about how a booking was paid for, by whom it was sold, and how its people can be reached."""

from datetime import date

from tansiq.model.bookings import Agency, Booking, Payment
from tansiq.model.observations import Traveller
from tansiq.picture.airports import codes, country, zone
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.itinerary import day, utc
from tansiq.picture.facts.money import in_dollars
from tansiq.picture.facts.telephones import country_of
from tansiq.readers.bookings.documents import bare, squeezed

CASH, CARD = "CA", "CC"
_KINDS = {"A": "airline", "T": "agency"}
DESTINATION = "destination: "
"""How the address at the destination begins (SSR DOCA D)."""


def facts(case: Case) -> Facts:
    """payment.*, agency.* and contact.*, but for what only other bookings tell."""
    if case.booking is None:
        return {}
    return {**_payment(case), **_agency(case), **_contact(case)}


def my_payments(case: Case) -> list[Payment]:
    """What was paid for this person; where nothing is told apart, what was paid for the booking."""
    if case.booking is None:
        return []
    return [p for p in case.booking.payments if case.is_mine(p.traveller)]


def _payment(case: Case) -> Facts:
    paid = my_payments(case)
    forms = {p.form for p in paid if p.form}
    currencies = {p.currency for p in paid if p.currency}
    out: Facts = {
        "payment.currency": next(iter(currencies)) if len(currencies) == 1 else None,
        "payment.amount_usd": _amount(paid),
        "payment.is_third_party": _is_third_party(case, paid),
    }
    if forms:
        vendors = sorted({p.vendor for p in paid if p.form == CARD and p.vendor})
        out |= {
            "payment.is_cash": CASH in forms,
            "payment.is_card": CARD in forms,
            "payment.forms": len(forms),
            "payment.card_vendor": vendors[0] if len(vendors) == 1 else None,
            "payment.is_at_airport": _is_at_airport(case),
        }
    return out


def _amount(paid: list[Payment]) -> float | None:
    amounts = [in_dollars(p.amount, p.currency) for p in paid if p.amount]
    known = [a for a in amounts if a is not None]
    return round(sum(known), 2) if known and len(known) == len(amounts) else None


def _is_third_party(case: Case, paid: list[Payment]) -> bool | None:
    """Whether a card's holder is nobody of the booking. None where no holder is told."""
    holders = [p.holder for p in paid if p.holder]
    travellers = [case.traveller, *(m.traveller for m in case.party)]
    if not holders:
        return None
    return not all(any(_is_holder(holder, t) for t in travellers) for holder in holders)


def _is_holder(holder: str, traveller: Traveller) -> bool:
    """Whether a holder's name has a traveller's family name, and the first letter of a given one."""
    words = [squeezed(word) for word in holder.split()]
    for name in traveller.names:
        families = {squeezed(word) for word in name.family.split()} | {squeezed(name.family)}
        initials = {bare(word)[:1] for word in name.given.split()}
        others = [word for word in words if word not in families]
        if len(others) < len(words) and (not others or initials & {word[:1] for word in others}):
            return True
    return False


def _is_at_airport(case: Case) -> bool | None:
    """Whether an airline's office at the airport of departure issued the ticket on the day of departure."""
    booking, agency = case.booking, seller(case.booking)
    issued = {t.issued for t in booking.tickets if case.is_mine(t.traveller) and t.issued} if booking else set()
    if booking is not None and not issued and booking.ticketed:
        issued = {booking.ticketed}
    days = {_day_at(case.flight.origin, text) for text in issued}
    if not days or None in days or case.departs_on is None:
        return None
    if case.departs_on not in days:
        return False
    if agency is None or not agency.kind:
        return None
    return agency.kind == "A" and case.flight.origin in (agency.place, agency.office[:3])


def _day_at(airport: str, text: str) -> date | None:
    """The day at an airport of a booking's own time, which is UTC; a day without a time is taken as it is said."""
    at, clock = utc(text), zone(airport)
    return at.astimezone(clock).date() if at is not None and clock is not None else day(text)


def seller(booking: Booking | None) -> Agency | None:
    """Who made a booking: the first office that it names."""
    named = [a for a in booking.agencies if a.number or a.office or a.place or a.country] if booking else []
    return named[0] if named else None


def _agency(case: Case) -> Facts:
    agency = seller(case.booking)
    if agency is None:
        return {}
    place = agency.place or agency.office[:3]
    where = agency.country or (country(place) if codes(place) else "")
    return {
        "agency.number": agency.number or None,
        "agency.city": place if len(place) == len("LHR") and place.isalpha() else None,
        "agency.country": where or None,
        "agency.kind": _KINDS.get(agency.kind),
        "agency.is_abroad": _is_abroad(case, where),
    }


def _is_abroad(case: Case, where: str) -> bool | None:
    """Whether a country is none that the itinerary touches."""
    countries = case.itinerary.countries if case.itinerary is not None else None
    return where not in countries if where and countries else None


def my_contacts(case: Case, kind: str) -> list[str]:
    """The texts of the person's contacts of a kind, those of the whole booking among them."""
    if case.booking is None:
        return []
    return [c.text for c in case.booking.contacts if c.kind == kind and case.is_mine(c.traveller)]


def destinations(case: Case) -> list[str]:
    """The addresses at the destination (SSR DOCA D)."""
    return [text.removeprefix(DESTINATION) for text in my_contacts(case, "address") if text.startswith(DESTINATION)]


def _contact(case: Case) -> Facts:
    phones = my_contacts(case, "phone")
    countries = {found for phone in phones if (found := country_of(phone))}
    where = next(iter(countries)) if len(countries) == 1 else ""
    return {
        "contact.has_phone": bool(phones),
        "contact.has_email": bool(my_contacts(case, "email")),
        "contact.has_address": bool(destinations(case)),
        "contact.phone_country": where or None,
        "contact.phone_is_abroad": _is_abroad(case, where),
    }
