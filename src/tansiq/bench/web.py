"""`tansiq bench web`: eight clients on the desk while twenty thousand alerts stand open."""

import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import uuid4

from tansiq.bench.served import NotServing, Served, serving
from tansiq.jobs.set_up import set_up_django

ALERTS = 20_000
CLIENTS = 8
REQUESTS = 60
OFFICERS = ("ayesha", "bilal", "sana", "layla")


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Time the desk and the opened alert as eight officers press on. No peer: there is no like product to install."""
    with (
        tempfile.TemporaryDirectory(prefix="tansiq-bench-") as folder,
        serving(Path(folder) / "home", "--demo") as centre,
    ):
        centre.wait_until_quiet()
        idle_mb = centre.resident_mb()
        say(f"idle: {idle_mb:.0f} MB resident for the whole process tree")
        keys = _open_alerts(centre)
        say(f"{ALERTS} open alerts, {CLIENTS} clients, {REQUESTS} pages each")
        with ThreadPoolExecutor(CLIENTS) as clients:
            officers = [_officer(centre, number) for number in range(CLIENTS)]
            started = time.perf_counter()
            done = list(clients.map(lambda n: _work(*officers[n], islice(cycle(keys), n, None)), range(CLIENTS)))
        elapsed = time.perf_counter() - started
    pages = [s for client in done for s in client]
    desk, alert = ([s * 1000 for kind, s in pages if kind == wanted] for wanted in ("desk", "alert"))
    figures = {
        "open_alerts": ALERTS,
        "clients": CLIENTS,
        "desk_p50_ms": round(statistics.median(desk), 1),
        "desk_p95_ms": round(_p95(desk), 1),
        "alert_p50_ms": round(statistics.median(alert), 1),
        "alert_p95_ms": round(_p95(alert), 1),
        "pages_per_second": round(len(pages) / elapsed, 1),
        "errors": 0,  # any answer but 200 ends the benchmark
        "idle_resident_mb": round(idle_mb, 1),
    }
    return {"bench": "web", "figures": figures, "ratio_to": {}}


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _open_alerts(centre: Served) -> list[int]:
    """Put twenty thousand alerts on the desk beside the demo's own; the keys of those, which have all that an alert has."""
    os.environ["DATABASE_URL"] = centre.database_url()
    set_up_django()
    from django.db import connection

    from tansiq.centre.alerts import Alert, urgency

    own = list(Alert.objects.order_by("pk"))
    if not own:
        raise NotServing("the national day opened no alert")
    pattern = own[0]
    at = datetime.now(UTC)
    alerts = []
    for number in range(ALERTS):
        lands_at = at + timedelta(seconds=600 + number * 4)
        score = 0.5 + (number % 50) / 100
        copied = Alert(
            flight_id=pattern.flight_id,
            entry_key=10_000_000 + number,
            person_id=uuid4(),
            name=f"INVENTED TRAVELLER {number}",
            score=score,
            risk=score,
            verdict=pattern.verdict,
            about_name=pattern.about_name,
            reasons=pattern.reasons,
            against=pattern.against,
            lands_at=lands_at,
            urgency=urgency(lands_at, score, at=at),
            marking=pattern.marking,
            audience=pattern.audience,
            opened_at=at,
            changed_at=at,
        )
        alerts.append(copied)
    Alert.objects.bulk_create(alerts, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself a minute later
    return [a.pk for a in own]


def _officer(centre: Served, number: int) -> tuple[HTTPConnection, str]:
    """An officer's connection and the cookies of the session, with the desk shown, as a browser does after signing in."""
    client = HTTPConnection("127.0.0.1", centre.port, timeout=30)
    cookie = sign_in(client, OFFICERS[number % len(OFFICERS)])
    _get(client, cookie, "/")
    return client, cookie


def _work(client: HTTPConnection, cookie: str, keys: Iterator[int]) -> list[tuple[str, float]]:
    """One officer: the desk, an alert, the desk, an alert, ...; how long each took, in seconds."""
    return [
        ("desk", _get(client, cookie, "/"))
        if turn % 2 == 0
        else ("alert", _get(client, cookie, f"/alerts/{next(keys)}/", {"HX-Request": "true"}))
        for turn in range(REQUESTS)
    ]


def _get(client: HTTPConnection, cookie: str, path: str, headers: Mapping[str, str] = MappingProxyType({})) -> float:
    """Get a page whole; the seconds it took. Raises NotServing for any answer but 200."""
    begun = time.perf_counter()
    client.request("GET", path, headers={"Cookie": cookie, **headers})
    answer = client.getresponse()
    answer.read()
    spent = time.perf_counter() - begun
    if answer.status != HTTPStatus.OK:
        raise NotServing(f"GET {path} answered {answer.status}")
    return spent


def sign_in(client: HTTPConnection, username: str) -> str:
    """Sign in as an officer of the demo; the cookies of the session."""
    client.request("GET", "/account/sign-in/")
    page = client.getresponse()
    text = page.read().decode()
    cookies = [page.headers.get("Set-Cookie", "").split(";")[0]]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    if token is None:
        raise NotServing("the sign-in page has no form")
    body = urlencode({"csrfmiddlewaretoken": token[1]})
    headers = {
        "Cookie": "; ".join(cookies),
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://127.0.0.1:{client.port}/account/sign-in/",
    }
    client.request("POST", f"/account/sign-in/demo/{username}/", body=body, headers=headers)
    answer = client.getresponse()
    answer.read()
    set_cookies = [v.split(";")[0] for k, v in answer.getheaders() if k.lower() == "set-cookie"]
    if answer.status != HTTPStatus.FOUND:
        raise NotServing(f"signing in answered {answer.status}")
    return "; ".join(set_cookies)
