"""Rules on screens, asked as a person would."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre import rules
from tansiq.centre.people import Officer, Role
from tansiq.centre.rules import Draft, RuleVersion, ShadowRun, Standing
from tansiq.centre.rules.running import run_waiting_shadow
from tansiq.centre.rules.shadow import shadow
from tansiq.detectors.rules import Rule, parse
from tansiq.picture.facts.kept import KeptFacts
from tansiq.web.screens.conftest import noted
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

Browser = Callable[[Officer], Client]
HOSTILE = Person("<b>PERSON", "INVENTED", "ZZ0000001", "1980-01-02")
CASH = "booking.lead_hours < 48 && payment.is_cash"


def draft(text: str = CASH, name: str = "cash-late") -> Draft:
    today = timezone.localdate()
    node = parse(text).node
    assert node is not None
    purpose = "Couriers <b>who pay</b> late"
    return Draft(Rule(name, purpose, "x", node, 0.5, today + timedelta(days=60), today + timedelta(days=90)))


def particulars(**changed: str) -> dict[str, str]:
    """What the form says of a rule that is right."""
    today = timezone.localdate()
    return {
        "name": "cash-late",
        "purpose": "Couriers who pay late",
        "weight": "0.5",
        "review_on": f"{today + timedelta(days=60)}",
        "expires_on": f"{today + timedelta(days=90)}",
        "effect": "alert",
        "legal_basis": "",
        "true_cases": "",
        "why": "",
        "join": "all",
        "g0-join": "all",
        "text": "",
        "shown": "",
    } | changed


ROWS = {
    "g0c0-attribute": "booking.lead_hours",
    "g0c0-operator": "lt",
    "g0c0-value": "48",
    "g0c1-attribute": "payment.is_cash",
    "g0c1-operator": "true",
}


@pytest.fixture
def traveller(db: None) -> KeptFacts:
    """Somebody invented on a flight, who paid late and in cash."""
    at = timezone.now()
    flight = hear(leg(lands=at + timedelta(minutes=40)), [HOSTILE], at=at - timedelta(hours=9))
    entry = flight.entries.get()
    return KeptFacts.objects.create(
        flight=flight,
        entry_key=entry.key,
        person_id=entry.person_id,
        at=at - timedelta(minutes=5),
        facts={"booking.lead_hours": 20, "payment.is_cash": True},
        audience=entry.audience,
    )


def proposed(ayesha: Officer, monkeypatch: pytest.MonkeyPatch) -> RuleVersion:
    monkeypatch.setenv("TANSIQ_RULES_SHADOW_DAYS", "1")
    made = rules.save_draft(draft(), ayesha, at=timezone.now())
    today = timezone.localdate()
    shadow(made.pk, ayesha, since=today - timedelta(days=3), until=today + timedelta(days=1), at=timezone.now())
    run_waiting_shadow(clock=timezone.now)
    return rules.propose(made.pk, ayesha, why="worth it", at=timezone.now())


def test_an_empty_screen_says_what_a_rule_is(ayesha: Officer, browser_of: Browser) -> None:
    page = browser_of(ayesha).get("/rules/").content.decode()
    assert "No rule yet" in page
    assert 'href="/rules/-/write/"' in page


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ADMINISTRATOR, 403), (Role.DATA_PROTECTION, 200), (Role.INVESTIGATOR, 200)]
)
def test_who_sees_rules(come_in: Callable[..., Client], role: Role, status: int) -> None:
    assert come_in(role).get("/rules/").status_code == status


def test_who_does_not_write_them(come_in: Callable[..., Client]) -> None:
    investigator = come_in(Role.INVESTIGATOR)
    assert "Write a rule" not in investigator.get("/rules/").content.decode()
    assert investigator.get("/rules/-/write/").status_code == 403
    assert investigator.post("/rules/-/compose/", {}).status_code == 403


def test_another_organisation_s_rule_is_not_there(ayesha: Officer, come_in: Callable[..., Client]) -> None:
    rules.save_draft(draft(), ayesha, at=timezone.now())
    Officer.objects.filter(pk=ayesha.pk).update(username="ayesha-of-the-centre")
    stranger = come_in(Role.TARGETING, organisation="elsewhere")
    assert "cash-late" not in stranger.get("/rules/").content.decode()
    for address in ("/rules/cash-late/", "/rules/cash-late/edit/"):
        assert stranger.get(address).status_code == 404


def test_a_rule_is_listed_and_opened_with_its_words_escaped(ayesha: Officer, browser_of: Browser) -> None:
    rules.save_draft(draft(), ayesha, at=timezone.now(), why="seen <i>often</i>")
    browser = browser_of(ayesha)
    assert "Couriers &lt;b&gt;who pay&lt;/b&gt; late" in browser.get("/rules/").content.decode()
    page = browser.get("/rules/cash-late/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "seen &lt;i&gt;often" in page
    assert "hours from booking to departure: <strong>less than" in page
    assert "booking.lead_hours &lt; 48 &amp;&amp; payment.is_cash" in page
    assert "It was not run on past data yet." in page
    assert noted()[-1].what == "rule drafted", "nobody was shown"


def test_a_run_shows_its_figures_its_bars_and_whom_it_would_have_held_up(
    ayesha: Officer, bilal: Officer, browser_of: Browser, traveller: KeptFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(ayesha, monkeypatch)
    page = browser_of(bilal).get("/rules/cash-late/").content.decode()
    assert "1 travellers; 1 of them had no alert then" in page
    assert "<rect" in page
    assert "&lt;b&gt;PERSON" in page
    assert "payment.is_cash</bdi>" in page
    (read,) = [record for record in noted() if record.what == "rule"]
    assert (read.person, read.subject, read.about) == ("bilal", str(traveller.person_id), "rule cash-late 1")


def test_a_data_protection_officer_sees_the_figures_and_nobody(
    ayesha: Officer, come_in: Callable[..., Client], traveller: KeptFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(ayesha, monkeypatch)
    Officer.objects.filter(pk=ayesha.pk).update(username="author")
    page = come_in(Role.DATA_PROTECTION).get("/rules/cash-late/").content.decode()
    assert "Whom it holds up more, and less" in page
    assert "PERSON" not in page
    assert "Run on past data…" not in page


def test_a_second_person_puts_it_into_force_and_suspends_it(
    ayesha: Officer, bilal: Officer, browser_of: Browser, traveller: KeptFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(ayesha, monkeypatch)
    author, second = browser_of(ayesha), browser_of(bilal)
    assert "Put into force…" not in author.get("/rules/cash-late/").content.decode()
    assert author.post("/rules/cash-late/1/approve", {"why": ""}).status_code == 403
    assert "Put into force…" in second.get("/rules/cash-late/").content.decode()
    page = second.post("/rules/cash-late/1/approve", {"why": "fine"}, headers={"HX-Request": "true"}).content.decode()
    assert "Ayesha Demo</bdi> · <bdi>Bilal Demo" in page
    assert second.post("/rules/cash-late/1/approve", {"why": ""}).status_code == 409
    assert author.post("/rules/cash-late/1/suspend", {"why": ""}).status_code == 403
    assert author.post("/rules/cash-late/1/suspend", {"why": "floods"}, follow=True).status_code == 200
    assert RuleVersion.objects.get().standing == Standing.SUSPENDED
    assert author.post("/rules/cash-late/1/grow", {"why": "x"}).status_code == 400


def test_a_supervisor_says_that_she_looked_again(
    ayesha: Officer, bilal: Officer, browser_of: Browser, traveller: KeptFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules.approve(proposed(ayesha, monkeypatch).pk, bilal, why="", at=timezone.now())
    browser = browser_of(bilal)
    assert browser.post("/rules/cash-late/1/review", {"next_on": "soon", "why": "x"}).status_code == 403
    next_on = timezone.localdate() + timedelta(days=80)
    assert browser.post("/rules/cash-late/1/review", {"next_on": f"{next_on}", "why": "good"}).status_code == 302
    assert RuleVersion.objects.get().review_on == next_on


def test_a_run_is_asked_for_and_its_progress_shown(ayesha: Officer, browser_of: Browser) -> None:
    rules.save_draft(draft(), ayesha, at=timezone.now())
    browser = browser_of(ayesha)
    days = {"since": "2026-05-01", "last": "2026-05-14"}
    page = browser.post("/rules/cash-late/1/run", days, follow=True).content.decode()
    assert "It waits for the worker." in page
    run = ShadowRun.objects.get()
    assert (f"{run.since}", f"{run.until}") == ("2026-05-01", "2026-05-15")
    assert browser.post("/rules/cash-late/1/run", days).status_code == 409
    ShadowRun.objects.update(total=20, done=5)
    assert '<progress max="20" value="5">' in browser.get("/rules/cash-late/").content.decode()
    assert '<progress max="20" value="5">' in browser.get("/rules/cash-late/1/run").content.decode()
    ShadowRun.objects.update(finished_at=timezone.now(), failed="worker lost")
    done = browser.get("/rules/cash-late/1/run").content.decode()
    assert "<progress" not in done
    assert 'hx-get="/rules/cash-late/1/"' in done


def test_a_rule_is_written_in_rows_without_a_script(ayesha: Officer, browser_of: Browser) -> None:
    browser = browser_of(ayesha)
    page = browser.get("/rules/-/write/").content.decode()
    assert '<option value="booking.lead_hours" label="Booking: hours from booking to departure">' in page
    page = browser.post(
        "/rules/-/write/", particulars(act="add-0", **{"g0c0-attribute": "booking.lead_hours"})
    ).content.decode()
    assert 'name="g0c1-attribute"' in page
    assert '<option value="lt" selected>is less than</option>' in page
    saved = browser.post("/rules/-/write/", particulars(act="save", **ROWS))
    assert saved.headers["Location"] == "/rules/cash-late/1/"
    assert RuleVersion.objects.get().text == CASH


def test_what_nothing_tells_yet_is_said(ayesha: Officer, browser_of: Browser) -> None:
    browser = browser_of(ayesha)
    for attribute, is_said in (("document.is_reported_lost", True), ("bags.count", False)):
        page = browser.post("/rules/-/compose/", particulars(**{"g0c0-attribute": attribute})).content.decode()
        assert ("it is unknown of everybody" in page) is is_said


@pytest.mark.parametrize(
    ("act", "chosen", "field"),
    [
        pytest.param("add-0", "", 'id="g0c1-attribute"', id="a new row"),
        pytest.param("group", "", 'id="g1c0-attribute"', id="a new group"),
        pytest.param("remove-0-0", "", 'id="add-0"', id="a row less"),
        pytest.param("", "g0c0-attribute", 'id="g0c0-operator"', id="an attribute chosen"),
        pytest.param("add-99999999999", "", 'id="g0c0-attribute"', id="no such group"),
    ],
)
def test_the_cursor_goes_where_one_types_next(
    ayesha: Officer, browser_of: Browser, act: str, chosen: str, field: str
) -> None:
    said = particulars(act=act, **{"g0c0-attribute": "bags.count"})
    page = browser_of(ayesha).post("/rules/-/compose/", said, headers={"HX-Trigger-Name": chosen}).content.decode()
    (focused,) = [tag for tag in page.split("<") if " autofocus" in tag]
    assert field in focused


def test_it_is_written_as_text_too(ayesha: Officer, browser_of: Browser) -> None:
    said = particulars(act="save", text="payment.is_cash  &&  bags.count>3", **ROWS)
    browser_of(ayesha).post("/rules/-/write/", said)
    assert RuleVersion.objects.get().text == "payment.is_cash && bags.count > 3"


def test_a_text_that_was_changed_becomes_rows(ayesha: Officer, browser_of: Browser) -> None:
    text = '!(flight.carrier in ["PK"]) && (bags.count > 3 || size(seat.number) > 2)'
    page = browser_of(ayesha).post("/rules/-/compose/", particulars(text=text)).content.decode()
    assert '<option value="not_one_of" selected>' in page
    assert 'name="g1c1-text"' in page
    assert 'value="size(seat.number) &gt; 2"' in page


def test_a_fault_is_marked_at_its_place_with_the_repair(ayesha: Officer, browser_of: Browser) -> None:
    said = particulars(text="payment.is_cash && booking.leed_hours < 48")
    page = browser_of(ayesha).post("/rules/-/compose/", said).content.decode()
    assert "payment.is_cash &amp;&amp; <mark>booking.leed_hours</mark> &lt; 48" in page
    assert "did you mean `booking.lead_hours`?" in page


@pytest.mark.parametrize(
    ("row", "says"),
    [
        pytest.param({"attribute": "booking.leed_hours"}, "Did you mean booking.lead_hours?", id="no such attribute"),
        pytest.param({"attribute": "traveller.religion"}, "This is protected", id="something protected"),
        pytest.param({"attribute": "bags.count", "operator": "lt"}, "A value is missing.", id="no value"),
        pytest.param(
            {"attribute": "bags.count", "operator": "lt", "value": "two"}, "A whole number is expected", id="words"
        ),
        pytest.param(
            {"attribute": "stay.length", "operator": "lt", "value": "3 days"}, "such as 72h", id="no duration"
        ),
        pytest.param(
            {"attribute": "document.expires_on", "operator": "lt", "value": "soon"}, "A date is expected", id="no date"
        ),
        pytest.param(
            {"attribute": "bags.weight_kg", "operator": "gt", "value": "x"}, "A number is expected", id="no number"
        ),
        pytest.param(
            {"attribute": "flight.carrier", "operator": "one_of", "value": " , "}, "with commas", id="no values"
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_the_row(
    ayesha: Officer, browser_of: Browser, row: dict[str, str], says: str
) -> None:
    said = particulars(**{f"g0c0-{key}": value for key, value in row.items()})
    page = browser_of(ayesha).post("/rules/-/compose/", said).content.decode()
    assert says in page
    assert 'id="g0c0-wrong"' in page


def test_a_preview_counts_the_last_day_and_notes_whom_it_shows(
    ayesha: Officer, browser_of: Browser, traveller: KeptFacts
) -> None:
    said = particulars(**ROWS)
    page = browser_of(ayesha).post("/rules/-/compose/", said, headers={"HX-Request": "true", "HX-Target": "checked"})
    text = page.content.decode()
    assert "<textarea" not in text, "what is typed in stays"
    assert "1 traveller would have been held up" in text
    assert "&lt;b&gt;PERSON" in text
    (read,) = [record for record in noted() if record.what == "rule preview"]
    assert (read.subject, read.about) == (str(traveller.person_id), "rule being written: cash-late")


def test_a_preview_shows_nobody_whom_the_officer_may_not_know_of(
    ayesha: Officer, browser_of: Browser, traveller: KeptFacts
) -> None:
    KeptFacts.objects.update(audience=["customs"])
    page = browser_of(ayesha).post("/rules/-/compose/", particulars(**ROWS)).content.decode()
    assert "PERSON" not in page
    assert "No traveller of the last day is kept here" in page
    assert noted() == []


def test_what_the_form_lacks_is_said(ayesha: Officer, browser_of: Browser) -> None:
    said = particulars(act="save", name="Cash Late", effect="no_board", expires_on="2020-01-01", true_cases="C-1، C-2")
    response = browser_of(ayesha).post("/rules/-/write/", said)
    page = response.content.decode()
    assert response.status_code == 422
    for words in (
        "such as cash-one-way",
        "Name the legal basis",
        "End it on the day of the review",
        "Say which travellers",
    ):
        assert words in page
    assert not RuleVersion.objects.exists()


def test_a_draft_is_changed_and_keeps_its_name(ayesha: Officer, browser_of: Browser) -> None:
    rules.save_draft(draft(), ayesha, at=timezone.now())
    browser = browser_of(ayesha)
    page = browser.get("/rules/cash-late/edit/").content.decode()
    assert 'value="booking.lead_hours"' in page
    assert "Change a draft" in page
    assert browser.post("/rules/cash-late/edit/", particulars(act="save", name="other", **ROWS)).status_code == 422
    changed = particulars(act="save", why="wider", **(ROWS | {"g0c0-value": "٧٢"}))
    assert browser.post("/rules/cash-late/edit/", changed).status_code == 302
    (version,) = RuleVersion.objects.all()
    assert version.text == "booking.lead_hours < 72 && payment.is_cash"
    assert version.events.order_by("pk").last().why == "wider"  # type: ignore[union-attr]  # it has one


def test_more_rows_than_there_may_be_are_left_out(ayesha: Officer, browser_of: Browser) -> None:
    said = {f"g0c{n}-attribute": "payment.is_cash" for n in range(500)}
    page = browser_of(ayesha).post("/rules/-/compose/", particulars(act="remove-99-99", **said))
    assert page.status_code == 200
    assert page.content.decode().count('-attribute" list=') == 60


def test_a_preview_of_many_is_quick(ayesha: Officer, browser_of: Browser, traveller: KeptFacts) -> None:
    whole = {f"names.invented_{n}": n for n in range(120)}
    KeptFacts.objects.bulk_create(
        KeptFacts(
            flight=traveller.flight,
            entry_key=-n,
            person_id=uuid4(),
            at=timezone.now(),
            facts={"booking.lead_hours": n % 100, "payment.is_cash": n % 2 == 0} | whole,
            audience=["centre"],
        )
        for n in range(1, 6001)
    )
    browser = browser_of(ayesha)
    browser.post("/rules/-/compose/", particulars(**ROWS))
    began = perf_counter()
    page = browser.post("/rules/-/compose/", particulars(**ROWS)).content.decode()
    assert perf_counter() - began < 2, "300 ms where nothing else runs"
    assert "600 travellers would have been held up" in page
    assert "Only the latest were asked." in page
