"""The peer of the reading benchmark: the same particulars of the same lists, taken by way of pydifact's segments.

pydifact tokenises and makes segments; the extraction is ours and lean. Its streaming parser is used, which is faster than
its collections; its validation, which knows no PAXLST, is left off.
"""

import importlib.util
import warnings
from collections.abc import Iterator
from typing import Any

from tansiq.model.countries import alpha_2

Particulars = tuple[object, ...]
_DATE_AND_TIME = 10


def is_installed() -> bool:
    """Whether the peer is there: it is a tool of development, not a dependency."""
    return importlib.util.find_spec("pydifact") is not None


def particulars(text: str) -> tuple[list[Particulars], list[Particulars]]:
    """The travellers and the legs of an interchange, as tuples in the order of `read.particulars_of`."""
    from pydifact.parser import Parser

    travellers: list[dict[str, Any]] = []
    stops: list[dict[str, Any]] = []
    flight: Any = ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for segment in Parser().parse(text):
            tag, elements = segment.tag, segment.elements
            if tag == "NAD" and elements[0] == "FL":
                travellers.append({"name": elements[3], "documents": [], "bags": []})
            elif travellers:
                _take(travellers[-1], tag, elements)
            elif tag == "TDT":
                flight = elements[1]
            elif tag == "LOC":
                stops.append({"place": elements[1], "time": ""})
            elif tag == "DTM" and stops:
                stops[-1]["time"] = _moment(elements[0][1])
    legs: list[Particulars] = [(flight, a["place"], b["place"], a["time"], b["time"]) for a, b in _pairs(stops)]
    return [_shaped(traveller) for traveller in travellers], legs


def segments(text: str) -> int | None:
    """How many segments it makes of a text, nothing taken from them; None where it gives up."""
    from pydifact.exceptions import EDISyntaxError
    from pydifact.parser import Parser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return sum(1 for _ in Parser().parse(text))
        except (EDISyntaxError, ValueError, IndexError):
            return None


def _pairs(stops: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    return zip(stops[::2], stops[1::2], strict=False)


def _take(traveller: dict[str, Any], tag: str, elements: list[Any]) -> None:
    if tag in ("LOC", "DTM", "RFF"):
        _take_qualified(traveller, tag, elements)
    elif tag == "ATT":
        traveller["sex"] = elements[2]
    elif tag == "NAT":
        traveller["nationality"] = alpha_2(elements[1])
    elif tag == "DOC":
        traveller["documents"].append({"type": elements[0][0], "number": elements[1]})
    elif tag == "FTX":
        traveller["bags"] += _tags(*elements[3])
    elif tag == "MEA":
        traveller[elements[0]] = float(elements[2][1])
    elif tag == "GEI":
        traveller["verified"] = elements[1] == "173"


def _take_qualified(traveller: dict[str, Any], tag: str, elements: list[Any]) -> None:
    if tag == "LOC":
        if elements[0] == "91":
            traveller["documents"][-1]["issuer"] = alpha_2(elements[1])
        else:
            traveller["LOC" + elements[0]] = elements[1]
    elif tag == "RFF":
        traveller["RFF" + elements[0][0]] = elements[0][1]
    elif elements[0][0] == "36":
        traveller["documents"][-1]["expiry"] = _day(elements[0][1], 2000)
    else:
        year = 2000 if elements[0][1] <= "260501" else 1900
        traveller["born"] = _day(elements[0][1], year)


def _day(value: str, century: int) -> str:
    return f"{century + int(value[:2])}-{value[2:4]}-{value[4:6]}"


def _moment(value: str) -> str:
    day = _day(value, 2000)
    return f"{day}T{value[6:8]}:{value[8:10]}" if len(value) == _DATE_AND_TIME else day


def _tags(first: str, count: str) -> list[str]:
    return [f"{first[:2]}{int(first[2:]) + step:06d}" for step in range(int(count))]


def _shaped(traveller: dict[str, Any]) -> Particulars:
    family, *given = traveller["name"]
    documents = tuple((d["type"], d["number"], d["issuer"], d["expiry"]) for d in traveller["documents"])
    return (
        family,
        " ".join(given),
        traveller["sex"],
        traveller["born"],
        traveller["nationality"],
        alpha_2(traveller["LOC174"]),
        documents,
        traveller["RFFAVF"],
        traveller["RFFABO"],
        traveller["RFFSEA"],
        traveller["LOC178"],
        traveller["LOC179"],
        tuple(traveller["bags"]),
        traveller.get("CT"),
        traveller.get("WT"),
        traveller["verified"],
    )
