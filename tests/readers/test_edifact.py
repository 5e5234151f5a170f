from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.readers.edifact import segments as edifact
from tansiq.readers.edifact.charset import Text
from tests.readers.messages import INVENTED, List, Style

PLAIN = List(INVENTED)


def tags(data: bytes) -> list[str]:
    return [elements[0] for _, _, elements in edifact.segments(data) if elements]


def test_the_segments_of_an_interchange_come_in_order_with_their_elements() -> None:
    data = b"UNA:+.? 'UNB+UNOA:4+PIA:ZZ+NCC+260501:0100+R1'UNH+1+PAXLST:D:05B:UN'BGM+745'UNT+3+1'UNZ+1+R1'"
    assert [e for _, _, e in edifact.segments(data)][2:] == [
        ["UNH", "1", "PAXLST:D:05B:UN"],
        ["BGM", "745"],
        ["UNT", "3", "1"],
        ["UNZ", "1", "R1"],
    ]


@pytest.mark.parametrize(
    ("una", "style"),
    [
        pytest.param("UNA:+.? '", Style(), id="default"),
        pytest.param("UNA:+.?*'", Style(), id="repetition separator named"),
        pytest.param("UNA:+.?'", Style(), id="five characters, repetition left out"),
        pytest.param("UNA:+?*'", Style(), id="five characters, decimal mark left out"),
        pytest.param("UNA:*.? $", Style(element="*", end="$"), id="star and dollar"),
        pytest.param("UNA:-.? *", Style(element="-", end="*"), id="dash and star"),
        pytest.param("UNA:+.\\ '", Style(release="\\"), id="backslash releases"),
        pytest.param("UNA:(.) -", Style(element="(", release=")", end="-"), id="brackets"),
        pytest.param("UNA:+.? \u2019", Style(), id="typographic end named, plain one used"),
        pytest.param("UNA:+.? \u2019", Style(end="\u2019", codec="utf-8"), id="typographic end named and used"),
        pytest.param("UNA:*.? $", Style(), id="UNA of somebody else"),
        pytest.param("", Style(), id="no UNA"),
        pytest.param("", Style(end='"', syntax="SIRE:4"), id="no UNA, quotation mark ends"),
        pytest.param("", Style(element="*", end="~"), id="no UNA, other characters"),
        pytest.param("", Style(end="\n"), id="line ends end segments"),
        pytest.param("UNA:+.  '", Style(release=""), id="no release character"),
    ],
)
@pytest.mark.parametrize("between", ["", "\n", "\r\n", " ", "  \r\n "])
def test_service_characters_are_found(una: str, style: Style, between: str) -> None:
    people = INVENTED if style.release else ()
    named = List(people, style=style)
    segments = [s + between for s in named.segments()[1:]]
    found = tags((una + between).encode() + "".join(segments).encode(style.codec))
    expected = [s[:3] for s in segments]
    assert [tag for tag in found if tag not in ("UNA", "")] == expected


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(b"QU ISBNCPK\r\n.LHRKKPK 010100\r\n", id="Type B lines"),
        pytest.param(b"\x01QU ISBNCPK\r\n.LHRKKPK 010100\r\n\x02", id="Type B with SOH and STX"),
        pytest.param(b"V.\r\nVDLG.WA/E11HCNIAPIR/I11HCNIAPIQ/P0001\r\nVGYA\r\n", id="host to host"),
        pytest.param(b"\xef\xbb\xbf", id="byte-order mark"),
        pytest.param(b"  \r\n\t", id="blanks"),
    ],
)
def test_what_stands_before_is_passed_over(before: bytes) -> None:
    data = before + PLAIN.data() + b"\x03\r\n"
    assert [t for t in tags(data) if t] == [s[:3] for s in PLAIN.segments()]


@pytest.mark.parametrize("width", [7, 61, 63, 64, 69])
def test_wrapped_lines_are_joined_as_they_were(width: int) -> None:
    text = PLAIN.text()
    wrapped = "\r\n".join(text[i : i + width] for i in range(0, len(text), width))
    whole = [e for _, _, e in edifact.segments(text.encode())][1:]
    assert [e for _, _, e in edifact.segments(wrapped.encode()) if e and e[0] != "UNA"] == whole


