"""What the centre adds to facts: hits, alerts of those who travel along, and how earlier inspections ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from tansiq.centre.alerts import Alert, put
from tansiq.centre.cases import close
from tansiq.centre.dispositions import confirm, refer
from tansiq.centre.feeds import Feed
from tansiq.centre.known import answer_for, answer_nobody
from tansiq.centre.known_facts import known_facts
from tansiq.centre.people import Officer, Organisation
from tansiq.centre.redress import Redress
from tansiq.database.server import APPLICATION_ROLE
from tansiq.detectors.rules.rows import parse_value
from tansiq.handling.marking import Marking
from tansiq.model.bookings import Agency
from tansiq.model.findings import Finding, Verdict
from tansiq.model.observations import FlightLeg, MessageHeader, Traveller
from tansiq.picture.facts import facts_of, trace
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.picture.traces import Trace
from tests.centre.conftest import MARKING, held
from tests.picture.airline import SOURCE
from tests.picture.reservations import NOW, air, booking, passport, push, somebody

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

SHOP = Agency("1A:MUC", "12345678", "LONAA", "LON", "GB", kind="T")
SANA = somebody("KHAN/SANA", "1", documents=(passport("ZZ1"),), seat="12A")
OMAR = somebody("KHAN/OMAR", "2", documents=(passport("ZZ2"),), seat="30C")
ALONE = somebody("RAZA/ALI", "1", documents=(passport("ZZ3"),), seat="12B")
ONLY_CUSTOMS = Marking(frozenset({"customs"}), audience=frozenset({"customs"}))


def flight_on(on: datetime, *booked: tuple[str, list[Traveller]]) -> Flight:
    """A flight with these bookings, by their locators."""
    departs, lands = f"{on:%Y-%m-%d}T20:15", f"{on + timedelta(days=1):%Y-%m-%d}T08:15"
    leg = FlightLeg(0, "PK", "786", "LHR", "ISB", SOURCE, MessageHeader("PNRGOV"), departs, lands)
    made = [(booking(air("LHR-ISB", departs, lands), locator=name, agencies=(SHOP,)), who) for name, who in booked]
    return Flight.objects.get(pk=push(leg, made, at=on).pk)


def rows(
    flight: Flight, *findings: Finding, of: str = "", at: datetime = NOW, screened: bool = True
) -> dict[str, dict[str, object]]:
    """Everybody's row, by name. findings: of the one named; the others were screened, and nothing found."""
    entries = list(flight.entries.all())
    hits = {e.key: findings if e.name == of else () for e in entries} if screened else {}
    found = known_facts(flight, entries, facts_of(flight, entries, at=at), hits, at=at)
    assert all(parse_value(n, v) == v for row in found.values() for n, v in row.items())
    return {e.name: dict(found[e.key]) for e in entries}


def alert_on(flight: Flight, name: str, *, marking: Marking = MARKING) -> Alert:
    """An open alert about somebody on the flight."""
    entry = flight.entries.get(name=name)
    with transaction.atomic():
        made = put(flight, entry, [held(evidence=(entry.key, 900))], marking, at=NOW)
    assert made is not None
    return made


@pytest.fixture
def inspected(ayesha: Officer, bilal: Officer) -> Callable[..., None]:
    """Ends an alert with the outcome of an inspection."""

    def end(alert: Alert, outcome: str) -> None:
        case = confirm(refer(alert.pk, ayesha, note="", version=alert.version, at=NOW).pk, bilal, note="", at=NOW)
        close(case.pk, ayesha, outcome=outcome, note="invented", at=NOW)

    return end


def hit(about: str = "watch/W1", score: float = 0.9, verdict: Verdict = Verdict.MATCH) -> Finding:
    return Finding("names.screen", "1", "x", score, verdict, (), about=about)


@pytest.fixture
def watchlist() -> None:
    """Two lists with an entry each: one that both organisations may know, and one of the customs' own."""
    for code in ("centre", "customs"):
        Organisation.objects.get_or_create(code=code, defaults={"name": code})
    for number, (feed, owner, audience) in enumerate(
        [("watch", "centre", ["centre", "customs"]), ("secret", "customs", ["customs"])]
    ):
        owned_by = Organisation.objects.get(code=owner)
        Feed.objects.create(code=feed, title=feed, owner=owned_by, audience=audience)
        Listed.objects.create(
            key=f"{feed}/W1", list=feed.title(), feed=feed, position=10_000 + number, name="X", subject={}, details={},
            person_id="9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11",
        )  # fmt: skip


