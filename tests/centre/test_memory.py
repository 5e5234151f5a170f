"""What clearing teaches: nobody is stopped twice for the same likeness, and nobody is let through by a name."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.cases import close
from tansiq.centre.dispositions import ClearingReason, clear, confirm, refer, undo
from tansiq.centre.distinctions import Broken, Distinction, KeptBack, digests
from tansiq.centre.memory import forget_ended, lapsed, put, visible, withdraw
from tansiq.centre.people import Officer, Role
from tansiq.centre.redress import Redress, answer, propose
from tansiq.centre.retention import forget
from tansiq.handling.marking import Marking
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, Misconfigured, NotKnown, NotPermitted
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.picture.persons import person_id
from tests.centre.conftest import LANDS_AT, MARKING, NOW, held
from tests.centre.test_row_security import asked_by

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

ABOUT = "list/W1"
PASSPORT = {"type": "P", "number": "ZZ0000001", "issuer": "PK"}
PURPOSE = Purpose(Ground.REDRESS, "letter 17")
LATER = NOW + timedelta(days=30)


@pytest.fixture
def listed(db: None) -> Listed:
    return Listed.objects.create(
        key=ABOUT,
        list="Invented",
        feed="list",
        position=900,
        person_id=uuid4(),
        name="Invented Person",
        subject={"names": ["Invented Person"], "birth_dates": ["1971"]},
        details={"remarks": ""},
    )


def on_flight(
    number: str = "786", *, documents: tuple[dict[str, str], ...] = (PASSPORT,), **more: object
) -> ManifestEntry:
    """The person on a flight of their own."""
    flight = Flight.objects.create(
        key=f"PK/{number}",
        carrier="PK",
        number=number,
        lands_at=LANDS_AT,
        expires_at=NOW + timedelta(days=180),
        updated_at=NOW,
    )
    traveller: dict[str, Any] = {
        "kind": "traveller",
        "role": "passenger",
        "source": {"file": "a.edi", "start": 0, "end": 1},
        "message": {"type": "PAXLST"},
        "names": [{"family": "PERSON", "given": "INVENTED", "full": "INVENTED PERSON"}],
        "birth_date": "1980-01-02",
        "documents": list(documents),
        **more,
    }
    entry = ManifestEntry(flight=flight, key=flight.pk, presence="listed", role="passenger", traveller=traveller)
    entry.name, entry.positions, entry.audience = traveller["names"][0]["full"], [flight.pk], ["centre", "customs"]
    entry.person_id = person_id(entry.value())
    entry.save()
    return entry


def screened(entry: ManifestEntry, *abouts: str, marking: Marking = MARKING, at: datetime = NOW) -> Alert | None:
    found = [held(about) for about in abouts or (ABOUT,)]
    named = [replace(h, finding=replace(h.finding, subject=f"{entry.flight.key}#{entry.key}")) for h in found]
    with transaction.atomic():
        return put(entry.flight, entry, named, marking, at=at)


def cleared(officer: Officer, reason: str = "other_person", entry: ManifestEntry | None = None) -> int:
    """The first alert, cleared; the decision."""
    alert = screened(entry or on_flight())
    assert alert is not None
    return clear(alert.pk, officer, reason=reason, note="", version=alert.version, at=NOW).pk


def test_the_same_person_and_entry_open_no_second_alert(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    second = on_flight("787")
    assert screened(second, at=LATER) is None
    [kept] = KeptBack.objects.all()
    assert (kept.flight, kept.about, kept.about_name) == (second.flight, ABOUT, "Invented Person")
    assert (kept.since, kept.decided_by, kept.until) == (NOW, "centre", NOW + timedelta(days=365))
    assert [r.feature for r in kept.said_for()] == ["name.full"]


def test_the_decision_is_kept_with_officer_reason_and_end(ayesha: Officer, listed: Listed) -> None:
    decision = cleared(ayesha)
    [made] = Distinction.objects.all()
    assert (made.by, made.reason, made.at, made.disposition_id) == (ayesha, "other_person", NOW, decision)
    assert (made.audience, made.entry) == (["centre", "customs"], digests(listed.told()))


@pytest.mark.parametrize(
    ("reason", "is_remembered"),
    [
        pytest.param("other_person", True, id="another person"),
        pytest.param("other_birth_date", True, id="another birth date"),
        pytest.param("other_document", True, id="another document"),
        pytest.param("known_traveller", True, id="known"),
        pytest.param("common_name", False, id="a common name tells nobody apart"),
        pytest.param("other", False, id="another reason says nothing"),
    ],
)
def test_only_reasons_that_tell_people_apart_are_remembered(
    ayesha: Officer, listed: Listed, reason: str, is_remembered: bool
) -> None:
    cleared(ayesha, reason)
    assert reason in ClearingReason.values
    assert (screened(on_flight("787")) is None) is is_remembered


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"birth_date": "1971-05-06"}, Broken.OTHER_BIRTH_DATE, id="another birth date"),
        pytest.param(
            {"documents": ({**PASSPORT, "number": "ZZ0000002"},)}, Broken.OTHER_DOCUMENT, id="another document"
        ),
        pytest.param({"documents": ()}, Broken.OTHER_DOCUMENT, id="no document"),
        pytest.param(
            {"names": [{"family": "SOMEBODY", "given": "ELSE", "full": "ELSE SOMEBODY"}]},
            Broken.OTHER_NAME,
            id="another name in the same document",
        ),
    ],
)
def test_another_person_opens_an_alert_and_it_says_why(
    ayesha: Officer, listed: Listed, change: dict[str, Any], why: Broken
) -> None:
    cleared(ayesha)
    other = on_flight("787", **change)
    assert screened(other) is not None
    assert Distinction.objects.get().broken(other, listed, at=NOW) == why


def test_a_birth_date_that_a_message_leaves_out_changes_nothing(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    assert screened(on_flight("787", birth_date="")) is None


@pytest.mark.parametrize(
    ("subject", "details", "fields"),
    [
        pytest.param({"names": ["Invented Person"], "birth_dates": ["1980"]}, {}, ["birth_dates"], id="birth date"),
        pytest.param(
            {"names": ["Invented Person", "Nobody"], "birth_dates": ["1971"]}, {}, ["names"], id="a new alias"
        ),
        pytest.param(
            {"names": ["Invented Person"], "birth_dates": ["1971"]},
            {"remarks": "Passport ZZ0000001"},
            ["remarks"],
            id="remarks",
        ),
        pytest.param(
            {"names": ["Invented Person"], "birth_dates": ["1971"]}, {"programmes": ["X"]}, [], id="programme"
        ),
    ],
)
def test_a_changed_entry_breaks_memory_where_it_says_who_is_meant(
    ayesha: Officer, listed: Listed, subject: dict[str, Any], details: dict[str, Any], fields: list[str]
) -> None:
    cleared(ayesha)
    listed.subject, listed.details = subject, details
    listed.save()
    assert (screened(on_flight("787")) is not None) is bool(fields)
    assert Distinction.objects.get().changed(listed) == fields


def test_another_entry_opens_an_alert_beside_what_is_kept_back(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    alert = screened(on_flight("787"), ABOUT, "list/W2")
    assert alert is not None
    assert [f.about for f in alert.findings.all()] == ["list/W2"]
    assert [k.about for k in KeptBack.objects.all()] == [ABOUT]


def test_what_stands_on_an_alert_stays_there(ayesha: Officer, listed: Listed) -> None:
    first, second = on_flight(), on_flight("787")
    waiting = screened(second)
    cleared(ayesha, entry=first)
    assert waiting is not None
    assert screened(first) is not None
    assert screened(second) is not None
    waiting.refresh_from_db()
    assert (waiting.state, KeptBack.objects.count()) == (AlertState.OPEN, 0)


def test_nobody_is_known_by_a_name_alone(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha, entry=on_flight(documents=(), birth_date=""))
    assert Distinction.objects.count() == 0


def test_without_a_document_the_exact_person_is_known(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha, entry=on_flight(documents=()))
    assert screened(on_flight("787", documents=())) is None
    assert screened(on_flight("788", documents=(), nationality="AF")) is not None


def test_undo_withdraws_what_was_learnt_and_the_others_are_screened_again(ayesha: Officer, listed: Listed) -> None:
    decision = cleared(ayesha)
    second = on_flight("787")
    assert screened(second) is None
    undo(decision, ayesha, at=NOW + timedelta(seconds=5))
    assert lapsed(at=NOW) == [second.flight_id]
    assert lapsed(at=NOW) == []
    assert screened(second) is not None
    assert KeptBack.objects.count() == 0


def test_memory_ends_with_its_time(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    end = NOW + timedelta(days=365)
    second = on_flight("787")
    Flight.objects.update(lands_at=end + timedelta(hours=1))
    assert screened(second, at=end - timedelta(seconds=1)) is None
    assert lapsed(at=end - timedelta(seconds=1)) == []
    assert lapsed(at=end) == [second.flight_id]
    assert screened(second, at=end) is not None
    assert Distinction.objects.get().broken(second, listed, at=end) == Broken.EXPIRED


def test_what_ended_is_forgotten_and_the_flight_still_says_what_was_kept_back(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    screened(on_flight("787"))
    Flight.objects.update(expires_at=NOW + timedelta(days=999))
    assert forget_ended(at=NOW + timedelta(days=371)) == 0
    forget(at=NOW + timedelta(days=372))
    assert Distinction.objects.count() == 0
    assert KeptBack.objects.get().decided_by == "centre"


def test_memory_outlives_the_flight_it_came_from(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    forget(at=NOW + timedelta(days=200))
    assert (Flight.objects.count(), Distinction.objects.get().disposition) == (0, None)
    assert screened(on_flight("787"), at=NOW + timedelta(days=201)) is None


@pytest.mark.parametrize(("days", "lasts"), [("30", 30), ("", 365)])
def test_how_long_it_holds_is_a_setting(
    ayesha: Officer, listed: Listed, monkeypatch: pytest.MonkeyPatch, days: str, lasts: int
) -> None:
    monkeypatch.setenv("TANSIQ_CLEARED_FOR_DAYS", days)
    cleared(ayesha)
    assert Distinction.objects.get().expires_at == NOW + timedelta(days=lasts)


def test_a_centre_may_remember_nothing(ayesha: Officer, listed: Listed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_CLEARED_FOR_DAYS", "0")
    cleared(ayesha)
    assert Distinction.objects.count() == 0
    monkeypatch.setenv("TANSIQ_CLEARED_FOR_DAYS", "a year")
    with pytest.raises(Misconfigured):
        cleared(ayesha, entry=on_flight("787"))


@pytest.mark.parametrize(
    ("audience", "is_kept_back"),
    [
        pytest.param({"centre", "customs"}, True, id="the same"),
        pytest.param({"customs"}, True, id="fewer"),
        pytest.param({"centre", "customs", "narcotics"}, False, id="one that may not know of the decision"),
        pytest.param(None, False, id="anybody"),
    ],
)
def test_nothing_is_kept_from_whoever_may_not_know_of_the_decision(
    ayesha: Officer, listed: Listed, audience: set[str] | None, is_kept_back: bool
) -> None:
    cleared(ayesha)
    marking = Marking(frozenset({"centre"}), audience=None if audience is None else frozenset(audience))
    marking = replace(marking, tlp=marking.tlp.__class__.GREEN) if audience is None else marking
    assert (screened(on_flight("787"), marking=marking) is None) is is_kept_back


def test_an_agency_sees_only_the_decisions_it_may_know_of(
    ayesha: Officer, listed: Listed, officer_of: Callable[..., Officer]
) -> None:
    cleared(ayesha)
    assert visible(officer_of("customs", Role.SUPERVISOR, organisation="customs")).count() == 1
    other = officer_of("other", Role.SUPERVISOR, organisation="narcotics")
    assert visible(other).count() == 0
    with pytest.raises(NotKnown):
        withdraw(Distinction.objects.get().pk, other, PURPOSE, at=NOW)


def test_a_supervisor_or_data_protection_withdraws_it_once(ayesha: Officer, bilal: Officer, listed: Listed) -> None:
    cleared(ayesha)
    [made] = Distinction.objects.all()
    with pytest.raises(NotPermitted):
        withdraw(made.pk, ayesha, PURPOSE, at=NOW)
    withdraw(made.pk, bilal, PURPOSE, at=LATER)
    with pytest.raises(AlreadyDecided):
        withdraw(made.pk, bilal, PURPOSE, at=LATER)
    assert screened(on_flight("787"), at=LATER) is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_decides_and_one_thing_is_remembered(
    ayesha: Officer, bilal: Officer, listed: Listed
) -> None:
    alert = screened(on_flight())
    assert alert is not None

    def decide(officer: Officer) -> bool:
        try:
            clear(alert.pk, officer, reason="other_person", note="", version=alert.version, at=NOW)
        except AlreadyDecided:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(decide, (ayesha, bilal))) == [False, True]
    assert Distinction.objects.count() == 1


def test_two_decisions_about_one_pair_hold_until_both_are_withdrawn(
    ayesha: Officer, bilal: Officer, listed: Listed
) -> None:
    first, second = on_flight(), on_flight("787")
    waiting = screened(second)
    decision = cleared(ayesha, entry=first)
    assert waiting is not None
    clear(waiting.pk, bilal, reason="known_traveller", note="", version=waiting.version, at=NOW)
    undo(decision, ayesha, at=NOW)
    assert screened(on_flight("788")) is None
    withdraw(Distinction.objects.get(withdrawn_at=None).pk, bilal, PURPOSE, at=NOW)
    assert screened(on_flight("789")) is not None


def test_the_web_s_role_remembers_and_sees_by_its_organisation_alone(
    ayesha: Officer, listed: Listed, officer_of: Callable[..., Officer]
) -> None:
    alert = screened(on_flight())
    assert alert is not None
    narcotics = officer_of("other", Role.TARGETING, organisation="narcotics")
    with asked_by(ayesha, Ground.TRIAGE):
        clear(alert.pk, ayesha, reason="other_person", note="", version=alert.version, at=NOW)
        assert Distinction.objects.count() == 1
    assert screened(on_flight("787")) is None
    for officer, seen in ((ayesha, 1), (narcotics, 0)):
        with asked_by(officer, Ground.TRIAGE):
            assert (Distinction.objects.count(), KeptBack.objects.count()) == (seen, seen)


def test_the_web_s_role_cannot_unmake_what_was_kept_back(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    screened(on_flight("787"))
    with pytest.raises(ProgrammingError), transaction.atomic(), asked_by(ayesha, Ground.TRIAGE):
        KeptBack.objects.update(lapsed_at=NOW)


def test_a_case_about_the_wrong_person_teaches_too(ayesha: Officer, bilal: Officer, listed: Listed) -> None:
    alert = screened(on_flight())
    assert alert is not None
    case = confirm(refer(alert.pk, ayesha, note="", version=alert.version, at=NOW).pk, bilal, note="", at=NOW)
    close(case.pk, ayesha, outcome="wrong_person", note="another father", at=NOW)
    assert Distinction.objects.get().reason == "wrong_person"
    assert screened(on_flight("787")) is None


def test_a_screening_again_keeps_back_once(ayesha: Officer, listed: Listed) -> None:
    cleared(ayesha)
    second = on_flight("787")
    assert [screened(second), screened(second)] == [None, None]
    assert KeptBack.objects.count() == 1


@pytest.fixture
def mariam(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("mariam", Role.DATA_PROTECTION)


def given(proposer: Officer, second: Officer, entry: ManifestEntry, number: str = "") -> Redress:
    asked = propose(entry.person_id, proposer, letter="letter 17/2026", number=number, at=NOW)
    return answer(asked.pk, second, is_given=True, at=NOW)


def test_redress_takes_two_and_tells_the_person_apart(
    ayesha: Officer, bilal: Officer, mariam: Officer, listed: Listed
) -> None:
    entry = on_flight()
    cleared(ayesha, "common_name", entry)
    asked = propose(entry.person_id, mariam, letter="letter 17/2026", at=NOW)
    with pytest.raises(NotPermitted):
        answer(asked.pk, mariam, is_given=True, at=NOW)
    assert Distinction.objects.count() == 0
    row = answer(asked.pk, bilal, is_given=True, at=NOW)
    with pytest.raises(AlreadyDecided):
        answer(asked.pk, bilal, is_given=True, at=NOW)
    [made] = Distinction.objects.all()
    assert (made.redress, made.reason, made.by) == (row, "redress", mariam)
    assert screened(on_flight("787")) is None


@pytest.mark.parametrize(
    ("change", "is_kept_back"),
    [
        pytest.param({}, True, id="for the person the number was given to"),
        pytest.param({"birth_date": "1971-05-06"}, False, id="not for another birth date"),
        pytest.param({"birth_date": ""}, False, id="not without a birth date"),
        pytest.param(
            {"names": [{"family": "ELSE", "given": "NO", "full": "NO ELSE"}]}, False, id="not for another name"
        ),
    ],
)
def test_a_number_that_a_message_quotes_stands_for_the_document(
    ayesha: Officer, bilal: Officer, mariam: Officer, listed: Listed, change: dict[str, Any], is_kept_back: bool
) -> None:
    entry = on_flight()
    cleared(ayesha, "common_name", entry)
    row = given(mariam, bilal, entry)
    quoting = ({**PASSPORT, "number": "ZZ0000009"}, {"type": "R", "number": row.number})
    assert (screened(on_flight("787", documents=quoting, **change)) is None) is is_kept_back


def test_another_document_of_the_same_person_goes_under_the_same_number(
    ayesha: Officer, bilal: Officer, mariam: Officer, listed: Listed
) -> None:
    first, renewed = on_flight(), on_flight("787", documents=({**PASSPORT, "number": "ZZ0000002"},))
    cleared(ayesha, "common_name", first)
    cleared(ayesha, "common_name", renewed)
    row = given(mariam, bilal, first)
    assert given(mariam, bilal, renewed, row.number).number == row.number
    with pytest.raises(NotPermitted):
        propose(renewed.person_id, mariam, letter="x", number="R2699999X", at=NOW)


def test_numbers_have_a_check_digit_and_run_on(
    ayesha: Officer, bilal: Officer, mariam: Officer, listed: Listed
) -> None:
    """26 00001: 7 digits from the right 1·2, 0, 0·2, 0, 0·2, 6, 2·2 = 2+6+4 = 12, so 8 is missing."""
    entry = on_flight()
    cleared(ayesha, "common_name", entry)
    assert given(mariam, bilal, entry).number == "R26000018"
    assert given(mariam, bilal, entry).number[:8] == "R2600002"


def test_redress_waits_for_what_is_not_decided(mariam: Officer, listed: Listed) -> None:
    entry = on_flight()
    with pytest.raises(NotKnown):
        propose(entry.person_id, mariam, letter="x", at=NOW)
    screened(entry)
    with pytest.raises(NotPermitted):
        propose(entry.person_id, mariam, letter="x", at=NOW)


def test_a_no_gives_nothing(ayesha: Officer, bilal: Officer, mariam: Officer, listed: Listed) -> None:
    entry = on_flight()
    cleared(ayesha, "common_name", entry)
    asked = propose(entry.person_id, mariam, letter="x", at=NOW)
    assert answer(asked.pk, bilal, is_given=False, at=NOW).number == ""
    assert Distinction.objects.count() == 0
