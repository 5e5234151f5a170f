"""What may come by which feed, and what becomes of a message that our own code cannot take."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from tansiq.bench.paxlst import listed_traveller_list
from tansiq.centre.feeds import BY_HAND, Feed
from tansiq.centre.people import Organisation
from tansiq.handling.retention import KEPT_FOR, RetentionClass
from tansiq.jobs.take import take_waiting
from tansiq.ledger.current import current
from tansiq.ledger.intake import Message, claim, fail, message_of, receive
from tansiq.ledger.keys import Signer
from tansiq.ledger.observations import observations
from tansiq.ledger.progress import begin_attempts
from tansiq.ledger.verify import verify
from tansiq.model.observations import ListEntry
from tansiq.model.wire import parse
from tansiq.readers.lists.columns import ColumnMapping, render_mapping

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
LIST = b"id,type,names\nW1,person,Zarghun Torankhelwal Invented\n"
FLIGHT = listed_traveller_list(1, ("Zarghun Invented", "1980-03-04"), NOW + timedelta(hours=9), travellers=2)


@pytest.fixture
def feed() -> Feed:
    owner = Organisation.objects.create(code="centre", name="Centre")
    Feed.objects.create(code="list", title="List", owner=owner, retention="list")
    Feed.objects.create(code=BY_HAND, title="By hand", owner=owner)
    return Feed.objects.create(code="airline", title="Airline", owner=owner)


def sent(feed: str, data: bytes, *, priority: int = 5, at: datetime = NOW) -> int:
    received = receive(
        current(), feed=feed, name="m", data=data, at=at, expires_at=at + timedelta(days=1), priority=priority
    )
    return received.message


def taken(feed: str, data: bytes, keys: Path) -> Message:
    message = sent(feed, data)
    assert take_waiting(Signer.load_or_create(keys), clock=lambda: NOW) == [message]
    return message_of(current(), message)


@pytest.mark.parametrize(
    ("code", "data", "state", "says"),
    [
        pytest.param("airline", FLIGHT, "taken", "", id="a message by an airline"),
        pytest.param("airline", LIST, "refused", "--retention list", id="a list by an airline"),
        pytest.param("list", LIST, "taken", "", id="a list by a feed of lists"),
        pytest.param("list", FLIGHT, "refused", "--owner ORGANISATION", id="a message by a feed of lists"),
        pytest.param(BY_HAND, LIST, "taken", "", id="a list by hand"),
        pytest.param(BY_HAND, FLIGHT, "taken", "", id="a message by hand"),
    ],
)
def test_nobody_with_an_airlines_token_changes_a_list(
    feed: Feed, tmp_path: Path, code: str, data: bytes, state: str, says: str
) -> None:
    message = taken(code, data, tmp_path)
    assert message.state == state
    assert says in " ".join(str(r["repair"]) for r in message.refusals)
    assert bool(observations(current(), after=-1)) is (state == "taken")


def test_a_list_taken_in_by_hand_is_kept_as_lists_are(feed: Feed, tmp_path: Path) -> None:
    taken(BY_HAND, LIST, tmp_path)
    taken(BY_HAND, FLIGHT, tmp_path)
    kept = {o.kind: o.expires_at - NOW for o in observations(current(), after=-1)}
    assert kept["list_entry"] == KEPT_FOR[RetentionClass.LIST]
    assert kept["traveller"] == timedelta(hours=24)  # its flight landed before it came


def test_a_list_is_read_by_the_mapping_of_its_feed(feed: Feed, tmp_path: Path) -> None:
    mapping = ColumnMapping((("Whoever", "names"), ("Father of theirs", "father_names"), ("Colour", "")))
    Feed.objects.filter(code="list").update(mapping=render_mapping(mapping))
    taken("list", b"Whoever,Father of theirs,Colour\nZarghun Invented,Shahzaman Invented,blue\n", tmp_path)
    entry = parse(orjson.loads(observations(current(), after=-1)[0].body))
    assert isinstance(entry, ListEntry)
    assert (entry.subject.names, entry.subject.father_names) == (("Zarghun Invented",), ("Shahzaman Invented",))
    assert ("Colour", "blue") in entry.record


def test_a_list_that_lost_a_mapped_column_is_refused_and_not_read_without_it(feed: Feed, tmp_path: Path) -> None:
    mapping = ColumnMapping((("names", "names"), ("born", "birth_dates")))
    Feed.objects.filter(code="list").update(mapping=render_mapping(mapping))
    message = taken("list", LIST, tmp_path)
    assert message.state == "refused"
    assert "'born' of the mapping is missing" in str(message.refusals[0]["text"])


def test_a_message_whose_feed_is_gone_is_set_aside_as_ours_with_its_repair(feed: Feed, tmp_path: Path) -> None:
    message, after = sent("airline", FLIGHT), sent("list", LIST)
    feed.delete()
    signer = Signer.load_or_create(tmp_path)
    assert take_waiting(signer, clock=lambda: NOW) == [message, after], "taken together, and then each by itself"
    gone, other = message_of(current(), message), message_of(current(), after)
    assert (gone.state, other.state) == ("failed", "taken")
    assert "tansiq feed airline" in gone.error


def test_messages_taken_together_stand_in_the_ledger_as_those_taken_one_by_one(feed: Feed, tmp_path: Path) -> None:
    signer = Signer.load_or_create(tmp_path)
    together = [sent("airline", FLIGHT + b"\n" * n) for n in range(3)]
    assert take_waiting(signer, clock=lambda: NOW) == together
    alone = [sent("airline", FLIGHT + b"\n" * n) for n in range(3, 5)]
    assert [take_waiting(signer, clock=lambda: NOW, most=1) for _ in range(3)] == [[alone[0]], [alone[1]], []]
    stored = observations(current(), after=-1)
    assert [s.position for s in stored] == list(range(len(stored)))
    said = [[(s.kind, s.body) for s in stored if s.message == m] for m in (*together, *alone)]
    assert said[0]
    assert all(one == said[0] for one in said)
    assert verify(current(), {signer.key_id: signer.public}).size == len(stored)


def test_a_message_that_was_begun_before_is_taken_by_itself(feed: Feed, tmp_path: Path) -> None:
    begun, others = sent("airline", FLIGHT), [sent("airline", FLIGHT + b"\n" * n) for n in range(1, 3)]
    begin_attempts(current(), most=1, bytes_at_most=0)
    signer = Signer.load_or_create(tmp_path)
    assert [take_waiting(signer, clock=lambda: NOW) for _ in range(2)] == [[begun], others]


def test_the_message_whose_attempt_was_counted_is_the_one_that_is_taken(feed: Feed) -> None:
    first, urgent = sent("airline", FLIGHT), sent("airline", LIST, priority=0)
    claimed = claim(current(), first)
    assert claimed is not None
    assert claimed.message == first
    fail(current(), error="by us", at=NOW, message=urgent)
    assert claim(current(), urgent) is None
