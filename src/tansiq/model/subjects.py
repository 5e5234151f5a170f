"""A person, organisation or vessel as a list, a case file or a passenger record names it."""

from dataclasses import dataclass
from typing import Literal

SubjectType = Literal["person", "organization", "vessel"]


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """A document somebody is known by. issuer: ISO 3166-1 alpha-2, or "" where unknown."""

    number: str
    type: str = "passport"
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """SUBJECT of the command-line contract. Names in any script; every part but `names` may be empty.

    birth_dates: ISO 8601 at the precision known ("1970", "1970-05", "1970-05-02").
    nationalities: ISO 3166-1 alpha-2. sex: "M", "F" or "".
    """

    id: str = ""
    type: SubjectType = "person"
    names: tuple[str, ...] = ()
    weak_names: tuple[str, ...] = ()
    father_names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    sex: str = ""
    documents: tuple[IdentityDocument, ...] = ()
