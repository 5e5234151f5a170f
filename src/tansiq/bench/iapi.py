"""`tansiq bench iapi`: carriers ask about 200 passengers a second while ten thousand entries are in force.

A real `tansiq serve` on this machine, asked over HTTP: one passenger to a message, then bookings of five. Every message is due at a
fixed instant and its time is counted from that instant, so that a late start counts as waiting. The worker takes in the same
messages meanwhile, and the clients run on the same processors. No peer: there is no like product to install.
"""

import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from tansiq.bench.names import invented_list
from tansiq.bench.served import NotServing, Served, serving
from tansiq.jobs.set_up import set_up_django
from tansiq.model.errors import Misconfigured
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import Subject

LISTED: Final = 10_000
UNLISTED: Final = 20_000
STOPPED: Final = 200
PASSENGERS_A_SECOND: Final = 200
SECONDS: Final = 25
CLIENTS: Final = 12
BOOKING: Final = 5
FEED: Final = "bench-iapi"
LISTED_EVERY: Final = 100
"""Of so many passengers one bears the name of an entry."""
READY_WITHIN_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: seconds since it was due, its status, the directives in it, and whether it was the written fallback."""

    seconds: float
    status: int
    directives: tuple[bytes, ...]
    is_fallback: bool


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Ask, and measure; say: told each step. TANSIQ_BENCH_IAPI_S: for how many seconds each kind of message is asked."""
    seconds = _seconds()
    with (
        tempfile.TemporaryDirectory(prefix="tansiq-bench-") as folder,
        serving(Path(folder) / "home") as centre,
    ):
        idle_mb = centre.resident_mb()
        say(f"idle, before any terms are approved: {idle_mb:.0f} MB resident for the whole process tree")
        people = invented_list(LISTED + UNLISTED)
        token = _prepare(centre, people[:LISTED])
        _wait_until_ready(centre, token, people)
        ready_mb = centre.resident_mb()
        say(f"{LISTED:,} entries in force, {STOPPED} standing decisions; {ready_mb:.0f} MB")
        load = os.getloadavg()[0]
        single = _ask(centre, token, people, each=1, seconds=seconds)
        say(_line("one passenger to a message", single))
        bookings = _ask(centre, token, people, each=BOOKING, seconds=seconds)
        say(_line(f"bookings of {BOOKING}", bookings))
        figures = {
            "listed": LISTED,
            "standing_decisions": STOPPED,
            "passengers_per_second": PASSENGERS_A_SECOND,
            "seconds": seconds,
            **_figures("single", single),
            **_figures("booking", bookings),
            "load_before": round(load, 2),
            "idle_resident_mb": round(idle_mb, 1),
            "answering_resident_mb": round(ready_mb, 1),
        }
    return {"bench": "iapi", "figures": figures, "ratio_to": {}}


def _seconds() -> int:
    wanted = os.environ.get("TANSIQ_BENCH_IAPI_S", str(SECONDS))
    if not wanted.isdecimal() or int(wanted) < 1:
        raise Misconfigured(f"TANSIQ_BENCH_IAPI_S is {wanted}, a number of seconds expected", repair="unset it")
    return int(wanted)


def _prepare(centre: Served, listed: Sequence[Subject]) -> str:
    """A feed whose terms two invented officers agreed on, a list in force, and decisions; the feed's token."""
    os.environ["DATABASE_URL"] = centre.database_url()
    set_up_django()
    from tansiq.centre.boarding.decisions import Proposal, answer, propose
    from tansiq.centre.boarding.policies import Terms, approve_terms, propose_terms
    from tansiq.centre.feeds import Feed, issue_token
    from tansiq.centre.people import Officer, Organisation, Role
    from tansiq.detectors.boarding import Answer
    from tansiq.picture import lists

    at = datetime.now(UTC)
    owner, _ = Organisation.objects.get_or_create(code="bench", defaults={"name": "Bench (invented)"})
    first, second = (
        Officer.objects.create(username=name, organisation=owner, roles=[*Role]) for name in ("bench-1", "bench-2")
    )
    feed = Feed.objects.create(code=FEED, title="Bench", owner=owner)
    source = Source("bench.csv", 0, 1)
    entries = {place: ListEntry("Bench", _born(s), source) for place, s in enumerate(listed, 1)}
    lists.load("bench-list", 1, entries, at=at)
    until = at + timedelta(days=30)
    for number in range(STOPPED):
        said = Proposal(_document(number), "PK", Answer.NO_BOARD, "court_order", "Invented Act 1", "Bench.", until)
        answer(propose(first, said, at=at).pk, second, is_confirmed=True, at=at)
    terms = Terms(0, "", Answer.CHECK, "Bench.", 5_000)
    approve_terms(propose_terms(feed, first, terms, at=at).pk, second, is_approved=True, at=at)
    return issue_token(feed)


def _born(subject: Subject) -> Subject:
    return Subject(subject.id, names=subject.names, birth_dates=("1980-03-04",))


def _document(number: int) -> str:
    return f"ZB{number:07d}"


