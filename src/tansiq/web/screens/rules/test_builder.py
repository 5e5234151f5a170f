"""Rows and text are two views of one expression: nothing is lost on the way from one to the other."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tansiq.detectors.rules import parse
from tansiq.web.screens.rules.builder import MOST_CONDITIONS, Built, Condition, Group
from tansiq.web.screens.rules.composing import composed, rows_of
from tansiq.web.screens.rules.form import edited, of_text
from tansiq.web.screens.rules.reading import spoken
from tests.detectors.rules.expressions import conditions


def said(rows: Built, shown: str) -> dict[str, str]:
    """What a browser sends of a page with these rows that nobody touched."""
    fields = {"join": rows.join, "text": shown.replace("\n", "\r\n"), "shown": shown.replace("\n", "\r\n")}
    fields |= {f"g{at}-join": group.join for at, group in enumerate(rows.groups)}
    for name, row in rows.conditions():
        parts = (
            {"text": row.text}
            if row.text
            else {"attribute": row.attribute, "operator": row.operator, "value": row.value}
        )
        fields |= {f"{name}-{key}": value for key, value in parts.items()}
    return fields


@given(text=conditions(3))
def test_an_expression_survives_rows_and_a_form(text: str) -> None:
    node = parse(text).node
    assume(node is not None)
    assert node is not None
    now = of_text(text, Built())
    assert composed(now.rows)[1] == {}
    again = edited(said(now.rows, now.shown))
    assert (again.node, again.rows) == (node, now.rows)


@given(text=conditions(2))
def test_every_expression_can_be_read_out(text: str) -> None:
    node = parse(text).node
    assume(node is not None)
    assert node is not None
    assert spoken(node).parts


@given(
    st.dictionaries(
        st.from_regex(r"g[0-2]c[0-2]-(attribute|operator|value|text)|g[0-2]-join|join|text|shown|act", fullmatch=True),
        st.text(max_size=20),
    )
)
def test_a_form_of_whatever_is_answered(fields: dict[str, str]) -> None:
    now = edited(fields)
    assert now.node is None or parse(now.text).node == now.node


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("payment.is_cash", [("all", ["payment.is_cash true "])], id="a yes"),
        pytest.param("!payment.is_cash", [("all", ["payment.is_cash false "])], id="a no"),
        pytest.param("!has(stay.nights)", [("all", ["stay.nights unknown "])], id="unknown"),
        pytest.param(
            '!(flight.carrier in ["PK", "EK"])', [("all", ["flight.carrier not_one_of PK, EK"])], id="none of several"
        ),
        pytest.param('"AF" in route.countries', [("all", ["route.countries includes AF"])], id="in a list"),
        pytest.param(
            'document.expires_on < timestamp("2026-09-01T00:00:00Z")',
            [("all", ["document.expires_on lt 2026-09-01"])],
            id="a day",
        ),
        pytest.param(
            "bags.count > 3 && (payment.is_cash || stay.nights < 2) && !booking.is_group",
            [
                ("all", ["bags.count gt 3"]),
                ("any", ["payment.is_cash true ", "stay.nights lt 2"]),
                ("all", ["booking.is_group false "]),
            ],
            id="groups in their order",
        ),
        pytest.param(
            "bags.count > party.size || stay.nights < 2",
            [("any", ["bags.count > party.size", "stay.nights lt 2"])],
            id="two attributes",
        ),
        pytest.param('flight.carrier in ["P,K"]', [("all", ['flight.carrier in ["P,K"]'])], id="a comma in a value"),
        pytest.param('flight.carrier == " PK"', [("all", ['flight.carrier == " PK"'])], id="a space before a value"),
    ],
)
def test_rows_say_what_the_text_says(text: str, rows: list[tuple[str, list[str]]]) -> None:
    node = parse(text).node
    assert node is not None
    shown = rows_of(node).groups
    assert [(g.join, [c.text or f"{c.attribute} {c.operator} {c.value}" for c in g.conditions]) for g in shown] == rows


def test_what_no_form_can_hold_stays_one_text() -> None:
    text = " && ".join(f"bags.count != {n}" for n in range(MOST_CONDITIONS + 1))
    now = of_text(text, Built())
    assert now.rows == Built(groups=(Group(conditions=(Condition(text=text),)),))
    assert edited(said(now.rows, now.shown)).node == now.node
