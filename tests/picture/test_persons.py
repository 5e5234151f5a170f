"""Who somebody on a message is."""

import pytest

from tansiq.model.observations import MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.picture.persons import identity_key, subject

PASSPORT = TravelDocument("ZZ0000001", "P", "PK")


def traveller(*documents: TravelDocument) -> Traveller:
    name = PersonName("DURRANI", "GUL", "GUL DURRANI")
    return Traveller(
        "passenger",
        Source("a.edi", 0, 1),
        MessageHeader("PAXLST"),
        (name,),
        birth_date="1980-01-02",
        documents=documents,
    )


@pytest.mark.parametrize(
    ("documents", "key"),
    [
        pytest.param((PASSPORT,), "document/PK/ZZ0000001", id="passport"),
        pytest.param((TravelDocument("1", "V"), PASSPORT), "document/PK/ZZ0000001", id="visa first"),
        pytest.param((TravelDocument("R26000018", "R"), PASSPORT), "document/PK/ZZ0000001", id="redress number first"),
        pytest.param((TravelDocument("K1", "K"),), "name/DURRANI/GUL/1980-01-02/", id="known-traveller number only"),
    ],
)
def test_numbers_given_to_a_person_are_no_identity(documents: tuple[TravelDocument, ...], key: str) -> None:
    assert identity_key(traveller(*documents)) == key
    numbers = [d.number for d in subject(traveller(*documents)).documents]
    assert numbers == [d.number for d in documents if d == PASSPORT]
