"""`tansiq serve`: the database, the web, live events and the worker as one thing that starts and stops together."""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from types import FrameType
from urllib.request import Request, urlopen

from tansiq.database.home import home
from tansiq.database.server import Given, Server, source
from tansiq.jobs.iapi import ADDRESS
from tansiq.jobs.processes import Child, stop_all
from tansiq.jobs.set_up import migrate, set_up_django
from tansiq.model.errors import DatabaseUnavailable, Misconfigured

log = logging.getLogger("tansiq.serve")

LOOK_EVERY_S = 0.5
READY_WITHIN_S = 60.0
ANY = "0.0.0.0"  # noqa: S104  compared with, not listened on


@dataclass(frozen=True, slots=True)
class Address:
    """Where the desk is served. host: loopback unless an administrator says otherwise."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2

    @property
    def origin(self) -> str:
        """As a browser shows it."""
        return f"http://{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether this machine alone reaches it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def check(self) -> None:
        """Raises Misconfigured where it must not, or cannot, be served to other machines."""
        if self.is_loopback:
            return
        if os.environ.get("TANSIQ_DEMO") == "1":
            raise Misconfigured(
                f"the demo lets anybody in with one press: it is for this machine only, not for {self.host}",
                repair="leave --host and TANSIQ_HOST away, or --demo and TANSIQ_DEMO",
            )
        if not os.environ.get("TANSIQ_HOSTS"):
            raise Misconfigured(
                f"on {self.host} every request would be turned away: no host names that browsers use are set",
                repair=f"TANSIQ_HOSTS=desk.example.org tansiq serve --host {self.host}, behind a TLS proxy with TANSIQ_TLS=1",
            )


class Stopped(Exception):
    """SIGINT or SIGTERM arrived."""


def serve(address: Address, *, prepare: Callable[[], None], ready: Callable[[Address], None]) -> None:
    """Serve until SIGINT or SIGTERM; the whole process tree is gone when this returns.

    prepare: called once the database is migrated, before anything is served. ready: once the desk answers.
    Raises Misconfigured where the port is taken or the address must not be used, DatabaseUnavailable where there is no
    database.
    """
    address.check()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    _needs_free(address)
    live_port, answers_port = _free_port(address, 1), _free_port(address, 2)
    try:
        with source(home()) as running:
            os.environ["DATABASE_URL"] = running.url
            set_up_django()
            migrate()
            prepare()
            _serve(address, (live_port, answers_port), running, ready)
    except Stopped:
        log.info("stopped")


def _serve(address: Address, ports: tuple[int, int], running: Server | Given, ready: Callable[[Address], None]) -> None:
    """Start the children, watch over them and the database, and end them before the database ends."""
    children = _children(address, *ports, running.app_url)
    try:
        for child in children:
            child.start()
        _wait_until_ready(address, children)
        ready(address)
        while True:
            time.sleep(LOOK_EVERY_S)
            _look_after(running)
            for child in children:
                child.check()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the database's clean stop
        stop_all(children)


def _look_after(running: Server | Given) -> None:
    try:
        happened = running.check()
    except DatabaseUnavailable as error:  # said, and tried again at the next look
        happened = str(error)
    if happened:
        log.warning("%s", happened)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


def _needs_free(address: Address) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise Misconfigured(
                f"port {address.port} on {address.host} cannot be used: {error.strerror}",
                repair=f"PORT={address.port + 100} make run, or stop what uses it",
            ) from error


def _free_port(address: Address, after: int) -> int:
    """The port so many after the web's, or any free one: for live events, and for the process that answers carriers."""
    for candidate in (address.port + after, 0):
        with socket.socket() as probe:
            try:
                probe.bind((address.host, candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Misconfigured("no port is free beside the web's", repair="close other servers on this machine")


def _children(address: Address, live_port: int, answers_port: int, app_url: str) -> list[Child]:
    """The web and live events meet browsers, so that their role in the database is the one that policies hold.

    The process that answers carriers listens on loopback alone; the web asks it, and answers by the written fallback while it is away.
    """
    environment = {
        "DJANGO_SETTINGS_MODULE": "tansiq.web.settings",
        "TANSIQ_ORIGIN": os.environ.get("TANSIQ_ORIGIN", address.origin),
        "TANSIQ_LIVE_URL": os.environ.get("TANSIQ_LIVE_URL", f"http://{address.host}:{live_port}"),
    }
    granian = [sys.executable, "-m", "granian", "--log-level", "warning", "--host", address.host]
    web = [*granian, "--interface", "wsgi", "--port", str(address.port), "--workers", str(address.workers)]
    web += ["--blocking-threads", "4", "--respawn-failed-workers", "tansiq.web.wsgi:application"]
    live = [*granian, "--interface", "asgi", "--port", str(live_port), "--workers", "1"]
    live += ["--workers-kill-timeout", "1"]  # streams stay open for hours; nothing in them is worth waiting for
    live += ["--respawn-failed-workers", "tansiq.web.live:application"]
    return [
        Child("web", web, environment | {"DATABASE_URL": app_url, ADDRESS: f"127.0.0.1:{answers_port}"}),
        Child("live events", live, environment | {"DATABASE_URL": app_url}),
        Child("worker", [sys.executable, "-m", "tansiq", "work"], environment),
        Child("answers to carriers", [sys.executable, "-m", "tansiq.jobs.iapi", str(answers_port)], environment),
    ]


def _wait_until_ready(address: Address, children: list[Child]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if is_ready(address):
            return
        time.sleep(0.1)
        for child in children:
            child.check()
    raise Misconfigured("the web did not answer within a minute", repair="tansiq doctor")


def is_ready(address: Address) -> bool:
    """Whether the web answers, asked by a name it is to be known by (TANSIQ_HOSTS), on this machine."""
    name = os.environ.get("TANSIQ_HOSTS", "").split(",")[0].strip().lstrip("*.")
    host = "127.0.0.1" if address.host == ANY else address.host
    asked = Request(f"http://{host}:{address.port}/healthz", headers={"Host": name or "localhost"})
    try:
        with urlopen(asked, timeout=2) as answer:  # noqa: S310  our own address
            return int(answer.status) == HTTPStatus.OK
    except OSError:
        return False