def _wait_until_ready(centre: Served, token: str, people: Sequence[Subject]) -> None:
    """Wait until who bears a listed name is asked for a check: the lists are in the memory of the process that answers."""
    deadline = time.monotonic() + READY_WITHIN_S
    client = HTTPConnection("127.0.0.1", centre.port, timeout=30)
    for number in count(10_900_000, LISTED_EVERY):
        told = _post(client, token, _message([(number, people[0])], number), due=time.perf_counter())
        if told.directives == (b"2Z",) and not told.is_fallback:
            client.close()
            return
        if time.monotonic() > deadline:
            raise NotServing(f"the lists were not held against passengers in time; the last answer was {told}")
        time.sleep(0.5)


def _ask(centre: Served, token: str, people: Sequence[Subject], *, each: int, seconds: int) -> list[Told]:
    """Messages of so many passengers each at 200 passengers a second, due at equal distances; what came of each."""
    wanted = PASSENGERS_A_SECOND * seconds // each
    first = each * 1_000_000
    messages = [
        _message([(first + n, _somebody(people, first + n)) for n in range(k * each, (k + 1) * each)], first + k)
        for k in range(wanted)
    ]
    begin = time.perf_counter() + 0.5
    due: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
    for place, message in enumerate(messages):
        due.put((begin + place * each / PASSENGERS_A_SECOND, message))
    with ThreadPoolExecutor(CLIENTS) as clients:
        found = list(clients.map(partial(_client, centre.port, token), [due] * CLIENTS))
    return [told for one in found for told in one]


def _somebody(people: Sequence[Subject], number: int) -> Subject:
    """Mostly nobody who is listed; now and then an entry's namesake, born another day or the same."""
    return people[number % LISTED] if number % LISTED_EVERY == 0 else people[LISTED + number % (len(people) - LISTED)]


def _client(port: int, token: str, due: "SimpleQueue[tuple[float, bytes]]") -> list[Told]:
    """One connection that stays open, taking the next message that is due."""
    client, told = HTTPConnection("127.0.0.1", port, timeout=30), []
    while not due.empty():
        at, message = due.get()
        time.sleep(max(at - time.perf_counter(), 0))
        told.append(_post(client, token, message, due=at))
    client.close()
    return told


def _post(client: HTTPConnection, token: str, message: bytes, *, due: float) -> Told:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/edifact"}
    client.request("POST", f"/api/iapi/{FEED}", body=message, headers=headers)
    answer = client.getresponse()
    data = answer.read()
    spent = time.perf_counter() - due
    directives = tuple(part[4:6] for part in data.split(b"'") if part.startswith(b"ERC+") and part.endswith(b"Z"))
    return Told(spent, answer.status, directives, answer.getheader("X-Tansiq-Fallback") is not None)


def _message(passengers: Sequence[tuple[int, Subject]], transaction: int) -> bytes:
    """An interactive PAXLST of a flight that leaves tomorrow. Some documents are those of standing decisions."""
    day = f"{datetime.now(UTC) + timedelta(days=1):%y%m%d}"
    lines = [
        f"UNH+1+PAXLST:D:05B:UN:IATA+B{transaction}'",
        "BGM+745'",
        f"RFF+TN:B{transaction}'",
        f"TDT+20+ZZ{transaction % 900 + 100}+++ZZ'",
        "LOC+125+DXB'",
        f"DTM+189:{day}0820:201'",
        "LOC+87+ISB'",
        f"DTM+232:{day}1220:201'",
    ]
    for number, person in passengers:
        family, _, given = person.names[0].upper().partition(" ")
        lines += [
            f"NAD+FL+++{family}:{given}'",
            "ATT+2++M'",
            f"DTM+329:{'800304' if number % LISTED_EVERY == 0 else '910607'}'",
            "NAT+2+PAK'",
            f"RFF+AVF:B{number % 100_000:05d}'",
            f"RFF+ABO:B{number:09d}'",
            f"DOC+P:110:111+{_document(number % 1_000_000)}'",
            f"DTM+36:{'320101'}'",
            "LOC+91+PAK'",
        ]
    lines += [f"CNT+42:{len(passengers)}'", f"UNT+{len(lines) + 2}+1'"]
    head = f"UNB+UNOA:4+INVENTED+CENTRE+{day}:0100+{transaction}++IAPI'"
    return "".join([head, *lines, f"UNZ+1+{transaction}'"]).encode()


def _figures(name: str, told: Sequence[Told]) -> dict[str, object]:
    """p50 and p99 in milliseconds, what was answered, and what was not. Raises NotServing where something was refused."""
    refused = [one.status for one in told if one.status != HTTPStatus.OK]
    if refused:
        raise NotServing(f"{len(refused)} messages were refused, the first with {refused[0]}")
    spent = [one.seconds * 1000 for one in told]
    directives = Counter(code.decode() for one in told for code in one.directives)
    return {
        f"{name}_messages": len(told),
        f"{name}_p50_ms": round(statistics.median(spent), 2),
        f"{name}_p99_ms": round(statistics.quantiles(spent, n=100)[98], 2),
        f"{name}_max_ms": round(max(spent), 2),
        f"{name}_fallbacks": sum(one.is_fallback for one in told),
        f"{name}_directives": dict(sorted(directives.items())),
    }


def _line(what: str, told: Sequence[Told]) -> str:
    found = _figures("x", told)
    return f"{what}: p50 {found['x_p50_ms']} ms, p99 {found['x_p99_ms']} ms, {found['x_fallbacks']} fallbacks, {found['x_directives']}"
