"""An invented airline's messages as text, and the way they take: received, taken, followed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tansiq.centre.feeds import Feed
from tansiq.centre.people import Organisation
from tansiq.detectors.names.screen import findings
from tansiq.jobs.follow import Follower
from tansiq.jobs.screening import Detect
from tansiq.jobs.take import take_waiting
from tansiq.ledger.current import current
from tansiq.ledger.intake import receive
from tansiq.ledger.keys import Signer

DAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invented on the flight."""

    family: str
    given: str
    born: str = "800304"
    document: str = ""
    reference: str = ""

    def lines(self) -> list[str]:
        """The segments that name the guest."""
        lines = [f"NAD+FL+++{self.family}:{self.given}'", f"DTM+329:{self.born}'"]
        if self.reference:
            lines.append(f"RFF+ABO:{self.reference}'")
        if self.document:
            lines += [f"DOC+P:110:111+{self.document}'", "LOC+91+PAK'"]
        return lines


LISTED = Guest("TORANKHELWAL", "ZARGHUN INVENTED", document="ZZ0000001", reference="R1")
SECOND = Guest("MANDOKHAIL", "BAKHTAWAR INVENTED", document="ZZ0000002", reference="R2")
NOBODY = Guest("QAZMOR", "VELTRIN INVENTED", document="ZZ0000003", reference="R3")
LIST = b"""id,type,names,birth_dates
W1,person,Zarghun Invented Torankhelwal,1980-03-04
W2,person,Bakhtawar Invented Mandokhail,1980-03-04
"""


def message(
    guests: Sequence[Guest],
    *,
    sent: str = "0100",
    lands: str = "0700",
    function: str = "745",
    identifier: str = "",
    day: datetime = DAY,
) -> bytes:
    """A PAXLST of flight ZZ 7001 that leaves Dubai at three. sent, lands: clock times of the day, lands "" for not said."""
    date = f"{day:%y%m%d}"
    lines = [
        f"UNB+UNOA:4+INVENTED+CENTRE+{date}:{sent}+1++APIS'",
        "UNH+1+PAXLST:D:12B:UN:IATA'",
        f"BGM+{function}{'+' + identifier if identifier else ''}'",
        "TDT+20+ZZ7001+++ZZ'",
        "LOC+125+DXB'",
        f"DTM+189:{date}0300:201'",
        "LOC+87+ISB'",
        *([f"DTM+232:{date}{lands}:201'"] if lands else []),
        *(line for guest in guests for line in guest.lines()),
        f"CNT+42:{len(guests)}'",
    ]
    return "\n".join([*lines, f"UNT+{len(lines)}+1'", "UNZ+1+1'"]).encode()


class Centre:
    """A centre with an airline's feed and one for lists. clock: what it is there."""

    def __init__(self, keys: Path, *, clock: Callable[[], datetime] = lambda: DAY - timedelta(hours=3)) -> None:
        self.signer, self.clock = Signer.load_or_create(keys), clock
        owner = Organisation.objects.create(code="centre", name="Centre")
        Feed.objects.create(code="airline", title="Airline", owner=owner)
        Feed.objects.create(code="list", title="List", owner=owner, retention="list")

    def receive(self, data: bytes, *, feed: str = "airline") -> int:
        """Receive and take a message, without following it; its id."""
        at = self.clock()
        sent = receive(current(), feed=feed, name=f"{feed}.txt", data=data, at=at, expires_at=at + timedelta(days=9))
        while take_waiting(self.signer, clock=self.clock):
            continue
        return sent.message

    def follow(self, detect: Detect = findings) -> None:
        """Follow the ledger to its end."""
        follower = Follower(clock=self.clock, detect=detect)
        while follower.step():
            continue

    def hear(self, data: bytes, *, feed: str = "airline") -> int:
        """Receive, take and follow a message; its id."""
        sent = self.receive(data, feed=feed)
        self.follow()
        return sent
