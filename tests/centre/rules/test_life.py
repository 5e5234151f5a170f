"""The life of a rule: nothing is in force without two people, an end and a fresh run on past data."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tansiq.centre import rules
from tansiq.centre.known import answer_for, answer_nobody
from tansiq.centre.people import Officer, Role
from tansiq.centre.rules import Effect, KeptRule, RuleEvent, RuleVersion, Stage, Standing
from tansiq.centre.rules.drafts import Draft
from tansiq.centre.rules.readiness import obstacles
from tansiq.centre.rules.running import run_waiting_shadow
from tansiq.centre.rules.shadow import shadow
from tansiq.database.home import home
from tansiq.database.server import APPLICATION_ROLE
from tansiq.ledger.access import accesses, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.errors import AlreadyDecided, Misconfigured, NotKnown, NotPermitted
from tests.centre.rules.invented import CASH, NOW, TODAY, draft, ready_draft, tried, week_of_travellers
from tests.centre.rules.invented import rule as a_rule

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def travellers(db: None) -> None:
    week_of_travellers()


def test_a_rule_goes_from_draft_to_active_by_two_people(ayesha: Officer, bilal: Officer, travellers: None) -> None:
    version = ready_draft(ayesha)
    rules.propose(version.pk, ayesha, why="worth it", at=NOW)
    active = rules.approve(version.pk, bilal, why="agreed", at=NOW)
    assert active.stage(TODAY) is Stage.ACTIVE
    assert [(e.what, e.by and e.by.username, e.why) for e in active.events.order_by("pk")] == [
        ("drafted", "ayesha", ""),
        ("tried", "ayesha", "2026-05-13 – 2026-05-19"),
        ("proposed", "ayesha", "worth it"),
        ("approved", "bilal", "agreed"),
    ]
    (in_force,) = rules.active_rules(on=TODAY)
    assert in_force.approved_by == ("Ayesha Demo", "Bilal Demo")
    assert in_force.rule.text == CASH
    seal(current(), Signer.load_or_create(home() / "keys"), timezone.now())
    noted = [(a.record.person, a.record.what, a.record.about) for a in reversed(accesses(current(), limit=50))]
    assert noted == [
        ("ayesha", "rule drafted", "rule cash-late 1"),
        ("ayesha", "rule tried", "rule cash-late 1"),
        ("ayesha", "rule proposed", "rule cash-late 1"),
        ("bilal", "rule approved", "rule cash-late 1"),
    ]


def test_the_author_cannot_approve_whatever_her_roles(officer_of: Callable[..., Officer], travellers: None) -> None:
    both = officer_of("sana", Role.TARGETING, Role.SUPERVISOR)
    version = ready_draft(both)
    rules.propose(version.pk, both, why="", at=NOW)
    with pytest.raises(NotPermitted, match="no hand in it"):
        rules.approve(version.pk, both, why="", at=NOW)


def test_whoever_changed_it_once_cannot_approve_it(
    ayesha: Officer, bilal: Officer, officer_of: Callable[..., Officer], travellers: None
) -> None:
    version = ready_draft(ayesha)
    rules.save_draft(draft("payment.is_cash"), bilal, at=NOW)
    version.refresh_from_db()
    tried(version, ayesha)
    rules.propose(version.pk, ayesha, why="", at=NOW)
    with pytest.raises(NotPermitted, match="no hand in it"):
        rules.approve(version.pk, bilal, why="", at=NOW)
    assert rules.approve(version.pk, officer_of("sana", Role.SUPERVISOR), why="", at=NOW).standing == Standing.ACTIVE


def test_a_supervisor_approves_and_nobody_else(
    ayesha: Officer, officer_of: Callable[..., Officer], travellers: None
) -> None:
    version = ready_draft(ayesha)
    rules.propose(version.pk, ayesha, why="", at=NOW)
    for role in (Role.TARGETING, Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.INVESTIGATOR):
        with pytest.raises(NotPermitted, match="supervisor"):
            rules.approve(version.pk, officer_of(role.value, role), why="", at=NOW)


def test_a_machine_s_draft_needs_two_people(ayesha: Officer, bilal: Officer, travellers: None) -> None:
    version = rules.save_draft(draft(), "machine", at=NOW, why="seen in 9 of 10 cases")
    tried(version, ayesha)
    with pytest.raises(NotPermitted, match="adopt it first"):
        rules.propose(version.pk, ayesha, why="", at=NOW)
    rules.adopt(version.pk, ayesha, why="makes sense", at=NOW)
    with pytest.raises(AlreadyDecided):
        rules.adopt(version.pk, bilal, why="", at=NOW)
    rules.propose(version.pk, bilal, why="", at=NOW)
    for officer in (ayesha, bilal):
        with pytest.raises(NotPermitted):
            rules.approve(version.pk, officer, why="", at=NOW)


def test_a_machine_changes_no_draft_for_which_a_person_answers(ayesha: Officer) -> None:
    rules.save_draft(draft("payment.is_cash"), ayesha, at=NOW)
    with pytest.raises(NotPermitted, match="a machine cannot change it"):
        rules.save_draft(draft(), "machine", at=NOW)
    mine = rules.save_draft(draft(name="of-a-machine"), "machine", at=NOW)
    assert rules.save_draft(draft("bags.count == 0", name="of-a-machine"), "machine", at=NOW) == mine
    rules.adopt(mine.pk, ayesha, why="", at=NOW)
    with pytest.raises(NotPermitted, match="a machine cannot change it"):
        rules.save_draft(draft(name="of-a-machine"), "machine", at=NOW)


def test_a_changed_text_is_a_new_version_and_the_old_one_stays_in_force(
    ayesha: Officer, bilal: Officer, travellers: None
) -> None:
    first = ready_draft(ayesha)
    rules.propose(first.pk, ayesha, why="", at=NOW)
    rules.approve(first.pk, bilal, why="", at=NOW)
    second = rules.save_draft(draft("payment.is_cash"), ayesha, at=NOW, onto=1)
    assert (second.number, second.standing) == (2, Standing.DRAFT)
    assert [one.rule.text for one in rules.active_rules(on=TODAY)] == [CASH]
    with pytest.raises(NotPermitted, match="not run on past data"):
        rules.propose(second.pk, ayesha, why="", at=NOW)
    tried(second, ayesha)
    rules.propose(second.pk, ayesha, why="", at=NOW)
    rules.approve(second.pk, bilal, why="", at=NOW)
    assert [one.rule.text for one in rules.active_rules(on=TODAY)] == ["payment.is_cash"]
    first.refresh_from_db()
    assert first.standing == Standing.REPLACED


def test_a_run_that_is_older_than_the_text_counts_for_nothing(ayesha: Officer, travellers: None) -> None:
    version = ready_draft(ayesha)
    rules.save_draft(draft("payment.is_cash"), ayesha, at=NOW + timedelta(minutes=1))
    version.refresh_from_db()
    with pytest.raises(NotPermitted, match="older than the text"):
        rules.propose(version.pk, ayesha, why="", at=NOW + timedelta(minutes=2))
    rules.save_draft(draft(weight=0.9), ayesha, at=NOW + timedelta(minutes=3))
    version.refresh_from_db()
    assert obstacles(version, on=TODAY, at=NOW) == ["The run is older than the text. Run it again."], (
        "text came back later"
    )


@pytest.mark.parametrize(
    ("days", "at", "says"),
    [
        pytest.param(6, NOW, "covers 6 days; at least 7 days are needed", id="too few days"),
        pytest.param(7, NOW + timedelta(days=31), "more than 30 days old", id="too long ago"),
        pytest.param(7, NOW + timedelta(days=180), "not in the future", id="its end came meanwhile"),
    ],
)
def test_what_a_draft_lacks_is_said(ayesha: Officer, days: int, at: object, says: str) -> None:
    week_of_travellers(days=days)
    version = ready_draft(ayesha)
    with pytest.raises(NotPermitted, match=says):
        rules.propose(version.pk, ayesha, why="", at=at)  # type: ignore[arg-type]  # an instant of the table above


def test_the_days_needed_are_a_setting(ayesha: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    week_of_travellers(days=1)
    version = ready_draft(ayesha)
    monkeypatch.setenv("TANSIQ_RULES_SHADOW_DAYS", "1")
    assert obstacles(version, on=TODAY, at=NOW) == []
    monkeypatch.setenv("TANSIQ_RULES_SHADOW_DAYS", "0")
    with pytest.raises(Misconfigured, match="TANSIQ_RULES_SHADOW_DAYS is 0"):
        obstacles(version, on=TODAY, at=NOW)


def test_what_answers_an_airline_needs_a_legal_basis(ayesha: Officer) -> None:
    with pytest.raises(NotPermitted, match="legal basis"):
        rules.save_draft(Draft(a_rule(), Effect.NO_BOARD, " "), ayesha, at=NOW)
    made = rules.save_draft(Draft(a_rule(), Effect.NO_BOARD, "Act 1, section 2"), ayesha, at=NOW)
    assert (made.effect, made.legal_basis) == (Effect.NO_BOARD, "Act 1, section 2")


def test_one_person_suspends_at_once(ayesha: Officer, bilal: Officer, travellers: None) -> None:
    version = ready_draft(ayesha)
    rules.propose(version.pk, ayesha, why="", at=NOW)
    rules.approve(version.pk, bilal, why="", at=NOW)
    with pytest.raises(NotPermitted, match="Say why"):
        rules.suspend(version.pk, ayesha, why=" ", at=NOW)
    rules.suspend(version.pk, ayesha, why="floods the desk", at=NOW)
    assert rules.active_rules(on=TODAY) == []
    again = rules.save_draft(draft(), ayesha, at=NOW)
    assert (again.number, again.standing) == (2, Standing.DRAFT)


def test_a_rule_is_due_for_review_and_then_over(ayesha: Officer, bilal: Officer, travellers: None) -> None:
    version = ready_draft(ayesha)
    rules.propose(version.pk, ayesha, why="", at=NOW)
    active = rules.approve(version.pk, bilal, why="", at=NOW)
    due, end = active.review_on, active.expires_on
    assert [active.stage(day) for day in (due - timedelta(days=1), due, end)] == [
        Stage.ACTIVE,
        Stage.DUE,
        Stage.EXPIRED,
    ]
    for wrong in (TODAY, end + timedelta(days=1)):
        with pytest.raises(NotPermitted, match="Choose a day"):
            rules.review(version.pk, bilal, next_on=wrong, why="looked at", at=NOW)
    reviewed = rules.review(version.pk, bilal, next_on=end, why="looked at", at=NOW)
    assert (reviewed.review_on, reviewed.expires_on) == (end, end)
    assert rules.active_rules(on=end) == []
    with pytest.raises(NotPermitted, match="Its time is over"):
        rules.review(version.pk, bilal, next_on=end, why="late", at=NOW + timedelta(days=200))


def test_a_declined_proposal_is_a_draft_again(ayesha: Officer, bilal: Officer, travellers: None) -> None:
    version = ready_draft(ayesha)
    rules.propose(version.pk, ayesha, why="", at=NOW)
    with pytest.raises(AlreadyDecided, match="Ayesha Demo"):
        rules.save_draft(draft("payment.is_cash"), ayesha, at=NOW)
    declined = rules.decline(version.pk, bilal, why="too wide", at=NOW)
    assert declined.standing == Standing.DRAFT
    with pytest.raises(AlreadyDecided):
        rules.approve(version.pk, bilal, why="", at=NOW)


def test_whoever_began_from_an_older_version_is_told(ayesha: Officer, bilal: Officer, travellers: None) -> None:
    first = ready_draft(ayesha)
    rules.propose(first.pk, ayesha, why="", at=NOW)
    rules.approve(first.pk, bilal, why="", at=NOW)
    rules.save_draft(draft("payment.is_cash"), ayesha, at=NOW, onto=1)
    with pytest.raises(AlreadyDecided, match="later version"):
        rules.save_draft(draft("bags.count == 0"), bilal, at=NOW, onto=1)


def test_another_organisation_s_rule_is_neither_known_nor_changed(
    ayesha: Officer, officer_of: Callable[..., Officer]
) -> None:
    version = rules.save_draft(draft(), ayesha, at=NOW)
    stranger = officer_of("omar", Role.TARGETING, Role.SUPERVISOR, organisation="customs")
    with pytest.raises(NotKnown):
        rules.propose(version.pk, stranger, why="", at=NOW)
    with pytest.raises(NotPermitted, match="another organisation"):
        rules.save_draft(draft(), stranger, at=NOW)
    KeptRule.objects.update(audience=None)
    with pytest.raises(NotPermitted, match="another organisation"):
        rules.suspend(version.pk, stranger, why="mine", at=NOW)


def test_the_database_shows_a_rule_to_those_who_may_know_of_it(
    ayesha: Officer, officer_of: Callable[..., Officer]
) -> None:
    rules.save_draft(draft(), ayesha, at=NOW)
    rules.save_draft(draft(name="of-a-machine"), "machine", at=NOW)
    stranger = officer_of("omar", Role.TARGETING, organisation="customs")
    nobody = Officer.objects.create(username="nobody")
    seen = {}
    for officer in (ayesha, stranger, nobody):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
            answer_for(officer)
            seen[officer.username] = [list(RuleVersion.objects.order_by("pk").values_list("rule__name", flat=True))]
            seen[officer.username].append(list(RuleEvent.objects.values_list("what", flat=True)))
            answer_nobody()
            cursor.execute("RESET ROLE")
    assert seen == {
        "ayesha": [["cash-late", "of-a-machine"], ["drafted", "drafted"]],
        "omar": [["of-a-machine"], ["drafted"]],
        "nobody": [[], []],
    }


@pytest.mark.parametrize("lacking", ["approved_by", "proposed_by", "second"])
def test_the_table_itself_wants_two_people(ayesha: Officer, bilal: Officer, lacking: str) -> None:
    version = rules.save_draft(draft(), ayesha, at=NOW)
    said = {"standing": Standing.ACTIVE, "proposed_by": ayesha, "approved_by": bilal}
    said |= {"approved_by": ayesha} if lacking == "second" else {lacking: None}
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).update(**said)


class Lives(RuleBasedStateMachine):
    """Whatever three people and a machine do, in whatever order, on whatever day."""

    people: dict[str, Officer]

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.at = NOW
        self.version: RuleVersion | None = None
        self.runs: dict[str, date] = {}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule(who=st.sampled_from(("ayesha", "bilal", "sana", "machine")), text=st.sampled_from((CASH, "payment.is_cash")))
    def write(self, who: str, text: str) -> None:
        author = self.people.get(who, "machine")
        try:
            made = rules.save_draft(draft(text), author, at=self.at)  # type: ignore[arg-type]  # "machine" is one
        except (NotPermitted, AlreadyDecided):
            return
        self.version = made

    @precondition(lambda self: self.version is not None)
    @rule(who=st.sampled_from(("ayesha", "bilal", "sana")), days=st.sampled_from((3, 7)))
    def run(self, who: str, days: int) -> None:
        assert self.version
        since, until = self.at.date() - timedelta(days=days), self.at.date()
        shadow(self.version.pk, self.people[who], since=since, until=until, at=self.at)
        run_waiting_shadow(clock=lambda: self.at)

    @precondition(lambda self: self.version is not None)
    @rule(
        who=st.sampled_from(("ayesha", "bilal", "sana")),
        act=st.sampled_from(("adopt", "propose", "approve", "decline", "suspend")),
    )
    def act(self, who: str, act: str) -> None:
        assert self.version
        try:
            getattr(rules, act)(self.version.pk, self.people[who], why="drawn", at=self.at)
        except (NotPermitted, AlreadyDecided):
            return
        if act == "approve":
            self.check_approved(who)

    @precondition(lambda self: self.version is not None)
    @rule(first=st.sampled_from(("ayesha", "bilal")), second=st.sampled_from(("ayesha", "bilal", "sana")))
    def go_by_the_book(self, first: str, second: str) -> None:
        self.run(first, 7)
        self.act(first, "adopt")
        self.act(first, "propose")
        self.act(second, "approve")

    @rule(days=st.sampled_from((1, 20, 100)))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    def check_approved(self, who: str) -> None:
        assert self.version
        self.version.refresh_from_db()
        hands = set(
            self.version.events.exclude(what__in=("tried", "declined", "approved")).values_list(
                "by__username", flat=True
            )
        )
        assert who not in hands
        assert hands - {None}, "a person stands for it"
        assert self.version.expires_on > self.at.date()
        run = self.version.runs.filter(finished_at__isnull=False).order_by("-pk").first()
        assert run is not None
        assert run.finished_at is not None
        assert run.digest == self.version.digest
        assert run.asked_at >= self.version.text_at
        assert self.at - run.finished_at <= timedelta(days=30)

    @invariant()
    def nothing_is_in_force_on_one_word(self) -> None:
        on = self.at.date()
        for active in rules.active_rules(on=on):
            assert active.approved_by[0] != active.approved_by[1]
            assert on < active.rule.expires_on
        for version in RuleVersion.objects.filter(standing=Standing.ACTIVE):
            assert version.approved_by not in (None, version.author, version.proposed_by, version.adopted_by)


def test_no_path_leads_into_force_without_two_people_an_end_and_a_fresh_run(
    officer_of: Callable[..., Officer], travellers: None
) -> None:
    roles = (Role.TARGETING, Role.SUPERVISOR)
    Lives.people = {name: officer_of(name, *roles) for name in ("ayesha", "bilal", "sana")}
    checked = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Lives, settings=checked)


def test_somebody_of_no_organisation_writes_no_rule(db: None) -> None:
    nobody = Officer.objects.create(username="nobody", roles=[Role.TARGETING])
    with pytest.raises(NotPermitted, match="belong to none"):
        rules.save_draft(draft(), nobody, at=NOW)
    assert not KeptRule.objects.exists()
