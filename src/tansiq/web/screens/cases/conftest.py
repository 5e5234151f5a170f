"""An invented case, as a confirmed referral opens it, and officers who have come in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from tansiq.centre.alerts import Held, put
from tansiq.centre.cases import Case
from tansiq.centre.dispositions import confirm, refer
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.handling.marking import Marking
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight, ManifestEntry

PERSON = "9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11"
MARKING = Marking(frozenset({"centre"}), audience=frozenset({"centre", "customs"}))


@pytest.fixture
def officer_of(db: None) -> Callable[..., Officer]:
    """Makes an invented officer who has set up an authenticator."""

    def make(username: str, *roles: Role, organisation: str = "centre") -> Officer:
        owner, _ = Organisation.objects.get_or_create(code=organisation, defaults={"name": organisation.title()})
        officer = Officer.objects.create(
            username=username, first_name=username.title(), last_name="Demo", organisation=owner, roles=list(roles)
        )
        Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
        return officer

    return make


@pytest.fixture
def ayesha(officer_of: Callable[..., Officer]) -> Officer:
    """Who refers, and owns the case."""
    return officer_of("ayesha", Role.TARGETING)


@pytest.fixture
def bilal(officer_of: Callable[..., Officer]) -> Officer:
    """The second officer."""
    return officer_of("bilal", Role.SUPERVISOR)


@pytest.fixture
def case(ayesha: Officer, bilal: Officer) -> Case:
    """Ayesha's case, due in some five hours."""
    now = timezone.now()
    flight = Flight.objects.create(
        key="PK/786/LHR/2026-04-30",
        carrier="PK",
        number="786",
        origin="LHR",
        destination="ISB",
        lands_at=now + timedelta(hours=1),
        expires_at=now + timedelta(days=180),
        updated_at=now,
    )
    entry = ManifestEntry.objects.create(
        flight=flight,
        key=1,
        person_id=PERSON,
        presence="listed",
        role="passenger",
        name="INVENTED <b>PERSON</b>",
        traveller={},
        positions=[1],
    )
    finding = Finding(
        "names.screen",
        "1",
        "PK/786/LHR/2026-04-30#1",
        0.93,
        Verdict.MATCH,
        reasons=(Reason("name.full", "the name {left} reads like {right}", 2.0, "INVENTED PERSON", "Invented Person"),),
        against=(),
        about="Watchlist (invented)/W1",
        evidence=(1, 900),
    )
    alert = put(flight, entry, [Held(finding, "Invented Person")], MARKING, at=now)
    assert alert is not None
    return confirm(refer(alert.pk, ayesha, note="look at the bags", version=1, at=now).pk, bilal, note="yes", at=now)


@pytest.fixture
def as_owner(client: Client, ayesha: Officer) -> Client:
    """The owner's browser."""
    client.force_login(ayesha)
    return client
