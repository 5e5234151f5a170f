"""Dates of the OFAC advanced XML layout: a day in three elements, and a period between two spans of days.

Source: OFAC, "Advanced Sanctions List Standard", types Date and DatePeriod: Start and End each lie between From and To.
"""

from datetime import date, timedelta

from tansiq.readers.lists.dates import EARLIEST_YEAR, WIDEST_RANGE_YEARS
from tansiq.readers.markup import Element


def stated_day(element: Element) -> str:
    """A day as ISO 8601, at the precision stated; "" for one that is none."""
    parts = [element.first(tag) for tag in ("Year", "Month", "Day")]
    known = [part for part in parts if part.isascii() and part.isdigit()]
    if len(known) < len([part for part in parts if part]) or not parts[0]:
        return ""
    whole = [int(part) for part in known]
    try:
        date(*([*whole, 1, 1])[:3])
    except (ValueError, OverflowError):
        return ""
    return "-".join([f"{whole[0]:04d}", *(f"{part:02d}" for part in whole[1:])])


def period_dates(period: Element) -> tuple[str, ...]:
    """What a period says of a birth: a day, a month, a year, or years where it has at most `WIDEST_RANGE_YEARS`; () for none."""
    first, last = _edge(period, "Start", "From"), _edge(period, "End", "To")
    return span_dates(first or last, last or _edge(period, "Start", "To") or first)


def span_dates(first: date | None, last: date | None) -> tuple[str, ...]:
    """What the days from a first to a last one say of a birth, as `period_dates` gives it."""
    if first is None or last is None or not EARLIEST_YEAR <= first.year <= last.year or last < first:
        return ()
    if first == last:
        return (first.isoformat(),)
    if last.year - first.year > WIDEST_RANGE_YEARS:
        return ()
    after = last + timedelta(days=1) if last < date.max else last
    if first.day == 1 and after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return (f"{first.year:04d}-{first.month:02d}",)
    return tuple(f"{year:04d}" for year in range(first.year, last.year + 1))


def _edge(period: Element, side: str, end: str) -> date | None:
    found = next(iter(period.all(f"{side}/{end}")), None)
    stated = stated_day(found) if found else ""
    parts = [int(part) for part in stated.split("-")] if stated else []
    if not parts:
        return None
    if len(parts) == 1:
        return date(parts[0], 1, 1) if end == "From" else date(parts[0], 12, 31)
    if len(parts) == 2:  # noqa: PLR2004  a year and a month
        first = date(parts[0], parts[1], 1)
        return first if end == "From" else _last_of(first)
    return date(*parts)


def _last_of(first: date) -> date:
    """The last day of a month."""
    month = first.month % 12 + 1
    return first.replace(day=31) if month == 1 else first.replace(month=month) - timedelta(days=1)
