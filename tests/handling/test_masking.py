"""What identifies people is masked and does not come back in any part; what says how and when somebody travelled stays."""

from dataclasses import fields, replace
from typing import Any, get_args, get_type_hints

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.handling.masking import MASKED, MASKED_KINDS, mask, mask_facts, mask_reasons
from tansiq.model.bookings import Booking, Payment, Service, Ticket
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, ListEntry, MessageHeader, Source, Traveller
from tansiq.model.subjects import Subject
from tansiq.model.wire import parse, render

QUOTE = "ZZQUOTEZZ"
SOURCE, HEADER = Source("a.edi", 0, 9), MessageHeader("PNRGOV", sender="ZZ")

STAYS = {
    Traveller: {
        "role",
        "source",
        "message",
        "seat",
        "embarked",
        "disembarks",
        "legs",
        "bag_count",
        "bag_weight_kg",
        "category",
        "kind",
    },
    Booking: {
        "locator",
        "source",
        "message",
        "references",
        "created",
        "changed",
        "ticketed",
        "segments",
        "agencies",
        "payments",
        "tickets",
        "services",
        "history",
        "kind",
    },
}
"""Every other field is masked: one that a later version adds is asked about here before it can stay."""

PERSONAL = {
    "names",
    "sex",
    "birth_date",
    "birth_place",
    "nationality",
    "residence",
    "documents",
    "reference",
    "bags",
    "ticket",
    "contacts",
    "remarks",
    "seats",
    "checkins",
    "group",
    "travellers",
    "split",
    "text",
    "agent",
    "account",
    "holder",
    "traveller",
    "expires",
}
"""Fields of travellers and bookings, and of the parts of a booking, whose text identifies somebody or quotes somebody."""


def of(kind: Any, *, is_personal: bool = False) -> st.SearchStrategy[Any]:  # noqa: ANN401  any dataclass
    """Values of a dataclass. A text of a personal field holds the secret, and so does every text below it."""
    hints = get_type_hints(kind)
    personal = PERSONAL | ({"locator"} if kind is Traveller else set())
    parts = {f.name: _of(hints[f.name], is_personal=is_personal or f.name in personal) for f in fields(kind)}
    return st.builds(
        kind, **(parts | ({"source": st.just(SOURCE), "message": st.just(HEADER)} if "source" in parts else {}))
    )


def _of(hint: Any, *, is_personal: bool) -> st.SearchStrategy[Any]:  # noqa: ANN401  a type hint has no narrower type
    plain = {
        str: st.just(QUOTE) if is_personal else st.sampled_from(["", "X1", "2026-05-01"]),
        bool: st.booleans(),
        int: st.integers(0, 9),
        float: st.sampled_from([0.0, 20.5]),
        type(None): st.none(),
    }
    if hint in plain:
        return plain[hint]
    if getattr(hint, "__dataclass_fields__", None):
        return of(hint, is_personal=is_personal)
    arguments = get_args(hint)
    if getattr(hint, "__origin__", None) is tuple:
        return st.lists(_of(arguments[0], is_personal=is_personal), max_size=3).map(tuple)
    if all(isinstance(a, str) for a in arguments):
        return st.sampled_from(arguments)
    return st.one_of(*(_of(a, is_personal=is_personal) for a in arguments))


def written(observation: Observation) -> bytes:
    return orjson.dumps(render(observation))


observations = of(Traveller) | of(Booking)


@given(observations)
def test_nothing_that_identifies_anybody_is_left(observation: Traveller | Booking) -> None:
    masked = mask(observation)
    assert QUOTE.encode() not in written(masked)
    gone = {f.name for f in fields(masked) if f.name not in STAYS[type(masked)]}
    assert all(getattr(masked, name) in ("", (), None) for name in gone)


@given(observations)
def test_what_says_how_and_when_somebody_travelled_stays(observation: Traveller | Booking) -> None:
    masked = mask(observation)
    whole = STAYS[type(observation)] - {"segments", "agencies", "payments", "tickets", "services", "history"}
    assert {n: getattr(masked, n) for n in whole} == {n: getattr(observation, n) for n in whole}
    if isinstance(observation, Booking) and isinstance(masked, Booking):
        assert [replace(s, party=None, text="") for s in observation.segments] == list(masked.segments)
        assert {p.form for p in masked.payments} == {p.form for p in observation.payments}


@given(observations)
def test_masking_twice_is_masking_once_and_the_wire_bears_it(observation: Traveller | Booking) -> None:
    masked = mask(observation)
    assert mask(masked) == masked
    assert parse(orjson.loads(written(masked))) == masked


@given(of(Booking), st.integers(1, 9))
def test_how_many_travel_together_cannot_be_told(booking: Booking, party: int) -> None:
    """A booking of one and the same of several are masked to the same."""
    each = [str(n) for n in range(party)]
    alone = replace(booking, tickets=(Ticket("1"),), payments=(Payment("CA"),), services=(Service("OTHS"),))
    several = replace(
        alone,
        party=party,
        travellers=tuple(each),
        tickets=tuple(Ticket(n, traveller=n) for n in each),
        payments=tuple(Payment("CA", traveller=n) for n in each),
        services=tuple(Service("OTHS", traveller=n) for n in each),
    )
    assert mask(several) == mask(alone)


def test_frequent_flyers_are_masked_with_their_cards() -> None:
    booking = Booking("L", SOURCE, HEADER, services=(Service("FQTV", text="PK 123"), Service("UMNR", text="child")))
    assert mask(booking) == Booking("L", SOURCE, HEADER, services=(Service("UMNR"),))


@pytest.mark.parametrize(
    "observation",
    [
        pytest.param(FlightLeg(0, "PK", "785", "ISB", "LHR", SOURCE, HEADER), id="a leg"),
        pytest.param(ListEntry("UN SC", Subject("1", names=("INVENTED",)), SOURCE), id="a list entry"),
    ],
)
def test_what_holds_nobody_who_travelled_is_as_it_was(observation: Observation) -> None:
    assert mask(observation) is observation
    assert observation.kind not in MASKED_KINDS


def test_reasons_keep_their_sentence_and_lose_what_they_quote() -> None:
    reason = {"feature": "name", "message": "{left} reads like {right}", "weight": 2.0, "values": {"left": QUOTE}}
    assert mask_reasons([reason]) == [reason | {"values": {"left": MASKED}}]


def test_of_the_attributes_of_rules_those_of_people_go() -> None:
    kept = {name.partition(".")[0] for name in mask_facts(dict.fromkeys(ATTRIBUTES, 1))}
    assert not kept & {"traveller", "document", "visa", "party", "contact", "names", "history", "scan"}
    assert {"flight", "route", "booking", "agency"} <= kept
    assert mask_facts({"flight.carrier": "PK", "traveller.age": 30, "made.up": 1}) == {"flight.carrier": "PK"}
