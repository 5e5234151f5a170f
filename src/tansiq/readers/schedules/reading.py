"""A schedule file as SSIM chapter 7 or as a table: legs, and an account of every line that was not taken."""

from dataclasses import dataclass

from tansiq.model.reading import Refusal, RefusalCode
from tansiq.model.schedules import ScheduledLeg

MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ScheduleReading:
    """What a schedule file says. accounted: bytes understood or named in a refusal; equals `size`."""

    size: int
    accounted: int
    legs: tuple[ScheduledLeg, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def refused(data: bytes, text: str, repair: str) -> ScheduleReading:
    """The reading of a file of which nothing was taken."""
    refusal = Refusal(RefusalCode.UNKNOWN_FORMAT, 0, len(data), text, repair)
    return ScheduleReading(len(data), len(data), refusals=(refusal,))
