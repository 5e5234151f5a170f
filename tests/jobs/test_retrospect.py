"""What a changed list asks of those who are known already: whom it concerns is screened, and what rested on it is withdrawn."""

import random
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from tansiq.centre.alerts import Alert, AlertState, FindingRecord
from tansiq.centre.dispositions import clear, refer
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.centre.removals import remove_missing as officers_word
from tansiq.detectors.names.screen import findings
from tansiq.jobs.cursor import Screening
from tansiq.jobs.follow import Follower
from tansiq.jobs.lapses import remove_missing
from tansiq.jobs.retrospect import Touched, touched, want_screening
from tansiq.model.findings import Finding
from tansiq.model.subjects import Subject
from tansiq.picture.lists import ListVersion
from tests.jobs.airline import DAY, LISTED, NOBODY, SECOND, Centre, Guest, message

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HEAD = b"id,type,names,birth_dates\n"
W1 = b"W1,person,Zarghun Torankhelwal,1980-03-04\n"
W2 = b"W2,person,Bakhtawar Mandokhail,1980-03-04\n"
MANY = b"".join(
    b"M%d,person,Filler%s Invented Nobody%s,1950-01-%02d\n" % (n, b"x" * n, b"z" * n, n) for n in range(1, 9)
)
"""Entries that are like nobody here, so that a change is a small part of the list."""


class Seen:
    """The detector of names, which remembers whom it was asked about."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, query: Subject, **known: object) -> Iterable[Finding]:
        """The findings about one person."""
        self.names.append(query.names[0].split()[-1])
        return findings(query, **known)  # type: ignore[arg-type]  # as it was called


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    """A centre with a list in force, and a flight with two of it and one of nobody's."""
    made = Centre(tmp_path / "keys")
    made.hear(HEAD + W1 + W2 + MANY, feed="list")
    made.hear(message([SECOND, LISTED, NOBODY]))
    return made


def asked(centre: Centre, body: bytes) -> list[str]:
    """Whom the detector is asked about when another version of the list comes."""
    seen = Seen()
    centre.receive(body, feed="list")
    centre.follow(seen)
    assert not Screening.objects.exists()
    return sorted(seen.names)


@pytest.mark.parametrize(
    ("body", "who"),
    [
        pytest.param(HEAD + W1 + W2 + MANY, [], id="nothing"),
        pytest.param(HEAD + W2 + W1 + MANY, [], id="another order"),
        pytest.param(HEAD + W1 + W2 + MANY + b"W3,person,Quenby Sennitrof,1970-01-01\n", [], id="an entry like nobody"),
        pytest.param(
            HEAD + W1 + W2 + MANY + b"W3,person,Veltrin Qazmor,1980-03-04\n",
            ["QAZMOR"],
            id="an entry like one",
        ),
        pytest.param(HEAD + W1.replace(b"1980", b"1981") + W2 + MANY, ["TORANKHELWAL"], id="another birth date"),
        pytest.param(HEAD + W1 + MANY, ["MANDOKHAIL"], id="an entry less"),
        pytest.param(HEAD + W2.replace(b"W2,", b"W7,") + W1 + MANY, ["MANDOKHAIL"], id="an entry under another number"),
    ],
)
def test_only_those_whom_the_change_may_concern_are_screened(centre: Centre, body: bytes, who: list[str]) -> None:
    assert asked(centre, body) == who


def test_a_list_of_which_most_is_new_is_held_against_everybody(centre: Centre) -> None:
    fresh = b"".join(b"N%d,person,Newcomer%s Invented,1960-01-01\n" % (n, b"y" * n) for n in range(30))
    assert asked(centre, HEAD + W1 + W2 + MANY + fresh) == ["MANDOKHAIL", "QAZMOR", "TORANKHELWAL"]


def test_a_new_entry_opens_an_alert_on_somebody_who_was_known_before(centre: Centre) -> None:
    assert Alert.objects.count() == 2
    centre.hear(HEAD + W1 + W2 + MANY + b"W3,person,Veltrin Qazmor,1980-03-04\n", feed="list")
    alert = Alert.objects.get(about_name="Veltrin Qazmor")
    assert (alert.state, alert.name) == (AlertState.OPEN, "VELTRIN INVENTED QAZMOR")


def test_delisting_withdraws_what_it_caused_and_says_why(centre: Centre) -> None:
    centre.hear(HEAD + W1 + MANY, feed="list")
    withdrawn = Alert.objects.get(about_name="Bakhtawar Mandokhail")
    assert (withdrawn.state, withdrawn.withdrawn_because) == (AlertState.WITHDRAWN, "delisted")
    assert [f.withdrawn_at for f in withdrawn.findings.all()] == [centre.clock()]
    assert Alert.objects.get(about_name="Zarghun Torankhelwal").state == AlertState.OPEN
    centre.hear(HEAD + W2 + W1 + MANY, feed="list")  # not the same bytes as the first, which were taken once for all
    withdrawn.refresh_from_db()
    assert (withdrawn.state, withdrawn.withdrawn_because) == (AlertState.OPEN, ""), "listed again, it stands again"


