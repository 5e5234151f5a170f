"""A centre with a few invented officers and one alert."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tansiq.centre.alerts import Alert, put
from tansiq.centre.findings import Held
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.handling.marking import Marking
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight, ManifestEntry

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
LANDS_AT = NOW + timedelta(minutes=11)
MARKING = Marking(frozenset({"centre"}), audience=frozenset({"centre", "customs"}))


@pytest.fixture
def officer_of(db: None) -> Callable[..., Officer]:
    def make(username: str, *roles: Role, organisation: str = "centre") -> Officer:
        owner, _ = Organisation.objects.get_or_create(code=organisation, defaults={"name": organisation})
        return Officer.objects.create(
            username=username, first_name=username.title(), last_name="Demo", organisation=owner, roles=list(roles)
        )

    return make


@pytest.fixture
def ayesha(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("ayesha", Role.TARGETING)


@pytest.fixture
def bilal(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("bilal", Role.TARGETING, Role.SUPERVISOR)


@pytest.fixture
def flight(db: None) -> Flight:
    return Flight.objects.create(
        key="PK/786/LHR/2026-04-30",
        carrier="PK",
        number="786",
        origin="LHR",
        destination="ISB",
        lands_at=LANDS_AT,
        expires_at=NOW + timedelta(days=180),
        updated_at=NOW,
    )


@pytest.fixture
def entry(flight: Flight) -> ManifestEntry:
    return ManifestEntry.objects.create(
        flight=flight,
        key=1,
        person_id="9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11",
        presence="listed",
        role="passenger",
        name="INVENTED PERSON",
        traveller={},
        positions=[1],
    )


def held(about: str = "Watchlist (invented)/W1", *, score: float = 0.93, evidence: tuple[int, ...] = (1, 900)) -> Held:
    finding = Finding(
        "names.screen",
        "1",
        "PK/786/LHR/2026-04-30#1",
        score,
        Verdict.MATCH,
        reasons=(Reason("name.full", "the name {left} reads like {right}", 2.0, "INVENTED PERSON", "Invented Person"),),
        against=(Reason("father", "another father's name: {left}, not {right}", -0.5, "A", "B"),),
        about=about,
        evidence=evidence,
    )
    return Held(finding, "Invented Person")


@pytest.fixture
def alert(flight: Flight, entry: ManifestEntry) -> Alert:
    with transaction.atomic():
        made = put(flight, entry, [held()], MARKING, at=NOW)
    assert made is not None
    return made
