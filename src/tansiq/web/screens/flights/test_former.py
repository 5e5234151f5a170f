"""Addresses and names of flights that turned out to be another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tansiq.centre.people import Role
from tansiq.picture.schedules import load
from tansiq.picture.silences import note_silence
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


def test_a_number_that_no_flight_can_have_leads_nowhere(come_in: Callable[..., Client]) -> None:
    assert come_in(Role.TARGETING).get(f"/flights/{10**20}/").status_code == 404


def test_messages_that_did_not_come_stand_above_the_flights(come_in: Callable[..., Client]) -> None:
    browser = come_in(Role.TARGETING)
    assert "Due by the schedule" not in browser.get("/flights/").content.decode()
    left = (NOW - timedelta(hours=2)).astimezone(ZoneInfo("Asia/Karachi"))
    row = f"PK,785,ISB,LHR,{left:%H:%M},04:30,2026-01-01,2079-12-31,{left.isoweekday()}\n"
    head = "carrier,number,origin,destination,departure,arrival,from,until,days\n"
    load((head + row).encode(), "pk.csv", at=NOW)
    note_silence(at=NOW)
    shown = browser.get("/flights/").content.decode()
    assert "Due by the schedule" in shown
    assert "no passenger list came" in shown
    assert "PK 785" in shown
