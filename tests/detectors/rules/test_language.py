"""The language: what is refused says where, what was expected and the repair; what is taken has one canonical text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.rules.bulk import outcomes
from tansiq.detectors.rules.faults import Fault
from tansiq.detectors.rules.frames import frame_of
from tansiq.detectors.rules.kinds import Row
from tansiq.detectors.rules.language import LONGEST, parse
from tansiq.detectors.rules.rendering import render, render_lines
from tansiq.detectors.rules.row import compiled
from tansiq.detectors.rules.tree import Node, names


def node_of(text: str) -> Node:
    parsed = parse(text)
    assert parsed.node, parsed.fault
    return parsed.node


def fault_of(text: str) -> Fault:
    parsed = parse(text)
    assert parsed.fault
    assert parsed.node is None
    return parsed.fault


REFUSED = [
    pytest.param("", 1, 1, "a condition expected", "", id="empty"),
    pytest.param("booking.leed_hours < 4", 1, 1, "no attribute", "`booking.lead_hours`", id="misspelt"),
    pytest.param("lead_hours < 4", 1, 1, "no attribute", "`booking.lead_hours`", id="without its group"),
    pytest.param(
        "bags.colour == 1", 1, 1, "may not name ethnic origin", "take this part out", id="colour of skin or bag"
    ),
    pytest.param("bags.zzzzzz == 1", 1, 1, "no attribute", "bags.count", id="lists its group's attributes"),
    pytest.param("bags.count >\n  && true", 2, 3, "a value or an attribute expected, `&&` found", "", id="second line"),
    pytest.param("payment.is_cash and payment.is_card", 1, 17, "`and` found", "write &&", id="and"),
    pytest.param("not payment.is_cash", 1, 1, "`not` found", "write !", id="not"),
    pytest.param('flight.carrier = "PK"', 1, 16, "single =", "write ==", id="single ="),
    pytest.param("payment.is_cash & payment.is_card", 1, 17, "single &", "write &&", id="single &"),
    pytest.param("bags.count ≥ 3", 1, 12, "not a sign", "write >=", id="typographic sign"),
    pytest.param("flight.carrier == “PK”", 1, 19, "typographic", 'write "', id="typographic quotes"),
    pytest.param('flight.carrier == "PK', 1, 19, "closing quotation mark", "at its end", id="open text"),
    pytest.param("bags.count § 3", 1, 12, "is not a sign of the language", "", id="strange sign"),
    pytest.param("document.age_days == null", 1, 22, "null", "!has(document.age_days)", id="compared with null"),
    pytest.param("document.age_days != null", 1, 22, "null", "has(document.age_days)", id="not null"),
    pytest.param("bags.weight_kg > 20", 1, 1, "double and int", "write 20.0", id="whole number for a double"),
    pytest.param("bags.weight_kg > bags.count", 1, 1, "double and int", "double(...)", id="int attribute for a double"),
    pytest.param("bags.count > 2.0", 1, 1, "int and double", "write the whole number 2", id="double for an int"),
    pytest.param('stay.length < duration("3d")', 1, 24, "hours, minutes", 'write "72h"', id="days"),
    pytest.param("stay.length < 72", 1, 1, "duration and int", 'duration("72h")', id="number for a duration"),
    pytest.param(
        'document.expires_on < timestamp("2026-05-01")', 1, 33, "zone expected", "2026-05-01T00:00:00Z", id="date alone"
    ),
    pytest.param(
        'document.expires_on < timestamp("2026-02-30T00:00:00Z")', 1, 33, "no such instant", "", id="30 February"
    ),
    pytest.param('document.expires_on < timestamp("0001-01-01T00:00:00+05:00")', 1, 33, "no such", "", id="before all"),
    pytest.param("payment.is_cash < true", 1, 1, "no order", "==", id="order of bools"),
    pytest.param("1 < bags.count < 3", 1, 16, "one comparison after another", "a < b && b < c", id="chained"),
    pytest.param("bags.count", 1, 1, "bool expected, int found", "has(...)", id="no condition"),
    pytest.param("bags.count && payment.is_cash", 1, 1, "bool expected", "compare it", id="number as condition"),
    pytest.param("!bags.count", 1, 2, "bool expected", "compare it", id="contrary of a number"),
    pytest.param('route.countries == "PK"', 1, 1, "a list cannot be compared", ".exists", id="list compared"),
    pytest.param('route.countries.startsWith("P")', 1, 1, "a list found", ".exists(v, v.startsWith", id="list as text"),
    pytest.param('flight.carrier in "PK"', 1, 19, "in needs a list", 'in ["A", "B"]', id="in a text"),
    pytest.param("flight.carrier in []", 1, 1, "empty list", "", id="in nothing"),
    pytest.param('bags.count in ["PK"]', 1, 16, "int expected, string found", "", id="in a list of another kind"),
    pytest.param("bags.count in [bags.count]", 1, 16, "a value written out", "", id="in a computed list"),
    pytest.param('["PK"] == route.countries', 1, 1, "only after in", "write x in", id="list elsewhere"),
    pytest.param('"a" + flight.carrier == "b"', 1, 1, "string + string", "not joined", id="texts joined"),
    pytest.param("bags.count / 0 > 1", 1, 14, "divided by zero", "", id="divided by zero"),
    pytest.param("9223372036854775808 > bags.count", 1, 1, "whole number to", "", id="too great"),
    pytest.param("1e999 > bags.weight_kg", 1, 1, "a double can hold", "", id="endless"),
    pytest.param(
        "bags.count * bags.count * 4000000000000000000 > 3", 1, 1, "cannot be represented", "", id="could overflow"
    ),
    pytest.param(
        'document.expires_on + duration("87600000h") > booking.created_at',
        1,
        1,
        "cannot be represented",
        "",
        id="year 12192",
    ),
    pytest.param("bags.count.wombat(3)", 1, 12, "no function wombat", "startsWith", id="no such method"),
    pytest.param("wombat(3)", 1, 1, "no function wombat", "has, size", id="no such function"),
    pytest.param("has(bags.count > 3)", 1, 16, "expected after the name", "", id="has of a condition"),
    pytest.param("size(bags.count) > 1", 1, 6, "counts characters", "", id="size of a number"),
    pytest.param("double(bags.weight_kg) > 1.0", 1, 1, "a double already", "leave", id="double of a double"),
    pytest.param('flight.carrier.matches("(a")', 1, 24, "at its character 1: a ( without", "", id="bad pattern"),
    pytest.param("flight.carrier.matches(flight.origin)", 1, 24, "quotation marks", "", id="pattern from an attribute"),
    pytest.param(
        "bags.tags.exists(v, bags.count > 1)", 1, 21, "only `v` is known", "move this part", id="outer attribute"
    ),
    pytest.param("bags.tags.exists(v, has(bags.count))", 1, 25, "only `v` is known", "move", id="outer has"),
    pytest.param("bags.tags.exists(bags, true)", 1, 18, "a name for an item", "", id="item named as a group"),
    pytest.param("bags.tags.exists(v, size(v) / 2 > 1)", 1, 21, "not divided", "", id="item divided"),
    pytest.param("bags.count.exists(v, true)", 1, 1, "is a list, int found", "", id="exists in a number"),
    pytest.param("bags.tags.all(v, bags.tags.exists(w, w == v))", 1, 18, "only `v`", "", id="macro in a macro"),
    pytest.param("payment.is_cash ? 1 : 2", 1, 1, "bool expected, int found", "", id="choice of numbers"),
    pytest.param("payment.is_cash ? true : 2", 1, 1, "of one kind", "", id="choice of two kinds"),
    pytest.param("true || 1 < 2", 1, 1, "names no attribute", "", id="holds for everybody"),
    pytest.param("(" * 40 + "payment.is_cash" + ")" * 40, 1, 21, "levels of brackets", "two rules", id="too deep"),
    pytest.param("!" * 40 + "payment.is_cash", 1, 20, "signs before one another", "", id="too many signs"),
    pytest.param("payment.is_cash" + " " * LONGEST, 1, 8001, "at most 8000", "", id="too long"),
    pytest.param(" || ".join(["bags.count==1"] * 400), 1, 1, "at most 1000 parts", "two rules", id="too many parts"),
    pytest.param('flight.carrier == "a\\d"', 1, 19, "stands for nothing", 'r"..."', id="strange escape"),
    pytest.param('flight.carrier == "\\ud800"', 1, 19, "no character D800", "", id="half a character"),
    pytest.param(
        f"bags.count{' / 3' * 9} > 1", 1, 1, "divisions inside one another", "two rules", id="divided nine times"
    ),
    pytest.param("bags.count" + " + 1" * 41 + " > 1", 1, 174, "signs of arithmetic", "two rules", id="long sum"),
    pytest.param("payment.is_cash payment.is_card", 1, 17, "&&, || or the end", "", id="two conditions"),
]


@pytest.mark.parametrize(("text", "line", "column", "words", "repair"), REFUSED)
def test_a_refused_expression_says_where_why_and_the_repair(
    text: str, line: int, column: int, words: str, repair: str
) -> None:
    fault = fault_of(text)
    assert (fault.line, fault.column) == (line, column), fault
    assert words in fault.text
    assert repair in fault.repair
    assert 0 <= fault.start <= fault.end <= max(len(text), LONGEST)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param('traveller.religion == "x"', "religion", id="religion"),
        pytest.param('traveller.ethnicity == "x"', "ethnic origin", id="ethnic origin"),
        pytest.param("traveller.politicalOpinion", "political opinion", id="opinion in camel case"),
        pytest.param("traveller.union_membership", "union membership", id="union"),
        pytest.param("service.wheelchair", "health", id="health"),
        pytest.param("traveller.sexual_orientation", "sexual life", id="sexual life"),
        pytest.param('booking.meal == "x"', "meal or service codes", id="meal"),
        pytest.param('booking.ssr == "x"', "meal or service codes", id="service request"),
        pytest.param('traveller.family_name == "x"', "names, which tell", id="family name"),
        pytest.param('flight.carrier in ["PK", "MOML"]', "meal or service codes", id="meal code in a text"),
        pytest.param('flight.carrier.contains("wchr")', "meal or service codes", id="wheelchair code in small letters"),
        pytest.param("religion(3)", "religion", id="as a function"),
        pytest.param("has(traveller.religion)", "religion", id="asked by has"),
    ],
)
def test_what_is_protected_cannot_be_named(text: str, kind: str) -> None:
    assert f"a rule may not name {kind}" in fault_of(text).text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        pytest.param("((bags.count>3))", "bags.count > 3", id="brackets and spaces"),
        pytest.param("bags.count > 3 // many\n&& payment.is_cash", "bags.count > 3 && payment.is_cash", id="remark"),
        pytest.param("(payment.is_cash && payment.is_card) && booking.is_group", "payment.is_cash && payment.is_card && booking.is_group", id="flat"),
        pytest.param("payment.is_cash && (payment.is_card || booking.is_group)", "payment.is_cash && (payment.is_card || booking.is_group)", id="or in and"),
        pytest.param("!(bags.count > 3)", "!(bags.count > 3)", id="contrary of a comparison"),
        pytest.param("bags.count - (1 - 2) == -(-3)", "bags.count - (1 - 2) == 3", id="minus"),
        pytest.param("-bags.count == - -bags.count", "-bags.count == -(-bags.count)", id="two minus signs"),
        pytest.param("flight.carrier in ['PK', 'PK', r'E\\K']", 'flight.carrier in ["PK", "E\\\\K"]', id="texts"),
        pytest.param('stay.length < duration("90m")', 'stay.length < duration("1h30m")', id="duration"),
        pytest.param('booking.created_at < timestamp("2026-05-01T05:00:00+05:00")', 'booking.created_at < timestamp("2026-05-01T00:00:00Z")', id="zone"),
        pytest.param("payment.is_cash ? bags.count == 1 : (booking.is_group ? true : false)", "payment.is_cash ? bags.count == 1 : (booking.is_group ? true : false)", id="choice"),
        pytest.param("bags.weight_kg == 1e3", "bags.weight_kg == 1000.0", id="exponent"),
        pytest.param("(size(route.countries) + 1) * 2 > 3", "(size(route.countries) + 1) * 2 > 3", id="product of a sum"),
    ],
)  # fmt: skip
def test_an_expression_has_one_canonical_text(text: str, canonical: str) -> None:
    assert render(node_of(text)) == canonical
    assert render(node_of(canonical)) == canonical


def test_a_long_condition_is_written_over_lines() -> None:
    text = " && ".join(["booking.lead_hours < 48", "payment.is_cash", "(route.is_broken || route.is_split)"] * 2)
    lines = render_lines(node_of(text)).splitlines()
    assert len(lines) == 6
    assert lines[2] == "&& (route.is_broken || route.is_split)"


KLEENE = [
    pytest.param("payment.is_cash && booking.is_group", {"payment.is_cash": False}, False, id="unknown and false"),
    pytest.param("payment.is_cash && booking.is_group", {"payment.is_cash": True}, None, id="unknown and true"),
    pytest.param("booking.is_group || payment.is_cash", {"payment.is_cash": True}, True, id="unknown or true"),
    pytest.param("booking.is_group || payment.is_cash", {"payment.is_cash": False}, None, id="unknown or false"),
    pytest.param("!payment.is_cash", {}, None, id="contrary of unknown"),
    pytest.param("bags.count != 3", {}, None, id="unknown is not different"),
    pytest.param("bags.count == bags.count", {}, None, id="unknown is not itself"),
    pytest.param("has(bags.count)", {}, False, id="has is known"),
    pytest.param("has(bags.count) && bags.count == 0", {"bags.count": 0}, True, id="zero is known"),
    pytest.param("route.countries.exists(c, c == \"PK\")", {"route.countries": ()}, False, id="exists in nothing"),
    pytest.param("route.countries.all(c, c == \"PK\")", {"route.countries": ()}, True, id="all of nothing"),
    pytest.param("payment.is_cash ? true : true", {}, None, id="choice by unknown"),
    pytest.param("payment.is_cash ? bags.count > 1 : true", {"payment.is_cash": False}, True, id="the other side"),
    pytest.param("7 / bags.count == 2", {"bags.count": 0}, None, id="divided by zero"),
    pytest.param("history.flights_30_days % bags.count == 2", {"bags.count": 0, "history.flights_30_days": 1}, None, id="rest of zero"),
    pytest.param("booking.lead_hours / 2 == -3", {"booking.lead_hours": -7}, True, id="towards zero"),
    pytest.param("booking.lead_hours % 2 == -1", {"booking.lead_hours": -7}, True, id="rest has the sign of the dividend"),
    pytest.param("bags.weight_kg / bags.weight_kg > 0.0", {"bags.weight_kg": 0.0}, None, id="no number"),
    pytest.param("bags.weight_kg * 1e300 * 1e300 > 0.0", {"bags.weight_kg": 2.0}, None, id="beyond all doubles"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row", "outcome"), KLEENE)
def test_what_is_missing_is_unknown(text: str, row: Row, outcome: bool | None) -> None:
    node = node_of(text)
    assert compiled(node)(row) is outcome
    frame = frame_of([{**dict.fromkeys(names(node)), **row}])
    assert outcomes(frame, {"rule": node})["rule"].to_list() == [outcome]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("bags.count" + " + 1" * 40 + " > 1", id="sum"),
        pytest.param("!" * 18 + "payment.is_cash", id="contraries"),
        pytest.param(" || ".join(["bags.count == 1"] * 320), id="alternatives"),
        pytest.param("payment.is_cash ? true : (" * 8 + "bags.count == 1" + ")" * 8, id="choices"),
        pytest.param("(" * 10 + "payment.is_cash" + " ? true : payment.is_cash)" * 10, id="conditions"),
        pytest.param("bags.weight_kg" + " / 3.0" * 10 + " > 1.0", id="divisions"),
        pytest.param("bags.count" + " / 3" * 3 + " > 1", id="whole divisions"),
        pytest.param("!(payment.is_cash && (booking.is_group || !" * 4 + "payment.is_card" + "))" * 4, id="all sorts"),
    ],
)
def test_the_longest_and_deepest_that_is_taken_is_answered_at_once(text: str) -> None:
    node = node_of(text)
    rows: list[Row] = [
        {},
        {"payment.is_cash": False, "bags.count": 30, "bags.weight_kg": 2.0, "booking.is_group": True},
    ]
    started = time.process_time()
    frame = frame_of([{**dict.fromkeys(names(node)), **row} for row in rows])
    assert outcomes(frame, {"rule": node})["rule"].to_list() == [compiled(node)(row) for row in rows]
    assert node_of(render(node)) == node
    assert time.process_time() - started < 5


@given(st.text(max_size=60) | st.text("abgs.count><=!&|()\"'123 +-*/%?:,[]{}\\r\n", max_size=60))
def test_any_text_is_taken_or_refused(text: str) -> None:
    parsed = parse(text)
    assert (parsed.node is None) is not (parsed.fault is None)
    assert parsed.fault is None or parsed.fault.text


WORDS = [
    "payment.is_cash",
    "bags.count",
    "route.countries",
    "&&",
    "||",
    "!",
    "(",
    ")",
    "==",
    "<",
    "in",
    "[",
    "]",
    "1",
    '"PK"',
]
WORDS += [".exists(", "v", ",", "has(", "size(", "?", ":", "-", "+", "/", "null", "2.5", 'duration("1h")', ".matches("]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_order_of_words_is_taken_or_refused_with_a_place(text: str) -> None:
    fault = parse(text).fault
    assert fault is None or (fault.line >= 1 and 1 <= fault.column <= len(text) + 1)
