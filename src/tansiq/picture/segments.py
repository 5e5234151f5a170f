"""What a booking's segment says of a seat: held, waited for, or given up.

Source: IATA reservation codes of segments (AIRIMP action, advice and status codes); PADIS 4405 in RPI.
"""

from enum import Enum
from typing import Final

from tansiq.model.bookings import Booking

CANCELLED: Final = frozenset({"HX", "XX", "XL", "XR", "XN", "XK", "XS", "UN", "UC", "NO", "WK", "WL", "WN", "NS"})
"""Cancelled, refused, or what a segment was before its schedule changed."""

WAITING: Final = frozenset(
    {"HL", "LL", "TL", "UU", "US", "UW", "HN", "NN", "PN", "TN", "DL", "BL", "SA", "PA", "PB", "PC", "PD", "IN"}
)
"""On a waiting list, standby, or asked for and not yet answered."""


class Hold(Enum):
    """Whether a booking holds seats on a flight."""

    SEATS = "seats"
    WAITS = "waits"
    NOTHING = "nothing"


def is_flown(status: str) -> bool:
    """Whether a segment's seats are held, as far as its status says."""
    return status[:2].upper() not in CANCELLED | WAITING


def hold_of(booking: Booking, legs: tuple[int, ...]) -> tuple[Hold, str]:
    """What a booking holds on the flight that these legs of its message are, and the status that says so.

    A booking without a segment on the flight holds seats: the message is about the flight. Of several segments the best counts.
    """
    statuses = [s.status[:2].upper() for s in booking.segments if s.leg is not None and s.leg in legs]
    if not statuses or any(is_flown(status) for status in statuses):
        return Hold.SEATS, ""
    waiting = next((status for status in statuses if status in WAITING), None)
    return (Hold.WAITS, waiting) if waiting else (Hold.NOTHING, statuses[0])
