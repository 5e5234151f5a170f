"""The line between those who receive messages and the process that answers: loopback, both ends prove that they know the same secret.

What goes over it is bytes and JSON, never pickled objects: the process that answers sees every row of the database, the web does not.
"""

import os
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from typing import Any, Final

import orjson

from tansiq.centre.boarding.answers import Said, parse_told
from tansiq.database.home import secret
from tansiq.jobs.iapi import ADDRESS
from tansiq.jobs.iapi.answers import Answers

SILENT_S: Final = 2.0
"""How long an end may say nothing in the middle of a word before the other hangs up."""
_SHORTEST_S: Final = 0.05
_UNPACKED: Final = {"told", "reply", "departs_at"}


class NoLine(Exception):
    """Nobody answers, or the line broke."""


class Late(Exception):
    """The answer did not come in time."""


def _secret() -> bytes:
    return secret("answers").encode()


def _opened(reached: socket.socket, *, within_s: float) -> Connection:
    """The socket as a line that waits for its other end no longer than that, neither to read nor to write."""
    reached.settimeout(None)
    reached.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    seconds = max(within_s, _SHORTEST_S)
    wait = struct.pack("@ll", int(seconds), int(seconds % 1 * 1_000_000))
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        reached.setsockopt(socket.SOL_SOCKET, option, wait)
    return Connection(reached.detach())


class Exchange:
    """Where the process that answers listens: on this machine alone. port: 0 for any. is_open: until `close`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_server(("127.0.0.1", port), backlog=64)
        self.is_open = True

    @property
    def address(self) -> str:
        """As `ADDRESS` has it."""
        host, port = self._socket.getsockname()
        return f"{host}:{port}"

    def accept(self) -> Connection:
        """The next line. Raises AuthenticationError, EOFError or OSError for who does not know the secret, or says nothing."""
        reached, _ = self._socket.accept()
        line = _opened(reached, within_s=SILENT_S)
        try:
            deliver_challenge(line, _secret())
            answer_challenge(line, _secret())
        except (AuthenticationError, EOFError, OSError):
            line.close()
            raise
        return line

    def close(self) -> None:
        """Listen no more; whoever waits in `accept` is woken."""
        self.is_open = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class Line:
    """One thread's line. Opened when it is first asked, and anew after an answer that came late: nobody reads that one."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._address = (host, int(port)) if port.isdecimal() else None
        self._connection: Connection | None = None

    def ask(self, feed: str, name: str, data: bytes, *, within_s: float = SILENT_S) -> None:
        """Send a message over. Raises NoLine where nobody listens, or takes it in time."""
        asked = orjson.dumps([feed, name]) + b"\n" + data
        for is_last in (self._connection is None, True):  # a line that was open may have lost its other end since
            try:
                self._open(within_s=within_s).send_bytes(asked)
            except (OSError, EOFError, AuthenticationError) as error:
                self.close()
                if is_last:
                    raise NoLine(str(error)) from error
            else:
                return

    def answer(self, *, within_s: float) -> Answers:
        """The answer to what was asked last. Raises Late, NoLine."""
        if self._connection is None:
            raise NoLine("nothing was asked")
        try:
            if not self._connection.poll(max(within_s, 0.0)):
                self.close()
                raise Late
            return unpack(self._connection.recv_bytes())
        except (OSError, EOFError) as error:
            self.close()
            raise NoLine(str(error)) from error

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self, *, within_s: float) -> Connection:
        if self._connection is None:
            if self._address is None:
                raise ConnectionRefusedError(f"no process that answers is known: {ADDRESS} is not set")
            reached = socket.create_connection(self._address, timeout=max(within_s, _SHORTEST_S))
            line = _opened(reached, within_s=within_s)
            try:
                answer_challenge(line, _secret())
                deliver_challenge(line, _secret())
            except (AuthenticationError, EOFError, OSError):
                line.close()
                raise
            self._connection = line
        return self._connection


_lines = threading.local()


def own_line() -> Line:
    """The line of the calling thread to the process that answers."""
    address = os.environ.get(ADDRESS, "")
    line: Line | None = getattr(_lines, "line", None)
    if line is None or _lines.address != address:
        line = _lines.line = Line(address)
        _lines.address = address
    return line


def unpack_question(question: bytes) -> tuple[str, str, bytes]:
    """Feed, name and data of what `Line.ask` sent. Raises ValueError for anything else."""
    head, _, data = question.partition(b"\n")
    feed, name = orjson.loads(head)
    return str(feed), str(name), data


def pack(answers: Answers) -> bytes:
    """The answers as they go over the line: a line of JSON, then the bytes of each reply."""
    said = [_packed(one) for one in answers.said]
    head = orjson.dumps({"said": said, "confirmed": answers.confirmed, "fault": answers.fault})
    return head + b"\n" + b"".join(one.reply for one in answers.said)


def _packed(one: Said) -> dict[str, Any]:
    plain = {f.name: getattr(one, f.name) for f in fields(one) if f.name not in _UNPACKED}
    return plain | {"told": [t.render() for t in one.told], "size": len(one.reply), "departs_at": one.departs_at}


def unpack(answer: bytes) -> Answers:
    """What `pack` packed."""
    head, _, data = answer.partition(b"\n")
    found = orjson.loads(head)
    said, start = [], 0
    for plain in found["said"]:
        end = start + plain.pop("size")
        departs_at = datetime.fromisoformat(plain["departs_at"]) if plain["departs_at"] else None
        told = tuple(map(parse_told, plain["told"]))
        said.append(Said(**{**plain, "told": told, "departs_at": departs_at, "reply": data[start:end]}))
        start = end
    return Answers(data, tuple(said), tuple(found["confirmed"]), found["fault"])
