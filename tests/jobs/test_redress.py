"""Redress by the command line: two officers who say who they are, and a note of where it was done."""

from pathlib import Path

import pytest

from tansiq.centre.alerts import Alert
from tansiq.centre.dispositions import clear
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.database.home import home
from tansiq.jobs.redress import acting, answer, ask, shown
from tansiq.ledger.access import AccessRecord, accesses, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.errors import AlreadyDecided, Misconfigured, NotPermitted
from tests.jobs.airline import DAY, LIST, LISTED, Centre, message

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOW = DAY


def officer(name: str, *roles: Role) -> Officer:
    made = Officer(username=name, organisation=Organisation.objects.get(code="centre"), roles=list(roles))
    made.set_password(f"password of {name}")
    made.save()
    return made


@pytest.fixture
def cleared(tmp_path: Path) -> Alert:
    """An alert that was about somebody else."""
    centre = Centre(tmp_path / "keys")
    centre.hear(LIST, feed="list")
    centre.hear(message([LISTED]))
    alert = Alert.objects.get()
    ayesha = officer("ayesha", Role.TARGETING)
    return clear(alert.pk, ayesha, reason="common_name", note="", version=alert.version, at=NOW).alert


@pytest.fixture
def two(cleared: Alert) -> tuple[Officer, Officer]:
    """The two officers it takes."""
    return officer("mariam", Role.DATA_PROTECTION), officer("bilal", Role.SUPERVISOR)


def noted() -> list[AccessRecord]:
    seal(current(), Signer.load_or_create(home() / "keys"), NOW)
    return [access.record for access in reversed(accesses(current(), limit=99))]


def test_two_officers_give_a_number_and_it_stands_where_it_was_done(
    cleared: Alert, two: tuple[Officer, Officer]
) -> None:
    person = cleared.person_id
    asked = ask(person, two[0], letter="letter 17", at=NOW)
    with pytest.raises(NotPermitted, match="somebody else"):
        answer(asked.pk, two[0], is_given=True, at=NOW)
    given = answer(asked.pk, two[1], is_given=True, at=NOW)
    assert given.number.startswith(f"R{NOW:%y}")
    with pytest.raises(AlreadyDecided):
        answer(asked.pk, two[1], is_given=False, at=NOW)
    about = f"redress {asked.pk}"
    assert [(r.person or r.person_name, r.what, r.about) for r in noted() if r.what.endswith("redress")] == [
        ("mariam", "proposed redress", about),
        ("command line", "proposed redress", f"{about}, officer mariam"),
        ("bilal", "gave redress", about),
        ("command line", "gave redress", f"{about}, officer bilal"),
    ]


def test_what_is_listed_is_what_waits_and_then_what_was_decided_and_is_noted(
    cleared: Alert, two: tuple[Officer, Officer]
) -> None:
    person = cleared.person_id
    first, second = (ask(person, two[0], letter=letter, at=NOW) for letter in ("letter 17", "letter 18"))
    answer(first.pk, two[1], is_given=False, at=NOW)
    assert [row.pk for row in shown(two[1], at=NOW)] == [second.pk, first.pk]
    [read] = [r for r in noted() if r.what == "redress"]
    assert (read.person, read.ground, read.subject) == ("bilal", "redress", str(person))


def test_it_is_not_listed_for_other_roles(cleared: Alert) -> None:
    with pytest.raises(NotPermitted):
        shown(officer("zara", Role.TARGETING), at=NOW)


def test_an_officer_acts_with_the_password_alone(two: tuple[Officer, Officer]) -> None:
    assert acting("mariam", "password of mariam") == two[0]
    with pytest.raises(NotPermitted, match="password"):
        acting("mariam", "password of bilal")
    two[0].is_active = False
    two[0].save()
    with pytest.raises(NotPermitted, match="closed"):
        acting("mariam", "password of mariam")
    with pytest.raises(Misconfigured, match="no officer nobody"):
        acting("nobody", "")
