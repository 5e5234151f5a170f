"""The only door out: release() decides, and only it makes a Released value."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from tansiq.handling._seal import SEAL, Seal
from tansiq.handling.marking import TLP, Caveat, Marking
from tansiq.handling.purpose import Purpose
from tansiq.model.errors import NotReleasable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Party:
    """Who receives: an organisation, and whether a client organisation or a named person of it is meant.

    client_of: the organisation whose client this one is, "" for none (TLP 2.0 AMBER reaches clients).
    person: the named individual, "" for the organisation as a whole (TLP 2.0 RED reaches named persons only).
    community: whether the organisation belongs to the information-sharing community (TLP 2.0 GREEN).
    """

    organisation: str
    client_of: str = ""
    person: str = ""
    community: bool = True


class WithheldReason(StrEnum):
    """Which part of the marking said no."""

    OWNER = "owner"
    AUDIENCE = "audience"
    LEVEL = "level"
    PURPOSE = "purpose"
    EXPIRED = "expired"
    NO_ONWARD = "no_onward"


@dataclass(frozen=True, slots=True)
class Withheld:
    """The decision not to let a value leave, with the first part of the marking that forbids it."""

    reason: WithheldReason
    text: str


@dataclass(frozen=True, slots=True)
class Released(Generic[T]):
    """A value that may leave, to whom, for what, and under which marking. Made by `release()` only."""

    value: T
    to: Party
    purpose: Purpose
    marking: Marking
    released_at: datetime
    seal: Seal

    def __post_init__(self) -> None:
        """Refuse a value that did not come through the door."""
        if self.seal is not SEAL:
            raise NotReleasable("a Released value is made by tansiq.handling.release only")


def release(
    value: T, marking: Marking, to: Party, purpose: Purpose, *, at: datetime, consents: frozenset[str] = frozenset()
) -> Released[T] | Withheld:
    """Let the value go to a party for a purpose, or say what forbids it.

    at: the moment of the decision, aware. consents: owners that said yes to this release to this party.
    """
    forbidden = forbids(marking, to, purpose, at=at, consents=consents)
    if forbidden is not None:
        return forbidden
    return Released(value=value, to=to, purpose=purpose, marking=marking, released_at=at, seal=SEAL)


def forbids(
    marking: Marking, to: Party, purpose: Purpose, *, at: datetime, consents: frozenset[str] = frozenset()
) -> Withheld | None:
    """The first part of the marking that forbids the release, or None.

    An owner always may know what it owns; everybody else needs every part to agree.
    """
    if marking.until is not None and at >= marking.until:
        return Withheld(WithheldReason.EXPIRED, f"the permission ended at {marking.until.isoformat()}")
    if marking.purposes is not None and purpose.ground not in marking.purposes:
        allowed = ", ".join(sorted(marking.purposes)) or "nothing"
        return Withheld(WithheldReason.PURPOSE, f"marked for {allowed}, not for {purpose.ground}")
    if to.organisation in marking.owners and len(marking.owners) == 1:
        return None
    return _forbids_others(marking, to, consents)


def _forbids_others(marking: Marking, to: Party, consents: frozenset[str]) -> Withheld | None:
    if marking.audience is not None and to.organisation not in marking.audience:
        return Withheld(WithheldReason.AUDIENCE, f"{to.organisation} is not in the audience")
    if not _level_reaches(marking, to):
        return Withheld(WithheldReason.LEVEL, f"{marking.tlp.label} does not reach {to.organisation}")
    missing = marking.owners - consents - {to.organisation}
    if Caveat.NO_ONWARD in marking.caveats and missing:
        return Withheld(WithheldReason.NO_ONWARD, f"needs the yes of {', '.join(sorted(missing))}")
    return None


def _level_reaches(marking: Marking, to: Party) -> bool:
    """Whether TLP 2.0 lets the value reach the party; an explicit audience names the receiving organisations.

    Each level reaches no further than the one below it: a client outside the community is reached by none but CLEAR.
    """
    receiving = marking.audience if marking.audience is not None else marking.owners
    if marking.tlp is TLP.CLEAR:
        return True
    if not to.community or marking.tlp is TLP.GREEN:
        return to.community
    if marking.tlp is TLP.AMBER:
        return to.organisation in receiving or to.client_of in receiving
    if marking.tlp is TLP.AMBER_STRICT:
        return to.organisation in receiving
    return to.organisation in receiving and bool(to.person)
