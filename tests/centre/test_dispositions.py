"""Clearing takes one officer, referring two; of two officers at once one wins and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tansiq.centre.alerts import Alert, AlertState, put
from tansiq.centre.cases import FIRST_STEPS, INSPECTION_WITHIN
from tansiq.centre.dispositions import Disposition, Standing, assign, clear, confirm, decline, refer, remark, undo
from tansiq.centre.people import Officer, Role
from tansiq.ledger.access import accesses, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted, TansiqError
from tansiq.picture.flights import Flight, ManifestEntry
from tests.centre.conftest import LANDS_AT, MARKING, NOW, held


def test_clearing_is_one_officers_word_and_can_be_undone_for_ten_seconds(alert: Alert, ayesha: Officer) -> None:
    decision = clear(alert.pk, ayesha, reason="other_birth_date", note="", version=1, at=NOW)
    alert.refresh_from_db()
    assert alert.state == AlertState.CLEARED
    back = undo(decision.pk, ayesha, at=NOW + timedelta(seconds=9))
    assert back.state == AlertState.OPEN
    again = clear(alert.pk, ayesha, reason="other_birth_date", note="", version=back.version, at=NOW)
    with pytest.raises(NotPermitted, match="ten seconds"):
        undo(again.pk, ayesha, at=NOW + timedelta(seconds=11))


def test_a_referral_opens_a_case_only_with_a_second_officers_yes(alert: Alert, ayesha: Officer, bilal: Officer) -> None:
    decision = refer(alert.pk, ayesha, note="same birth date", version=1, at=NOW)
    alert.refresh_from_db()
    assert alert.state == AlertState.REFERRED
    case = confirm(decision.pk, bilal, note="", at=NOW)
    alert.refresh_from_db()
    assert alert.state == AlertState.IN_CASE
    assert (case.number, case.owner, case.due_at) == ("2026-00001", ayesha, LANDS_AT + INSPECTION_WITHIN)
    assert [t.what for t in case.tasks.order_by("pk")] == list(FIRST_STEPS)


def test_nobody_is_their_own_second_officer(alert: Alert, bilal: Officer) -> None:
    decision = refer(alert.pk, bilal, note="", version=1, at=NOW)
    with pytest.raises(NotPermitted, match="somebody else"):
        confirm(decision.pk, bilal, note="", at=NOW)


def test_an_officer_without_the_role_seconds_nothing(
    alert: Alert, ayesha: Officer, officer_of: Callable[..., Officer]
) -> None:
    decision = refer(alert.pk, ayesha, note="", version=1, at=NOW)
    with pytest.raises(NotPermitted, match="supervisor"):
        confirm(decision.pk, officer_of("cem", Role.TARGETING), note="", at=NOW)


def test_a_declined_referral_stands_open_again(alert: Alert, ayesha: Officer, bilal: Officer) -> None:
    decision = refer(alert.pk, ayesha, note="", version=1, at=NOW)
    assert decline(decision.pk, bilal, note="the father differs", at=NOW).state == AlertState.OPEN
    assert not alert.dispositions.filter(standing=Standing.PROPOSED).exists()
    with pytest.raises(AlreadyDecided):
        confirm(decision.pk, bilal, note="", at=NOW)


def test_who_comes_second_is_told_who_came_first(alert: Alert, ayesha: Officer, bilal: Officer) -> None:
    clear(alert.pk, ayesha, reason="common_name", note="", version=1, at=NOW)
    with pytest.raises(AlreadyDecided, match="Ayesha Demo"):
        refer(alert.pk, bilal, note="", version=1, at=NOW)


def test_an_alert_that_changed_since_it_was_seen_is_not_decided(alert: Alert, ayesha: Officer, bilal: Officer) -> None:
    assign(alert.pk, bilal, version=1, at=NOW)
    with pytest.raises(AlreadyDecided, match="Bilal Demo"):
        clear(alert.pk, ayesha, reason="common_name", note="", version=1, at=NOW)


def test_each_act_is_noted_in_the_access_record(alert: Alert, ayesha: Officer, tmp_path: Path) -> None:
    clear(alert.pk, ayesha, reason="common_name", note="", version=1, at=NOW)
    seal(current(), Signer.load_or_create(tmp_path), NOW)
    assert [
        (a.record.person, a.record.what, a.record.about) for a in accesses(current(), subject=str(alert.person_id))
    ] == [("ayesha", "cleared", f"alert {alert.pk}")]


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_wins(alert: Alert, ayesha: Officer, bilal: Officer) -> None:
    def act(who: Officer) -> str:
        try:
            clear(alert.pk, who, reason="common_name", note="", version=1, at=NOW)
        except TansiqError as error:
            return type(error).__name__
        else:
            return "won"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(act, [ayesha, bilal]))
    assert outcomes == ["AlreadyDecided", "won"]
    assert Disposition.objects.count() == 1


def _acts(alert: Alert, decision: Disposition, who: Officer) -> dict[str, Callable[[], object]]:
    return {
        "clear": lambda: clear(alert.pk, who, reason="common_name", note="", version=alert.version, at=NOW),
        "refer": lambda: refer(alert.pk, who, note="", version=alert.version, at=NOW),
        "assign": lambda: assign(alert.pk, who, version=alert.version, at=NOW),
        "remark": lambda: remark(alert.pk, who, text="seen", at=NOW),
        "undo": lambda: undo(decision.pk, who, at=NOW),
        "confirm": lambda: confirm(decision.pk, who, note="", at=NOW),
        "decline": lambda: decline(decision.pk, who, note="", at=NOW),
    }


@pytest.mark.parametrize("act", ["clear", "refer", "assign", "remark", "undo", "confirm", "decline"])
def test_nobody_outside_the_audience_acts_by_a_number(
    alert: Alert, ayesha: Officer, officer_of: Callable[..., Officer], act: str
) -> None:
    decision = refer(alert.pk, ayesha, note="", version=1, at=NOW)
    alert.refresh_from_db()
    stranger = officer_of("stranger", Role.TARGETING, Role.SUPERVISOR, organisation="elsewhere")
    with pytest.raises(NotKnown):
        _acts(alert, decision, stranger)[act]()
    alert.refresh_from_db()
    assert (alert.state, alert.notes.count()) == (AlertState.REFERRED, 0)


@pytest.mark.parametrize("act", ["clear", "undo"])
def test_a_number_that_is_none_is_answered_like_one_that_is_not_shown(alert: Alert, ayesha: Officer, act: str) -> None:
    nowhere = Alert(pk=alert.pk + 1000)
    with pytest.raises(NotKnown):
        _acts(nowhere, Disposition(pk=1000), ayesha)[act]()


def test_a_referral_that_was_answered_is_not_undone(alert: Alert, ayesha: Officer, bilal: Officer) -> None:
    decision = refer(alert.pk, ayesha, note="", version=1, at=NOW)
    confirm(decision.pk, bilal, note="", at=NOW)
    with pytest.raises(AlreadyDecided, match="Bilal Demo"):
        undo(decision.pk, ayesha, at=NOW + timedelta(seconds=1))


def test_a_clearing_that_a_new_finding_overtook_is_not_undone(
    alert: Alert, flight: Flight, entry: ManifestEntry, ayesha: Officer, bilal: Officer
) -> None:
    decision = clear(alert.pk, ayesha, reason="common_name", note="", version=1, at=NOW)
    newer = put(flight, entry, [held(), held("Watchlist (invented)/W2")], MARKING, at=NOW)
    assert newer is not None
    proposal = refer(alert.pk, bilal, note="", version=newer.version, at=NOW)
    with pytest.raises(NotPermitted, match="no longer stands"):
        undo(decision.pk, ayesha, at=NOW + timedelta(seconds=1))
    assert alert.dispositions.get(standing=Standing.PROPOSED) == proposal


@pytest.mark.parametrize("act", ["undo", "decline"])
def test_what_comes_back_to_the_desk_is_withdrawn_where_its_ground_went_meanwhile(
    alert: Alert, flight: Flight, entry: ManifestEntry, ayesha: Officer, bilal: Officer, act: str
) -> None:
    decision = refer(alert.pk, ayesha, note="", version=1, at=NOW)
    entry.presence = "not_on_board"
    entry.save()
    put(flight, entry, [held()], MARKING, at=NOW)
    back = undo(decision.pk, ayesha, at=NOW) if act == "undo" else decline(decision.pk, bilal, note="no", at=NOW)
    back.refresh_from_db()
    assert (back.state, back.withdrawn_because) == (AlertState.WITHDRAWN, "not_on_board")


def test_who_sent_the_form_twice_is_told_that_it_was_done(alert: Alert, ayesha: Officer) -> None:
    clear(alert.pk, ayesha, reason="common_name", note="", version=1, at=NOW)
    with pytest.raises(AlreadyDecided, match="Ayesha Demo decided first: clear"):
        clear(alert.pk, ayesha, reason="common_name", note="", version=1, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_decision_takes_nothing_back_that_a_message_changed_meanwhile(
    alert: Alert, flight: Flight, entry: ManifestEntry, ayesha: Officer, bilal: Officer, django_url: str
) -> None:
    """The second officer's yes waits for the worker that holds the alert, and keeps what it wrote."""
    decision = refer(alert.pk, ayesha, note="", version=1, at=NOW)
    with psycopg.connect(django_url) as worker, ThreadPoolExecutor(1) as second:
        worker.execute("UPDATE centre_alert SET score = 0.5 WHERE id = %s", (alert.pk,))

        def say_yes() -> None:
            try:
                confirm(decision.pk, bilal, note="", at=NOW)
            finally:
                connection.close()

        answer = second.submit(say_yes)
        while not worker.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            assert not answer.done()
        worker.commit()
        answer.result(timeout=10)
    alert.refresh_from_db()
    assert (alert.state, alert.score) == (AlertState.IN_CASE, 0.5)
