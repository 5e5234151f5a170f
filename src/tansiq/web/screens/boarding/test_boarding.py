"""The boarding screen: two officers decide, everything typed comes out escaped, and whoever looks is noted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.boarding.answers import Around, Said, keep, told
from tansiq.centre.boarding.decisions import Proposal, StandingDecision, answer, propose
from tansiq.centre.boarding.policies import BoardingPolicy, terms_of
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.detectors.boarding import Answer, Answered
from tansiq.ledger.current import current
from tansiq.model.observations import MessageHeader, Source, TravelDocument, Traveller
from tansiq.web.screens.conftest import noted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

Browser = Callable[[Officer], Client]
HTMX = {"HX-Request": "true"}
TYPED = {
    "effect": "no_board",
    "number": "zz 1234567",
    "issuer": "pk",
    "birth_date": "1980-01-02",
    "name": "INVENTED <b>PERSON</b>",
    "ground": "court_order",
    "legal_basis": "Invented Act 1",
    "reason": "An invented court ordered it.",
    "until": f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}",
}
TERMS = {
    "feed": "airline",
    "fallback": "check",
    "text": "Ask the <i>duty</i> officer.",
    "late_after_ms": "500",
    "names": "match",
    "required": ["name", "document"],
}


def decision(by: Officer, *, is_shared: bool = False) -> StandingDecision:
    until = timezone.now() + timedelta(days=20)
    said = Proposal(
        "ZZ1234567", "PK", "no_board", "court_order", "Act", "Why.", until, name="<b>X</b>", is_shared=is_shared
    )
    return propose(by, said, at=timezone.now())


def test_an_empty_screen_says_what_it_is_for(come_in: Callable[..., Client]) -> None:
    page = come_in(Role.TARGETING).get("/boarding/").content.decode()
    assert "No decision is in force" in page
    assert "by a decision of two officers" in page


def test_one_proposes_and_another_confirms(ayesha: Officer, bilal: Officer, browser_of: Browser) -> None:
    browser = browser_of(ayesha)
    answered = browser.post("/boarding/propose", TYPED, headers=HTMX)
    row = StandingDecision.objects.get()
    assert (answered.status_code, answered["HX-Redirect"]) == (204, f"/boarding/{row.pk}/")
    assert (row.number, row.issuer, row.birth_date, row.state(at=timezone.now())) == (
        "ZZ1234567",
        "PK",
        "1980-01-02",
        "proposed",
    )
    own = browser.get(f"/boarding/{row.pk}/").content.decode()
    assert "A supervisor other than who proposed it" in own
    assert "INVENTED &lt;b&gt;PERSON" in own
    assert "<b>PERSON" not in own
    other = browser_of(bilal)
    assert "Confirm" in other.get(f"/boarding/{row.pk}/", headers=HTMX).content.decode()
    shown = other.post(f"/boarding/{row.pk}/confirm", headers=HTMX).content.decode()
    assert "in force" in shown
    assert f'id="decision-{row.pk}"' in shown
    gone = browser.post(f"/boarding/{row.pk}/withdraw", {"because": "Lifted."}, headers=HTMX).content.decode()
    assert "Lifted." in gone
    row.refresh_from_db()
    assert row.state(at=timezone.now()) == "withdrawn"
    acts = [record.what for record in noted()]
    assert [a for a in acts if a in {"proposed: no_board", "confirmed", "withdrew"}] == [
        "proposed: no_board",
        "confirmed",
        "withdrew",
    ]
    assert {record.subject for record in noted() if record.what == "decision"} == {str(row.person_id)}


def test_nobody_confirms_their_own(officer_of: Callable[..., Officer], browser_of: Browser) -> None:
    both = officer_of("both", Role.TARGETING, Role.SUPERVISOR)
    row = decision(both)
    refused = browser_of(both).post(f"/boarding/{row.pk}/confirm", headers=HTMX)
    assert refused.status_code == 403
    row.refresh_from_db()
    assert row.is_confirmed is None


def test_a_declined_decision_is_past(ayesha: Officer, bilal: Officer, browser_of: Browser) -> None:
    row = decision(ayesha)
    browser_of(bilal).post(f"/boarding/{row.pk}/decline", headers=HTMX)
    browser = browser_of(ayesha)
    assert "ZZ1234567" in browser.get("/boarding/?tab=past").content.decode()
    assert "ZZ1234567" not in browser.get("/boarding/?tab=proposed").content.decode()
    assert "No decision is in force" in browser.get("/boarding/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"number": ""}, "Give the number", id="no number"),
        pytest.param({"issuer": "PAK"}, "two letters", id="three letters"),
        pytest.param({"effect": ""}, "Choose what is answered", id="no answer chosen"),
        pytest.param({"legal_basis": ""}, "Name the law", id="no law"),
        pytest.param({"until": "soon"}, "not a date", id="no date"),
        pytest.param({"until": ""}, "Say until when", id="no end"),
    ],
)
def test_what_is_wrong_is_said_in_the_dialog(
    ayesha: Officer, browser_of: Browser, wrong: dict[str, str], words: str
) -> None:
    answered = browser_of(ayesha).post("/boarding/propose", TYPED | wrong, headers=HTMX)
    assert answered.status_code == 422
    assert words in answered.content.decode()
    assert answered["HX-Retarget"] == "dialog[open] [data-wrong]"
    assert not StandingDecision.objects.exists()


def test_another_organisation_finds_nothing(
    ayesha: Officer, officer_of: Callable[..., Officer], browser_of: Browser
) -> None:
    row, shared = decision(ayesha), decision(ayesha, is_shared=True)
    other = browser_of(officer_of("chen", Role.SUPERVISOR, organisation="customs"))
    assert other.get(f"/boarding/{row.pk}/").status_code == 404
    assert other.post(f"/boarding/{row.pk}/confirm", headers=HTMX).status_code == 404
    assert other.get(f"/boarding/{shared.pk}/").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_who_does_not_work_with_travellers_sees_numbers_alone(
    ayesha: Officer, come_in: Callable[..., Client], role: Role, officer_of: Callable[..., Officer], browser_of: Browser
) -> None:
    row = decision(ayesha)
    browser = browser_of(officer_of("other", role))
    assert browser.get("/boarding/").url == "/boarding/answers/"  # type: ignore[attr-defined]  # a redirect
    assert browser.get(f"/boarding/{row.pk}/").status_code == 403


@pytest.fixture
def feed(db: None) -> Feed:
    owner, _ = Organisation.objects.get_or_create(code="centre", defaults={"name": "Centre"})
    return Feed.objects.create(code="airline", title="Airline <b>one</b>", owner=owner)


def test_an_administrator_proposes_terms_and_a_supervisor_approves(
    feed: Feed, officer_of: Callable[..., Officer], bilal: Officer, browser_of: Browser
) -> None:
    browser = browser_of(officer_of("layla", Role.ADMINISTRATOR))
    assert "No terms were proposed yet" in browser.get("/boarding/answers/").content.decode()
    assert browser.post("/boarding/terms", TERMS, headers=HTMX)["HX-Redirect"] == "/boarding/answers/"
    page = browser.get("/boarding/answers/").content.decode()
    assert "Ask the &lt;i&gt;duty" in page
    assert "Approve" not in page
    row = BoardingPolicy.objects.get()
    assert browser.post(f"/boarding/terms/{row.pk}/approve", headers=HTMX).status_code == 403
    other = browser_of(bilal)
    assert "Approve" in other.get("/boarding/answers/").content.decode()
    other.post(f"/boarding/terms/{row.pk}/approve", headers=HTMX)
    (terms,) = terms_of("airline")
    assert (terms.fallback, terms.late_after_ms, terms.required) == (Answer.CHECK, 500, ("name", "document"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"fallback": "no_board"}, "no_board", id="a fallback that stops"),
        pytest.param({"text": ""}, "Write the fallback down", id="not written"),
        pytest.param({"late_after_ms": "1"}, "50", id="late at once"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    feed: Feed, officer_of: Callable[..., Officer], browser_of: Browser, wrong: dict[str, str], words: str
) -> None:
    browser = browser_of(officer_of("layla", Role.ADMINISTRATOR))
    answered = browser.post("/boarding/terms", TERMS | wrong, headers=HTMX)
    assert answered.status_code == 422
    assert words in answered.content.decode()


def test_answers_are_shown_in_numbers(ayesha: Officer, browser_of: Browser) -> None:
    somebody = Traveller(
        "passenger", Source("m", 0, 1), MessageHeader("PAXLST"), documents=(TravelDocument("ZZ1", "P", "PK"),)
    )
    said = Said("ZZ", "ZZ/1", None, "T", "", (told(somebody, Answered(Answer.CHECK)),), b"", 1, fallback="late")
    now = timezone.now()
    keep(current(), Around("airline", 1, ["centre"], now + timedelta(days=1), now, 12.0), [said])
    page = browser_of(ayesha).get("/boarding/answers/").content.decode()
    assert "12 ms" in page
    assert "No carrier asked" not in page
    assert "ZZ1" not in page


def test_a_decision_in_force_is_listed_first(ayesha: Officer, bilal: Officer, browser_of: Browser) -> None:
    row = decision(ayesha)
    answer(row.pk, bilal, is_confirmed=True, at=timezone.now())
    page = browser_of(ayesha).get("/boarding/").content.decode()
    assert "ZZ1234567" in page
    assert {record.what for record in noted()} >= {"standing decisions"}