SEGMENT = "IFT+4:28+"
LONG = f"{SEGMENT}{'INVENTED WORDS ' * 12}ME"


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"], ids=ascii)
@pytest.mark.parametrize("width", [63, 69])
def test_a_value_that_looks_like_a_segment_where_a_line_was_full_stays_one(width: int, line_end: str) -> None:
    start = "UNB+IATA:1+PK+NPC+260430:0100+R'UNH+1+PNRGOV:13:1:IA'TIF+"
    name = "X" * ((-len(start) - 2) % width) + "MEMON"
    text = f"{start}{name}+A'{LONG}'{LONG}'UNT+5+1'UNZ+1+R'"
    wrapped = line_end.join(text[i : i + width] for i in range(0, len(text), width))
    assert f"ME{line_end}MON+" in wrapped
    assert [e for _, _, e in edifact.segments(wrapped.encode()) if e] == [
        e for _, _, e in edifact.segments(text.encode()) if e
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([SEGMENT + "A" * 60, "MON+B'"], id="a long line"),
        pytest.param(
            [SEGMENT + "A" * 60 + "'", SEGMENT + "B" * 61, "MON+C'"], id="a line as long as the one before it"
        ),
        pytest.param(
            [
                SEGMENT + "A" * 60 + "'",
                SEGMENT + "B" * 60 + "'",
                SEGMENT + "C" * 61,
                "MON+D'",
                SEGMENT + "E" * 60 + "'",
            ],
            id="lines of one length",
        ),
        pytest.param([SEGMENT + "A" * 61, SEGMENT + "B" * 61, SEGMENT + "C" * 61, "MON+D'"], id="all terminators lost"),
        pytest.param([LONG[:70], LONG[70:140], LONG[140:], "MON+B'"], id="behind full lines"),
        pytest.param(["LOC+1'", "LOC+2'", "RFF+ABO", "LOC+3'"], id="short lines"),
    ],
)
def test_a_line_that_starts_with_a_tag_behind_a_lost_terminator_is_a_segment(lines: list[str]) -> None:
    text = "\r\n".join(
        ["UNB+IATA:1+PK+NPC+260430:0100+R'", "UNH+1+PNRGOV:13:1:IA'", *lines, "UNT+9+1'", "UNZ+1+R'", ""]
    )
    starts = [line[:3] for line in lines if line[3:4] == "+"]
    assert tags(text.encode()) == ["UNB", "UNH", *starts, "UNT", "UNZ"]


def test_released_characters_come_back_and_the_last_release_stands_for_nothing() -> None:
    data = b"UNB+UNOA:4+A+B+260501:0100+R'UNH+1+PAXLST:D:05B'FTX+AAI+++O?'NEIL?+?:??+end?'UNT+3+1'UNZ+1+R'"
    text = Text("UNOA")
    ftx = next(e for _, _, e in edifact.segments(data) if e and e[0] == "FTX")
    assert [text(part) for part in ftx] == ["FTX", "AAI", "", "", "O'NEIL+:?", "end"]


def test_several_interchanges_may_differ_in_their_service_characters() -> None:
    other = List(INVENTED[:1], style=Style(element="*", end="$"))
    data = PLAIN.data() + b"\r\nMAIL FOOTER\r\n" + other.data() + PLAIN.data()
    found = tags(data)
    assert found.count("UNB") == found.count("UNZ") == 3
    assert found.count("NAD") == 2 * 4 + 2


def test_an_interchange_without_its_end_is_ended_by_the_next() -> None:
    cut = "".join(PLAIN.segments()[:-1])
    other = List(INVENTED[:1], style=Style(element="*", end="$")).text()
    assert tags((cut + PLAIN.text() + other).encode()).count("UNB") == 3


def test_an_end_without_terminator_does_not_swallow_what_follows() -> None:
    text = PLAIN.text().rstrip("'")
    assert tags((text + "\n\nEmail secured by UN Antivirus\n").encode())[-2:] == ["UNZ", ""]
    assert tags((text + "\n" + PLAIN.text()).encode()).count("UNB") == 2


