"""What a detector concluded, with reasons for and against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What a comparison amounts to."""

    MATCH = "match"
    POSSIBLE = "possible"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence, for or against.

    feature: stable code ("name.full", "birth_date.year"). weight: signed, set or learned; for is positive.
    message: an English sentence with {left}, {right} or other named places: also the key of its translations.
    values: what fills the places.
    """

    feature: str
    message: str
    weight: float
    left: str = ""
    right: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The reason as an English sentence."""
        return self.message.format_map({"left": self.left, "right": self.right, **self.values})


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two subjects compared. score: 0 to 1, ranks only. reasons and against: strongest first."""

    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a detector holds up.

    subject: key of what it is about. about: key of what it was compared with ("OFAC SDN/9640"), or "".
    evidence: ledger positions of the observations it rests on. The key of a finding is (detector, version, subject,
    about, evidence): the same input gives the same finding, however often it is computed.
    """

    detector: str
    version: str
    subject: str
    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()
    about: str = ""
    evidence: tuple[int, ...] = ()
