"""The access log as its only reader meets it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.audit import noted_read
from tansiq.centre.people import Officer, Role
from tansiq.database.home import home
from tansiq.handling.purpose import Ground, Purpose
from tansiq.ledger.access import AccessRecord, accesses, seal
from tansiq.ledger.bundle import verify_bundle
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.errors import LedgerBroken
from tansiq.picture.flights import Flight, ManifestEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

AT = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
PERSON = UUID("9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11")


@pytest.fixture
def mariam(officer_of: Callable[..., Officer], client: Client) -> Client:
    """The data-protection officer's browser."""
    client.force_login(officer_of("mariam", Role.DATA_PROTECTION))
    return client


@pytest.fixture
def listed() -> ManifestEntry:
    """An invented traveller on a manifest."""
    flight = Flight.objects.create(key="PK/786/LHR/2026-05-01", expires_at=AT + timedelta(days=180), updated_at=AT)
    return ManifestEntry.objects.create(
        flight=flight,
        key=1,
        person_id=PERSON,
        presence="listed",
        role="passenger",
        name="INVENTED <b>PERSON</b>",
        traveller={},
        positions=[4, 1],
        audience=["centre"],
    )


def sealed() -> list[AccessRecord]:
    """Seal what was noted; the whole log, newest first."""
    seal(current(), Signer.load_or_create(home() / "keys"), timezone.now())
    return [access.record for access in accesses(current(), limit=10_000)]


def looked(officer: Officer, what: str, persons: Iterable[UUID], *, about: str = "desk", at: datetime = AT) -> None:
    ground = Ground.CASE if about.startswith("case") else Ground.TRIAGE
    noted_read(officer, Purpose(ground, about), what, persons, at=at)
    sealed()


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/access/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_PROTECTION])
def test_it_is_open_to_data_protection_alone(client: Client, officer_of: Callable[..., Officer], role: Role) -> None:
    client.force_login(officer_of("other", role))
    for address in ("/access/", f"/access/{PERSON}/bundle"):
        response = client.get(address)
        assert response.status_code == 403
        assert "This is not open to you" in response.content.decode()
    assert sealed() == []


def test_an_empty_log_says_what_will_stand_there(mariam: Client) -> None:
    assert "Nobody has been shown anybody" in shown(mariam)


def test_a_page_view_is_one_line_with_its_people_counted(
    mariam: Client, ayesha: Officer, listed: ManifestEntry
) -> None:
    looked(ayesha, "desk", [PERSON, *(uuid4() for _ in range(45))])
    looked(ayesha, "case", [PERSON], about="case 2026-00001")
    said = shown(mariam)
    rows = mariam.get("/access/").context["rows"]
    assert [(r.line.record.what, len(r.line.subjects)) for r in rows[-2:]] == [("case", 1), ("desk", 46)]
    assert "46 people" in said
    assert "INVENTED &lt;b&gt;PERSON" in said
    whole = mariam.get(f"/access/?request={rows[-1].line.record.request}&before={rows[-1].below}")
    assert [len(r.whom) for r in whole.context["rows"]] == [46]


