"""Two subjects side by side: what it says, to whom, and that it is noted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import exp

import pytest
from django.test import Client
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.alerts import Alert
from tansiq.centre.people import Officer, Role
from tansiq.handling.marking import Marking
from tansiq.model.findings import Comparison, Reason, Verdict
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed, load
from tansiq.web.screens.compare.weighed import HALF, SCALE, drawn, weigh
from tansiq.web.screens.conftest import noted
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
TARIQ = Person("MEHMOOD", "TARIQ <i>", "ZZ1000001", "1979-05-02", "LOC001")


@pytest.fixture
def ayesha(come_in: Callable[..., Client]) -> Client:
    return come_in(Role.TARGETING)


@pytest.fixture
def traveller() -> ManifestEntry:
    return hear(leg(lands=NOW + timedelta(hours=1)), [TARIQ], at=NOW - timedelta(hours=8)).entries.get()


@pytest.fixture
def listed(list_of: Callable[..., str]) -> Listed:
    subject = Subject("A", names=("Tareq Mahmoud", "طارق محمود"), birth_dates=("1979",), sex="M")
    entry = ListEntry("Watchlist (invented)", subject, Source("w.csv", 0, 1))
    load(list_of("list-w"), 1, {1: entry}, at=NOW)
    return Listed.objects.get()


def page(client: Client, status: int = 200, **given: str) -> str:
    response = client.get(f"/compare/?{urlencode({k.rstrip('_').replace('_', '-'): v for k, v in given.items()})}")
    assert response.status_code == status
    return response.content.decode()


def test_an_empty_page_says_what_can_be_compared_and_notes_nothing(ayesha: Client) -> None:
    assert "Type in what you know of two people" in page(ayesha)
    assert noted() == []


def test_two_who_are_typed_in_are_weighed_and_nothing_is_noted(ayesha: Client) -> None:
    shown = page(
        ayesha, left_names="عبد الرحمن", right_names="Abdur Rehman", left_born="2 May 1979", right_born="1979-05-02"
    )
    assert "the names can be the same" in shown
    assert "same birth date" in shown
    assert "The evidence adds up to" in shown
    assert "nothing is recorded" in shown
    assert noted() == []


def test_a_traveller_and_a_list_entry_are_compared_and_both_are_noted(
    ayesha: Client, traveller: ManifestEntry, listed: Listed
) -> None:
    shown = page(ayesha, left=f"traveller-{traveller.person_id}", right=f"listed-{listed.pk}")
    assert "MEHMOOD TARIQ &lt;i&gt;" in shown
    assert "طارق محمود" in shown
    assert "the sex differs" in shown
    assert {(r.subject, r.ground, r.what, r.about) for r in noted()} == {
        (str(traveller.person_id), "request", "comparison", "compare: traveller · list-w/A"),
        (str(listed.person_id), "request", "comparison", "compare: traveller · list-w/A"),
    }


def test_one_real_person_beside_somebody_typed_in_is_noted(ayesha: Client, listed: Listed) -> None:
    page(ayesha, left_names="Tariq", right=f"listed-{listed.pk}")
    assert [r.subject for r in noted()] == [str(listed.person_id)]


def test_a_company_is_compared_with_what_is_typed_as_a_company(ayesha: Client, list_of: Callable[..., str]) -> None:
    company = Subject("B", type="organization", names=("Invented Trading Company Ltd",))
    load(list_of("list-c"), 1, {1: ListEntry("W", company, Source("w.csv", 0, 1))}, at=NOW)
    shown = page(ayesha, left_names="Invented Trading Co. Limited", right=f"listed-{Listed.objects.get().pk}")
    assert "one is a" not in shown
    assert 'data-verdict="match"' in shown or 'data-verdict="possible"' in shown
    assert noted() == []


def test_coming_from_an_alert_it_is_triage_of_that_alert(
    officer_of: Callable[..., Officer], browser_of: Callable[[Officer], Client], alert: Alert, listed: Listed
) -> None:
    browser = browser_of(officer_of("sana", Role.TARGETING))
    number = alert.pk
    shown = page(browser, left_names="Tariq", right=f"listed-{listed.pk}", for_=f"alert-{number}")
    assert f'href="/alerts/{number}/"' in shown
    assert [(r.ground, r.about) for r in noted()] == [("triage", f"alert {number}")]


@pytest.mark.parametrize(
    ("given", "repair"),
    [
        pytest.param({"left_born": "yesterday"}, "Write it like 1979-05-02", id="no date"),
        pytest.param({"left_nationality": "Atlantis"}, "two-letter code", id="no country"),
    ],
)
def test_what_cannot_be_read_says_the_repair(ayesha: Client, given: dict[str, str], repair: str) -> None:
    assert repair in page(ayesha, 422, right_names="Tariq", **given)


@pytest.mark.parametrize(
    "value",
    [
        "listed-0",
        "listed-x",
        "listed-" + "9" * 40,
        "listed-²",
        "traveller-1",
        "traveller-9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11",
        "<b>",
    ],
)
def test_nobody_of_that_number_is_not_found(ayesha: Client, value: str) -> None:
    page(ayesha, 404, left=value)
    assert noted() == []


def test_who_another_agency_keeps_to_itself_cannot_be_compared(ayesha: Client) -> None:
    own = Marking(frozenset({"customs"}))
    entry = hear(leg(lands=NOW), [TARIQ], at=NOW, marking=own).entries.get()
    page(ayesha, 404, left=f"traveller-{entry.person_id}", right_names="Tariq")


def test_other_roles_compare_with_lists_and_by_hand_only(
    come_in: Callable[..., Client], traveller: ManifestEntry, listed: Listed
) -> None:
    administrator = come_in(Role.ADMINISTRATOR)
    assert "Tareq Mahmoud" in page(administrator, right=f"listed-{listed.pk}")
    page(administrator, 403, left=f"traveller-{traveller.person_id}")


def test_an_outsider_is_not_told_of_a_list(come_in: Callable[..., Client], listed: Listed) -> None:
    page(come_in(Role.TARGETING, organisation="elsewhere"), 404, right=f"listed-{listed.pk}")


@given(
    st.builds(
        Subject,
        names=st.lists(st.text(max_size=40), max_size=3).map(tuple),
        birth_dates=st.lists(st.sampled_from(["1979", "1979-05", "1979-05-02", "1980-02-05"]), max_size=2).map(tuple),
        documents=st.lists(st.builds(IdentityDocument, st.text(max_size=12)), max_size=2).map(tuple),
        sex=st.sampled_from(["", "F", "M"]),
    ),
    st.builds(
        Subject, names=st.lists(st.text(max_size=40), max_size=3).map(tuple), sex=st.sampled_from(["", "F", "M"])
    ),
)
def test_what_is_drawn_is_what_was_weighed(left: Subject, right: Subject) -> None:
    weighed = weigh(left, right)
    assert all(bar.start >= 0 and bar.start + bar.length <= 2 * HALF for bar in weighed.bars)
    assert all((bar.start == HALF) is bar.is_for for bar in weighed.bars)
    assert 0 <= weighed.mark <= SCALE
    total = weighed.base + sum(bar.reason.weight for bar in weighed.bars)
    assert abs(1 / (1 + exp(-total)) - float(weighed.score)) < 0.02


def test_evidence_that_does_not_add_up_shows_what_the_engine_starts_from() -> None:
    reason = Reason("name.full", "the names are the same: {left}", 2.0, "a")
    weighed = drawn(Comparison(0.5, Verdict.POSSIBLE, (reason,)))
    assert (round(weighed.total, 6), round(weighed.base, 6)) == (0.0, -2.0)
    assert (weighed.bars[0].start, weighed.bars[0].length) == (HALF, HALF // 2)
