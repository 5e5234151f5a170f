"""What is out of the ordinary about a traveller's journey, and what is ordinary: each from a few facts, none from who somebody is.

A weight is the log odds that a full strength adds before anything was learned: set by hand, small on purpose, and pulled by
outcomes as these come in. What is unknown has no strength.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tansiq.detectors.risk import messages
from tansiq.detectors.rules import Row


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One pattern. family: of those of one family only the strongest counts, for they are mostly one fact seen twice.

    reads: the attributes it rests on. strength: 0 to 1, and the number shown with the reason, "" for none.
    """

    key: str
    family: str
    weight: float
    message: str
    reads: tuple[str, ...]
    strength: Callable[[Row], tuple[float, str]]


_SEVERAL: Final = 3
_LATE_HOURS: Final = 24
_RARE_BITS: Final = 12.0
_RARER_BITS: Final = 6.0
_OFTEN: Final = 4


def _holds(name: str) -> Callable[[Row], tuple[float, str]]:
    return lambda row: (float(row.get(name) is True), "")


def _count(name: str, *, least: int, full: int) -> Callable[[Row], tuple[float, str]]:
    """Nothing below the least, everything from full on, and in between in proportion."""

    def strength(row: Row) -> tuple[float, str]:
        seen = row.get(name)
        if not isinstance(seen, int) or seen < least:
            return 0.0, ""
        return min((seen - least + 1) / (full - least + 1), 1.0), str(seen)

    return strength


def _first_route(row: Row) -> tuple[float, str]:
    """Full for a document that has flown elsewhere; half for one never seen, which most are at the beginning."""
    if row.get("route.is_first_for_document") is not True:
        return 0.0, ""
    return (0.5 if row.get("document.is_new_to_us") is not False else 1.0), ""


def _rare_route(row: Row) -> tuple[float, str]:
    bits = row.get("route.rarity")
    if not isinstance(bits, float):
        return 0.0, ""
    return min(max((bits - _RARER_BITS) / (_RARE_BITS - _RARER_BITS), 0.0), 1.0), ""


def _late_cash(row: Row) -> tuple[float, str]:
    hours = row.get("booking.lead_hours")
    is_late = isinstance(hours, int) and hours < _LATE_HOURS
    return float(is_late and row.get("payment.is_cash") is True), ""


def _short_stay(row: Row) -> tuple[float, str]:
    length = row.get("stay.length")
    is_short = row.get("stay.is_shorter_than_flight") is True and isinstance(length, timedelta)
    return float(is_short), ""


ANOMALIES: Final = (
    Anomaly(
        "first_route",
        "route",
        0.4,
        messages.FIRST_ROUTE,
        ("route.is_first_for_document", "document.is_new_to_us"),
        _first_route,
    ),
    Anomaly("rare_route", "route", 0.5, messages.RARE_ROUTE, ("route.rarity",), _rare_route),
    Anomaly("broken_route", "route", 0.5, messages.BROKEN_ROUTE, ("route.is_broken",), _holds("route.is_broken")),
    Anomaly("split_tickets", "route", 0.4, messages.SPLIT_TICKETS, ("route.is_split",), _holds("route.is_split")),
    Anomaly(
        "short_stay",
        "stay",
        0.6,
        messages.SHORT_STAY,
        ("stay.is_shorter_than_flight", "stay.length"),
        _short_stay,
    ),
    Anomaly(
        "lookalikes",
        "group",
        0.9,
        messages.LOOKALIKES,
        ("party.lookalike_bookings",),
        _count("party.lookalike_bookings", least=2, full=5),
    ),
    Anomaly(
        "linked",
        "group",
        0.6,
        messages.LINKED,
        ("party.linked_bookings",),
        _count("party.linked_bookings", least=1, full=4),
    ),
    Anomaly(
        "shared_card",
        "group",
        0.8,
        messages.SHARED_CARD,
        ("payment.card_travellers_30_days",),
        _count("payment.card_travellers_30_days", least=_SEVERAL, full=6),
    ),
    Anomaly(
        "shared_phone",
        "group",
        0.7,
        messages.SHARED_PHONE,
        ("contact.phone_bookings_90_days",),
        _count("contact.phone_bookings_90_days", least=2, full=5),
    ),
    Anomaly("late_cash", "payment", 0.7, messages.LATE_CASH, ("payment.is_cash", "booking.lead_hours"), _late_cash),
    Anomaly(
        "third_party",
        "payment",
        0.3,
        messages.THIRD_PARTY,
        ("payment.is_third_party",),
        _holds("payment.is_third_party"),
    ),
    Anomaly(
        "unowned_tags",
        "bags",
        1.2,
        messages.UNOWNED_TAGS,
        ("bags.unowned_tags",),
        _count("bags.unowned_tags", least=1, full=1),
    ),
    Anomaly(
        "no_bag", "bags", 0.3, messages.NO_BAG, ("bags.has_none_on_long_trip",), _holds("bags.has_none_on_long_trip")
    ),
    Anomaly(
        "seated_together",
        "group",
        0.4,
        messages.SEATED_TOGETHER,
        ("seat.is_beside_other_booking",),
        _holds("seat.is_beside_other_booking"),
    ),
    Anomaly(
        "renewed",
        "document",
        0.5,
        messages.RENEWED,
        ("document.renewals_5_years",),
        _count("document.renewals_5_years", least=_SEVERAL, full=5),
    ),
    Anomaly(
        "agency_new",
        "agency",
        0.2,
        messages.NEW_AGENCY,
        ("route.is_first_for_agency",),
        _holds("route.is_first_for_agency"),
    ),
    Anomaly(
        "agency_found",
        "agency",
        0.9,
        messages.AGENCY_FOUND,
        ("agency.seizures_12_months",),
        _count("agency.seizures_12_months", least=1, full=4),
    ),
    Anomaly(
        "other_birth_date",
        "message",
        0.5,
        messages.OTHER_BIRTH_DATE,
        ("message.birth_date_differs",),
        _holds("message.birth_date_differs"),
    ),
    Anomaly("go_show", "booking", 0.4, messages.GO_SHOW, ("checkin.is_go_show",), _holds("checkin.is_go_show")),
    Anomaly(
        "found_before",
        "outcomes",
        1.5,
        messages.FOUND_BEFORE,
        ("history.seizures",),
        _count("history.seizures", least=1, full=2),
    ),
    Anomaly("party_found", "outcomes", 0.9, messages.PARTY_FOUND, ("party.has_seizure",), _holds("party.has_seizure")),
    Anomaly(
        "often_clear",
        "ordinary",
        -0.8,
        messages.OFTEN_CLEAR,
        ("history.clear_inspections",),
        _count("history.clear_inspections", least=1, full=_OFTEN),
    ),
    Anomaly(
        "regular",
        "ordinary",
        -0.7,
        messages.REGULAR,
        ("history.same_route_12_months",),
        _count("history.same_route_12_months", least=_OFTEN, full=12),
    ),
    Anomaly(
        "redress",
        "redress",
        -2.5,
        messages.REDRESS,
        ("history.cleared_by_redress",),
        _holds("history.cleared_by_redress"),
    ),
)
