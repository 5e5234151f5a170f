"""Values survive being written and read back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.bookings import Booking
from tansiq.model.customs import Consignment, Reply
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.model.wire import parse, render

st.register_type_strategy(float, st.floats(allow_nan=False))  # JSON has no such number

SOURCE = Source("a.edi", 120, 410)
HEADER = MessageHeader("PAXLST", reference="PAX001", function="745")


def test_a_traveller_has_the_shape_of_the_contract_and_comes_back_equal() -> None:
    traveller = Traveller(
        role="passenger",
        source=SOURCE,
        message=HEADER,
        names=(PersonName("KHAN", "ALI", "ALI KHAN"),),
        birth_date="1980-01-02",
        documents=(TravelDocument("AB1234567", "P", "PK", "2030-01-01"),),
        legs=(0,),
        bags=("0214123456",),
    )
    wire = render(traveller)
    assert wire == {
        "kind": "traveller",
        "role": "passenger",
        "source": {"file": "a.edi", "start": 120, "end": 410},
        "message": {"type": "PAXLST", "reference": "PAX001", "function": "745"},
        "names": [{"family": "KHAN", "given": "ALI", "full": "ALI KHAN"}],
        "birth_date": "1980-01-02",
        "documents": [{"number": "AB1234567", "type": "P", "issuer": "PK", "expiry": "2030-01-01"}],
        "legs": [0],
        "bags": ["0214123456"],
    }
    assert parse(wire) == traveller


@pytest.mark.parametrize("kind", [Booking, Reply, Consignment, FlightLeg, Traveller])
@given(data=st.data())
def test_every_kind_comes_back_equal(kind: type[Observation], data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    assert parse(json.loads(json.dumps(render(value)))) == value


def test_a_leg_comes_back_equal() -> None:
    leg = FlightLeg(0, "PK", "785", "ISB", "LHR", SOURCE, HEADER, departure="2026-05-01T03:20", marketing=("TK8123",))
    assert parse(render(leg)) == leg
