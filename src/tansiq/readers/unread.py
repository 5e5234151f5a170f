"""Formats that Tansiq knows by name and does not read in this version: named, so that nobody takes them for damage."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tansiq.readers.lists.watchlist import column_names

_DICOM_MARK = slice(128, 132)
_SEIZURES = frozenset({"date", "country", "drug", "quantity_kg"})
_CROSSINGS = frozenset({"time", "post", "direction"})
_STIX = re.compile(rb"""["']spec_version["']\s*:|["']type["']\s*:\s*["']bundle["']""")
_MISP = re.compile(rb"""["']Event["']\s*:\s*\{""")


@dataclass(frozen=True, slots=True)
class UnreadFormat:
    """A format without a reader. name: as the contract has it; title: for a person; sniff: looks at the first bytes."""

    name: str
    title: str
    sniff: Callable[[bytes], bool]


def _is_json(first: bytes) -> bool:
    return first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def _is_dicos(first: bytes) -> bool:
    return first[_DICOM_MARK] == b"DICM"


def _is_stix(first: bytes) -> bool:
    return _is_json(first) and _STIX.search(first) is not None


def _is_misp(first: bytes) -> bool:
    return _is_json(first) and _MISP.search(first) is not None


def _is_seizures(first: bytes) -> bool:
    return column_names(first) >= _SEIZURES


def _is_crossings(first: bytes) -> bool:
    return column_names(first) >= _CROSSINGS


UNREAD_FORMATS: tuple[UnreadFormat, ...] = (
    UnreadFormat("dicos", "DICOS or DICOM", _is_dicos),
    UnreadFormat("stix", "STIX 2", _is_stix),
    UnreadFormat("misp", "a MISP event", _is_misp),
    UnreadFormat("seizures", "seizures as CSV", _is_seizures),
    UnreadFormat("crossings", "border crossings as CSV", _is_crossings),
)
"""In the order they are sniffed."""
