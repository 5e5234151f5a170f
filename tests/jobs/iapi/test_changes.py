"""Whoever was cleared and is answered otherwise now: the carrier is told, once, and only while it matters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from tansiq.centre.boarding.answers import BoardingAnswer
from tansiq.centre.boarding.decisions import withdraw
from tansiq.database.home import home
from tansiq.detectors.boarding import Answer
from tansiq.jobs.iapi.adapters import Adapter, FolderAdapter, Letter, QueueAdapter
from tansiq.jobs.iapi.line import Line
from tansiq.jobs.iapi.post import answer_letters, is_confirmed
from tests.jobs.airline import DAY
from tests.jobs.iapi.conftest import LISTED, SOMEBODY, TERMS, State, asking, directives, put_on_list, reply_of
from tests.jobs.iapi.test_door import asked, until

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Opens = Callable[[], Line]


def changes() -> list[dict[str, str]]:
    rows = BoardingAnswer.objects.filter(kind="change").order_by("pk")
    return [directives(bytes(row.reply)) for row in rows]


def test_a_decision_changes_the_answer_of_who_was_cleared_and_back(state: State, line: Opens) -> None:
    asked(state, asking([LISTED, SOMEBODY]), line())
    decision = state.decide(Answer.NO_BOARD, "ZZ0000003")
    until(lambda: changes() == [{"R3": "1Z"}])
    withdraw(decision.pk, state.bilal, because="Lifted.", at=datetime.now(UTC))
    until(lambda: changes() == [{"R3": "1Z"}, {"R3": "0Z"}])
    (first, _) = BoardingAnswer.objects.filter(kind="change").order_by("pk")
    reply = reply_of(bytes(first.reply))
    assert (reply.message.function, reply.message.transaction, reply.message.revision) == ("132", "T1", "1")


def test_a_list_changes_it_to_a_check(state: State, line: Opens) -> None:
    asked(state, asking([LISTED, SOMEBODY]), line())
    put_on_list("Zarghun Invented Torankhelwal")
    until(lambda: changes() == [{"R1": "2Z"}])


@pytest.mark.parametrize(
    "since",
    [
        pytest.param(asking([SOMEBODY], identifier="XR"), id="cancelled"),
        pytest.param(asking([], identifier="XF"), id="the flight cancelled"),
        pytest.param(asking([SOMEBODY], transaction="T2", identifier="CP"), id="asked about anew"),
    ],
)
def test_who_left_or_was_asked_about_anew_is_not_changed_twice(state: State, line: Opens, since: bytes) -> None:
    opened = line()
    asked(state, asking([SOMEBODY, LISTED]), opened)
    asked(state, since, opened)
    state.decide(Answer.NO_BOARD, "ZZ0000003")
    state.decide(Answer.NO_BOARD, "ZZ0000001")
    is_anew = b"T2" in since
    wanted = [{"R1": "1Z"}, {"R3": "1Z"}] if is_anew else [] if b"XF" in since else [{"R1": "1Z"}]
    until(lambda: len([r for c in changes() for r in c]) >= len(wanted))
    asked(state, asking([SOMEBODY], transaction="T9", day=DAY + timedelta(days=3)), opened)
    assert sorted((r, d) for c in changes() for r, d in c.items()) == sorted(
        (r, d) for c in wanted for r, d in c.items()
    )


class Carrier(BaseHTTPRequestHandler):
    """A carrier that refuses the first change and confirms the second with what it was told."""

    told: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append(data)
        is_first = len(self.told) == 1
        self.send_response(503 if is_first else 200)
        self.end_headers()
        if not is_first:
            self.wfile.write(data.replace(b"BGM+132", b"BGM+312"))

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


def test_a_change_is_pushed_until_it_is_taken_and_the_confirmation_is_noted(state: State, line: Opens) -> None:
    with HTTPServer(("127.0.0.1", 0), type("Own", (Carrier,), {"told": []})) as carrier:
        Thread(target=carrier.serve_forever, daemon=True).start()
        state.agree(replace(TERMS, push_url=f"http://127.0.0.1:{carrier.server_port}/changes"))
        asked(state, asking([SOMEBODY]), line())
        state.decide(Answer.CHECK, "ZZ0000003")
        until(lambda: BoardingAnswer.objects.filter(kind="change", acknowledged_at__isnull=False).exists())
        carrier.shutdown()
    (change,) = BoardingAnswer.objects.filter(kind="change")
    assert change.tries >= 2
    assert change.delivered_at is not None


def test_without_an_address_changes_go_to_the_folder_and_letters_come_from_it(state: State, line: Opens) -> None:
    folder = home() / "iapi" / "airline"
    asked(state, asking([SOMEBODY]), line())
    state.decide(Answer.NO_BOARD, "ZZ0000003")
    until(lambda: any(folder.glob("out/change-*.edi")))
    (written,) = folder.glob("out/change-*.edi")
    assert directives(written.read_bytes()) == {"R3": "1Z"}
    beside = folder / "in" / "q1.tmp"
    beside.write_bytes(asking([LISTED], transaction="T7"))
    beside.rename(folder / "in" / "q1.edi")
    until((folder / "out" / "q1.edi").exists)
    assert directives((folder / "out" / "q1.edi").read_bytes()) == {"R1": "0Z"}
    until(lambda: not any(folder.glob("in/*")))


def test_a_confirmation_over_the_door_is_noted_and_needs_no_answer(state: State, line: Opens) -> None:
    opened = line()
    asked(state, asking([SOMEBODY]), opened)
    state.decide(Answer.CHECK, "ZZ0000003")
    until(lambda: len(changes()) == 1)
    (change,) = BoardingAnswer.objects.filter(kind="change")
    outcome = asked(state, bytes(change.reply).replace(b"BGM+132", b"BGM+312"), opened)
    assert (outcome.answers.data, outcome.answers.is_error) == (b"", False)
    change.refresh_from_db()
    assert change.acknowledged_at is not None


@pytest.mark.parametrize("kind", ["queue", "folder"])
def test_an_adapter_answers_letters_by_their_correlation(state: State, line: Opens, kind: str, tmp_path: Path) -> None:
    adapter: Adapter = QueueAdapter() if kind == "queue" else FolderAdapter(tmp_path)
    letters = [Letter(asking([SOMEBODY]), "a"), Letter(b"nonsense", "b")]
    for letter in letters:
        if isinstance(adapter, QueueAdapter):
            adapter.arriving.put(letter)
        else:
            (tmp_path / "in" / f"{letter.correlation}.edi").write_bytes(letter.data)
    assert answer_letters("airline", adapter, line(), clock=lambda: datetime.now(UTC)) == 2
    if isinstance(adapter, QueueAdapter):
        sent = {letter.correlation: letter.data for letter in (adapter.sent.get(), adapter.sent.get())}
    else:
        sent = {path.stem: path.read_bytes() for path in (tmp_path / "out").glob("*.edi")}
        assert not list((tmp_path / "in").iterdir())
    assert directives(sent["a"]) == {"R3": "0Z"}
    assert b"no EDIFACT" in sent["b"]


def test_only_the_same_transaction_is_confirmed() -> None:
    data = asking([SOMEBODY])
    assert not is_confirmed(data, "T1")
    assert not is_confirmed(b"thanks", "T1")
    assert not is_confirmed(b"", "")
