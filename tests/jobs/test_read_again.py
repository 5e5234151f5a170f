"""A message of which part was refused, read once more after a repair: nothing is lost, and nothing is there twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from tansiq.centre.alerts import Alert
from tansiq.centre.feeds import Feed
from tansiq.jobs import take
from tansiq.jobs.failures import reread
from tansiq.ledger.current import current
from tansiq.ledger.intake import message_of
from tansiq.ledger.observations import observations, observations_of
from tansiq.model.reading import Reading, Refusal, RefusalCode
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.readers.formats import read
from tests.jobs.airline import LIST, LISTED, NOBODY, SECOND, Centre, message

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path / "keys")
    made.hear(LIST, feed="list")
    return made


def older(data: bytes, name: str, **how: str) -> Reading:
    """The reader before its repair: it cannot read the second traveller of a list."""
    reading = read(data, name, **how)
    travellers = [o for o in reading.observations if o.kind == "traveller"]
    if len(travellers) < 2:
        return reading
    lost = travellers[1]
    refusal = Refusal(RefusalCode.WRONG_FORMAT, lost.source.start, lost.source.end, "not read", "wait for a repair")
    return replace(reading, observations=tuple(o for o in reading.observations if o is not lost), refusals=(refusal,))


def test_what_could_not_be_read_is_added_to_its_flight_and_the_rest_stays(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take, "read", older)
    sent = centre.hear(message([NOBODY, LISTED, SECOND]))
    assert (ManifestEntry.objects.count(), Alert.objects.count()) == (2, 1)
    before = [s.body for s in observations_of(current(), sent)]
    monkeypatch.undo()
    assert reread(message_of(current(), sent))
    centre.receive(b"", feed="list")
    centre.follow()
    after = [s.body for s in observations_of(current(), sent)]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert (ManifestEntry.objects.count(), Flight.objects.count(), Alert.objects.count()) == (3, 1, 2)
    assert message_of(current(), sent).refusals == []
    assert not reread(message_of(current(), sent)), "nothing of it is refused any more"


def test_a_message_that_still_cannot_be_read_says_so_again_and_is_not_doubled(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take, "read", older)
    sent = centre.hear(message([NOBODY, LISTED]))
    size = len(observations(current(), after=-1))
    assert reread(message_of(current(), sent))
    centre.hear(message([NOBODY], sent="0900"))
    again = message_of(current(), sent)
    assert (again.state, len(again.refusals)) == ("taken", 1)
    assert len(observations_of(current(), sent)) == 2
    assert len(observations(current(), after=-1)) == size + 2, "the later message alone"


def test_a_message_refused_whole_is_taken_once_its_feed_says_what_it_is(centre: Centre) -> None:
    Feed.objects.filter(code="airline").update(format="watchlist")
    sent = centre.hear(message([LISTED]))
    assert message_of(current(), sent).state == "refused"
    Feed.objects.filter(code="airline").update(format="auto")
    assert reread(message_of(current(), sent))
    centre.receive(b"", feed="list")
    centre.follow()
    assert message_of(current(), sent).state == "taken"
    assert Alert.objects.count() == 1


def test_one_that_was_read_whole_is_left_alone(centre: Centre) -> None:
    assert not reread(message_of(current(), centre.hear(message([LISTED]))))
