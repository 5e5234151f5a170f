"""Dialogues, headings of networks, and what is said of a message by what stands around it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.customs import Reply
from tansiq.readers.customs import cusres
from tansiq.readers.edifact.envelope import Envelope, Message
from tansiq.readers.edifact.framing import Heading, parse_heading
from tansiq.readers.edifact.segments import message_types, segments
from tansiq.readers.journal import Journal
from tests.readers.messages import INVENTED, List, Style

UIB = "UIB+UNOA:4+063FBE+T77+++NCC+PIA+260501:0100'"
BODY = "BGM+962'RFF+TN:T1'ERP+2'RFF+ABO:P1'ERC+1Z'"
DIALOGUE = UIB + "UIH+CUSRES:D:05B::UN+M1+063FBE+01:F+260501:0100'" + BODY + "UIT+M1+7'UIZ+063FBE+1'"
TYPE_B = "QU ISBNCPK LHRNCPK\r\n.LHRKKPK 010100\r\n"


def walked(text: str | bytes) -> tuple[list[Message], Journal, int]:
    journal = Journal()
    envelope = Envelope(text if isinstance(text, bytes) else text.encode("latin-1"), journal)
    messages = []
    for message in envelope.messages():
        messages.append(message)
        for _ in message.body:
            pass
    return messages, journal, envelope.accounted


def test_a_dialogue_is_an_interchange() -> None:
    (message,), journal, accounted = walked(DIALOGUE)
    assert (message.type, message.version, message.reference, message.access, message.part) == (
        "CUSRES",
        "D:05B",
        "M1",
        "063FBE",
        "01:F",
    )
    here = message.interchange
    assert (here.sender, here.recipient, here.reference, here.prepared) == ("NCC", "PIA", "063FBE", "2026-05-01T01:00")
    assert (here.dialogue, here.closed, here.messages) == (True, True, 1)
    assert (journal.notices(), journal.refusals(), accounted) == ((), (), len(DIALOGUE))
    assert message_types(DIALOGUE.encode()) == ("CUSRES",)


def test_an_answer_in_a_dialogue_is_read_like_any_other() -> None:
    (reply,) = cusres.read(DIALOGUE.encode(), "a.edi").observations
    assert isinstance(reply, Reply)
    assert (reply.message.sender, [(d.reference, d.directive) for d in reply.travellers]) == ("NCC", [("P1", "1Z")])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(DIALOGUE.replace("UIT+M1+7", "UIT+M1+9"), "count_differs", id="segments"),
        pytest.param(DIALOGUE.replace("UIT+M1", "UIT+M2"), "reference_differs", id="message reference"),
        pytest.param(DIALOGUE.replace("UIZ+063FBE", "UIZ+X"), "reference_differs", id="dialogue reference"),
        pytest.param(DIALOGUE.replace("UIZ+063FBE+1", "UIZ+063FBE+3"), "count_differs", id="messages"),
        pytest.param(DIALOGUE.removeprefix(UIB), "envelope_missing", id="no UIB"),
        pytest.param(DIALOGUE.removesuffix("UIZ+063FBE+1'"), "envelope_open", id="no UIZ"),
        pytest.param(DIALOGUE.replace("UIT+M1+7'", ""), "envelope_open", id="no UIT"),
        pytest.param(DIALOGUE.removesuffix("'"), "not_terminated", id="UIZ without terminator"),
        pytest.param("A LETTER\n" + DIALOGUE, "outside_envelope", id="text before"),
        pytest.param(DIALOGUE + "13Nov09", "outside_envelope", id="text behind"),
    ],
)
def test_what_is_wrong_around_a_message_of_a_dialogue_is_noted(text: str, code: str) -> None:
    messages, journal, accounted = walked(text)
    assert [message.type for message in messages] == ["CUSRES"]
    assert code in [notice.code.value for notice in journal.notices()]
    assert accounted == len(text)


def test_a_trailer_that_counts_no_messages_is_right() -> None:
    _, journal, _ = walked(DIALOGUE.replace("UIZ+063FBE+1", "UIZ+063FBE"))
    assert journal.notices() == ()


@pytest.mark.parametrize("between", ["", "\r\n", "\x03\r\n\x01"])
def test_dialogues_and_batches_follow_each_other(between: str) -> None:
    batch = List(INVENTED, style=Style(element="*", end="$")).text()
    messages, _, accounted = walked(between.join([DIALOGUE, batch, DIALOGUE, batch]))
    assert [message.type for message in messages] == ["CUSRES", "PAXLST"] * 2
    assert accounted == 2 * len(DIALOGUE + batch) + 3 * len(between)


def test_a_dialogue_that_does_not_end_is_ended_by_the_next() -> None:
    messages, _, _ = walked(DIALOGUE.removesuffix("UIZ+063FBE+1'") + DIALOGUE)
    assert [message.type for message in messages] == ["CUSRES", "CUSRES"]
    assert messages[0].interchange is not messages[1].interchange


@pytest.mark.parametrize(
    ("una", "characters"),
    [("UNA:*.? $", (":", "*", "$")), ("", ("/", "+", "~")), ("UNA:+.\\*'", (":", "+", "'"))],
    ids=["named", "only used", "repetition named"],
)
def test_service_characters_of_a_dialogue_are_found(una: str, characters: tuple[str, str, str]) -> None:
    component, element, end = characters
    shaped = DIALOGUE.translate(str.maketrans(":+'", component + element + end))
    (message,), _, _ = walked(una + shaped)
    assert (message.type, message.version, message.interchange.sender) == ("CUSRES", "D:05B", "NCC")


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        pytest.param(
            TYPE_B,
            Heading("Type B", ("ISBNCPK", "LHRNCPK"), "LHRKKPK", priority="QU", sent="010100"),
            id="Type B",
        ),
        pytest.param(
            "\x01QK ISBNCPK\r\n.LHRKKPK 010100\r\nPDM\r\n\x02",
            Heading("Type B", ("ISBNCPK",), "LHRKKPK", priority="QK", sent="010100", repeated=True),
            id="Type B with controls, sent again",
        ),
        pytest.param(
            "QU ISBNCPK\n   LHRNCPK\n.LHRKKPK\n",
            Heading("Type B", ("ISBNCPK", "LHRNCPK"), "LHRKKPK", priority="QU"),
            id="addresses on two lines, no time",
        ),
        pytest.param(
            "V.\r\nVDLG.WA/E11HCNIAPIR/I11HCNIAPIQ/P0001\r\nVGYA\r\n",
            Heading("host to host", ("11HCNIAPIR",), "11HCNIAPIQ", serial="0001"),
            id="host to host",
        ),
        pytest.param(
            "V.\rVDDG.W./E1ETCS/I11PCS/P000222\rVGZ.\r",
            Heading("host to host", ("1ETCS",), "11PCS", serial="000222"),
            id="host to host, other layers",
        ),
        pytest.param("Dear colleagues,\n", None, id="a letter"),
        pytest.param(TYPE_B + "PLS FIND ATTACHED\r\n", None, id="more than a heading"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_headings_of_networks_are_understood(text: str, heading: Heading | None) -> None:
    assert parse_heading(text) == heading
    (message,), journal, accounted = walked(text + DIALOGUE)
    assert message.interchange.heading == heading
    assert [n.code.value for n in journal.notices()] == (["outside_envelope"] if text and heading is None else [])
    assert accounted == len(text) + len(DIALOGUE)


def test_each_interchange_has_its_own_heading() -> None:
    messages, journal, _ = walked(TYPE_B + DIALOGUE + "\x03\r\n" + DIALOGUE)
    assert [message.interchange.heading is None for message in messages] == [False, True]
    assert journal.notices() == ()


# properties

pieces = st.sampled_from([UIB, DIALOGUE, TYPE_B, "UIH+CUSRES:D:05B'", "UIT+1+1'", "UIZ+1", "UIB", "UI", "'", "?", "\n"])
mixed = st.lists(st.one_of(pieces, st.text(st.characters(codec="latin-1"), max_size=8)), max_size=20).map("".join)


@settings(max_examples=300)
@given(mixed)
def test_every_byte_is_in_one_segment_and_accounted_for(text: str) -> None:
    data = text.encode("latin-1")
    _, _, accounted = walked(data)
    assert accounted == len(data)
    spans = [(start, end) for start, end, _ in segments(data)]
    assert b"".join(data[start:end] for start, end in spans) == data


@given(st.text(max_size=60) | st.text("QU .LHRKP01\n", max_size=60) | st.text("VE/I1P.DLGA\n", max_size=60))
def test_any_text_is_a_heading_or_none(text: str) -> None:
    heading = parse_heading(text)
    assert heading is None or (heading.origin and heading.to)


@settings(max_examples=200)
@given(st.integers(0, len(DIALOGUE) - 1), st.characters(codec="latin-1"))
def test_damage_to_one_dialogue_leaves_the_next_as_it_was(at: int, letter: str) -> None:
    damaged = DIALOGUE[:at] + letter + DIALOGUE[at + 1 :]
    reading = cusres.read((damaged + DIALOGUE).encode("latin-1"), "a.edi")
    replies = [o for o in reading.observations if isinstance(o, Reply)]
    assert [(d.reference, d.directive) for d in replies[-1].travellers] == [("P1", "1Z")]
    assert (replies[-1].message.sender, replies[-1].message.transaction) == ("NCC", "T1")
