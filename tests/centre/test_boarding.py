"""Standing decisions and terms take two officers, have an end, and are about documents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tansiq.centre.boarding.answers import Around, BoardingAnswer, Said, keep, lately, told
from tansiq.centre.boarding.decisions import (
    Proposal,
    StandingDecision,
    answer,
    in_force,
    propose,
    visible,
    withdraw,
)
from tansiq.centre.boarding.policies import Terms, approve_terms, chosen, propose_terms, terms_of
from tansiq.centre.feeds import Feed
from tansiq.centre.known import answer_for, answer_nobody
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.database.home import home
from tansiq.database.server import APPLICATION_ROLE
from tansiq.detectors.boarding import Answer, Answered
from tansiq.ledger.access import accesses, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.model.observations import MessageHeader, Source, TravelDocument, Traveller
from tests.centre.conftest import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

PROPOSAL = Proposal(
    number="zz-123 4567",
    issuer="pk",
    effect=Answer.NO_BOARD,
    ground="court_order",
    legal_basis="Invented Act 1, section 2",
    reason="An invented court ordered it.",
    expires_at=NOW + timedelta(days=30),
    birth_date="1980-01-02",
    name="INVENTED PERSON",
)
TERMS = Terms(0, "", Answer.CHECK, "When late, carriers ask the duty officer.", 500)


def passenger(number: str = "ZZ1234567", issuer: str = "PK", birth_date: str = "1980-01-02") -> Traveller:
    return Traveller(
        "passenger",
        Source("m.edi", 0, 1),
        MessageHeader("PAXLST"),
        birth_date=birth_date,
        documents=(TravelDocument(number, "P", issuer),),
    )


def acts() -> list[str]:
    seal(current(), Signer.load_or_create(home() / "keys"), NOW)
    return [a.record.what for a in reversed(accesses(current()))]


def test_a_decision_holds_once_another_officer_confirmed_it(ayesha: Officer, bilal: Officer) -> None:
    row = propose(ayesha, PROPOSAL, at=NOW)
    assert (row.state(at=NOW), list(in_force(at=NOW))) == ("proposed", [])
    answer(row.pk, bilal, is_confirmed=True, at=NOW)
    (held,) = in_force(at=NOW)
    about = held.about(passenger())
    assert about is not None
    assert (about.effect, about.is_sure, about.by) == (Answer.NO_BOARD, True, frozenset({"ayesha", "bilal"}))
    assert about.holds(at=NOW)
    withdraw(row.pk, ayesha, because="The order was lifted.", at=NOW)
    assert list(in_force(at=NOW)) == []
    assert acts() == ["proposed: no_board", "confirmed", "withdrew"]


@pytest.mark.parametrize(
    ("someone", "is_sure"),
    [
        pytest.param(passenger(), True, id="the same"),
        pytest.param(passenger("zz 1234567"), True, id="the number written otherwise"),
        pytest.param(passenger(birth_date=""), False, id="no birth date"),
        pytest.param(passenger(issuer=""), False, id="no issuer"),
        pytest.param(passenger(birth_date="1981-01-02"), None, id="another birth date"),
        pytest.param(passenger(issuer="IN"), None, id="another issuer"),
        pytest.param(passenger("ZZ1234568"), None, id="another number"),
    ],
)
def test_a_decision_is_about_a_document(
    ayesha: Officer, bilal: Officer, someone: Traveller, is_sure: bool | None
) -> None:
    row = answer(propose(ayesha, PROPOSAL, at=NOW).pk, bilal, is_confirmed=True, at=NOW)
    about = row.about(someone)
    assert (about.is_sure if about else None) == is_sure


def test_nobody_confirms_their_own_proposal(officer_of: Callable[..., Officer]) -> None:
    both = officer_of("both", Role.TARGETING, Role.SUPERVISOR)
    row = propose(both, PROPOSAL, at=NOW)
    with pytest.raises(NotPermitted, match="somebody else"):
        answer(row.pk, both, is_confirmed=True, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandingDecision.objects.filter(pk=row.pk).update(second=both, is_confirmed=True)


def test_a_second_answer_comes_too_late(ayesha: Officer, bilal: Officer, officer_of: Callable[..., Officer]) -> None:
    row = answer(propose(ayesha, PROPOSAL, at=NOW).pk, bilal, is_confirmed=False, at=NOW)
    assert row.state(at=NOW) == "declined"
    with pytest.raises(AlreadyDecided):
        answer(row.pk, officer_of("sana", Role.SUPERVISOR), is_confirmed=True, at=NOW)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(replace(PROPOSAL, number="--"), id="no number"),
        pytest.param(replace(PROPOSAL, issuer=""), id="no issuer: a number alone is not a document"),
        pytest.param(replace(PROPOSAL, effect="more_data"), id="not for people to decide"),
        pytest.param(replace(PROPOSAL, ground="because"), id="no ground"),
        pytest.param(replace(PROPOSAL, legal_basis=" "), id="no law"),
        pytest.param(replace(PROPOSAL, reason=""), id="no reason"),
        pytest.param(replace(PROPOSAL, expires_at=NOW), id="ended"),
        pytest.param(replace(PROPOSAL, expires_at=NOW + timedelta(days=400)), id="without end"),
    ],
)
def test_a_proposal_says_everything(ayesha: Officer, said: Proposal) -> None:
    with pytest.raises(NotPermitted):
        propose(ayesha, said, at=NOW)
    assert not StandingDecision.objects.exists()


def test_roles_are_needed(officer_of: Callable[..., Officer], ayesha: Officer) -> None:
    with pytest.raises(NotPermitted):
        propose(officer_of("data", Role.DATA_PROTECTION), PROPOSAL, at=NOW)
    row = propose(ayesha, PROPOSAL, at=NOW)
    with pytest.raises(NotPermitted):
        answer(row.pk, officer_of("omar", Role.TARGETING), is_confirmed=True, at=NOW)


def test_another_organisation_does_not_know(officer_of: Callable[..., Officer], ayesha: Officer) -> None:
    row = propose(ayesha, PROPOSAL, at=NOW)
    shared = propose(ayesha, replace(PROPOSAL, is_shared=True), at=NOW)
    other = officer_of("chen", Role.SUPERVISOR, organisation="customs")
    assert list(visible(other)) == [shared]
    with pytest.raises(NotKnown):
        answer(row.pk, other, is_confirmed=True, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
        assert not StandingDecision.objects.exists()
        answer_for(other)
        assert list(StandingDecision.objects.all()) == [shared]
        answer_nobody()
        cursor.execute("RESET ROLE")


@pytest.fixture
def feed(db: None) -> Feed:
    owner, _ = Organisation.objects.get_or_create(code="centre", defaults={"name": "centre"})
    return Feed.objects.create(code="airline", title="Airline", owner=owner)


@pytest.fixture
def administrator(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("layla", Role.ADMINISTRATOR, Role.SUPERVISOR)


def test_terms_are_in_force_once_a_supervisor_approved_them(feed: Feed, administrator: Officer, bilal: Officer) -> None:
    row = propose_terms(feed, administrator, TERMS, at=NOW)
    assert terms_of("airline") == []
    with pytest.raises(NotPermitted):
        approve_terms(row.pk, administrator, is_approved=True, at=NOW)
    approve_terms(row.pk, bilal, is_approved=True, at=NOW)
    assert terms_of("airline") == [replace(TERMS, version=row.pk)]
    with pytest.raises(AlreadyDecided):
        approve_terms(row.pk, bilal, is_approved=False, at=NOW)


def test_a_later_version_and_a_carrier_of_its_own_come_first(
    feed: Feed, administrator: Officer, bilal: Officer
) -> None:
    for terms in (TERMS, replace(TERMS, text="The second."), replace(TERMS, carrier="pk", fallback=Answer.BOARD)):
        approve_terms(propose_terms(feed, administrator, terms, at=NOW).pk, bilal, is_approved=True, at=NOW)
    declined = propose_terms(feed, administrator, replace(TERMS, text="The third."), at=NOW)
    approve_terms(declined.pk, bilal, is_approved=False, at=NOW)
    found = terms_of("airline")
    assert chosen(found, "QR").text == "The second."
    assert (chosen(found, "PK").fallback, chosen(found, "PK").carrier) == (Answer.BOARD, "PK")


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param(replace(TERMS, fallback=Answer.NO_BOARD), id="a fallback that stops"),
        pytest.param(replace(TERMS, text=" "), id="not written down"),
        pytest.param(replace(TERMS, late_after_ms=0), id="late at once"),
        pytest.param(replace(TERMS, required=("religion",)), id="an unknown particular"),
        pytest.param(replace(TERMS, push_url="file:///etc/passwd"), id="an address of another kind"),
    ],
)
def test_terms_that_cannot_be_are_refused(feed: Feed, administrator: Officer, terms: Terms) -> None:
    with pytest.raises(NotPermitted):
        propose_terms(feed, administrator, terms, at=NOW)


def test_answers_are_kept_by_the_web_and_counted_for_those_who_may_know(feed: Feed, bilal: Officer) -> None:
    stopped = told(passenger(), Answered(Answer.NO_BOARD))
    said = Said("PK", "PK/785", None, "T1", "", (stopped,), b"UNB", 1)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
        keep(current(), Around("airline", 5, ["centre"], NOW + timedelta(days=1), NOW, 7.5), [said])
        keep(current(), Around("airline", 6, ["centre"], NOW, NOW, 9.5), [replace(said, fallback="late")])
        assert not BoardingAnswer.objects.exists()
        cursor.execute("RESET ROLE")
    (service,) = lately(bilal, since=NOW)
    assert (service.carrier, service.messages, service.passengers, service.stopped) == ("PK", 2, 2, 2)
    assert (service.fallbacks, service.boarded, service.median_ms) == (1, 0, 8.5)
    kept = BoardingAnswer.objects.order_by("pk")[0]
    assert "ZZ1234567" not in str(kept.told)
