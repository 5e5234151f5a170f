"""What each message said of one traveller of a flight."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tansiq.centre.people import Role
from tansiq.handling.marking import Marking
from tansiq.picture.flights import Flight
from tansiq.web.screens.conftest import noted
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
FLOWN = leg(lands=NOW + timedelta(minutes=40))
ALI = Person("<b>ALI</b>", "INVENTED", "ZZ0000002", "1981-02-03", seat="1A")


@pytest.fixture
def flight() -> Flight:
    hear(FLOWN, [ALI], at=NOW - timedelta(hours=9))
    hear(FLOWN, [replace(ALI, seat="<i>2B</i>")], at=NOW - timedelta(hours=2), identifier="CP")
    return hear(FLOWN, [ALI], at=NOW - timedelta(hours=1), function="266", identifier="CLOB")


def address(flight: Flight) -> str:
    return f"/flights/{flight.pk}/travellers/{flight.entries.get().key}/"


def test_each_message_and_what_it_changed_is_told_and_the_read_is_noted(
    come_in: Callable[..., Client], flight: Flight
) -> None:
    browser = come_in(Role.TARGETING)
    shown = browser.get(address(flight)).content.decode()
    assert "First named by this message." in shown
    assert "&lt;i&gt;2B&lt;/i&gt;" in shown
    assert "<b>ALI" not in shown
    assert "From then on: on board." in shown
    assert [r.subject for r in noted()] == [str(flight.entries.get().person_id)]
    assert address(flight) in browser.get(f"/flights/{flight.pk}/").content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_it_is_closed_to_roles_that_do_not_work_with_names(
    come_in: Callable[..., Client], flight: Flight, role: Role
) -> None:
    assert come_in(role).get(address(flight)).status_code == 404
    assert noted() == []


def test_it_is_closed_to_those_whom_the_markings_do_not_reach(come_in: Callable[..., Client]) -> None:
    flight = hear(FLOWN, [ALI], at=NOW, marking=Marking(frozenset({"customs"})))
    assert come_in(Role.TARGETING).get(address(flight)).status_code == 404


def test_an_old_address_leads_to_the_flight_that_it_became(come_in: Callable[..., Client]) -> None:
    sold = hear(replace(FLOWN, carrier="TK", number="8123"), [ALI], at=NOW - timedelta(hours=3))
    old = address(sold)
    hear(FLOWN, [], at=NOW - timedelta(hours=2))
    one = hear(replace(FLOWN, marketing=("TK8123",)), [], at=NOW - timedelta(hours=1), identifier="CP")
    assert come_in(Role.TARGETING).get(old).headers["Location"] == address(one)


def test_a_name_given_to_several_flights_is_named_where_messages_are_told(come_in: Callable[..., Client]) -> None:
    flight = hear(replace(FLOWN, marketing=("TK8123",)), [ALI], at=NOW - timedelta(hours=2))
    hear(replace(FLOWN, carrier="QR", number="9000", marketing=("TK8123",)), [], at=NOW - timedelta(hours=1))
    shown = come_in(Role.TARGETING).get(f"/flights/{flight.pk}/?show=messages").content.decode()
    assert "it counts for none of them" in shown
