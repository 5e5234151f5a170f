"""What arrives is kept once, acknowledged after the commit, and taken in turn."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

import pytest
from psycopg import Rollback

from tansiq.database.connect import Connection, connect
from tansiq.ledger import intake
from tansiq.ledger.append import append
from tansiq.ledger.intake import claim, content, fail, messages, receive, refuse_large, retry, settle
from tansiq.ledger.keys import Signer
from tansiq.model.errors import LedgerBroken, TansiqError
from tansiq.model.reading import Notice, NoticeCode, RefusalCode
from tests.ledger.conftest import MONTH, NOON, entries


def test_another_connection_sees_the_message_as_soon_as_it_is_acknowledged(ledger: Connection, schema_url: str) -> None:
    received = receive(ledger, feed="pia", name="a.edi", data=b"UNB", at=NOON, expires_at=NOON + MONTH)
    assert received.sha256 == sha256(b"UNB").hexdigest()
    with connect(schema_url, autocommit=True) as other:
        waiting = claim(other)
    assert waiting is not None
    assert (waiting.message, waiting.feed, waiting.name, waiting.data) == (received.message, "pia", "a.edi", b"UNB")
    assert waiting.received_at == NOON


def test_receive_announces_new_messages_only(ledger: Connection, schema_url: str) -> None:
    with connect(schema_url, autocommit=True) as listener:
        listener.execute("LISTEN tansiq_message")
        received = receive(ledger, feed="pia", name="a.edi", data=b"UNB", at=NOON, expires_at=NOON + MONTH)
        receive(ledger, feed="pia", name="a.edi", data=b"UNB", at=NOON, expires_at=NOON + MONTH)
        heard = [n.payload for n in listener.notifies(timeout=0.5)]
    assert heard == [str(received.message)]


def test_a_redelivery_is_recognised_and_counted_and_another_feed_s_is_not(ledger: Connection) -> None:
    later = NOON + timedelta(hours=1)
    first = receive(ledger, feed="pia", name="a.edi", data=b"UNB", at=NOON, expires_at=NOON + MONTH)
    again = receive(ledger, feed="pia", name="b.edi", data=b"UNB", at=later, expires_at=later + MONTH)
    other = receive(ledger, feed="emirates", name="a.edi", data=b"UNB", at=NOON, expires_at=NOON + MONTH)
    assert (first.is_new, again.is_new, other.is_new) == (True, False, True)
    assert again.message == first.message != other.message
    (kept,) = messages(ledger, feed="pia")
    assert (kept.redelivered, kept.redelivered_at, kept.received_at) == (1, later, NOON)
    assert ledger.execute("SELECT count(*) FROM ledger_content").fetchone() == (1,)


def test_the_same_delivery_from_many_at_once_is_one_message(ledger: Connection, schema_url: str) -> None:
    def deliver(_: int) -> bool:
        with connect(schema_url, autocommit=True) as own:
            return receive(own, feed="pia", name="a", data=b"UNB", at=NOON, expires_at=NOON + MONTH).is_new

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(deliver, range(12))) == 1
    assert [m.redelivered for m in messages(ledger)] == [11]


def test_receive_refuses_to_answer_inside_a_transaction(ledger: Connection) -> None:
    with ledger.transaction(), pytest.raises(TansiqError, match="outside a transaction"):
        receive(ledger, feed="pia", name="a.edi", data=b"UNB", at=NOON, expires_at=NOON + MONTH)
    assert messages(ledger) == []


def test_too_large_an_input_is_refused_and_the_refusal_is_kept(
    ledger: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MAX_BYTES", 10)
    received = receive(ledger, feed="pia", name="zeros", data=bytes(11), at=NOON, expires_at=NOON + MONTH)
    by_size = refuse_large(ledger, feed="pia", name="more", size=2**40, at=NOON, expires_at=NOON + MONTH)
    assert [(m.message, m.state, m.size) for m in messages(ledger)] == [
        (by_size, "refused", 2**40),
        (received.message, "refused", 11),
    ]
    (refusal,) = messages(ledger)[1].refusals
    assert (refusal["code"], refusal["end"]) == ("too_large", 11)
    assert claim(ledger) is None
    assert content(ledger, received.message) is None


def test_the_smallest_priority_goes_first_then_the_oldest(ledger: Connection) -> None:
    for number, (priority, minute) in enumerate([(5, 2), (5, 1), (1, 3), (9, 0)]):
        at = NOON + timedelta(minutes=minute)
        receive(ledger, feed="f", name=f"{number}", data=b"%d" % number, at=at, expires_at=at, priority=priority)
    order = []
    while waiting := claim(ledger):
        order.append(waiting.name)
        settle(ledger, waiting.message, state="taken", at=NOON)
    assert order == ["2", "1", "0", "3"]


def test_two_workers_never_hold_the_same_message(ledger: Connection, schema_url: str) -> None:
    for number in range(2):
        receive(ledger, feed="f", name=f"{number}", data=b"%d" % number, at=NOON, expires_at=NOON)
    with connect(schema_url, autocommit=True) as other, ledger.transaction(), other.transaction():
        mine, theirs, nobodys = claim(ledger), claim(other), claim(other)
        assert (mine and mine.name, theirs and theirs.name) == ("0", "1")
        assert nobodys is not None  # its own lock does not hide it from itself
        assert nobodys.name == "1"


def test_a_settled_message_says_how_it_ended(ledger: Connection) -> None:
    message = receive(ledger, feed="f", name="a", data=b"x" * 9, at=NOON, expires_at=NOON).message
    settle(
        ledger,
        message,
        state="taken",
        format="paxlst",
        accounted=9,
        travellers=3,
        notices=[Notice(NoticeCode.BAD_DATE, 1, 4, "99")],
        refusals=[{"code": RefusalCode.BROKEN_SEGMENT, "start": 4, "end": 9, "text": "?"}],
        dropped=2,
        error="",
        at=NOON,
    )
    (kept,) = messages(ledger, states=["taken"])
    assert (kept.format, kept.accounted, kept.travellers, kept.dropped, kept.taken_at) == ("paxlst", 9, 3, 2, NOON)
    assert kept.notices == [{"code": "bad_date", "start": 1, "end": 4, "text": "99"}]
    assert kept.refusals == [{"code": "broken_segment", "start": 4, "end": 9, "text": "?"}]
    assert messages(ledger, states=["waiting"]) == []


def test_a_failed_message_keeps_its_bytes_and_can_wait_again(ledger: Connection) -> None:
    message = receive(ledger, feed="f", name="a", data=b"x", at=NOON, expires_at=NOON).message
    assert fail(ledger, error="out of memory", at=NOON) == message
    assert claim(ledger) is None
    assert fail(ledger, error="again", at=NOON, message=message) is None
    assert (messages(ledger)[0].state, messages(ledger)[0].error) == ("failed", "out of memory")
    assert retry(ledger, message)
    assert not retry(ledger, message)
    waiting = claim(ledger)
    assert waiting is not None
    assert waiting.data == b"x"


def test_bytes_that_are_not_what_was_received_are_not_taken(ledger: Connection) -> None:
    receive(ledger, feed="f", name="a", data=b"x", at=NOON, expires_at=NOON)
    ledger.execute("UPDATE ledger_content SET data = 'y'")
    with pytest.raises(LedgerBroken, match="not what was received"):
        claim(ledger)


def test_an_abandoned_taking_leaves_nothing(ledger: Connection, signer: Signer) -> None:
    message = receive(ledger, feed="f", name="a", data=b"x", at=NOON, expires_at=NOON).message
    with suppress(Rollback), ledger.transaction():
        assert claim(ledger) is not None
        append(ledger, message, entries(3), at=NOON, signer=signer)
        settle(ledger, message, state="taken", at=NOON)
        raise Rollback
    assert messages(ledger)[0].state == "waiting"
    assert ledger.execute("SELECT to_regclass('ledger_observation_20260501')").fetchone() == (None,)


@pytest.mark.parametrize("state", [pytest.param("refused", id="too large"), pytest.param("taken", id="taken")])
def test_a_message_that_is_settled_takes_no_more(ledger: Connection, signer: Signer, state: intake.State) -> None:
    message = receive(ledger, feed="f", name="a", data=b"x", at=NOON, expires_at=NOON).message
    settle(ledger, message, state=state, at=NOON)
    with pytest.raises(TansiqError, match=state):
        append(ledger, message, entries(1), at=NOON, signer=signer)


def test_messages_are_paged_newest_first(ledger: Connection) -> None:
    for number in range(5):
        receive(ledger, feed="f", name=f"{number}", data=b"%d" % number, at=NOON, expires_at=NOON)
    page = messages(ledger, limit=2)
    rest = messages(ledger, limit=9, before=page[-1].message)
    assert [m.name for m in page + rest] == ["4", "3", "2", "1", "0"]
