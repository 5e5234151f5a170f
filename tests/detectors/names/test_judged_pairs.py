"""The engine on the developers' judged pairs, where they are at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from tansiq.detectors.names import match
from tansiq.model.findings import Verdict
from tansiq.model.subjects import IdentityDocument, Subject

PAIRS = Path(__file__).parents[3].parent / "shared" / "data" / "names" / "phenomena.jsonl"

pytestmark = pytest.mark.skipif(not PAIRS.exists(), reason=f"no judged pairs at {PAIRS}")


def subject(row: dict[str, Any]) -> Subject:
    return Subject(
        type=row.get("type", "person"),
        names=tuple(row["names"]),
        father_names=tuple(row.get("father_names", ())),
        birth_dates=tuple(row.get("birth_dates", ())),
        nationalities=tuple(row.get("nationalities", ())),
        sex=row.get("sex", ""),
        documents=tuple(
            IdentityDocument(document["number"], document["type"], document.get("issuer", ""))
            for document in row.get("documents", ())
        ),
    )


def test_verdicts_on_judged_pairs_are_right_nine_times_in_ten_and_rarely_a_wrong_match() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    judged = [(pair["label"], match(subject(pair["left"]), subject(pair["right"])).verdict) for pair in pairs]
    wrong_matches = sum(verdict is Verdict.MATCH for same, verdict in judged if not same)
    missed = sum(verdict is Verdict.NO for same, verdict in judged if same)
    assert wrong_matches <= 0.05 * sum(not same for same, _ in judged)
    assert wrong_matches + missed <= 0.1 * len(judged)
