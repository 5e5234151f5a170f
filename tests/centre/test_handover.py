"""Travellers handed over to the arrival hall: who may, who takes them on, and the clock on that."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre import dispositions, handover
from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case, Outcome, close
from tansiq.centre.handover import ALPHABET, OF_KIND, Handover, Kind, LookFor, Wanted, typed
from tansiq.centre.people import Officer, Role
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.picture.flights import ManifestEntry
from tests.centre.conftest import LANDS_AT, NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def case(alert: Alert, ayesha: Officer, bilal: Officer) -> Case:
    """A referral that two officers stand behind."""
    proposed = dispositions.refer(alert.pk, ayesha, note="bags", version=alert.version, at=NOW)
    return dispositions.confirm(proposed.pk, bilal, note="", at=NOW)


@pytest.fixture
def imran(officer_of: Callable[..., Officer]) -> Officer:
    """An officer of the arrival hall, of another agency."""
    return officer_of("imran", Role.INSPECTION, organisation="customs")


@pytest.fixture
def given_over(case: Case, ayesha: Officer) -> Handover:
    return handover.hand_over(case.alert_id, ayesha, Wanted(), at=SOON)


def test_nobody_is_handed_over_before_two_officers_stand_behind_it(
    alert: Alert, ayesha: Officer, bilal: Officer
) -> None:
    with pytest.raises(NotPermitted):
        handover.hand_over(alert.pk, ayesha, Wanted(), at=NOW)
    proposed = dispositions.refer(alert.pk, ayesha, note="", version=alert.version, at=NOW)
    with pytest.raises(NotPermitted):
        handover.hand_over(alert.pk, bilal, Wanted(), at=NOW)
    dispositions.decline(proposed.pk, bilal, note="no", at=NOW)
    with pytest.raises(NotPermitted):
        handover.hand_over(alert.pk, bilal, Wanted(), at=NOW)
    assert not Handover.objects.exists()


def test_a_state_without_the_second_officer_opens_no_way(alert: Alert, ayesha: Officer) -> None:
    Alert.objects.filter(pk=alert.pk).update(state="in_case")
    with pytest.raises(NotPermitted):
        handover.hand_over(alert.pk, ayesha, Wanted(), at=NOW)


def test_a_handover_asks_for_what_is_usual_and_is_written_into_the_case(given_over: Handover, case: Case) -> None:
    assert given_over.look_for == ["identity", "document", "hand_baggage", "hold_baggage"]
    assert given_over.until == case.due_at
    assert [e.what for e in case.events.order_by("pk")] == ["opened", "handed_to_hall"]


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_asks_only_for_its_own(kind: Kind, case: Case, ayesha: Officer) -> None:
    made = handover.hand_over(case.alert_id, ayesha, Wanted(kind, tuple(LookFor), " at the gate "), at=SOON)
    assert made.look_for == list(OF_KIND[kind])
    assert made.note == "at the gate"


def test_it_is_handed_over_once_until_it_is_called_back(given_over: Handover, bilal: Officer) -> None:
    with pytest.raises(AlreadyDecided, match="Ayesha"):
        handover.hand_over(given_over.alert_id, bilal, Wanted(), at=SOON)
    handover.call_back(given_over.pk, bilal, at=SOON)
    again = handover.hand_over(given_over.alert_id, bilal, Wanted(Kind.PROTECT), at=SOON)
    assert again.code != given_over.code


def test_nobody_is_handed_over_who_will_not_arrive(case: Case, entry: ManifestEntry, ayesha: Officer) -> None:
    ManifestEntry.objects.filter(pk=entry.pk).update(presence="not_on_board")
    with pytest.raises(NotPermitted):
        handover.hand_over(case.alert_id, ayesha, Wanted(), at=SOON)


def test_nor_after_the_case_has_ended(case: Case, ayesha: Officer) -> None:
    close(case.pk, ayesha, outcome=Outcome.DID_NOT_ARRIVE, note="not seen", at=SOON)
    with pytest.raises(NotPermitted):
        handover.hand_over(case.alert_id, ayesha, Wanted(), at=SOON)


def test_one_officer_of_the_hall_takes_a_traveller_on(
    given_over: Handover, imran: Officer, officer_of: Callable[..., Officer]
) -> None:
    assert handover.accept(given_over.shown_code.lower(), imran, at=SOON).accepted_by == imran
    assert handover.accept(given_over.code, imran, at=SOON + timedelta(minutes=1)).accepted_at == SOON
    other = officer_of("sana", Role.INSPECTION, organisation="customs")
    with pytest.raises(AlreadyDecided, match="Imran"):
        handover.accept(given_over.code, other, at=SOON)
    with pytest.raises(AlreadyDecided, match="Imran"):
        handover.call_back(given_over.pk, given_over.by, at=SOON)


def test_a_code_opens_nothing_to_another_organisation_once_it_is_taken_on(
    given_over: Handover, imran: Officer, officer_of: Callable[..., Officer]
) -> None:
    other = officer_of("zara", Role.INSPECTION, organisation="centre")
    assert not handover.is_shut(given_over, other, at=SOON)
    handover.accept(given_over.code, imran, at=SOON)
    with pytest.raises(NotKnown):
        handover.accept(given_over.code, other, at=SOON)


def test_a_code_says_nothing_to_an_organisation_that_may_not_know(
    given_over: Handover, officer_of: Callable[..., Officer]
) -> None:
    stranger = officer_of("x", Role.INSPECTION, organisation="border")
    with pytest.raises(NotKnown):
        handover.opened_by(given_over.code, stranger)
    with pytest.raises(NotKnown):
        handover.accept(given_over.code, stranger, at=SOON)


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_a_code_opens_nothing_to_those_who_do_not_inspect(
    given_over: Handover, role: Role, officer_of: Callable[..., Officer]
) -> None:
    with pytest.raises(NotPermitted):
        handover.opened_by(given_over.code, officer_of("x", role))


def test_only_the_hall_takes_anybody_on(given_over: Handover, bilal: Officer) -> None:
    with pytest.raises(NotPermitted):
        handover.accept(given_over.code, bilal, at=SOON)


@pytest.mark.parametrize(
    "end", [pytest.param("called back", id="called back"), pytest.param("over", id="three days after its end")]
)
def test_a_code_that_has_ended_opens_nothing(given_over: Handover, end: str, imran: Officer, bilal: Officer) -> None:
    at = SOON
    if end == "over":
        at = given_over.until + handover.RESULT_WITHIN + timedelta(seconds=1)
    else:
        handover.call_back(given_over.pk, bilal, at=SOON)
    with pytest.raises(NotKnown):
        handover.accept(given_over.code, imran, at=at)


def test_what_nobody_takes_on_in_time_stands_at_the_desk_and_rings_once(
    given_over: Handover, ayesha: Officer, imran: Officer
) -> None:
    due = LANDS_AT + handover.ACCEPT_WITHIN
    assert not handover.overdue(ayesha, at=due - timedelta(seconds=1))
    assert handover.ring(at=due - timedelta(seconds=1)) == 0
    assert list(handover.overdue(ayesha, at=due)) == [given_over]
    assert (handover.ring(at=due), handover.ring(at=due)) == (1, 0)
    handover.accept(given_over.code, imran, at=due)
    assert not handover.overdue(ayesha, at=due)


def test_the_clock_is_that_of_ones_airport_and_of_ones_own(
    given_over: Handover, ayesha: Officer, bilal: Officer
) -> None:
    due = LANDS_AT + handover.ACCEPT_WITHIN
    for officer in (ayesha, bilal):
        officer.work_at("KHI")
    assert list(handover.overdue(ayesha, at=due)) == [given_over]
    assert not handover.overdue(bilal, at=due)
    assert not handover.waiting(bilal, at=SOON)
    bilal.work_at("ISB")
    assert list(handover.overdue(bilal, at=due)) == [given_over]
    assert list(handover.waiting(bilal, at=SOON)) == [given_over]


def test_a_database_holds_one_standing_handover_a_case(given_over: Handover) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(
            case=given_over.case,
            alert=given_over.alert,
            code="X",
            kind="inspect",
            look_for=[],
            by=given_over.by,
            at=NOW,
            until=NOW,
        )


@given(st.text(ALPHABET, min_size=12, max_size=12), st.sampled_from(["-", " ", ""]))
def test_a_code_is_read_however_it_is_typed(code: str, between: str) -> None:
    shown = between.join(code[i : i + 4] for i in range(0, 12, 4))
    assert typed(shown.lower().replace("1", "l").replace("0", "o")) == code


@given(st.text(max_size=400))
def test_what_is_no_code_is_cut_and_nothing_worse(text: str) -> None:
    assert len(typed(text)) <= handover.CODE_LENGTH + 1
