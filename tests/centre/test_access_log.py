"""The access log in pages: each page view stands on one page, whole, however its records lie among others'."""

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

import pytest

from tansiq.centre import access_log
from tansiq.centre.access_log import LINES, REQUEST_SPAN, Line, Wanted, lookers, page
from tansiq.database.home import home
from tansiq.ledger.access import AccessRecord, note, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tests.centre.conftest import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def record(request: str, subject: int, person: str = "ayesha") -> AccessRecord:
    return AccessRecord(
        at=NOW + timedelta(seconds=subject),
        person=person,
        person_name=person.title(),
        organisation="centre",
        ground="triage",
        about="desk",
        what="desk",
        subject=str(uuid5(NAMESPACE_OID, str(subject))),
        request=request,
    )


def sealed(records: Sequence[AccessRecord]) -> None:
    for record in records:
        note(current(), record)
    seal(current(), Signer.load_or_create(home() / "keys"), NOW)


def pages() -> list[list[Line]]:
    """Every page, as a reader turns them."""
    turned: list[list[Line]] = []
    before = None
    while not turned or before is not None:
        found = page(current(), Wanted(), before=before)
        turned.append(found.lines)
        before = found.older
    return turned


@pytest.mark.parametrize("seed", range(5))
def test_each_page_view_stands_once_and_whole(seed: int) -> None:
    chance = random.Random(seed)
    sizes = {f"view {n}": chance.choice([1, 1, 1, 7, 60, 300]) for n in range(3 * LINES)}
    placed = [
        (n * 20 + chance.random() * 40, record(request, place))  # views begun close together mix their records
        for n, (request, size) in enumerate(sizes.items())
        for place in range(size)
    ]
    sealed([r for _, r in sorted(placed, key=lambda pair: pair[0])])
    turned = pages()
    assert [len(lines) for lines in turned[:-1]] == [LINES] * (len(turned) - 1)
    found = [(line.record.request, len(line.subjects)) for lines in turned for line in lines]
    assert len(found) == len(sizes)
    assert dict(found) == sizes


def test_the_people_of_a_view_stand_in_the_order_they_were_shown() -> None:
    shown = [record("view", n) for n in range(5)]
    sealed(shown)
    assert pages()[0][0].subjects == [r.subject for r in shown]


def test_records_of_no_view_stand_alone() -> None:
    sealed([record("", 1), record("", 1)])
    assert [len(line.subjects) for line in pages()[0]] == [1, 1]


def test_a_search_that_goes_too_far_back_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "LOOKED_AT", 2 * REQUEST_SPAN)
    sealed([record("old", 1), *(record(f"view {n}", n) for n in range(3 * REQUEST_SPAN))])
    wanted = Wanted(request="old")
    first = page(current(), wanted)
    assert (first.lines, first.is_cut) == ([], True)
    second = page(current(), wanted, before=first.older)
    assert ([line.record.request for line in second.lines], second.older) == (["old"], None)


def test_who_looked_at_a_traveller_is_counted_latest_first() -> None:
    sealed([record("a", 1), record("b", 1, "bilal"), record("c", 1), record("d", 2, "sana")])
    subject = str(uuid5(NAMESPACE_OID, "1"))
    assert [(looker.person, looker.times) for looker in lookers(current(), subject)] == [("ayesha", 2), ("bilal", 1)]
