"""Addresses and names of flights that turned out to be another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tansiq.centre.people import Role
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
FLOWN = leg(lands=NOW + timedelta(minutes=40))
ALI = Person("ALI", "INVENTED", "ZZ0000002", "1981-02-03")


def test_an_old_address_leads_to_the_flight_and_its_sold_name_finds_it(come_in: Callable[..., Client]) -> None:
    sold = hear(replace(FLOWN, carrier="TK", number="8123"), [ALI], at=NOW - timedelta(hours=3))
    hear(FLOWN, [], at=NOW - timedelta(hours=2))
    one = hear(replace(FLOWN, marketing=("TK8123",)), [], at=NOW - timedelta(hours=1), identifier="CP")
    browser = come_in(Role.TARGETING)
    assert browser.get(f"/flights/{sold.pk}/").headers["Location"] == f"/flights/{one.pk}/"
    assert f'id="flight-{one.pk}"' in browser.get("/flights/?number=tk8123").content.decode()
