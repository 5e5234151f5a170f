"""A flight's manifest is the same however its messages arrive."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.observations import MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.picture.manifest import FlightState, Manifest, Presence, Said, fold

SOURCE = Source("invented.edi", 0, 1)


def header(prepared: str, identifier: str = "", function: str = "745") -> MessageHeader:
    return MessageHeader("PAXLST", function=function, identifier=identifier, prepared=f"2026-05-01T{prepared}")


def person(name: str, *, number: str = "", reference: str = "", message: MessageHeader) -> Traveller:
    return Traveller(
        "passenger",
        SOURCE,
        message,
        names=(PersonName(name, "INVENTED", f"INVENTED {name}"),) if name else (),
        documents=(TravelDocument(number, "P", "PK"),) if number else (),
        reference=reference,
    )


def said(position: int, message: MessageHeader, *travellers: Traveller) -> Said:
    return Said(message, position, tuple((position + 1 + i, t) for i, t in enumerate(travellers)))


LIST = header("01:00")
FULL = said(
    0, LIST, person("ALI", number="A1", reference="R1", message=LIST), person("BASRI", number="B1", message=LIST)
)


def presences(manifest: Manifest) -> dict[str, Presence]:
    return {p.traveller.names[0].family: p.presence for p in manifest.places}


def closing(identifier: str, *travellers: Traveller) -> Said:
    return said(10, header("03:00", identifier, "266"), *travellers)


@pytest.mark.parametrize(
    ("later", "expected", "state"),
    [
        pytest.param((), {"ALI": Presence.LISTED, "BASRI": Presence.LISTED}, FlightState.EXPECTED, id="full list"),
        pytest.param(
            (said(20, header("02:00", "XR"), person("ALI", number="A1", message=LIST)),),
            {"ALI": Presence.REMOVED, "BASRI": Presence.LISTED},
            FlightState.EXPECTED,
            id="cancelled reservation",
        ),
        pytest.param(
            (closing("CLOB", person("BASRI", number="B1", message=LIST)),),
            {"ALI": Presence.NOT_ON_BOARD, "BASRI": Presence.ON_BOARD},
            FlightState.CLOSED,
            id="close-out of those on board",
        ),
        pytest.param(
            (closing("CLNB", person("", reference="R1", message=LIST)),),
            {"ALI": Presence.NOT_ON_BOARD, "BASRI": Presence.ON_BOARD},
            FlightState.CLOSED,
            id="close-out of those not on board, by reference alone",
        ),
        pytest.param(
            (said(20, header("02:00", "XF", "266")),),
            {"ALI": Presence.LISTED, "BASRI": Presence.LISTED},
            FlightState.CANCELLED,
            id="cancelled flight",
        ),
        pytest.param(
            (said(20, header("02:00", "XF", "266")), replace(FULL, position=30, header=header("02:30"))),
            {"ALI": Presence.LISTED, "BASRI": Presence.LISTED},
            FlightState.EXPECTED,
            id="cancelled flight that is listed again",
        ),
        pytest.param(
            (
                said(20, header("02:00", "XF", "266")),
                said(30, header("02:30", "XR"), person("ALI", number="A1", message=LIST)),
            ),
            {"ALI": Presence.REMOVED, "BASRI": Presence.LISTED},
            FlightState.CANCELLED,
            id="cancelled flight whose reservations are cancelled too",
        ),
        pytest.param(
            (replace(FULL, position=30),),
            {"ALI": Presence.LISTED, "BASRI": Presence.LISTED},
            FlightState.EXPECTED,
            id="the same list again",
        ),
        pytest.param(
            (said(20, header("02:00", "CP"), person("ALI", number="A2", reference="R1", message=LIST)),),
            {"ALI": Presence.LISTED, "BASRI": Presence.LISTED},
            FlightState.EXPECTED,
            id="another passport for the same reference",
        ),
        pytest.param(
            (said(20, header("02:00"), person("ALI", number="A9", reference="R9", message=LIST)),),
            {"ALI": Presence.LISTED, "BASRI": Presence.LISTED},
            FlightState.EXPECTED,
            id="a namesake without a birth date counts as the same",
        ),
    ],
)
def test_the_manifest_is_what_the_messages_amount_to(
    later: tuple[Said, ...], expected: dict[str, Presence], state: FlightState
) -> None:
    manifest = fold([FULL, *later])
    assert presences(manifest) == expected
    assert manifest.state == state


def test_a_list_that_was_sent_after_the_close_out_takes_nobody_off_and_adds_whom_it_names() -> None:
    closed = closing("CLOB", person("ALI", number="A1", message=LIST))
    late = header("04:00")
    again = said(40, late, *(person(n, number=f"{n[0]}1", message=late) for n in ("ALI", "BASRI", "CHAN")))
    assert presences(fold([FULL, closed, again])) == {
        "ALI": Presence.ON_BOARD,
        "BASRI": Presence.LISTED,
        "CHAN": Presence.LISTED,
    }


def test_a_cargo_report_says_nothing_of_people_whatever_it_does() -> None:
    cargo = said(40, replace(header("04:00", "XF", "266"), type="CUSCAR"))
    assert fold([FULL, cargo]) == fold([FULL])


def test_a_close_out_in_parts_counts_as_one() -> None:
    parts = header("03:00", "CLOB", "266")
    first = said(10, replace(parts, part="01:C"), person("ALI", number="A1", message=parts))
    last = said(20, replace(parts, part="02:F"), person("BASRI", number="B1", message=parts))
    assert set(presences(fold([FULL, first, last])).values()) == {Presence.ON_BOARD}


def test_two_people_of_one_reference_with_other_names_and_births_stay_two() -> None:
    a = replace(person("ALI", reference="R1", message=LIST), birth_date="1980-01-02")
    b = replace(person("BASRI", reference="R1", message=LIST), birth_date="1990-03-04")
    assert len(fold([said(0, LIST, a, b)]).places) == 2


def test_a_close_out_says_nothing_of_crew_that_another_list_named() -> None:
    crew = replace(person("CAPTAIN", number="C1", message=LIST), role="crew")
    closed = fold(
        [FULL, said(5, header("01:30", "", "250"), crew), closing("CLOB", person("ALI", number="A1", message=LIST))]
    )
    assert presences(closed) == {
        "ALI": Presence.ON_BOARD,
        "BASRI": Presence.NOT_ON_BOARD,
        "CAPTAIN": Presence.LISTED,
    }


def test_a_change_may_correct_name_and_birth_date_at_once() -> None:
    wrong = replace(person("ALLI", reference="R1", message=LIST), birth_date="1980-01-02")
    right = replace(person("ALI", reference="R1", message=LIST), birth_date="1981-02-03")
    manifest = fold([said(0, LIST, wrong), said(10, header("02:00", "CP"), right)])
    assert [p.traveller.names[0].family for p in manifest.places] == ["ALI"]


messages = st.lists(
    st.tuples(
        st.sampled_from(["01:00", "02:00", "03:00"]),
        st.sampled_from([("", "745"), ("CP", "745"), ("XR", "745"), ("CLOB", "266"), ("CLNB", "266"), ("XF", "266")]),
        st.lists(st.sampled_from(["ALI", "BASRI", "CHAN"]), max_size=3, unique=True),
    ),
    max_size=6,
)


@given(messages, st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(
    told: list[tuple[str, tuple[str, str], list[str]]], shuffled: random.Random
) -> None:
    spoken = []
    for index, (prepared, (identifier, function), names) in enumerate(told):
        message = header(prepared, identifier, function)
        people = [person(n, number=n, message=message) for n in names]
        spoken.append(said(index * 10, message, *people))
    other = spoken.copy()
    shuffled.shuffle(other)
    assert fold(spoken) == fold(other)


def test_two_of_one_name_in_one_message_stay_two_people() -> None:
    twins = [person("ALI", number=number, message=LIST) for number in ("A1", "A2")]
    close_out = header("02:00", "CLOB", "266")
    left = said(50, close_out, person("ALI", number="A2", message=close_out))
    manifest = fold([said(0, LIST, *twins), left])
    assert {p.traveller.documents[0].number: p.presence for p in manifest.places} == {
        "A1": Presence.NOT_ON_BOARD,
        "A2": Presence.ON_BOARD,
    }


def test_a_new_passport_in_a_later_message_is_the_same_traveller() -> None:
    change = header("02:00", "CP")
    manifest = fold([FULL, said(50, change, person("ALI", number="A9", message=change))])
    assert sorted(p.traveller.documents[0].number for p in manifest.places) == ["A9", "B1"]
