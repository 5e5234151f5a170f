"""Bookings of one flight that share a telephone are linked, however their messages come."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tansiq.picture.facts.kept import KeptFacts
from tansiq.picture.flights import ManifestEntry
from tests.jobs.airline import Centre
from tests.readers.bookings import Guest, Pnr, Push

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ANNA, BORIS, CEM = (
    Guest("INVENTED", "ANNAMRS", number="ZZ1"),
    Guest("MADEUP", "BORISMR", number="ZZ2"),
    Guest("FEIGNED", "CEMMR", number="ZZ3"),
)
FIRST, SECOND, ALONE = Pnr("ABC123", (ANNA,)), Pnr("XYZ789", (BORIS,)), Pnr("QRS456", (CEM,))
PHONE = "923005550100"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "keys")


def push(pnrs: Sequence[Pnr], *, sent: str, phone: str = PHONE, function: str = "141") -> bytes:
    """A push prepared at a time of the day before the flight; the first of its bookings has the telephone.

    One agency made each booking in another hour.
    """
    data = Push(tuple(pnrs), function=function).data().replace(b"260430:0100", f"260430:{sent}".encode())
    for hour, pnr in enumerate((FIRST, SECOND, ALONE), 10):
        data = data.replace(f"{pnr.locator}::010426:0900".encode(), f"{pnr.locator}::010426:{hour}00".encode())
    return data.replace(b"TIF+", f"SSR+CTCM:HK:1:PK:::::{phone}'TIF+".encode(), 1)


def linked() -> dict[str, int]:
    """How many bookings each person's is linked with, by document."""
    rows = dict(KeptFacts.objects.values_list("entry_key", "facts"))
    people = ManifestEntry.objects.all()
    return {e.value().documents[0].number: rows[e.key]["party.linked_bookings"] for e in people}


@pytest.mark.parametrize("is_one_batch", [True, False], ids=["in one batch", "one after the other"])
def test_whoever_was_asked_about_before_is_linked_with_a_booking_that_comes_later(
    centre: Centre, *, is_one_batch: bool
) -> None:
    for data in (push([FIRST, ALONE], sent="0100", function="22"), push([SECOND], sent="0130")):
        centre.receive(data)
        if not is_one_batch:
            centre.follow()
    centre.follow()
    assert linked() == {"ZZ1": 1, "ZZ2": 1, "ZZ3": 0}


def test_whoever_was_linked_is_not_once_the_other_booking_says_another_telephone(centre: Centre) -> None:
    centre.hear(push([FIRST], sent="0100", function="22"))
    centre.hear(push([SECOND], sent="0130"))
    centre.hear(push([SECOND], sent="0200", phone="923005550199"))
    assert linked() == {"ZZ1": 0, "ZZ2": 0}
