"""What an entry of a list says, field by field, and what differs between two versions of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FIELDS = (
    "type",
    "names",
    "weak_names",
    "father_names",
    "birth_dates",
    "birth_places",
    "nationalities",
    "sex",
    "documents",
    "programmes",
    "reference",
    "listed_on",
    "remarks",
)
"""In the order they are shown."""

ORDERED = frozenset({"names"})
"""Fields whose order says something: the first name is the one the publisher puts first."""


class ChangeKind(StrEnum):
    """What became of an entry from one version of its list to the next."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry in two neighbouring versions: everything it said before, and says after; () where it was empty."""

    field: str  # one of FIELDS
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gone(self) -> tuple[str, ...]:
        """The values that only the version before had."""
        return tuple(value for value in self.before if value not in self.after)

    @property
    def new(self) -> tuple[str, ...]:
        """The values that only the later version has."""
        return tuple(value for value in self.after if value not in self.before)


Told = Mapping[str, tuple[str, ...]]
"""What an entry says: values by field, empty fields left out."""


def told(subject: Mapping[str, Any], details: Mapping[str, Any]) -> Told:
    """What an entry says, from its subject and its details as they are kept."""
    said = {field: _values(field, subject.get(field) or details.get(field)) for field in FIELDS}
    return {field: values for field, values in said.items() if values}


def _values(field: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_document(item) if field == "documents" else str(item) for item in value)
    return (str(value),) if value else ()


def _document(value: Mapping[str, str]) -> str:
    """A document as "passport AB123 PK"."""
    return " ".join(filter(None, (value.get("type", ""), value.get("number", ""), value.get("issuer", ""))))


def differences(before: Told, after: Told) -> Iterator[FieldChange]:
    """The fields that differ, in the order of `FIELDS`. Another order alone is a difference in the names only."""
    for field in FIELDS:
        old, new = before.get(field, ()), after.get(field, ())
        if old != new and (set(old) != set(new) or (field in ORDERED and old[:1] != new[:1])):
            yield FieldChange(field, old, new)
