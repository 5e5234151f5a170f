"""`tansiq bench queue`: from a message's arrival to its alert on the desk, on a running centre, alone and in a stream."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from tansiq.bench import stream
from tansiq.bench.paxlst import listed_traveller_list
from tansiq.bench.served import NotServing, serving
from tansiq.database.server import running_url

MESSAGES = 40
TRAVELLERS = 200
VISIBLE_WITHIN_S = 30.0


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Send lists of two hundred travellers, one of them listed; time until the alert can be read. Then the same while changes arrive. No peer to install."""
    with (
        tempfile.TemporaryDirectory(prefix="tansiq-bench-") as folder,
        serving(Path(folder) / "home", "--demo") as centre,
    ):
        url = running_url(centre.home)
        if url is None:
            raise NotServing("the database is not running")
        centre.wait_until_quiet()
        token = centre.token("airline-bench")
        waits: list[float] = []
        with psycopg.connect(url, autocommit=True) as connection:
            entry = _listed(connection)
            day = datetime.now(UTC) + timedelta(days=1)
            say(f"{MESSAGES} lists of {TRAVELLERS} travellers, one listed on each, one after another")
            for number in range(MESSAGES):
                data = listed_traveller_list(number, entry, day, travellers=TRAVELLERS)
                begun = time.perf_counter()
                centre.post("airline-bench", token, data)
                _wait_for_alert(connection, f"ZZ/{7000 + number}/", begun)
                waits.append((time.perf_counter() - begun) * 1000)
            centre.wait_until_quiet()
            told = stream.run(centre, token, entry, day, say)
    figures: dict[str, object] = {
        "messages": MESSAGES,
        "travellers_each": TRAVELLERS,
        "alert_p50_ms": round(statistics.median(waits), 1),
        "alert_p95_ms": round(statistics.quantiles(waits, n=20)[-1], 1),
        "alert_max_ms": round(max(waits), 1),
        **told,
    }
    return {"bench": "queue", "figures": figures, "ratio_to": {}}


def _listed(connection: psycopg.Connection) -> tuple[str, str]:
    """Name and birth date of an invented person on the demo's watchlist."""
    row = connection.execute(
        "SELECT name, subject->'birth_dates'->>0 FROM picture_listed"
        " WHERE length(subject->'birth_dates'->>0) = 10 AND name ~ '^[A-Za-z -]+$' ORDER BY length(name) DESC LIMIT 1"
    ).fetchone()
    if row is None:
        raise NotServing("the demo's watchlist is not loaded")
    return str(row[0]), str(row[1])


def _wait_for_alert(connection: psycopg.Connection, flight: str, begun: float) -> None:
    while time.perf_counter() - begun < VISIBLE_WITHIN_S:
        found = connection.execute(
            "SELECT 1 FROM centre_alert a JOIN picture_flight f ON f.id = a.flight_id WHERE f.key LIKE %s",
            (flight + "%",),
        ).fetchone()
        if found:
            return
        time.sleep(0.005)
    raise NotServing(f"no alert for {flight} within {VISIBLE_WITHIN_S:.0f} s")
