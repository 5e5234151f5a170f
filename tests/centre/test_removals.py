"""An officer's word that whom a list lacks is off it."""

from datetime import timedelta

import pytest

from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.centre.removals import Removal, due, remove_missing
from tansiq.database.home import home
from tansiq.ledger.access import accesses, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import Subject
from tansiq.picture.absences import CUT
from tansiq.picture.lists import ListVersion, load
from tests.centre.conftest import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

SAID = "letter 7 of the publisher"


def put(message: int, *identifiers: str, is_cut: bool = False) -> ListVersion:
    entries = {
        message * 10 + at: ListEntry("L", Subject(i, names=(f"Invented {i}",)), Source("f", 0, 1))
        for at, i in enumerate(identifiers)
    }
    return load("w", message, entries, at=NOW, refused=[CUT] if is_cut else [])


@pytest.fixture
def version(ayesha: Officer) -> ListVersion:
    """A version that was cut: it lacks B, who was kept."""
    Feed.objects.create(code="w", title="W", owner=Organisation.objects.get(code="centre"), retention="list")
    put(1, "A", "B")
    return put(2, "A", is_cut=True)


def officer(name: str, *roles: Role, organisation: str = "centre") -> Officer:
    owner, _ = Organisation.objects.get_or_create(code=organisation, defaults={"name": organisation})
    return Officer.objects.create(username=name, organisation=owner, roles=list(roles))


@pytest.fixture
def omar(version: ListVersion) -> Officer:
    return officer("omar", Role.ADMINISTRATOR)


def test_the_word_is_kept_with_its_reason_for_the_worker_to_act_on(version: ListVersion, omar: Officer) -> None:
    row = remove_missing(version.pk, omar, reason=f"  {SAID} ", at=NOW)
    assert (row.by, row.reason, row.entries, row.done_at) == (omar, SAID, 1, None)
    assert due() == [row]
    seal(current(), Signer.load_or_create(home() / "keys"), NOW)
    [noted] = [access.record for access in accesses(current(), limit=9)]
    assert (noted.person, noted.ground, noted.about) == ("omar", "maintenance", f"feed w: {SAID}")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_it_takes_an_administrator(version: ListVersion, role: Role) -> None:
    with pytest.raises(NotPermitted):
        remove_missing(version.pk, officer("other", role), reason=SAID, at=NOW)


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_takes_a_reason(version: ListVersion, omar: Officer, reason: str) -> None:
    with pytest.raises(NotPermitted):
        remove_missing(version.pk, omar, reason=reason, at=NOW)


def test_it_takes_a_list_that_the_officer_may_know_of(version: ListVersion) -> None:
    stranger = officer("stranger", Role.ADMINISTRATOR, organisation="elsewhere")
    with pytest.raises(NotKnown):
        remove_missing(version.pk, stranger, reason=SAID, at=NOW)


def test_the_second_to_say_so_is_told_of_the_first(version: ListVersion, omar: Officer) -> None:
    remove_missing(version.pk, omar, reason=SAID, at=NOW)
    with pytest.raises(AlreadyDecided):
        remove_missing(version.pk, officer("zara", Role.ADMINISTRATOR), reason=SAID, at=NOW + timedelta(minutes=1))


def test_of_a_version_that_lacks_nobody_or_was_replaced_nobody_is_removed(version: ListVersion, omar: Officer) -> None:
    whole = put(3, "A")
    for pk in (version.pk, whole.pk):
        with pytest.raises(NotPermitted):
            remove_missing(pk, omar, reason=SAID, at=NOW)
    assert not Removal.objects.exists()
