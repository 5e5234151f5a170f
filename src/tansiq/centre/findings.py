"""What is kept of findings, and of the reasons they give."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tansiq.detectors.risk import Part
from tansiq.model.findings import Finding, Reason


@dataclass(frozen=True, slots=True)
class Held:
    """What a detector holds up about one manifest entry, with the name of what it was compared with."""

    finding: Finding
    about_name: str


class FindingFields(models.Model):
    """What is kept of a finding, whatever became of it."""

    detector = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    score = models.FloatField()
    verdict = models.CharField(max_length=12)
    reasons = models.JSONField()
    against = models.JSONField()
    evidence = ArrayField(models.BigIntegerField())
    found_at = models.DateTimeField()

    class Meta:
        abstract = True

    def said_for(self) -> list[Reason]:
        """Every reason for, strongest first."""
        return reasons_of(self.reasons)

    def said_against(self) -> list[Reason]:
        """Every reason against, strongest first."""
        return reasons_of(self.against)


def finding_key(finding: Finding) -> str:
    """The key of a finding: detector, version, subject, what it is about, and evidence."""
    parts = (finding.detector, finding.version, finding.subject, finding.about, sorted(finding.evidence))
    return sha256(repr(parts).encode()).hexdigest()


def fields_of(held: Held, *, at: datetime) -> dict[str, Any]:
    """What is kept of a finding, by the fields of `FindingFields`."""
    finding = held.finding
    return {
        "detector": finding.detector,
        "version": finding.version,
        "score": finding.score,
        "verdict": finding.verdict,
        "reasons": rendered(finding.reasons),
        "against": rendered(finding.against),
        "evidence": sorted(finding.evidence),
        "found_at": at,
    }


def rendered(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """Reasons as they are kept: the sentence's key and what fills it, so that each reader gets their own language."""
    return [
        {
            "feature": r.feature,
            "message": r.message,
            "values": {"left": r.left, "right": r.right, **r.values},
            "weight": r.weight,
        }
        for r in reasons
    ]


def reasons_of(kept: Sequence[Mapping[str, Any]]) -> list[Reason]:
    """The reasons that `rendered` wrote."""
    return [
        Reason(
            feature=r["feature"],
            message=r["message"],
            weight=r["weight"],
            left=r["values"].get("left", ""),
            right=r["values"].get("right", ""),
            values={k: v for k, v in r["values"].items() if k not in {"left", "right"}},
        )
        for r in kept
    ]


def kept_parts(parts: Sequence[Part]) -> list[dict[str, object]]:
    """The parts of a score as they are kept, to be shown and to learn from."""
    return [asdict(part) for part in parts]


def parts_of_kept(kept: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    """The parts that `kept_parts` wrote."""
    return tuple(Part(**part) for part in kept)
