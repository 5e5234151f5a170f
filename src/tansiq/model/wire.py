"""Values as the JSON of the command-line contract, and back. Empty parts are left out."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import cache, partial
from typing import Any, get_args, get_type_hints

import orjson

from tansiq.model.bookings import Booking
from tansiq.model.customs import Consignment, Reply
from tansiq.model.kinds import Observation
from tansiq.model.observations import (
    FlightLeg,
    ListEntry,
    MessageHeader,
    PersonName,
    Source,
    TravelDocument,
    Traveller,
)
from tansiq.model.subjects import IdentityDocument, Subject

Json = dict[str, Any]

_EMPTY: tuple[object, ...] = (None, "", ())


@cache
def _names_of(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def render(value: object) -> Any:  # noqa: ANN401  JSON has no narrower type
    """A model value as plain JSON types; a dataclass loses its empty parts, a tuple becomes a list."""
    if isinstance(value, tuple):
        return [render(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    out: Json = {}
    kind: Any = type(value)
    for name in _names_of(kind):
        part = getattr(value, name)
        if part not in _EMPTY:
            out[name] = render(part) if type(part) not in _PLAIN else part
    return out


_PLAIN = frozenset({str, int, float, bool})


def _source(data: Json) -> Source:
    return Source(**{"file": "", **data})


def _header(data: Json) -> MessageHeader:
    return MessageHeader(**{"type": "", **data})


def parse_subject(data: object) -> Subject:
    """A SUBJECT object as a value. Unknown keys are left out; a single text stands for a list of one.

    Raises ValueError, naming the key, where a part has another shape.
    """
    if not isinstance(data, dict):
        raise ValueError(f"a SUBJECT object expected, not {type(data).__name__}")
    out: Json = {}
    for name in _names_of(Subject):
        part = data.get(name)
        if part is not None:
            out[name] = _part(name, part)
    return Subject(**out)


def _part(name: str, part: object) -> object:
    if name in {"id", "type", "sex"}:
        return str(part)
    if isinstance(part, str):
        part = [part]
    if not isinstance(part, list):
        raise ValueError(f"{name}: a list expected, not {type(part).__name__}")
    if name == "documents":
        return tuple(_identity_document(d) for d in part)
    return tuple(str(item) for item in part if item is not None)


def _identity_document(data: object) -> IdentityDocument:
    if isinstance(data, str):
        return IdentityDocument(number=data)
    if not isinstance(data, dict):
        raise ValueError(f"documents: an object expected, not {type(data).__name__}")
    return IdentityDocument(
        number=str(data.get("number") or ""), type=str(data.get("type") or ""), issuer=str(data.get("issuer") or "")
    )


def _leg(data: Json) -> FlightLeg:
    shaped = {**data, "marketing": tuple(data.get("marketing", ()))}
    for name in ("carrier", "number", "origin", "destination"):
        shaped.setdefault(name, "")
    return FlightLeg(**{**shaped, "source": _source(data["source"]), "message": _header(data["message"])})


def _traveller(data: Json) -> Traveller:
    return Traveller(
        **{
            **data,
            "source": _source(data["source"]),
            "message": _header(data["message"]),
            "names": tuple(PersonName(**n) for n in data.get("names", ())),
            "documents": tuple(TravelDocument(**{"number": "", **d}) for d in data.get("documents", ())),
            "legs": tuple(data.get("legs", ())),
            "bags": tuple(data.get("bags", ())),
        }
    )


def _list_entry(data: Json) -> ListEntry:
    return ListEntry(
        **{
            **data,
            "source": _source(data["source"]),
            "subject": parse_subject(data["subject"]),
            "programmes": tuple(data.get("programmes", ())),
            "record": tuple((k, v) for k, v in data.get("record", ())),
        }
    )


def _built(kind: Any, data: Json) -> Any:  # noqa: ANN401  a class, and a value of it
    """A value of nested values, as its fields are typed; a text that `render` left out was empty."""
    hints = _hints(kind)
    parts = {name: _shaped(hints[name], part) for name, part in data.items() if name in hints}
    return kind(**{**_required(kind), **parts})


def _shaped(hint: Any, part: object) -> object:  # noqa: ANN401  a type hint has no narrower type
    if isinstance(part, dict):
        return _built(hint, part)
    if isinstance(part, list):
        return tuple(_shaped(get_args(hint)[0], item) for item in part)
    return part


@cache
def _hints(kind: type[Any]) -> Json:
    return get_type_hints(kind)


@cache
def _required(kind: type[Any]) -> Json:
    return {f.name: "" for f in fields(kind) if f.default is MISSING}


_BY_KIND: dict[str, Callable[[Json], Observation]] = {
    "leg": _leg,
    "traveller": _traveller,
    "list_entry": _list_entry,
    "booking": partial(_built, Booking),
    "reply": partial(_built, Reply),
    "consignment": partial(_built, Consignment),
}


def parse_body(body: bytes) -> Observation:
    """The observation that the ledger keeps as this body. Raises KeyError as `parse` does."""
    return parse(orjson.loads(body))


def parse(data: Json) -> Observation:
    """The observation that `render` wrote. Raises KeyError for a kind this version does not know."""
    return _BY_KIND[data["kind"]](data)