def test_reading_the_log_is_noted_with_whom_it_named(mariam: Client, ayesha: Officer, listed: ManifestEntry) -> None:
    shown(mariam)
    looked(ayesha, "alert", [PERSON, uuid4()])
    shown(mariam)
    first, second = [r for r in reversed(sealed()) if r.person == "mariam"]
    assert (first.ground, first.what, first.subject) == ("audit", "access log", "")
    assert (second.ground, second.what, second.subject) == ("audit", "access log", str(PERSON))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("", ["alert", "case", "desk"], id="no condition"),
        pytest.param(f"?person={PERSON}", ["case", "desk"], id="traveller"),
        pytest.param("?officer=bilal", ["alert"], id="officer"),
        pytest.param("?ground=case", ["case"], id="ground"),
        pytest.param("?about=ALERT+47", ["alert"], id="about"),
        pytest.param("?since=2026-05-03", ["alert"], id="since that day"),
        pytest.param("?until=2026-05-01", ["desk"], id="until the end of that day"),
        pytest.param("?since=2026-05-02&until=2026-05-02", ["case"], id="one day"),
        pytest.param("?officer=bilal&ground=case", [], id="conditions together"),
        pytest.param("?about=%25", [], id="a pattern is only text"),
    ],
)
def test_each_condition_narrows_the_log(
    mariam: Client, ayesha: Officer, officer_of: Callable[..., Officer], query: str, found: list[str]
) -> None:
    looked(ayesha, "desk", [PERSON], at=AT)  # 08:00 in Karachi
    looked(ayesha, "case", [PERSON], about="case 2026-00001", at=AT + timedelta(days=1))
    looked(officer_of("bilal"), "alert", [uuid4()], about="alert 4711", at=AT + timedelta(days=2))
    response = mariam.get(f"/access/{query}")
    assert [r.line.record.what for r in response.context["rows"]] == found
    assert found or "No access meets these conditions" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        pytest.param("?person=abc", "This is not the id of a traveller.", id="no id"),
        pytest.param("?since=yesterday", "This is not a day.", id="no day"),
    ],
)
def test_a_condition_that_is_none_is_told(mariam: Client, query: str, says: str) -> None:
    response = mariam.get(f"/access/{query}")
    assert response.status_code == 400
    assert says in response.content.decode()


def test_older_pages_go_on_where_the_last_one_ended(mariam: Client, ayesha: Officer) -> None:
    for n in range(120):
        noted_read(ayesha, Purpose(Ground.TRIAGE, f"alert {n}"), "alert", [uuid4(), uuid4()], at=AT)
    sealed()
    query, seen = "?officer=ayesha", []
    for _ in range(3):
        response = mariam.get(f"/access/{query}")
        seen += [(r.line.record.about, len(r.line.subjects)) for r in response.context["rows"]]
        query = response.context["older"]
    assert seen == [(f"alert {n}", 2) for n in reversed(range(120))]
    assert query == ""


def test_a_traveller_is_told_of_with_who_looked_and_how_often(
    mariam: Client, ayesha: Officer, officer_of: Callable[..., Officer], listed: ManifestEntry
) -> None:
    bilal = officer_of("bilal")
    for officer in (ayesha, ayesha, bilal):
        looked(officer, "desk", [PERSON])
    said = shown(mariam, f"?person={PERSON}")
    assert "<strong>3 times</strong> · <strong>2 people</strong>" in said
    assert said.count('data-key="x"') == 1
    assert "tansiq verify" in said


def test_a_traveller_nobody_looked_at_is_told_so(mariam: Client) -> None:
    assert "Nobody has been shown this traveller." in shown(mariam, f"?person={PERSON}")


def test_the_export_can_be_checked_by_a_stranger_and_stands_in_the_log(mariam: Client, ayesha: Officer) -> None:
    looked(ayesha, "desk", [PERSON, uuid4()])
    response = mariam.get(f"/access/{PERSON}/bundle")
    assert response.headers["Content-Disposition"] == f'attachment; filename="access-{PERSON}.bundle"'
    report = verify_bundle(response.content)
    assert (report.subject, report.accesses) == (str(PERSON), 2)
    assert report.key_id == Signer.load_or_create(home() / "keys").key_id
    newest = sealed()[0]
    assert (newest.person, newest.ground, newest.what, newest.subject) == (
        "mariam",
        "audit",
        "access bundle",
        str(PERSON),
    )
    with pytest.raises(LedgerBroken):
        verify_bundle(response.content.replace(b"ayesha", b"nobody"))


def test_the_signed_heads_stand_below(mariam: Client, ayesha: Officer) -> None:
    assert "empty" in shown(mariam)
    looked(ayesha, "desk", [PERSON])
    said = shown(mariam)
    assert Signer.load_or_create(home() / "keys").key_id in said
    assert "signature does not hold" not in said
    current().execute("UPDATE ledger_head SET root = %s", (bytes(32),))
    assert "signature does not hold" in shown(mariam)
