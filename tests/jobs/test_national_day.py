"""The stories of bookings go through the production path, and the picture says what their solutions say."""

from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from tansiq.centre.feeds import Feed
from tansiq.demo.facts import Day, Played
from tansiq.demo.plots import PLOTS
from tansiq.jobs.iapi.door import asker_of, take
from tansiq.jobs.iapi.line import Line
from tansiq.jobs.national_day import receive, wait
from tansiq.jobs.national_standing import SILENT, entries_of, flights_of, wrong
from tansiq.jobs.worker import now
from tansiq.ledger.current import current
from tansiq.ledger.intake import messages
from tansiq.model.bookings import Booking
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.manifest import FlightState, Presence
from tests.jobs.iapi.conftest import answering_process, directives

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

QUIET = Console(quiet=True)
FLIGHTS = frozenset(plot.flight for plot in PLOTS)
LARGE = frozenset({"QR614", "TG345", "PK702", "EK601", "PK283"})


def play(flights: frozenset[str], folder: Path) -> Day:
    received = receive(seed=1, days=1, out=folder, flights=flights)
    wait(received, QUIET)
    return received.day


def plot(day: Day, key: str) -> Played:
    (found,) = [p for p in day.plots if p.key == key]
    return found


def booking_of(day: Day, key: str) -> Booking:
    """The booking that holds the first traveller of a plot."""
    entry = entries_of(plot(day, key))[0]
    return HeldBooking.objects.get(flight=entry.flight, entries__contains=[entry.key]).value()


def test_small_flights_stand_as_their_solutions_say(tmp_path: Path) -> None:
    day = play(FLIGHTS - LARGE, tmp_path)
    assert {key: faults for key, faults in wrong(day).items() if plot_is_on(day, key, FLIGHTS - LARGE)} == {}

    assert SILENT not in wrong(day)

    moved = flights_of(plot(day, "midnight"))[0]
    assert moved.departure_local[11:] == "00:40"
    assert moved.departure_local[:10] > plot(day, "midnight").departs_on
    assert Flight.objects.filter(carrier="SV", number="701").count() == 1

    (cancelled,) = flights_of(plot(day, "cancelled"))
    assert cancelled.state == FlightState.CANCELLED
    assert not any(entry.may_arrive for entry in entries_of(plot(day, "cancelled")))

    first, second = (e.value().locator for e in entries_of(plot(day, "split")))
    assert {first, second} == set(plot(day, "split").locators)
    assert booking_of(day, "split").split == (second,)

    late, known = (f.lands_at for f in (flights_of(plot(day, "late_list"))[0], flights_of(plot(day, "child"))[0]))
    assert late is not None
    assert known is not None
    assert late < day.now - timedelta(minutes=30)

    assert ManifestEntry.objects.filter(flight__number="622", presence=Presence.REMOVED).count() >= 2  # cancelled


def plot_is_on(day: Day, key: str, flights: frozenset[str]) -> bool:
    return any(p.key == key and p.flight in flights for p in day.plots)


@pytest.mark.slow
def test_large_flights_stand_as_their_solutions_say(tmp_path: Path) -> None:
    day = play(LARGE, tmp_path)
    assert {key: faults for key, faults in wrong(day).items() if plot_is_on(day, key, LARGE)} == {}

    (sold,) = flights_of(plot(day, "codeshare"))
    assert "TK5702" in sold.names

    bag = plot(day, "orphan_bag")
    (entry,) = entries_of(bag)
    assert entry.value().bags[0] == bag.tags[0]
    with_the_tag = ManifestEntry.objects.filter(traveller__bags__contains=[bag.tags[0]])
    assert [e.presence for e in with_the_tag] == [Presence.NOT_ON_BOARD]

    cash = booking_of(day, "cash_courier")
    assert [p.form for p in cash.payments] == ["CA"]
    assert cash.agencies[0].kind == "A"

    land = booking_of(day, "over_land")
    assert [s.kind for s in land.segments] == ["air", "surface", "air"]

    seats = {e.value().seat for e in entries_of(plot(day, "apart_together"))}
    assert seats == {"44A", "44B", "44C", "44D", "44E"}


def test_what_is_sensitive_is_dropped_and_no_card_is_kept(tmp_path: Path) -> None:
    day = play(frozenset({"QR601"}), tmp_path)
    assert sum(m.dropped for m in messages(current())) > 10
    cards = {p.account for b in HeldBooking.objects.all() for p in b.value().payments if p.form == "CC"}
    assert cards
    assert all(card[6:-4] == "X" * (len(card) - 10) for card in cards)
    accounts = {booking_of(day, "one_card").payments[0].account}
    strangers = entries_of(plot(day, "one_card"))
    held = [HeldBooking.objects.get(flight=e.flight, entries__contains=[e.key]).value() for e in strangers]
    assert {b.payments[0].account for b in held} == accounts
    assert len({b.locator for b in held}) == len(strangers) == 4


@pytest.mark.slow
def test_each_question_at_check_in_has_the_answer_expected(tmp_path: Path, django_url: str) -> None:
    day = play(frozenset({"EK613"}), tmp_path)
    asker = asker_of(Feed.objects.get(code="airline-ek"))
    with answering_process(django_url) as exchange:
        line = Line(exchange.address)
        answered = {
            e.reference: directives(
                take(asker, e.request, (tmp_path / e.request).read_bytes(), at=now(), line=line).answers.data
            )
            for e in day.exchanges
        }
        line.close()
    assert answered == {e.reference: {e.reference: e.directive} for e in day.exchanges}