def test_an_entry_that_is_broken_in_the_next_version_is_not_delisted_by_it(centre: Centre) -> None:
    broken = W2.replace(b"person", b"persn")
    assert asked(centre, HEAD + W1 + broken + MANY) == []
    assert {a.state for a in Alert.objects.all()} == {AlertState.OPEN}
    assert ListVersion.objects.order_by("-pk")[0].is_partial


def test_a_hijri_birth_date_of_a_list_meets_the_same_day_of_a_traveller(centre: Centre) -> None:
    centre.hear(HEAD + W1.replace(b"1980-03-04", b"1358-12-14") + W2 + MANY, feed="list")
    alert = Alert.objects.get(about_name="Zarghun Torankhelwal")
    [finding] = alert.findings.filter(withdrawn_at=None)
    said = {reason.feature: (reason.left, reason.right) for reason in (*finding.said_for(), *finding.said_against())}
    assert alert.state == AlertState.OPEN
    assert said["birth_date.day"] == ("1980-03-04", "1358-12-14")
    assert said["birth_date.calendar"] == ("1358-12-14", "1980-03-04")


def test_an_entry_less_is_delisted_although_another_row_is_broken(centre: Centre) -> None:
    broken = W1.replace(b"person", b"persn")
    centre.hear(HEAD + broken + MANY, feed="list")
    assert Alert.objects.get(about_name="Bakhtawar Mandokhail").withdrawn_because == "delisted"
    assert Alert.objects.get(about_name="Zarghun Torankhelwal").state == AlertState.OPEN


def test_a_row_that_stays_broken_holds_back_one_version_and_not_those_to_come(centre: Centre) -> None:
    unread = b'"W9,person,Unread "Invented",1960-01-01\n'
    centre.hear(HEAD + W1 + W2 + MANY + unread, feed="list")
    centre.hear(HEAD + W1 + MANY + b"N1,person,Newcomer Invented,1960-01-01\n" + unread, feed="list")
    assert Alert.objects.get(about_name="Bakhtawar Mandokhail").withdrawn_because == "delisted"


def test_whom_an_unread_row_may_hold_goes_on_an_officers_word(centre: Centre) -> None:
    centre.hear(HEAD + W1 + MANY + b'"W2,person,Bakhtawar "Mandokhail",1980-03-04\n', feed="list")
    [version] = ListVersion.objects.order_by("-pk")[:1]
    assert (version.kept, version.removed) == (1, 0)
    assert not Screening.objects.exists()
    owner = Organisation.objects.get(code="centre")
    omar = Officer.objects.create(username="omar", organisation=owner, roles=[Role.ADMINISTRATOR])
    told = officers_word(version.pk, omar, reason="the publisher's letter 7", at=centre.clock())
    assert remove_missing(at=centre.clock()) == 1
    centre.follow()
    told.refresh_from_db()
    assert (told.entries, told.done_at) == (1, centre.clock())
    assert Alert.objects.get(about_name="Bakhtawar Mandokhail").withdrawn_because == "delisted"
    assert remove_missing(at=centre.clock()) == 0


def test_an_entry_that_says_something_else_withdraws_what_it_no_longer_supports(centre: Centre) -> None:
    other = b"W2,person,Quenby Sennitrof,1944-12-01\n"
    centre.hear(HEAD + W1 + other + MANY, feed="list")
    alert = Alert.objects.get(about_name="Bakhtawar Mandokhail")
    assert (alert.state, alert.withdrawn_because) == (AlertState.WITHDRAWN, "no_longer_found")


def test_delisting_reaches_flights_that_landed_long_ago(tmp_path: Path) -> None:
    now = [DAY - timedelta(hours=3)]
    centre = Centre(tmp_path / "keys", clock=lambda: now[0])
    centre.hear(HEAD + W1 + W2 + MANY, feed="list")
    centre.hear(message([SECOND, LISTED, NOBODY]))
    now[0] += timedelta(days=2)
    assert asked(centre, HEAD + W1 + MANY + b"W3,person,Veltrin Qazmor,1980-03-04\n") == ["MANDOKHAIL"]
    assert Alert.objects.get(about_name="Bakhtawar Mandokhail").withdrawn_because == "delisted"
    assert not Alert.objects.filter(about_name="Veltrin Qazmor").exists(), "whoever landed is gone"


