"""What is masked out of bookings and passenger lists once their first months are over, and what of them stays.

Source: Directive (EU) 2016/681 article 12(2): names, also of other travellers, and how many travel together; address and
contact; all forms of payment, with the billing address; frequent-flyer information; general remarks; any advance passenger
information. Numbers that lead to a person by way of the airline, of tickets and bag tags, are masked beside these.
The booking's locator stays: by it and the flight an approved request finds what it is about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tansiq.model.bookings import Booking, HistoryLine, Payment, Segment, Service, Ticket
from tansiq.model.kinds import Observation
from tansiq.model.observations import Traveller

MASKED = "\N{FULL BLOCK}" * 5
"""What stands in the place of a masked name; screens show it in words, in the same way everywhere."""

MASKED_KINDS = frozenset({"traveller", "booking"})
"""Kinds of observation that hold something to mask. Legs say nothing of anybody."""

FREQUENT_FLYER = "FQ"
"""How service codes of frequent flyers begin: FQTV, FQTR, FQTU, FQTS. Source: IATA AIRIMP."""


def mask(observation: Observation) -> Observation:
    """The observation without what could identify anybody. One that holds nothing of the kind is given back as it is."""
    match observation:
        case Traveller():
            return _traveller(observation)
        case Booking():
            return _booking(observation)
        case _:
            return observation


def mask_reasons(reasons: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Reasons as they are kept, with what they quote of somebody masked; which sentence was said stays."""
    return [{**reason, "values": dict.fromkeys(reason["values"], MASKED)} for reason in reasons]


def mask_parts(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Parts of a score as they are kept, in the same way: what they weigh, and by which sentence, stays."""
    return [{**part, **{side: MASKED for side in ("left", "right") if part.get(side)}} for part in parts]


def mask_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of a row of rule attributes, by name, those that identify nobody."""
    return {name: value for name, value in facts.items() if _may_stay(name)}


def _traveller(traveller: Traveller) -> Traveller:
    """The place on the aircraft. The locator goes: who shares it travels together."""
    return Traveller(
        role=traveller.role,
        source=traveller.source,
        message=traveller.message,
        seat=traveller.seat,
        embarked=traveller.embarked,
        disembarks=traveller.disembarks,
        legs=traveller.legs,
        bag_count=traveller.bag_count,
        bag_weight_kg=traveller.bag_weight_kg,
        category=traveller.category,
    )


def _booking(booking: Booking) -> Booking:
    """When and how it was made, and the way it goes. What is there once for each traveller is kept once: their number goes."""
    return Booking(
        locator=booking.locator,
        source=booking.source,
        message=booking.message,
        references=booking.references,
        created=booking.created,
        changed=booking.changed,
        ticketed=booking.ticketed,
        segments=tuple(_segment(s) for s in booking.segments),
        agencies=tuple(replace(a, agent="") for a in booking.agencies),
        payments=_once(Payment(form=p.form, vendor=p.vendor, currency=p.currency) for p in booking.payments),
        tickets=_once(Ticket(number="", issued=t.issued, currency=t.currency) for t in booking.tickets),
        services=_once(_service(s) for s in booking.services if not s.code.startswith(FREQUENT_FLYER)),
        history=_once(HistoryLine(text="", action=line.action, at=line.at) for line in booking.history),
    )


def _segment(segment: Segment) -> Segment:
    return replace(segment, party=None, text="")


def _service(service: Service) -> Service:
    return replace(service, text="", count=None, traveller="")


def _once(parts: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(parts))


_STAYS = frozenset({"agency", "booking", "checkin", "flight", "message", "route", "stay", "ticket"})
_STAYS_BESIDE = frozenset({"bags.count", "bags.weight_kg", "payment.is_cash", "payment.is_card", "payment.forms"})
_GOES = frozenset(
    {
        "booking.is_group",
        "booking.locators",
        "booking.overlapping",
        "message.birth_date_differs",
        "message.name_differs",
        "route.is_first_for_document",
    }
)


def _may_stay(name: str) -> bool:
    return name in _STAYS_BESIDE or (name not in _GOES and name.partition(".")[0] in _STAYS)
