"""Django finds the records of this room here; each is defined beside the fold that writes it."""

from tansiq.picture.bookings import HeldBooking
from tansiq.picture.facts.kept import KeptFacts
from tansiq.picture.flights import Flight, FlightMessage, FormerFlight, ManifestEntry
from tansiq.picture.lists import ListChange, Listed, ListVersion
from tansiq.picture.schedules import ScheduledFlight, ScheduleVersion
from tansiq.picture.silences import MissingMessage
from tansiq.picture.skeleton_scheme import SkeletonScheme
from tansiq.picture.traces import Trace

__all__ = [
    "Flight",
    "FlightMessage",
    "FormerFlight",
    "HeldBooking",
    "KeptFacts",
    "ListChange",
    "ListVersion",
    "Listed",
    "ManifestEntry",
    "MissingMessage",
    "ScheduleVersion",
    "ScheduledFlight",
    "SkeletonScheme",
    "Trace",
]