@pytest.mark.parametrize(
    ("data", "types"),
    [
        pytest.param(PLAIN.data(), ("PAXLST",), id="passenger list"),
        pytest.param(b"UNB+IATA:1+DL++1:2+3'\nUNH+1+PNRGOV:10:1:IA+F6'", ("PNRGOV",), id="booking data"),
        pytest.param(b"UNH+1+PAXLST:D:02B'UNT+2+1'UNH+2+CUSRES:D:05B'", ("PAXLST", "CUSRES"), id="two types"),
        pytest.param(b"UNB+UNOA:4+A+B+1:2+3'U\nNH+1+PAXL\r\nST:D:02B'", ("PAXLST",), id="wrapped header"),
        pytest.param(b"UNG *PAXLST*AA*BB*1:2*3*UN*D:02B$", ("PAXLST",), id="only the group is there"),
        pytest.param(b"Email secured by UN Antivirus", (), id="text"),
        pytest.param(b"PK\x03\x04" + bytes(500), (), id="archive"),
        pytest.param(b"", (), id="nothing"),
    ],
)
def test_message_types_are_named(data: bytes, types: tuple[str, ...]) -> None:
    assert edifact.message_types(data) == types


@pytest.mark.parametrize(
    ("syntax", "raw", "text", "unexplained"),
    [
        pytest.param("UNOA", b"KHAN", "KHAN", 0, id="ASCII"),
        pytest.param("UNOA", "Y\u00c9".encode(), "Y\u00c9", 1, id="UTF-8 under UNOA"),
        pytest.param("UNOA", b"Y\xc9", "Y\u00c9", 1, id="Latin under UNOA"),
        pytest.param("UNOC", b"Y\xc9", "Y\u00c9", 0, id="UNOC"),
        pytest.param("UNOC", "Y\u00c9".encode(), "Y\u00c9", 1, id="UTF-8 under UNOC"),
        pytest.param("UNOD", "\u0141".encode("iso8859-2"), "\u0141", 0, id="UNOD"),
        pytest.param("UNOE", "\u0422\u0410".encode("iso8859-5"), "\u0422\u0410", 0, id="UNOE, that could be UTF-8"),
        pytest.param("UNOI", "\u0645\u062d".encode("iso8859-6"), "\u0645\u062d", 0, id="UNOI"),
        pytest.param("UNOY", "\u062e\u0627\u0646".encode(), "\u062e\u0627\u0646", 0, id="UNOY"),
        pytest.param("UNOY", b"Y\xc9", "Y\u00c9", 1, id="Latin under UNOY"),
        pytest.param("SIRE", "\u042f".encode(), "\u042f", 1, id="unknown syntax"),
    ],
)
def test_text_is_decoded_by_the_syntax_identifier(syntax: str, raw: bytes, text: str, unexplained: int) -> None:
    decode = Text(syntax)
    assert decode(raw.decode("latin-1")) == text
    assert decode.unexplained == unexplained


def tiles(data: bytes) -> None:
    """Segments cover the input from its first byte to its last, none twice."""
    spans = [(start, end) for start, end, _ in edifact.segments(data)]
    assert all(start < end for start, end in spans)
    assert all(a[1] == b[0] for a, b in pairwise(spans))
    assert (spans[0][0], spans[-1][1]) == (0, len(data)) if data else not spans


SERVICE = [b"UNA:+.? '", b"UNB+UNOA:4+A+B+1:2+3'", b"UNH+1+PAXLST:D:05B'", b"UNZ+1+3'", b"UNZ+1+3", b"UNA*-.? $", b"U"]
OTHER = [b"'", b"?", b"?'", b"+", b"\r\n", b"\n", b" ", bytes(9), b"NAD+FL+++A:B'", b"LOC+178+ISB'", b"\xef\xbb\xbf"]
pieces = st.sampled_from([*SERVICE, *OTHER])


@given(st.lists(st.one_of(pieces, st.binary(max_size=12)), max_size=40).map(b"".join))
def test_every_byte_is_in_exactly_one_segment(data: bytes) -> None:
    tiles(data)


@given(st.data())
def test_every_byte_of_a_damaged_message_is_in_exactly_one_segment(draw: st.DataObject) -> None:
    data = bytearray(PLAIN.data())
    for _ in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    tiles(bytes(data))


@pytest.mark.parametrize("filler", [b"\x00", b"A", b"?'", b"U", b"UN"])
def test_endless_filler_is_cut_into_bounded_pieces(filler: bytes) -> None:
    data = b"UNB+UNOA:4+A+B+1:2+3'UNH+1+PAXLST:D:05B'" + filler * ((2 << 20) // len(filler))
    tiles(data)
    assert max(end - start for start, end, e in edifact.segments(data) if e) < 1 << 20
