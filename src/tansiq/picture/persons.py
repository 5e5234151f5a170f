"""Persons as the messages show them: somebody is a document, or failing that a name with a birth date.

Two documents are two persons here. That both may belong to one human being is a finding with reasons, not a merge.
"""

from functools import lru_cache
from uuid import UUID, uuid5

from tansiq.model.observations import Traveller
from tansiq.model.subjects import IdentityDocument, Subject

_NAMESPACE = UUID("6f2d9b1e-5a0c-4d43-9a55-7a4bd2a3c6f0")
QUOTED = frozenset({"R", "K"})
"""Document codes of redress and known-traveller numbers (as SSR DOCO has them): given to a person, but no identity document."""

NOBODYS = QUOTED | {"V"}
"""Document codes that do not say who somebody is: a visa is stuck into a passport."""

_CARRIED = {"P": "passport", "I": "identity card", "A": "identity card", "C": "identity card"}


def identity_key(traveller: Traveller) -> str:
    """What makes the traveller one person: issuer and number of the first identity document, else name and birth."""
    for document in traveller.documents:
        if document.type not in NOBODYS:
            return f"document/{document.issuer}/{document.number}"
    name = traveller.names[0] if traveller.names else None
    shown = f"{name.family}/{name.given}" if name else f"reference/{traveller.reference}/{traveller.locator}"
    return f"name/{shown}/{traveller.birth_date}/{traveller.nationality}"


def person_id(traveller: Traveller) -> UUID:
    """A stable id that says nothing by itself: the access log and the addresses use it instead of the identity."""
    return _person_id(identity_key(traveller))


@lru_cache(maxsize=1 << 16)
def _person_id(identity: str) -> UUID:
    return uuid5(_NAMESPACE, identity)


def subject(traveller: Traveller) -> Subject:
    """The traveller as a SUBJECT, ready to be compared with list entries."""
    return Subject(
        id=str(person_id(traveller)),
        names=tuple(name.full or f"{name.given} {name.family}".strip() for name in traveller.names),
        birth_dates=(traveller.birth_date,) if traveller.birth_date else (),
        birth_places=(traveller.birth_place,) if traveller.birth_place else (),
        nationalities=(traveller.nationality,) if traveller.nationality else (),
        sex=traveller.sex if traveller.sex in {"M", "F"} else "",
        documents=tuple(
            IdentityDocument(number=d.number, type=_CARRIED.get(d.type[:1], "passport"), issuer=d.issuer)
            for d in traveller.documents
            if d.number and d.type not in NOBODYS
        ),
    )


def shown_name(traveller: Traveller) -> str:
    """The traveller's name for a screen: as the message gives it, or the booking reference where there is none."""
    if traveller.names:
        name = traveller.names[0]
        return name.full or f"{name.given} {name.family}".strip()
    return traveller.reference or traveller.locator or "—"
