"""What will be masked and destroyed, before it is: in numbers, by class and day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tansiq.ledger.trees import Database


@dataclass(frozen=True, slots=True)
class Coming:
    """How many are masked or destroyed on a day. kind: a retention class, or "raw" for the bytes of messages. due_on: UTC."""

    what: Literal["mask", "destroy"]
    kind: str
    due_on: date
    count: int


def coming(connection: Database, *, until: datetime) -> list[Coming]:
    """What is masked and destroyed by an instant if nothing else arrives, soonest first. Changes nothing."""
    rows = connection.execute(
        "SELECT what, class, due_on, n FROM ledger_coming(%s) ORDER BY due_on, what DESC, class", (until,)
    )
    return [Coming(*row) for row in rows]