def test_what_people_decided_stays_theirs_and_the_finding_says_that_its_entry_is_gone(centre: Centre) -> None:
    owner = Organisation.objects.get(code="centre")
    ayesha = Officer.objects.create(username="ayesha", organisation=owner, roles=[Role.TARGETING])
    cleared, referred = Alert.objects.order_by("pk")
    clear(cleared.pk, ayesha, reason="common_name", note="", version=1, at=centre.clock())
    refer(referred.pk, ayesha, note="look closely", version=1, at=centre.clock())
    centre.hear(HEAD + MANY, feed="list")
    assert {a.state for a in Alert.objects.all()} == {AlertState.CLEARED, AlertState.REFERRED}
    assert {f.withdrawn_at for f in FindingRecord.objects.all()} == {centre.clock()}


def test_a_list_under_another_marking_is_held_against_everybody(centre: Centre) -> None:
    Feed.objects.filter(code="list").update(tlp="RED")
    assert asked(centre, HEAD + W1 + W2 + MANY + b"W3,person,Quenby Sennitrof,1970-01-01\n") == [
        "MANDOKHAIL",
        "QAZMOR",
        "TORANKHELWAL",
    ]


def test_a_worker_that_goes_on_knows_what_came_what_changed_and_what_went(tmp_path: Path) -> None:
    centre = Centre(tmp_path / "keys")
    follower = Follower(clock=centre.clock)
    third = b"W3,person,Veltrin Qazmor,1980-03-04\n"
    for body in (HEAD + W1 + W2 + MANY, HEAD + W2 + MANY, HEAD + W2.replace(b"Bakhtawar", b"Quenby") + MANY + third):
        centre.receive(body, feed="list")
        while follower.step():
            continue
    centre.receive(message([SECOND, LISTED, NOBODY]))
    while follower.step():
        continue
    assert {(a.name, a.about_name) for a in Alert.objects.exclude(verdict="possible")} == {
        ("VELTRIN INVENTED QAZMOR", "Veltrin Qazmor")
    }
    assert not Alert.objects.filter(about_name__in=["Zarghun Torankhelwal", "Bakhtawar Mandokhail"])


def test_versions_that_come_one_after_the_other_are_screened_together(centre: Centre) -> None:
    centre.receive(HEAD + W1 + MANY, feed="list")
    centre.receive(HEAD + W1 + MANY + b"W3,person,Veltrin Qazmor,1980-03-04\n", feed="list")
    seen = Seen()
    centre.follow(seen)
    assert sorted(seen.names) == ["MANDOKHAIL", "QAZMOR"]
    first, second, third = ListVersion.objects.order_by("pk")
    assert [v.unchanged for v in (first, second, third)] == [0, 9, 9]
    assert touched(second.pk, second.pk) == Touched(new=frozenset(), old=frozenset({"list/W2"}))
    assert touched(second.pk) == Touched(new=frozenset({"list/W3"}), old=frozenset({"list/W2"}))


NAMES = [
    ("Zarghun Invented Torankhelwal", "ZARGHUN INVENTED", "TORANKHELWAL"),
    ("Bakhtawar Invented Mandokhail", "BAKHTAWAR INVENTED", "MANDOKHAIL"),
    ("Muhammad Invented Khan", "MOHAMMAD INVENTED", "KHAN"),
    ("Muhammad Invented Khattak", "MUHAMMAD INVENTED", "KHATTAK"),
    ("Gul Invented Agha", "GULAGHA", "INVENTED"),
]


def standing() -> set[tuple[int, str]]:
    """What stands: people and the entries they were found by."""
    return set(FindingRecord.objects.filter(withdrawn_at=None).values_list("alert__entry_key", "about"))


@pytest.mark.parametrize("seed", range(3))
def test_screening_what_changed_finds_what_screening_everybody_finds(tmp_path: Path, seed: int) -> None:
    choose = random.Random(seed)
    centre = Centre(tmp_path / "keys")
    centre.hear(HEAD + W1 + W2 + MANY, feed="list")
    centre.hear(message([Guest(family, given, born="800304") for _, given, family in NAMES]))
    for _ in range(4):
        listed = choose.sample(NAMES, choose.randint(0, len(NAMES)))
        lines = [
            f"{choose.choice('ABC')}{at},person,{name},{choose.choice(['1980-03-04', '1980', '1971-05-06', ''])}\n"
            for at, (name, _, _) in enumerate(listed)
        ]
        centre.hear(HEAD + MANY + "".join(lines).encode(), feed="list")
        found = standing()
        want_screening(None, at=centre.clock())
        centre.follow()
        assert standing() == found
