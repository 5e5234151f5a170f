"""Why somebody looks: a ground, and the thing it is about."""

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """The grounds on which personal data may be read."""

    TRIAGE = "triage"
    CASE = "case"
    REQUEST = "request"
    REDRESS = "redress"
    AUDIT = "audit"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class Purpose:
    """A ground and what it is about: Purpose(Ground.TRIAGE, "alert 4711")."""

    ground: Ground
    about: str

    def __str__(self) -> str:
        return f"{self.ground}: {self.about}"
