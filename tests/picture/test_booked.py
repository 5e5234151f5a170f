"""Bookings and passenger lists of one flight: who is the same, what each knows, and whom a push no longer holds."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.bookings import Booking, Segment
from tansiq.model.observations import MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.picture.manifest import FlightState, Manifest, Presence, Said, fold
from tansiq.picture.segments import Hold, hold_of

SOURCE = Source("invented.edi", 0, 1)
LISTED, ON_BOARD, NOT_ON_BOARD, REMOVED, WAITLISTED = Presence


def header(
    kind: str, at: str, function: str = "", *, sender: str = "ZZ", part: str = "", identifier: str = ""
) -> MessageHeader:
    function = function or {"PNRGOV": "22", "PAXLST": "745"}[kind]
    return MessageHeader(kind, "1", function, identifier, prepared=f"2026-05-01T{at}", part=part, sender=sender)


@dataclass(frozen=True)
class Person:
    """Somebody invented, as a message of one kind or the other says."""

    family: str
    given: str
    locator: str = ""
    reference: str = ""
    born: str = ""
    passport: str = ""
    ticket: str = ""
    seat: str = ""
    issuer: str = "PK"

    def on(self, message: MessageHeader) -> Traveller:
        return Traveller(
            "passenger",
            SOURCE,
            message,
            names=(PersonName(self.family, self.given, f"{self.given} {self.family}"),),
            birth_date=self.born,
            documents=(TravelDocument(self.passport, "P", self.issuer),) if self.passport else (),
            locator=self.locator,
            reference=self.reference,
            ticket=self.ticket,
            seat=self.seat,
        )


def said(
    position: int, message: MessageHeader, *people: Person, emptied: tuple[str, ...] = (), is_damaged: bool = False
) -> Said:
    named = tuple((position + 1 + i, p.on(message)) for i, p in enumerate(people))
    return Said(
        message, position, named, tuple(empty(position + 50, message, locator) for locator in emptied), is_damaged
    )


def empty(position: int, message: MessageHeader, locator: str) -> tuple[int, Booking]:
    """A booking that names nobody, where it stands."""
    return position, Booking(locator, SOURCE, message)


def push(position: int, *people: Person, function: str = "22", **told: str) -> Said:
    """A PNRGOV message, prepared a minute later for each hundred positions."""
    return said(position, header("PNRGOV", f"01:{position // 100:02}", function, **told), *people)


def update(position: int, *, emptied: str) -> Said:
    """A PNRGOV update whose only booking names nobody."""
    return said(position, push(position, function="141").header, emptied=(emptied,))


def listing(position: int, *people: Person, identifier: str = "", function: str = "") -> Said:
    """A PAXLST message, prepared as a push of that position would be."""
    return said(
        position, header("PAXLST", f"01:{position // 100:02}", function, sender="API", identifier=identifier), *people
    )


def presences(manifest: Manifest) -> dict[str, Presence]:
    return {p.traveller.names[0].given: p.presence for p in manifest.places}


ANNA = Person("INVENTED", "ANNAMRS", "ABC123", "1")
BORIS = Person("INVENTED", "BORISMR", "ABC123", "2")
CEM = Person("MADEUP", "CEMMR", "XYZ789", "1")


def test_strangers_whose_bookings_number_them_alike_stay_two() -> None:
    assert len(fold([push(0, ANNA, CEM)]).places) == 2


def test_the_number_of_a_booking_and_that_of_a_list_are_different_things() -> None:
    assert len(fold([push(0, ANNA), listing(100, Person("MADEUP", "CEM", reference="1"))]).places) == 2


@pytest.mark.parametrize(
    ("booked", "listed"),
    [
        pytest.param(
            Person("INVENTED", "ANNAMRS", "ABC123", "1", passport="ZZ1"),
            Person("INVENTAD", "ANA", born="1990-01-02", passport="ZZ1"),
            id="passport, spelled in another way",
        ),
        pytest.param(ANNA, Person("INVENTED", "ANNA", "ABC123"), id="locator and name, title glued"),
        pytest.param(
            replace(ANNA, given="ANNA MRS"),
            Person("INVENTED", "ANNA MARIA", "ABC123"),
            id="locator, title apart, name cut",
        ),
        pytest.param(
            replace(ANNA, born="1990-01-02"), Person("INVENTED", "ANNA", born="1990-01-02"), id="name and birth date"
        ),
        pytest.param(
            replace(ANNA, ticket="1572400000001"),
            Person("INVENTED", "ANNA", born="1990-01-02", ticket="1572400000001C1"),
            id="ticket",
        ),
        pytest.param(
            replace(ANNA, passport="ZZ1"),
            Person("INVENTED", "ANNA", "ABC123", passport="ZZ2"),
            id="a new passport since",
        ),
    ],
)
def test_a_booking_and_a_list_that_agree_speak_of_one_person(booked: Person, listed: Person) -> None:
    for first, second in ((push(0, booked), listing(100, listed)), (listing(0, listed), push(100, booked))):
        [place] = fold([first, second]).places
        assert place.positions == [1, 101]
        assert place.traveller.names[0].given == listed.given


@pytest.mark.parametrize(
    ("booked", "listed"),
    [
        pytest.param(
            Person("INVENTED", "ANNAMRS", born="1990-01-02", passport="ZZ1"),
            Person("MADEUP", "CEM", born="1980-03-04", passport="ZZ1"),
            id="passport, but other name and birth date",
        ),
        pytest.param(
            replace(ANNA, passport="ZZ1"),
            Person("INVENTED", "ANNA", born="1990-01-02", passport="ZZ1", issuer="IN"),
            id="another country's passport",
        ),
        pytest.param(ANNA, Person("INVENTED", "ANNA"), id="the name alone"),
        pytest.param(ANNA, Person("INVENTED", "BORIS", "ABC123"), id="locator alone"),
        pytest.param(
            replace(ANNA, born="1960-01-02"),
            Person("INVENTED", "ANNA", "ABC123", born="1990-01-02"),
            id="grandmother and granddaughter of one booking",
        ),
        pytest.param(
            replace(ANNA, ticket="9999999999999"),
            Person("MADEUP", "CEM", ticket="9999999999999"),
            id="a number that fills a form",
        ),
        pytest.param(
            replace(ANNA, born="1990-01-02", ticket="9999999999999"),
            Person("INVENTED", "BORIS", born="1990-01-02", ticket="9999999999999"),
            id="a number that fills a form, of twins",
        ),
    ],
)
def test_a_booking_and_a_list_that_do_not_agree_speak_of_two(booked: Person, listed: Person) -> None:
    for first, second in ((push(0, booked), listing(100, listed)), (listing(0, listed), push(100, booked))):
        assert len(fold([first, second]).places) == 2


def test_who_somebody_is_comes_from_the_list_and_what_is_booked_from_the_booking() -> None:
    booked = replace(ANNA, born="1990-01-03", passport="ZZ1", ticket="1572400000001", seat="12A")
    listed = Person("INVENTED", "ANNA MARIA", born="1990-01-02", passport="ZZ1", reference="R1", seat="9C")
    for messages in ([push(0, booked), listing(100, listed)], [listing(0, listed), push(100, booked)]):
        [place] = fold(messages).places
        who = place.traveller
        assert (who.names[0].given, who.birth_date, who.reference) == ("ANNA MARIA", "1990-01-02", "R1")
        assert (who.locator, who.ticket, who.seat) == ("ABC123", "1572400000001", "12A")


def test_a_close_out_that_gives_less_takes_nothing_away() -> None:
    full = listing(0, Person("INVENTED", "ANNA", "ABC123", "R1", "1990-01-02", "ZZ1"))
    left = listing(100, Person("INVENTED", "ANNA", reference="R1"), function="266", identifier="CLOB")
    [place] = fold([full, left]).places
    assert (place.presence, place.traveller.documents[0].number) == (ON_BOARD, "ZZ1")
    assert (place.traveller.birth_date, place.traveller.locator) == ("1990-01-02", "ABC123")


def test_two_of_a_family_in_one_booking_stay_two_however_their_names_begin() -> None:
    both = (replace(ANNA, given="ALIMR"), replace(BORIS, given="ALIASGHARMR"))
    listed = (Person("INVENTED", "ALI", "ABC123"), Person("INVENTED", "ALI ASGHAR", "ABC123"))
    for people in (listed, listed[::-1]):
        manifest = fold([push(0, *both), listing(100, *people), push(200, *both)])
        assert presences(manifest) == {"ALI": LISTED, "ALI ASGHAR": LISTED}


LISTS_ANNA = listing(50, Person("INVENTED", "ANNA", "ABC123"))
ALL = push(0, ANNA, BORIS, CEM)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param([push(100, ANNA)], {"BORISMR": REMOVED, "CEMMR": REMOVED}, id="full push"),
        pytest.param([push(100)], {"ANNAMRS": REMOVED, "BORISMR": REMOVED, "CEMMR": REMOVED}, id="full push of nobody"),
        pytest.param([LISTS_ANNA, push(100, BORIS)], {"CEMMR": REMOVED}, id="whom the list knows stays"),
        pytest.param([push(100, ANNA), push(200, ANNA, BORIS)], {"CEMMR": REMOVED}, id="booked again"),
        pytest.param([push(100, ANNA, function="141")], {"BORISMR": REMOVED}, id="update replaces its bookings only"),
        pytest.param([push(100, function="141")], {}, id="empty update"),
        pytest.param(
            [update(100, emptied="ABC123")],
            {"ANNAMRS": REMOVED, "BORISMR": REMOVED},
            id="update of a booking that holds nobody any more",
        ),
        pytest.param([push(100, ANNA, sender="YY")], {}, id="another sender"),
        pytest.param([replace(push(100, ANNA), is_damaged=True)], {}, id="refused in part"),
        pytest.param([push(100, ANNA, part="01:C")], {"BORISMR": REMOVED}, id="a part, the rest not here"),
        pytest.param(
            [push(100, ANNA, part="01:C"), push(110, CEM, part="02:F")], {"BORISMR": REMOVED}, id="both parts"
        ),
        pytest.param([push(100, ANNA), push(110, CEM)], {"BORISMR": REMOVED}, id="two messages of one moment"),
        pytest.param(
            [push(100, ANNA, replace(BORIS, locator="DEF456", born=""), CEM)], {"BORISMR": REMOVED}, id="booked anew"
        ),
        pytest.param(
            [push(100, replace(ANNA, reference="2"), replace(BORIS, reference="1"), CEM)], {}, id="numbered anew"
        ),
    ],
)
def test_a_full_push_removes_whom_it_no_longer_holds(later: list[Said], expected: Mapping[str, Presence]) -> None:
    manifest = fold([ALL, *later])
    gone = {p.traveller.names[0].given: p.presence for p in manifest.places if p.presence is not LISTED}
    assert gone == expected


def seats(position: int, status: str, *people: Person, function: str = "22") -> Said:
    """A push whose bookings have segments of that status, as far as it holds no seats."""
    said = push(position, *people, function=function)
    told = [
        hold_of(Booking(p.locator, SOURCE, said.header, segments=(Segment("air", 0, status=status),)), (0,))
        for p in people
    ]
    found = {p.locator: hold for p, hold in zip(people, told, strict=True) if hold[0] is not Hold.SEATS}
    return replace(said, seatless=found)


@pytest.mark.parametrize("status", ["HK", "KL", "TK", "RR", ""])
def test_a_segment_that_is_held_puts_its_travellers_on_the_flight(status: str) -> None:
    assert presences(fold([seats(0, status, ANNA)])) == {"ANNAMRS": LISTED}


@pytest.mark.parametrize("function", ["22", "141", ""])
@pytest.mark.parametrize(
    ("status", "presence"),
    [
        *(pytest.param(s, REMOVED, id=s) for s in ("HX", "XX", "UN", "UC", "NO")),
        *(pytest.param(s, WAITLISTED, id=s) for s in ("HL", "UU", "HN", "SA")),
    ],
)
def test_a_segment_that_is_not_held_does_not_list_its_travellers(
    status: str, presence: Presence, function: str
) -> None:
    first = fold([seats(0, status, ANNA, function=function)])
    assert (presences(first), first.places[0].status) == ({"ANNAMRS": presence}, status)
    later = fold([push(0, ANNA, CEM), replace(seats(100, status, ANNA, function=function), is_damaged=True)])
    assert presences(later) == {"ANNAMRS": presence, "CEMMR": LISTED}
    again = fold([seats(0, status, ANNA, function=function), push(100, ANNA)])
    assert (presences(again), again.places[0].status) == ({"ANNAMRS": LISTED}, "")


def test_who_waits_in_one_booking_and_is_held_in_another_is_listed() -> None:
    one = replace(ANNA, passport="ZZ1")
    held = push(0, replace(one, locator="DEF456"))
    assert presences(fold([held, seats(100, "HL", one, function="141")])) == {"ANNAMRS": LISTED}
    given_up = update(200, emptied="DEF456")
    assert presences(fold([held, seats(100, "HL", one, function="141"), given_up])) == {"ANNAMRS": WAITLISTED}


def test_whom_a_list_names_is_listed_whatever_the_booking_waits_for() -> None:
    for messages in ([LISTS_ANNA, seats(100, "HL", ANNA)], [seats(0, "HX", ANNA), LISTS_ANNA]):
        assert presences(fold(messages)) == {"ANNA": LISTED}


def test_a_booking_without_seats_is_not_kept() -> None:
    assert fold([seats(0, "HX", ANNA)]).bookings == {}


def test_somebody_in_two_bookings_stays_until_neither_holds_them() -> None:
    one = replace(ANNA, passport="ZZ1")
    two = replace(one, locator="DEF456")
    cancelled = update(100, emptied="ABC123")
    assert presences(fold([push(0, one, two), cancelled])) == {"ANNAMRS": LISTED}
    again = update(200, emptied="DEF456")
    assert presences(fold([push(0, one, two), cancelled, again])) == {"ANNAMRS": REMOVED}


def test_bookings_neither_undo_a_close_out_nor_let_a_cancelled_flight_fly() -> None:
    closed = listing(100, Person("INVENTED", "ANNA", "ABC123"), function="266", identifier="CLOB")
    manifest = fold([ALL, closed, push(200, ANNA, BORIS, CEM)])
    assert presences(manifest) == {"ANNA": ON_BOARD, "BORISMR": NOT_ON_BOARD, "CEMMR": NOT_ON_BOARD}
    cancelled = listing(100, identifier="XF", function="266")
    assert fold([ALL, cancelled, push(200, ANNA)]).state is FlightState.CANCELLED


# any order

PEOPLE = tuple(
    Person(f"FAMILY{letter}", "INVENTED", locator, str(number))
    for number, (letter, locator) in enumerate(zip("ABCDEF", ("L1", "L1", "L2", "L2", "L3", "L3"), strict=True))
)
Told = tuple[str, frozenset[int]]
told = st.lists(st.tuples(st.sampled_from(["full", "update", "list"]), st.frozensets(st.integers(0, 5))), max_size=7)


def expected(messages: list[Told]) -> dict[str, Presence]:
    """What the messages amount to in their order, by sets alone: bookings as locator to people, and whom lists named."""
    bookings: dict[str, frozenset[int]] = {}
    listed, ever = set[int](), set[int]()
    for kind, people in messages:
        ever |= people
        if kind == "list":
            listed |= people
            continue
        said_now = {
            PEOPLE[p].locator: frozenset(q for q in people if PEOPLE[q].locator == PEOPLE[p].locator) for p in people
        }
        bookings = said_now if kind == "full" else bookings | said_now
    there = listed.union(*bookings.values())
    return {PEOPLE[p].family: LISTED if p in there else REMOVED for p in ever}


@given(told, st.lists(st.integers(0, 6), max_size=4), st.randoms(use_true_random=False))
def test_any_order_and_repetition_give_the_manifest_of_the_right_order(
    messages: list[Told], again: list[int], shuffled: random.Random
) -> None:
    arriving = [*range(len(messages)), *(n for n in again if n < len(messages))]
    shuffled.shuffle(arriving)
    words = []
    for place, number in enumerate(arriving):
        kind, people = messages[number]
        message = header("PAXLST" if kind == "list" else "PNRGOV", f"0{number}:00", "141" if kind == "update" else "")
        words.append(said(place * 100, message, *(PEOPLE[p] for p in sorted(people))))
    manifest = fold(words)
    assert {p.traveller.names[0].family: p.presence for p in manifest.places} == expected(messages)
    named = sorted(position for word in words for position, _ in word.travellers)
    assert sorted(p for place in manifest.places for p in place.positions) == named
