"""From bytes to alerts, step by step, on a real ledger."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tansiq.bench.paxlst import listed_traveller_list
from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Organisation
from tansiq.jobs.by_hand import Outcome, take_in
from tansiq.jobs.follow import Follower
from tansiq.jobs.intake.folder import DONE, sweep
from tansiq.jobs.take import ATTEMPTS, take_waiting
from tansiq.ledger.current import current
from tansiq.ledger.intake import messages, receive
from tansiq.ledger.keys import Signer
from tansiq.ledger.progress import begin_attempts
from tansiq.model.errors import Misconfigured
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed, ListVersion

pytestmark = pytest.mark.django_db(transaction=True)

LISTED = ("Zarghun Torankhelwal Invented", "1980-03-04")
DAY = datetime.now(UTC) + timedelta(days=1)
LIST = f"id,type,names,birth_dates\nW1,person,{LISTED[0]},{LISTED[1]}\nW2,person,Nobody Invented Here,1950-01-01\n"
FLIGHT = listed_traveller_list(1, LISTED, DAY, travellers=3)


@pytest.fixture
def feeds() -> dict[str, Feed]:
    owner, _ = Organisation.objects.get_or_create(code="centre", defaults={"name": "Centre"})
    return {
        code: Feed.objects.create(code=code, title=code, owner=owner, retention=kept)
        for code, kept in (("airline", "api"), ("watchlist", "list"))
    }


Take = Callable[[str, bytes], Outcome]


@pytest.fixture
def take(feeds: dict[str, Feed], tmp_path: Path) -> Take:
    """Take in bytes by a feed, to the end: alerts stand when it returns."""
    count = iter(range(100))

    def taken(feed: str, data: bytes) -> Outcome:
        path = tmp_path / f"{next(count)}.txt"
        path.write_bytes(data)
        return next(take_in([path], feed=feed))

    return taken


@pytest.mark.parametrize("first", ["the list", "the flight"])
def test_a_listed_traveller_makes_an_alert_whichever_comes_first(take: Take, first: str) -> None:
    order = [("watchlist", LIST.encode()), ("airline", FLIGHT)]
    for feed, data in order if first == "the list" else reversed(order):
        assert take(feed, data).taken
    alert = Alert.objects.get()
    assert (alert.state, alert.about_name, alert.flight.number) == (AlertState.OPEN, LISTED[0], "7001")
    assert alert.marking["owners"] == ["centre"]
    assert ManifestEntry.objects.count() == 3


def test_the_same_bytes_again_change_nothing(take: Take) -> None:
    take("watchlist", LIST.encode())
    first = take("airline", FLIGHT)
    again = take("airline", FLIGHT)
    assert again.message == first.message
    assert (Alert.objects.count(), Flight.objects.count(), ManifestEntry.objects.count()) == (1, 1, 3)


def test_delisting_withdraws_the_alert_and_listing_again_opens_it(take: Take) -> None:
    take("watchlist", LIST.encode())
    take("airline", FLIGHT)
    take("watchlist", LIST.replace("W1", "W3").replace(LISTED[0], "Somebody Else Invented").encode())
    assert Alert.objects.get().state == AlertState.WITHDRAWN
    take("watchlist", (LIST + "W4,person,Third Invented Name,1960-01-01\n").encode())
    assert Alert.objects.get().state == AlertState.OPEN
    assert [v.removed for v in ListVersion.objects.order_by("pk")] == [0, 1, 1]


def test_a_cut_list_keeps_what_it_lacks(take: Take) -> None:
    take("watchlist", LIST.encode())
    whole = (LIST + 'W5,person,"Fifth Invented').encode()
    assert take("watchlist", whole).taken
    assert Listed.objects.filter(name=LISTED[0]).exists()


def test_a_refused_message_is_kept_with_its_reason(take: Take) -> None:
    outcome = take("airline", b"\x00" * 32)
    assert (outcome.taken, outcome.state.state) == (False, "refused")
    assert "refused" in outcome.line()


def test_an_unknown_feed_is_said_with_its_repair(take: Take) -> None:
    with pytest.raises(Misconfigured, match="tansiq feed airline-xx"):
        take("airline-xx", b"UNB")


def test_a_message_that_ended_its_worker_three_times_is_set_aside(feeds: dict[str, Feed], tmp_path: Path) -> None:
    now = datetime.now(UTC)
    sent = receive(current(), feed="airline", name="a", data=FLIGHT, at=now, expires_at=now + timedelta(days=1))
    for _ in range(ATTEMPTS):
        begin_attempts(current(), most=1, bytes_at_most=0)
    assert take_waiting(Signer.load_or_create(tmp_path), clock=lambda: now) == [sent.message]
    kept = messages(current())[0]
    assert (kept.state, kept.attempts) == ("failed", ATTEMPTS + 1)
    assert "3 times" in kept.error


def test_the_watch_folder_moves_a_file_aside_once_the_ledger_has_it(feeds: dict[str, Feed], tmp_path: Path) -> None:
    place = tmp_path / "airline"
    place.mkdir()
    (tmp_path / "nobody").mkdir()
    for folder in (place, tmp_path / "nobody"):
        (folder / "a.edi").write_bytes(FLIGHT)
    later = datetime.now(UTC) + timedelta(seconds=5)
    assert sweep(tmp_path, clock=lambda: later) == 1
    assert [m.name for m in messages(current())] == ["a.edi"]
    assert (place / DONE / "a.edi").exists()
    assert (tmp_path / "nobody" / "a.edi").exists()
    (place / "a.edi").write_bytes(FLIGHT)
    assert sweep(tmp_path, clock=lambda: later) == 1
    assert messages(current())[0].redelivered == 1
    assert (place / DONE / "a.1.edi").exists()


def test_a_file_still_being_written_is_left_alone(feeds: dict[str, Feed], tmp_path: Path) -> None:
    place = tmp_path / "airline"
    place.mkdir()
    (place / "a.edi").write_bytes(FLIGHT)
    written_at = datetime.fromtimestamp((place / "a.edi").stat().st_mtime, UTC)
    assert sweep(tmp_path, clock=lambda: written_at) == 0


def test_a_follower_with_nothing_to_follow_says_so() -> None:
    assert Follower(clock=lambda: datetime.now(UTC)).step() is False
