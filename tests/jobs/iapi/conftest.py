"""An invented airline that asks before it boards, and the process that answers, in threads of the test."""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tansiq.centre.boarding.decisions import Proposal, StandingDecision, answer, propose
from tansiq.centre.boarding.policies import Terms, approve_terms, propose_terms
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.database.home import home
from tansiq.detectors.boarding import Answer
from tansiq.jobs.iapi.line import Exchange, Line
from tansiq.jobs.iapi.process import answering
from tansiq.model.customs import Reply
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import Subject
from tansiq.picture import lists
from tansiq.readers.customs import cusres
from tests.jobs.airline import DAY, Guest

TERMS = Terms(0, "", Answer.CHECK, "When late, ask the duty officer.", 5000, contact="CALL 000 INVENTED")
SOMEBODY = Guest("QAZMOR", "VELTRIN INVENTED", document="ZZ0000003", reference="R3")
LISTED = Guest("TORANKHELWAL", "ZARGHUN INVENTED", document="ZZ0000001", reference="R1")


def asking(
    guests: Sequence[Guest],
    *,
    transaction: str = "T1",
    identifier: str = "",
    function: str = "745",
    day: datetime = DAY,
    locator: str = "",
) -> bytes:
    """An interactive PAXLST of flight ZZ 7001 from Dubai to Islamabad."""
    date = f"{day:%y%m%d}"
    lines = [
        f"UNB+UNOA:4+INVENTED+CENTRE+{date}:0100+77++IAPI'",
        "UNH+5+PAXLST:D:05B:UN:IATA+ACCESS1'",
        f"BGM+{function}{'+' + identifier if identifier else ''}'",
        f"RFF+TN:{transaction}:::1'",
        "TDT+20+ZZ7001+++ZZ'",
        "LOC+125+DXB'",
        f"DTM+189:{date}0300:201'",
        "LOC+87+ISB'",
        f"DTM+232:{date}0700:201'",
        *(line for guest in guests for line in [*guest.lines(), *([f"RFF+AVF:{locator}'"] if locator else [])]),
        f"CNT+42:{len(guests)}'",
    ]
    return "\n".join([*lines, f"UNT+{len(lines)}+5'", "UNZ+1+77'"]).encode()


def reply_of(data: bytes) -> Reply:
    """The one answer in the bytes, as a carrier's own reader has it."""
    (reply,) = cusres.read(data, "answer.edi").observations
    assert isinstance(reply, Reply)
    return reply


def directives(data: bytes) -> dict[str, str]:
    """Reference to directive, of every answer in the bytes."""
    replies = [o for o in cusres.read(data, "answer.edi").observations if isinstance(o, Reply)]
    return {t.reference: t.directive for reply in replies for t in reply.travellers}


@dataclass(frozen=True, slots=True)
class State:
    """A feed whose terms are in force, and the officers who decide."""

    feed: Feed
    ayesha: Officer
    bilal: Officer
    layla: Officer

    def decide(self, effect: Answer, number: str, *, birth_date: str = "1980-03-04") -> StandingDecision:
        """A decision of two officers about a Pakistani document."""
        now = datetime.now(UTC)
        ground, until = "court_order", now + timedelta(days=9)
        said = Proposal(number, "PK", effect, ground, "Invented Act 1", "Invented.", until, birth_date)
        return answer(propose(self.ayesha, said, at=now).pk, self.bilal, is_confirmed=True, at=now)

    def agree(self, terms: Terms) -> None:
        """Terms of two officers."""
        now = datetime.now(UTC)
        approve_terms(propose_terms(self.feed, self.layla, terms, at=now).pk, self.bilal, is_approved=True, at=now)


def officer(username: str, *roles: Role) -> Officer:
    owner, _ = Organisation.objects.get_or_create(code="centre", defaults={"name": "Centre"})
    return Officer.objects.create(username=username, first_name=username, organisation=owner, roles=list(roles))


@pytest.fixture
def state(transactional_db: None) -> State:
    people = officer("ayesha", Role.TARGETING), officer("bilal", Role.SUPERVISOR), officer("layla", Role.ADMINISTRATOR)
    owner = people[0].organisation
    assert owner is not None
    made = State(Feed.objects.create(code="airline", title="Airline", owner=owner), *people)
    made.agree(TERMS)
    shutil.rmtree(home() / "iapi", ignore_errors=True)
    return made


def put_on_list(name: str, *, birth_date: str = "1980-03-04", message: int = 1) -> None:
    """An invented list of one person in force."""
    subject = Subject(id="W1", names=(name,), birth_dates=(birth_date,))
    lists.load("lists", message, {message: ListEntry("Invented", subject, Source("l.csv", 0, 1))}, at=datetime.now(UTC))


@contextmanager
def answering_process(url: str) -> Iterator[Exchange]:
    """The process that answers, in threads."""
    with answering(url) as (answerer, exchange, _, _):
        running = threading.Thread(target=answerer.run)
        running.start()
        try:
            yield exchange
        finally:
            answerer.stop()
            running.join(10)


@pytest.fixture
def line(state: State, django_url: str) -> Iterator[Callable[[], Line]]:
    """Opens lines to a process that answers."""
    with answering_process(django_url) as exchange:
        opened: list[Line] = []

        def new() -> Line:
            opened.append(Line(exchange.address))
            return opened[-1]

        yield new
        for each in opened:
            each.close()
