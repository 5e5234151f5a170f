"""Invented travellers whose facts were kept, and rules about them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from tansiq.centre.people import Officer
from tansiq.centre.rules import Draft, Effect, RuleVersion, save_draft
from tansiq.centre.rules.running import run_waiting_shadow
from tansiq.centre.rules.shadow import shadow
from tansiq.detectors.rules import Rule, parse
from tansiq.picture.facts.kept import KeptFacts
from tansiq.picture.flights import Flight, ManifestEntry

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
CASH = "booking.lead_hours < 48 && payment.is_cash"


def rule(text: str = CASH, *, name: str = "cash-late", expires_on: date | None = None, **changed: object) -> Rule:
    node = parse(text).node
    assert node is not None
    said: dict[str, object] = {
        "purpose": "Couriers who pay late and in cash",
        "author": "somebody",
        "weight": 0.5,
        "review_on": TODAY + timedelta(days=90),
        "expires_on": expires_on or TODAY + timedelta(days=180),
    }
    return Rule(name=name, node=node, **(said | changed))  # type: ignore[arg-type]  # as the caller says


def draft(text: str = CASH, **changed: object) -> Draft:
    return Draft(rule(text, **changed))  # type: ignore[arg-type]  # as the caller says


def keep(number: int, facts: Mapping[str, object], *, at: datetime, audience: list[str] | None = None) -> KeptFacts:
    """The facts of an invented traveller, alone on a flight of that number."""
    flight, _ = Flight.objects.get_or_create(
        key=f"ZZ/{number}",
        defaults={
            "carrier": "ZZ",
            "number": str(number),
            "origin": "AAA",
            "destination": "BBB",
            "expires_at": NOW + timedelta(days=900),
            "updated_at": at,
        },
    )
    return KeptFacts.objects.create(
        flight=flight, entry_key=1, person_id=uuid4(), at=at, facts=facts, audience=audience
    )


def week_of_travellers(*, days: int = 7) -> list[KeptFacts]:
    """Each day before today one who is held up, one who is not, and one of whom it cannot be said."""
    kept = []
    for back in range(1, days + 1):
        at = NOW - timedelta(days=back)
        said: list[dict[str, object]] = [
            {"booking.lead_hours": 20, "payment.is_cash": True, "traveller.sex": "M", "traveller.nationality": "ZZ"},
            {"booking.lead_hours": 900, "payment.is_cash": True, "traveller.sex": "F", "traveller.nationality": "ZZ"},
            {"booking.lead_hours": 20, "traveller.age": 30},
        ]
        kept += [keep(back * 10 + n, facts, at=at) for n, facts in enumerate(said)]
    return kept


def tried(version: RuleVersion, officer: Officer, *, days: int = 7, at: datetime = NOW) -> RuleVersion:
    """The version after a run on the days before today."""
    shadow(version.pk, officer, since=at.date() - timedelta(days=days), until=at.date(), at=at)
    assert run_waiting_shadow(clock=lambda: at)
    version.refresh_from_db()
    return version


def ready_draft(author: Officer, *, name: str = "cash-late", effect: Effect = Effect.ALERT) -> RuleVersion:
    """A draft that can be proposed. Needs the week of travellers."""
    made = save_draft(Draft(rule(name=name), effect, "Section 1 of an invented act"), author, at=NOW)
    return tried(made, author)


def place_of(kept: KeptFacts) -> ManifestEntry:
    """The place on the manifest of a traveller whose facts are kept."""
    return ManifestEntry.objects.create(
        flight=kept.flight,
        key=kept.entry_key,
        person_id=kept.person_id,
        presence="listed",
        role="passenger",
        name="INVENTED PERSON",
        traveller={},
        positions=[1],
    )
