"""Invented officers who have come in, and an alert for screens to show."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from tansiq.centre.alerts import Alert, put
from tansiq.centre.feeds import Feed
from tansiq.centre.findings import Held
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.database.home import home
from tansiq.handling.marking import TLP, Marking
from tansiq.ledger.access import AccessRecord, accesses, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight, ManifestEntry

PERSON = "9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11"
MARKING = Marking(frozenset({"centre"}), audience=frozenset({"centre", "customs"}))


def noted() -> list[AccessRecord]:
    """What stands in the access log, oldest first."""
    seal(current(), Signer.load_or_create(home() / "keys"), timezone.now())
    return [access.record for access in reversed(accesses(current(), limit=10_000))]


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
def browser_of() -> Callable[[Officer], Client]:
    """The browser of an officer who has come in."""

    def open_for(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return open_for


@pytest.fixture
def come_in(officer_of: Callable[..., Officer], client: Client) -> Callable[..., Client]:
    """Signs an invented officer of these roles in, in the test's own browser."""

    def enter(*roles: Role, organisation: str = "centre") -> Client:
        client.force_login(officer_of("ayesha", *roles, organisation=organisation))
        return client

    return enter


@pytest.fixture
def list_of(db: None) -> Callable[..., str]:
    """Makes a feed of lists, the centre's own unless said otherwise; its code."""

    def make(code: str, tlp: TLP = TLP.AMBER) -> str:
        owner, _ = Organisation.objects.get_or_create(code="centre", defaults={"name": "Centre"})
        Feed.objects.create(code=code, title=code, owner=owner, retention="list", tlp=tlp.name)
        return code

    return make


@pytest.fixture
def ayesha(officer_of: Callable[..., Officer]) -> Officer:
    """A targeting officer."""
    return officer_of("ayesha", Role.TARGETING)


@pytest.fixture
def bilal(officer_of: Callable[..., Officer]) -> Officer:
    """The second officer."""
    return officer_of("bilal", Role.SUPERVISOR)


@pytest.fixture
def alert(db: None) -> Alert:
    """A traveller of hostile name who lands in eleven minutes."""
    now = timezone.now()
    flight = Flight.objects.create(
        key="PK/786/LHR/2026-04-30",
        carrier="PK",
        number="786",
        origin="LHR",
        destination="ISB",
        lands_at=now + timedelta(minutes=11),
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
        traveller={
            "kind": "traveller",
            "role": "passenger",
            "source": {"file": "a.edi", "start": 0, "end": 1},
            "message": {"type": "PAXLST"},
            "birth_date": "1980-01-02",
        },
        positions=[1],
        audience=["centre", "customs"],
    )
    finding = Finding(
        "names.screen",
        "1",
        "PK/786/LHR/2026-04-30#1",
        0.93,
        Verdict.MATCH,
        reasons=(Reason("name.full", "the names are the same: {left}", 2.0, "INVENTED PERSON", "Invented Person"),),
        against=(Reason("birth_date.year", "same birth year: {left}, {right}", -0.5, "1980", "1971"),),
        about="Watchlist (invented)/W1",
        evidence=(1, 900),
    )
    made = put(flight, entry, [Held(finding, "Invented Person")], MARKING, at=now)
    assert made is not None
    return made
