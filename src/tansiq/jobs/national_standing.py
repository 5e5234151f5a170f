"""How the stories of the demo stand: what the desk and the picture say, held against their solutions."""

from collections.abc import Iterator
from datetime import datetime

from tansiq.centre.alerts import Alert, AlertState, FindingRecord
from tansiq.demo.facts import Day, Played, Story
from tansiq.demo.stories import Outcome
from tansiq.model.findings import Verdict
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, FlightMessage, ManifestEntry
from tansiq.picture.silences import Lacking, silent

LISTS = "PAXLST"
SILENT = "silent_flight"
"""The key of the story without travellers."""


def wrong(day: Day) -> dict[str, list[str]]:
    """What is not as its solution says, by the story's key; empty where each stands as it should."""
    stories = {story.key: list(_of_story(story, day.now)) for story in day.stories}
    plots = {plot.key: list(_of_plot(plot)) for plot in day.plots}
    return {key: faults for key, faults in {**stories, **plots, SILENT: list(_of_silence(day))}.items() if faults}


def flights_of(plot: Played) -> list[Flight]:
    """The picture's flights under a plot's number on the day it was first to leave, as the picture counts days."""
    carrier, number = plot.flight[:2], plot.flight[2:]
    return list(Flight.objects.filter(carrier=carrier, number=number, key__endswith=plot.departs_on))


def entries_of(plot: Played) -> list[ManifestEntry]:
    """Those on the plot's flight who travel with the documents of the plot, in the order of the plot."""
    found = ManifestEntry.objects.filter(flight__in=flights_of(plot))
    return [e for number in plot.documents for e in found.filter(traveller__documents__contains=[{"number": number}])]


def _of_story(story: Story, at: datetime) -> Iterator[str]:
    """An alert that does not stand as the story says, before an officer has acted."""
    found = Alert.objects.filter(name=story.traveller, flight__updated_at__gte=at).order_by("-pk").first()
    state = found.state if found is not None else None
    if story.expected is Outcome.REFER and state != AlertState.OPEN:
        yield f"an open alert expected, not {state or 'none'}"
    if story.expected is Outcome.WITHDRAWN and state != AlertState.WITHDRAWN:
        yield f"a withdrawn alert expected, not {state or 'none'}"
    if story.expected is Outcome.CLEAR and found is not None and found.verdict == Verdict.MATCH:
        yield "no match expected, and there is one"


def _of_plot(plot: Played) -> Iterator[str]:
    flights, entries = flights_of(plot), entries_of(plot)
    if len(flights) != 1:
        yield f"one flight expected, not {len(flights)}"
    if len(entries) != len(plot.travellers):
        yield f"{len(plot.travellers)} travellers expected, not {len(entries)}"
    for entry in entries:
        yield from _of_entry(plot, entry)
    for entry in entries if plot.rule else ():
        held = FindingRecord.objects.filter(
            alert__flight=entry.flight, alert__name=entry.name, about__startswith=f"{plot.rule}@"
        )
        if not held.exists():
            yield f"{entry.name}: the rule {plot.rule} expected"
    if plot.entry and not Alert.objects.filter(flight__in=flights, name__in=[e.name for e in entries]).exists():
        yield f"an alert about {plot.entry} expected"


def _of_entry(plot: Played, entry: ManifestEntry) -> Iterator[str]:
    is_booked = HeldBooking.objects.filter(flight=entry.flight, entries__contains=[entry.key]).exists()
    said = FlightMessage.objects.filter(flight=entry.flight, header__type=LISTS, positions__overlap=entry.positions)
    if entry.presence != plot.presence:
        yield f"{entry.name}: {plot.presence} expected, not {entry.presence}"
    if is_booked != plot.is_booked:
        yield f"{entry.name}: {'a' if plot.is_booked else 'no'} booking expected"
    if said.exists() != plot.is_listed:
        yield f"{entry.name}: {'a' if plot.is_listed else 'no'} passenger list expected"


def _of_silence(day: Day) -> Iterator[str]:
    expected = {flight.designator for flight in day.flights if flight.is_silent}
    found = {str(s.expected.leg.name) for s in silent(day.now) if s.lacking is Lacking.LIST}
    if not expected <= found:
        yield f"no list expected of {', '.join(sorted(expected))}, found lacking: {', '.join(sorted(found)) or 'none'}"
