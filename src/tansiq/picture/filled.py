"""Which attributes of rules are ever filled: a rule over one that nothing fills is true of nobody, and says nothing about it."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from tansiq.detectors.rules.attributes import ATTRIBUTES

_NO_TICKET_OFFICE = "readers do not keep where a ticket was issued"
_NO_CROSSINGS = "crossings are not read yet"
_NO_SCANS = "scans are not joined to travellers yet"

NOT_YET: Final[Mapping[str, str]] = {
    "route.rarity": "the bookings of a year are not counted by route yet",
    "route.seizures_12_months": "seizures are not read yet",
    "ticket.is_electronic": "readers do not keep the form of a ticket",
    "ticket.fare_ratio": "fares are not compared by route yet",
    "ticket.is_award": "no message says surely that miles were paid",
    "ticket.issue_city": _NO_TICKET_OFFICE,
    "ticket.issue_country": _NO_TICKET_OFFICE,
    "ticket.is_issued_elsewhere": _NO_TICKET_OFFICE,
    "payment.card_country": "there is no table of card issuers",
    "agency.changed_after_booking": "a booking's history does not say which offices are agencies",
    "contact.phone_is_listed": "lists and cases hold no telephone numbers yet",
    "checkin.is_go_show": "no message says surely that somebody came without a booking",
    "document.age_days": "readers do not keep the day of issue",
    "document.is_reported_lost": "no register of lost documents is asked",
    "document.check_digits_hold": "machine-readable zones are not joined to travellers yet",
    "visa.age_days": "readers do not keep the day of issue",
    "history.open_departures": _NO_CROSSINGS,
    "history.impossible_pairs": _NO_CROSSINGS,
    "names.commonness": "names are not counted among travellers yet",
    **{name: _NO_SCANS for name, attribute in ATTRIBUTES.items() if attribute.group == "scan"},
}
"""Attributes that nothing fills, and why."""


@cache
def filled() -> frozenset[str]:
    """The attributes that the picture or the centre fills for somebody."""
    return frozenset(ATTRIBUTES) - NOT_YET.keys()
