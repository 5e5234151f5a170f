"""Values survive being written and read back."""

from tansiq.model.observations import FlightLeg, MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.model.wire import parse, render

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


def test_a_leg_comes_back_equal() -> None:
    leg = FlightLeg(0, "PK", "785", "ISB", "LHR", SOURCE, HEADER, departure="2026-05-01T03:20", marketing=("TK8123",))
    assert parse(render(leg)) == leg
