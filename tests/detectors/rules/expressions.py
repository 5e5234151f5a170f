"""Random well-typed expressions, and random travellers to ask them of, a third of whose attributes are unknown."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from hypothesis import strategies as st

from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.detectors.rules.kinds import Kind, Value, render_duration, render_instant

Text = st.SearchStrategy[str]

ASKED: Final = {
    Kind.BOOL: ("payment.is_cash", "booking.is_group"),
    Kind.INT: ("bags.count", "booking.lead_hours", "history.flights_30_days"),
    Kind.DOUBLE: ("bags.weight_kg", "bags.weight_vs_usual_kg"),
    Kind.STRING: ("flight.carrier", "flight.origin"),
    Kind.STRINGS: ("route.countries", "names.lists"),
    Kind.DURATION: ("stay.length", "flight.duration"),
    Kind.TIMESTAMP: ("booking.created_at", "document.expires_on"),
}
_TEXTS: Final = ("", "PK", "PKX", "A", "é", "ا", "P", "😀K")
_COMPARISONS: Final = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_PATTERNS: Final = st.sampled_from(["^P", "K$", "P.?X", "[^A-Z]", "(PK|A){1,2}", ".", r"\\w+"])

DURATIONS: Final = st.integers(0, 40).map(lambda steps: timedelta(minutes=30 * steps))
INSTANTS: Final = st.integers(0, 40).map(lambda days: datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=12 * days))
WHOLE: Final = st.integers(0, 9)
DOUBLES: Final = st.sampled_from([0.0, 0.5, 1.0, 2.25, 20.0, 0.1])

VALUES: Final[dict[Kind, st.SearchStrategy[Value]]] = {
    Kind.BOOL: st.booleans(),
    Kind.INT: WHOLE,
    Kind.DOUBLE: DOUBLES,
    Kind.STRING: st.sampled_from(_TEXTS),
    Kind.STRINGS: st.lists(st.sampled_from(_TEXTS), max_size=3).map(tuple),
    Kind.DURATION: DURATIONS,
    Kind.TIMESTAMP: INSTANTS,
}


def rows() -> st.SearchStrategy[dict[str, Value | None]]:
    """Travellers with values from so few that comparisons come out both ways."""
    asked = {name: kind for kind, names in ASKED.items() for name in names}
    return st.fixed_dictionaries(
        {name: st.none() | _value(name, kind) | _value(name, kind) for name, kind in asked.items()}
    )


def _value(name: str, kind: Kind) -> st.SearchStrategy[Value]:
    if ATTRIBUTES[name].low < 0 and kind in {Kind.INT, Kind.DOUBLE}:
        return st.integers(-9, 9) if kind is Kind.INT else st.sampled_from([-20.0, -0.5, 0.0, 0.5, 2.25])
    return VALUES[kind]


@cache
def named(kind: Kind) -> Text:
    return st.sampled_from(ASKED[kind])


@cache
def constant(kind: Kind) -> Text:
    match kind:
        case Kind.BOOL:
            return st.sampled_from(["true", "false"])
        case Kind.INT:
            return st.integers(-9, 9).map(str)
        case Kind.DOUBLE:
            return st.sampled_from(["0.0", "0.5", "-0.5", "2.25", "20.0", "0.1"])
        case Kind.STRING:
            return st.sampled_from([f'"{text}"' for text in _TEXTS])
        case Kind.DURATION:
            return DURATIONS.map(lambda value: f'duration("{render_duration(value)}")')
        case _:
            return INSTANTS.map(lambda value: f'timestamp("{render_instant(value)}")')


@cache
def values(kind: Kind, depth: int) -> Text:
    """Expressions of a kind that is no condition."""
    leaf = named(kind) | constant(kind)
    if depth <= 0 or kind is Kind.STRING:
        return leaf
    return leaf | computed(kind, depth) | _choices(kind, depth)


@cache
def computed(kind: Kind, depth: int) -> Text:
    same = values(kind, depth - 1)
    match kind:
        case Kind.INT:
            sized = st.builds("size({})".format, named(Kind.STRINGS) | named(Kind.STRING))
            return _built("({} {} {})", same, st.sampled_from("+-*/%"), same) | sized | _built("-({})", same)
        case Kind.DOUBLE:
            divided = _built("({} / {})", same, st.sampled_from(["0.5", "2.25", "-20.0", "0.1"]))
            return (
                _built("({} {} {})", same, st.sampled_from("+-*"), same)
                | divided
                | _built("double({})", values(Kind.INT, 0))
            )
        case Kind.DURATION:
            instants = values(Kind.TIMESTAMP, depth - 1)
            return _built("({} {} {})", same, st.sampled_from("+-"), same) | _built("({} - {})", instants, instants)
        case _:
            return _built("({} {} {})", same, st.sampled_from("+-"), values(Kind.DURATION, depth - 1))


def _built(form: str, *parts: Text) -> Text:
    return st.builds(form.format, *parts)


@cache
def _choices(kind: Kind, depth: int) -> Text:
    side = values(kind, depth - 1) if kind is not Kind.BOOL else conditions(depth - 1)
    return _built("({} ? {} : {})", conditions(depth - 1), side, side)


@cache
def atoms(depth: int) -> Text:
    """Conditions without && || and !."""
    compared = [
        _built("{} {} {}", values(kind, depth), _COMPARISONS, values(kind, depth))
        for kind in (Kind.INT, Kind.DOUBLE, Kind.STRING, Kind.DURATION, Kind.TIMESTAMP)
    ]
    text = named(Kind.STRING)
    item = st.one_of(
        _built("v {} {}", _COMPARISONS, constant(Kind.STRING)),
        _built('v.matches("{}")', _PATTERNS),
        _built("size(v) > {}", st.integers(0, 3).map(str)),
        _built("!(v in [{}, {}])", constant(Kind.STRING), constant(Kind.STRING)),
    )
    return st.one_of(
        *compared,
        named(Kind.BOOL),
        _built("{} == {}", named(Kind.BOOL), named(Kind.BOOL) | constant(Kind.BOOL)),
        _built("has({})", st.sampled_from([name for names in ASKED.values() for name in names])),
        _built(
            "{}.{}({})", text, st.sampled_from(["startsWith", "endsWith", "contains"]), text | constant(Kind.STRING)
        ),
        _built('{}.matches("{}")', text, _PATTERNS),
        _built("{} in {}", text | constant(Kind.STRING), named(Kind.STRINGS)),
        _built("{} in [{}]", text, st.lists(constant(Kind.STRING), min_size=1, max_size=5).map(", ".join)),
        _built("{} in [{}]", values(Kind.INT, 0), st.lists(constant(Kind.INT), min_size=1, max_size=5).map(", ".join)),
        _built("{}.{}(v, {})", named(Kind.STRINGS), st.sampled_from(["exists", "all"]), item),
    )


@cache
def conditions(depth: int = 2) -> Text:
    """Expressions that say yes, no or unknown."""
    if depth <= 0:
        return atoms(0)
    inner = conditions(depth - 1)
    joined = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        atoms(depth),
        joined.map(lambda parts: "(" + " && ".join(parts) + ")"),
        joined.map(lambda parts: "(" + " || ".join(parts) + ")"),
        _built("!({})", inner),
        _choices(Kind.BOOL, depth),
    )
