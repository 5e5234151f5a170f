"""How long what is kept, by legal ground. Values only: `tansiq.ledger.retain` does the destroying."""

from datetime import datetime, timedelta
from enum import StrEnum


class RetentionClass(StrEnum):
    """The legal ground by which a feed's observations and raw bytes expire."""

    API = "api"  # passenger lists: short, after the flight
    LIST = "list"  # published lists: while they are listed, and for the proof of past screenings
    CASE = "case"  # tied to a case by a person's decision
    AUDIT = "audit"  # the access log


KEPT_FOR: dict[RetentionClass, timedelta] = {
    RetentionClass.API: timedelta(days=180),
    RetentionClass.LIST: timedelta(days=5 * 365),
    RetentionClass.CASE: timedelta(days=10 * 365),
    RetentionClass.AUDIT: timedelta(days=10 * 365),
}
"""Defaults; Directive 2004/82/EC asks for hours, most states keep passenger lists for months. Set per feed."""


def expires_at(retention: RetentionClass, received_at: datetime, *, kept_for: timedelta | None = None) -> datetime:
    """When an observation received then is destroyed."""
    return received_at + (KEPT_FOR[retention] if kept_for is None else kept_for)
