"""The watch folder: whatever is wrong with one file is named, and stops nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.feeds import Feed
from tansiq.centre.people import Organisation
from tansiq.jobs.intake.folder import DONE, KEPT_ASIDE, Watch, sweep, tidy
from tansiq.jobs.intake.names import LONGEST, UNNAMED, file_name
from tansiq.ledger.current import current
from tansiq.ledger.intake import messages

pytestmark = pytest.mark.postgres

commits = pytest.mark.django_db(transaction=True)


def later(seconds: float = 5.0) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


@pytest.fixture
def place(tmp_path: Path, db: None) -> Path:
    """The subfolder of a feed."""
    owner = Organisation.objects.create(code="centre", name="Centre")
    Feed.objects.create(code="airline", title="Airline", owner=owner)
    place = tmp_path / "airline"
    place.mkdir()
    (place / "good.edi").write_bytes(b"good")
    return place


def swept(place: Path, watch: Watch | None = None) -> list[str]:
    sweep(place.parent, clock=later, watch=watch)
    return sorted(m.name for m in messages(current()))


@commits
def test_links_are_named_and_not_followed(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    (place / "nowhere.edi").symlink_to(place / "missing")
    (place / "secret.edi").symlink_to("/etc/passwd")
    watch = Watch()
    assert swept(place, watch) == ["good.edi"]
    assert swept(place, watch) == ["good.edi"]
    said = [r.getMessage() for r in caplog.records]
    assert len(said) == 2, "each is named once"
    assert all("is no plain file" in line for line in said)


@commits
def test_a_file_that_cannot_be_moved_stays_and_is_received_once(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    (place / DONE).write_text("a file where the folder should be")
    (place.parent / "airline" / "second.edi").write_bytes(b"second")
    watch = Watch()
    for _ in range(3):
        assert swept(place, watch) == ["good.edi", "second.edi"]
    assert [m.redelivered for m in messages(current())] == [0, 0]
    assert (place / "good.edi").exists()
    assert sum("stays where it is" in r.getMessage() for r in caplog.records) == 2


@commits
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_stays_and_is_named(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    (place / "closed.edi").write_bytes(b"closed")
    (place / "closed.edi").chmod(0)
    assert swept(place) == ["good.edi"]
    assert "closed.edi stays where it is" in caplog.text


@commits
def test_a_name_that_no_text_can_hold_is_shown_with_a_sign(place: Path) -> None:
    (place / os.fsdecode(b"caf\xe9.edi")).write_bytes(b"named in another encoding")
    assert swept(place) == ["caf\ufffd.edi", "good.edi"]


@commits
def test_a_file_from_the_future_is_taken_once_it_stands_still(place: Path) -> None:
    ahead = datetime.now(UTC).timestamp() + 3600
    path = place / "ahead.edi"
    path.write_bytes(b"ahead")
    os.utime(path, (ahead, ahead))
    watch = Watch()
    assert swept(place, watch) == ["good.edi"]
    path.write_bytes(b"ahead, and longer")
    os.utime(path, (ahead, ahead))
    assert swept(place, watch) == ["good.edi"]
    assert swept(place, watch) == ["ahead.edi", "good.edi"]


@commits
def test_a_feed_that_is_no_more_leaves_its_folder_alone(place: Path) -> None:
    Feed.objects.all().delete()
    assert swept(place) == []
    assert (place / "good.edi").exists()


@commits
def test_no_folder_is_no_fault(place: Path) -> None:
    assert sweep(place / "nowhere", clock=later) == 0


@commits
def test_what_was_moved_aside_is_deleted_after_a_week_or_as_the_feed_says(place: Path) -> None:
    swept(place)
    kept = place / DONE / "good.edi"
    assert tidy(place.parent, at=later() + KEPT_ASIDE - timedelta(minutes=1)) == 0
    assert kept.exists()
    Feed.objects.update(kept_for_days=1)
    assert tidy(place.parent, at=later() + timedelta(days=1)) == 1
    assert not kept.exists()


@commits
def test_the_time_aside_counts_from_the_move_not_from_the_writing(place: Path) -> None:
    old = datetime.now(UTC).timestamp() - 30 * 86400
    os.utime(place / "good.edi", (old, old))
    swept(place)
    assert tidy(place.parent, at=later()) == 0


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        pytest.param("list.edi", "list.edi", id="plain"),
        pytest.param("../../etc/passwd", "passwd", id="folders"),
        pytest.param("C:\\feeds\\list.edi", "list.edi", id="folders of Windows"),
        pytest.param("a\r\nSet-Cookie: x", "a\ufffd\ufffdSet-Cookie: x", id="lines"),
        pytest.param("exe.\u202etxt", "exe.txt", id="turned around"),
        pytest.param("فہرست.csv", "فہرست.csv", id="Urdu"),
        pytest.param("\x00\udcff", "\ufffd\ufffd", id="nothing that can be shown"),
        pytest.param("/", UNNAMED, id="nothing at all"),
        pytest.param("n" * 300, "n" * LONGEST, id="long"),
    ],
)
def test_a_name_is_shown_as_what_it_is(given_name: str, shown: str) -> None:
    assert file_name(given_name) == shown


@given(st.text())
def test_any_name_can_be_kept(name: str) -> None:
    assert file_name(name).isprintable()
    file_name(name).encode()
    assert 0 < len(file_name(name)) <= LONGEST
