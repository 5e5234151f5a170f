"""A stream of small messages on many flights, and how long the alerts among them take to reach the desk."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Thread

import psycopg

from tansiq.bench.paxlst import message, nobody, the_listed
from tansiq.bench.served import NotServing, Served

FLIGHTS = 60
ON_BOARD = 120
PER_SECOND = 100
SECONDS = 20
LISTED_EVERY = 37
"""Prime to the flights, so that no flight has the listed person twice, who would be known again there and raise no second alert."""

SENDERS = 4
FIRST_FLIGHT = 500
STRAGGLERS_WITHIN_S = 240.0


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one flight. document: of the listed person on it, "" for none."""

    number: int
    data: bytes
    document: str


def run(
    centre: Served, token: str, entry: tuple[str, str], day: datetime, say: Callable[[str], None]
) -> dict[str, object]:
    """Fill the flights, then send a hundred changes a second, each of one or two travellers, the second one listed.

    Time runs from the moment a message was to be sent, so that a sender held up counts, to the desk's event of its alert.
    """
    say(f"{FLIGHTS} flights of {ON_BOARD} travellers, then {PER_SECOND} changes a second for {SECONDS} s")
    flights = [FIRST_FLIGHT + n for n in range(FLIGHTS)]
    for flight in flights:
        people = [nobody(flight, place) for place in range(ON_BOARD)]
        centre.post("airline-bench", token, message(flight, people, day))
    centre.wait_until_quiet()
    changes = [_change(number, flights, entry, day) for number in range(1, PER_SECOND * SECONDS + 1)]
    desk = _Desk(centre.database_url())
    due, sent, lasted = _send(centre, token, changes)
    alerts = _alerts(centre, [c.document for c in changes if c.document])
    desk.close()
    waits = [(desk.heard[alerts[c.document]] - due[c.number]) * 1000 for c in changes if c.document]
    say(f"{len(waits)} alerts; the last message was acknowledged {lasted:.1f} s after the first was due")
    return {
        "stream_messages": len(changes),
        "stream_per_second": round(sent / lasted, 1),
        "stream_alerts": len(waits),
        "stream_alert_p50_ms": round(statistics.median(waits), 1),
        "stream_alert_p95_ms": round(statistics.quantiles(waits, n=20)[-1], 1),
        "stream_alert_max_ms": round(max(waits), 1),
    }


def _change(number: int, flights: Sequence[int], entry: tuple[str, str], day: datetime) -> Change:
    """The change of a number: of a traveller who is known on the flight, and every so often of a listed one who is not."""
    flight = flights[number % FLIGHTS]
    people = [nobody(flight, number * 7 % ON_BOARD)]
    document = f"ZS{number:05d}" if number % LISTED_EVERY == 0 else ""
    if document:
        people.append(the_listed(entry, document))
    return Change(number, message(flight, people, day, change=number), document)


def _send(centre: Served, token: str, changes: Sequence[Change]) -> tuple[dict[int, float], int, float]:
    """Send each change at its time, by several senders. When each was due, how many were sent, and how long it took."""
    start = time.time() + 0.5
    due = {c.number: start + place / PER_SECOND for place, c in enumerate(changes)}

    def send(change: Change) -> None:
        time.sleep(max(0.0, due[change.number] - time.time()))
        centre.post("airline-bench", token, change.data, timeout_s=30)

    with ThreadPoolExecutor(SENDERS) as senders:
        sent = sum(1 for _ in senders.map(send, changes))
    return due, sent, time.time() - start


class _Desk:
    """Hears the live events as a desk does, and when."""

    def __init__(self, url: str) -> None:
        self.heard: dict[int, float] = {}
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("LISTEN tansiq_desk")
        self._is_open = True
        self._thread = Thread(target=self._hear, daemon=True)
        self._thread.start()

    def _hear(self) -> None:
        while self._is_open:
            for event in self._connection.notifies(timeout=0.2):
                told = json.loads(event.payload)
                if told["type"] == "alert":
                    self.heard.setdefault(told["id"], time.time())

    def close(self) -> None:
        self._is_open = False
        self._thread.join()
        self._connection.close()


def _alerts(centre: Served, documents: Sequence[str]) -> dict[str, int]:
    """The alert of each document's holder, once all of them are there."""
    deadline, found = time.monotonic() + STRAGGLERS_WITHIN_S, dict[str, int]()
    with psycopg.connect(centre.database_url(), autocommit=True) as connection:
        while time.monotonic() < deadline:
            rows = connection.execute(
                "SELECT d.number, a.id FROM unnest(%s::text[]) AS d (number) JOIN picture_manifestentry e ON"
                " e.traveller -> 'documents' @> jsonb_build_array(jsonb_build_object('number', d.number))"
                " JOIN centre_alert a ON a.flight_id = e.flight_id AND a.entry_key = e.key",
                (list(documents),),
            ).fetchall()
            found = dict(rows)
            if len(found) == len(documents):
                return found
            time.sleep(0.5)
    raise NotServing(f"{len(found)} of {len(documents)} alerts within {STRAGGLERS_WITHIN_S:.0f} s")