@pytest.mark.usefixtures("watchlist")
def test_hits_are_those_of_lists_that_all_may_know_of() -> None:
    flight = flight_on(NOW, ("ONE001", [SANA]))
    row = rows(flight, hit(), hit("secret/W1", 0.99), of="SANA KHAN")["SANA KHAN"]
    assert (row["names.hits"], row["names.best_score"], row["names.lists"]) == (1, 0.9, ("Watch",))
    assert (row["names.is_match"], row["names.document_hit"]) == (True, False)


def test_nobody_found_is_known_and_nobody_asked_is_not() -> None:
    flight = flight_on(NOW, ("ONE001", [SANA]))
    assert rows(flight)["SANA KHAN"]["names.best_score"] == 0.0
    assert not [n for n in rows(flight, screened=False)["SANA KHAN"] if n.startswith("names.")]


def test_alerts_of_the_party_and_of_neighbours() -> None:
    flight = flight_on(NOW, ("ONE001", [SANA, OMAR]), ("TWO002", [ALONE]))
    alert_on(flight, "SANA KHAN")
    found = rows(flight)
    party = {name: row["party.has_finding"] for name, row in found.items()}
    beside = {name: row["seat.neighbour_has_finding"] for name, row in found.items()}
    assert party == {"SANA KHAN": False, "OMAR KHAN": True, "ALI RAZA": False}
    assert beside == {"SANA KHAN": False, "OMAR KHAN": False, "ALI RAZA": True}


def test_an_alert_that_not_all_may_know_of_is_told_to_none() -> None:
    flight = flight_on(NOW, ("ONE001", [SANA, OMAR]))
    alert_on(flight, "SANA KHAN", marking=ONLY_CUSTOMS)
    assert rows(flight)["OMAR KHAN"]["party.has_finding"] is False


def test_earlier_inspections_count_for_the_person_the_party_and_the_agency(inspected: Callable[..., None]) -> None:
    before = flight_on(NOW - timedelta(days=30), ("OLD001", [SANA]), ("OLD002", [ALONE]))
    inspected(alert_on(before, "SANA KHAN"), "seizure")
    inspected(alert_on(before, "ALI RAZA"), "nothing_found")
    found = rows(flight_on(NOW, ("ONE001", [SANA, OMAR]), ("TWO002", [ALONE])), at=NOW + timedelta(hours=1))
    sana, omar, ali = found["SANA KHAN"], found["OMAR KHAN"], found["ALI RAZA"]
    assert (sana["history.referrals"], sana["history.seizures"], sana["history.clear_inspections"]) == (1, 1, 0)
    assert (ali["history.referrals"], ali["history.seizures"], ali["history.clear_inspections"]) == (1, 0, 1)
    assert (sana["party.has_seizure"], omar["party.has_seizure"]) == (False, True)
    assert (sana["agency.referrals_12_months"], sana["agency.seizures_12_months"]) == (2, 1)


def test_who_shows_no_document_has_no_earlier_inspections() -> None:
    row = rows(flight_on(NOW, ("ONE001", [replace(SANA, documents=())])))["SANA KHAN"]
    assert not [name for name in row if name.startswith("history.")]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        pytest.param(None, True, id="known to all"),
        pytest.param(["customs"], False, id="known to one of two"),
    ],
)
def test_redress_that_all_may_know_of_clears(audience: list[str] | None, expected: object, ayesha: Officer) -> None:
    flight = flight_on(NOW, ("ONE001", [SANA]))
    entry = ManifestEntry.objects.get(flight=flight)
    Redress.objects.create(
        number="R1", person_id=entry.person_id, name="X", birth_date="1980-01-02", letter="L", by=ayesha, at=NOW,
        is_given=True, audience=audience,
    )  # fmt: skip
    assert rows(flight)["SANA KHAN"]["history.cleared_by_redress"] is expected


def test_the_web_sees_no_trace(ayesha: Officer) -> None:
    flight = flight_on(NOW, ("ONE001", [SANA]))
    trace(flight, list(flight.entries.all()), at=NOW)
    assert Trace.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
        answer_for(ayesha)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM picture_trace")
        answer_nobody()
        cursor.execute("RESET ROLE")
