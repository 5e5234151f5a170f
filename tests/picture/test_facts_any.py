"""What holds of every row, whatever messages say."""

from dataclasses import fields, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.detectors.rules.rows import parse_value
from tansiq.model.bookings import (
    Agency,
    Bag,
    Booking,
    CheckIn,
    Contact,
    HistoryLine,
    Payment,
    Seat,
    Segment,
    Service,
    Ticket,
)
from tansiq.model.observations import PersonName, TravelDocument, Traveller
from tansiq.picture.facts.asking import row_of
from tests.picture.airline import SOURCE
from tests.picture.reservations import HEADER, NOW, case, flight

FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A booking has a hundred parts to make up."""

texts = st.sampled_from(
    [
        "", "1", "2", "A", "X", "PK", "GB", "LHR", "ISB", "12A", "99Z", "2026-05-01", "2026-05-01T20:15", "9999-12-31T23:59",
        "1900-02-29", "2026-13-01T00:00", "0001-01-01", "0001-01-01T00:00", "9999-12-31T00:00", "USD", "100.00", "-1", "1e400", "nan", "+92 51 5550100", "٣", "HK",
        "SSR SEAT:HK:1:PK:::LHR:ISB 11A::1", "TVL x / RPI", "XXXX1186", "2140000000001", "A@B.CO", "ICN-188", "KHAN", "\\u200f",
    ]
)  # fmt: skip
references = st.sampled_from(["", "1", "2", "9"])
PLAIN = {"kind", "source", "message"}


def built(made: type, /, **given_parts: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A value whose texts are any."""
    parts = {f.name: texts for f in fields(made) if f.name not in PLAIN} | given_parts
    return st.builds(made, **parts)


def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


legs = st.none() | st.integers(0, 2)
bookings = st.builds(
    Booking,
    locator=texts,
    source=st.just(SOURCE),
    message=st.just(HEADER),
    created=texts,
    changed=texts,
    ticketed=texts,
    party=st.none() | st.integers(0, 2000),
    travellers=some(references),
    segments=some(
        built(Segment, kind=st.sampled_from(["air", "surface", "other"]), leg=legs, party=st.none(), origin=texts)
    ),
    agencies=some(built(Agency)),
    payments=some(built(Payment, traveller=references)),
    contacts=some(built(Contact, kind=st.sampled_from(["phone", "email", "address", "other"]), traveller=references)),
    tickets=some(built(Ticket, traveller=references)),
    services=some(built(Service, count=st.none())),
    seats=some(built(Seat, leg=legs)),
    checkins=some(built(CheckIn, leg=legs, traveller=references)),
    bags=some(built(Bag, pool=st.booleans(), traveller=references)),
    history=some(built(HistoryLine)),
    split=some(texts),
)
travellers = st.builds(
    Traveller,
    role=st.sampled_from(["passenger", "crew", "transit"]),
    source=st.just(SOURCE),
    message=st.just(HEADER),
    names=some(built(PersonName)),
    sex=texts,
    birth_date=texts,
    nationality=texts,
    documents=some(built(TravelDocument)),
    reference=references,
    seat=texts,
    bags=some(texts),
    bag_count=st.none() | st.integers(-5, 10_000),
    bag_weight_kg=st.none() | st.floats(),
    category=st.sampled_from(["", "adult", "child", "infant"]),
)


@FEW
@given(bookings, st.lists(travellers, min_size=1, max_size=4), st.none() | travellers, texts, texts)
def test_every_value_is_one_of_its_attribute(
    held: Booking, people: list[Traveller], listed: Traveller | None, departs: str, arrives: str
) -> None:
    on = flight("LHR-ISB", departs, arrives)
    row = row_of(case(held, *people, on=on, listed=listed, booked=people[0]))
    assert {name for name, value in row.items() if parse_value(name, value) != value} == set()


@FEW
@given(bookings, st.permutations([0, 1, 2]), st.lists(travellers, min_size=4, max_size=4))
def test_the_order_of_the_others_does_not_matter(held: Booking, order: list[int], people: list[Traveller]) -> None:
    first, *others = people
    assert repr(row_of(case(held, first, *others))) == repr(row_of(case(held, first, *(others[i] for i in order))))


@FEW
@given(bookings, travellers)
def test_a_row_has_no_empty_values(held: Booking, traveller: Traveller) -> None:
    row = row_of(case(held, traveller, at=NOW))
    assert "" not in row.values()
    assert None not in row.values()


@FEW
@given(travellers)
def test_who_has_no_booking_has_nothing_of_one(traveller: Traveller) -> None:
    row = row_of(case(None, replace(traveller, seat="")))
    groups = {name.partition(".")[0] for name in row}
    assert groups <= {"flight", "bags", "document", "visa", "traveller", "message"}
