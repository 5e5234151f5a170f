"""Whatever is said of flights, in whatever order it comes, lost or twice: the picture is what the oracle reckons."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tansiq.model.bookings import Booking, Segment
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.picture.flights import Flight
from tansiq.picture.grouping import group
from tansiq.picture.legs import LegWord, word_of
from tansiq.picture.manifest import Manifest, Presence, Said, fold
from tansiq.picture.segments import Hold, hold_of
from tests.picture.airline import hear_values
from tests.picture.oracle import HELD, NOTHING, WAITS, Spoken, flights, reckon

SOURCE = Source("invented.edi", 0, 1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
PEOPLE = ("ALI", "BASRI", "CHAN", "DARA")
NUMBERS = {"PK": "785", "TK": "8123", "QR": "9000"}
ACTS = {"list": "", "CP": "CP", "XR": "XR", "XF": "XF", "CLOB": "CLOB", "CLNB": "CLNB"}

people = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
bookings = st.lists(
    st.tuples(st.sampled_from(("AAA111", "BBB222", "CCC333")), st.sampled_from((HELD, WAITS, NOTHING)), people),
    max_size=3,
    unique_by=lambda b: b[0],
).map(tuple)
lists = st.builds(Spoken, st.just(0), st.sampled_from(tuple(ACTS)), people=people)
pushes = st.builds(Spoken, st.just(0), st.sampled_from(("push", "update")), bookings=bookings, is_damaged=st.booleans())
names = st.sampled_from([("PK", False), ("PK", False), ("PK", True), ("TK", False), ("QR", True)])


def header(message: Spoken) -> MessageHeader:
    """The header of a message; XF names nobody, whatever was drawn."""
    prepared = f"{NOW + timedelta(minutes=message.minute):%Y-%m-%dT%H:%M}"
    if message.act in ACTS:
        function = "266" if message.act in {"CLOB", "CLNB"} else "745"
        return MessageHeader("PAXLST", "1", function, ACTS[message.act], prepared=prepared, sender="API")
    return MessageHeader("PNRGOV", "1", "22" if message.act == "push" else "141", prepared=prepared, sender="RES")


def values(message: Spoken) -> list[Observation]:
    """What a reader makes of the message."""
    head = header(message)
    sold = ("TK8123",) if message.claims else ()
    flown = FlightLeg(
        0, message.carrier, NUMBERS[message.carrier], "ISB", "LHR", SOURCE, head, "2026-05-02T10:00", "", sold
    )
    listed: list[Observation] = [traveller(person, head) for person in message.people]
    booked: list[Observation] = []
    for locator, status, named in message.bookings:
        booked.append(Booking(locator, SOURCE, head, segments=(Segment("air", 0, status=status),)))
        booked += [traveller(person, head, locator) for person in named]
    return [flown, *listed, *booked]


def traveller(person: str, head: MessageHeader, locator: str = "") -> Traveller:
    name = PersonName(person, "INVENTED", f"INVENTED {person}")
    document = TravelDocument(f"{PEOPLE.index(person)}123456", "P", "PK")
    return Traveller("passenger", SOURCE, head, names=(name,), documents=(document,), locator=locator, legs=(0,))


def said(position: int, message: Spoken) -> tuple[LegWord, Said]:
    """The message at a position, as the picture folds it."""
    flown, *rest = values(message)
    assert isinstance(flown, FlightLeg)
    placed = list(enumerate(rest, position + 1))
    named = tuple((p, o) for p, o in placed if isinstance(o, Traveller))
    told = tuple((p, o) for p, o in placed if isinstance(o, Booking))
    holds = {b.locator: hold_of(b, (0,)) for _, b in told}
    seatless = {locator: hold for locator, hold in holds.items() if hold[0] is not Hold.SEATS}
    word = word_of(position, flown, {position: flown}, at=NOW)
    return word, Said(flown.message, position, named, told, message.is_damaged, seatless)


def presences(manifest: Manifest) -> dict[str, Presence]:
    return {place.traveller.names[0].family: place.presence for place in manifest.places}


class Picture(RuleBasedStateMachine):
    """Messages about one day's flights as they come. spoken: in the order of arrival, each with its minute."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken: list[Spoken] = []

    @initialize(minutes=st.permutations(range(60)))
    def begin(self, minutes: list[int]) -> None:
        self.minutes = minutes

    def say(self, message: Spoken, carrier: str = "PK", *, claims: bool = False) -> None:
        if message.act == "XF":
            message = Spoken(0, "XF")
        told = Spoken(
            self.minutes.pop(),
            message.act,
            carrier,
            claims,
            message.people,
            message.bookings,
            message.is_damaged and self.may_damage,
        )
        self.spoken.append(told)
        self.heard(told)

    may_damage = True

    def heard(self, message: Spoken) -> None:
        """A message arrived."""

    @precondition(lambda self: self.minutes)
    @rule(message=lists, name=names)
    def a_list(self, message: Spoken, name: tuple[str, bool]) -> None:
        self.say(message, name[0], claims=name[1])

    @precondition(lambda self: self.minutes)
    @rule(message=pushes, name=names)
    def bookings(self, message: Spoken, name: tuple[str, bool]) -> None:
        self.say(message, name[0], claims=name[1])

    @precondition(lambda self: self.spoken)
    @rule(data=st.data())
    def once_more(self, data: st.DataObject) -> None:
        message = data.draw(st.sampled_from(self.spoken))
        self.spoken.append(message)
        self.heard(message)


class Folded(Picture):
    """The pure fold, in an order that is drawn anew at each step; a message may be lost."""

    @precondition(lambda self: len(self.spoken) > 1)
    @rule(data=st.data())
    def lost(self, data: st.DataObject) -> None:
        self.spoken.remove(data.draw(st.sampled_from(self.spoken)))

    @invariant()
    def is_as_reckoned(self) -> None:
        order = self.spoken.copy()
        random.Random(len(order)).shuffle(order)
        placed = {index * 100: message for index, message in enumerate(order)}
        words = {position: said(position, message) for position, message in placed.items()}
        found = {
            g.name.carrier: fold(words[p][1] for p in sorted(g.positions)) for g in group(w for w, _ in words.values())
        }
        expected = {carrier: reckon(told) for carrier, told in flights(self.spoken).items()}
        assert {c: (m.state, presences(m)) for c, m in found.items()} == {
            c: (r.state, r.presence) for c, r in expected.items()
        }


Folded.TestCase.settings = settings(max_examples=150, stateful_step_count=20, deadline=None)
TestTheFold = Folded.TestCase


class Kept(Picture):
    """The same through the ledger, `take` and `refold`, message by message as they come."""

    may_damage = False  # the readers say what is damaged
    runs = 0

    def __init__(self) -> None:
        super().__init__()
        Flight.objects.all().delete()
        Kept.runs += 1

    def heard(self, message: Spoken) -> None:
        hear_values(values(message), at=NOW, feed=f"airline {Kept.runs} {len(self.spoken)}")

    @invariant()
    def is_as_reckoned(self) -> None:
        found = {
            f.carrier: (f.state, {e.name.split()[1]: e.presence for e in f.entries.all()})
            for f in Flight.objects.prefetch_related("entries")
        }
        expected = {carrier: reckon(told) for carrier, told in flights(self.spoken).items()}
        assert found == {c: (r.state, r.presence) for c, r in expected.items()}


@pytest.mark.postgres
@pytest.mark.django_db
def test_flights_kept_in_the_database_are_as_reckoned() -> None:
    few = settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Kept, settings=few)
