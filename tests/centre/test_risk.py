"""How alerts that were settled teach the model that weighs the next ones, and who lets it."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from tansiq.centre.alerts import Alert, AlertState, put
from tansiq.centre.cases import Case, Outcome
from tansiq.centre.findings import Held, kept_parts
from tansiq.centre.learning import LEARN_AGAIN_AFTER, propose
from tansiq.centre.people import Officer, Role
from tansiq.centre.risk import (
    RiskModel,
    Standing,
    decline,
    model_in_force,
    put_in_force,
    settled_alerts,
)
from tansiq.detectors.risk import SET_BY_HAND, Model, Part
from tansiq.detectors.risk.outcomes import LEAST_SETTLED
from tansiq.model.errors import AlreadyDecided, NotPermitted
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight, ManifestEntry
from tests.centre.conftest import MARKING, NOW, held

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def settle(flight: Flight, owner: Officer, number: int, *, seed: int = 1, first_key: int = 1000) -> None:
    """Alerts that were decided, one after another: of those with the telling part most were true."""
    chance = random.Random(seed)
    for n in range(number):
        tells = chance.random() < 0.3
        parts = [Part("rule telling@1", 1.0, 0.5, "m")] if tells else [Part("anomaly idle", 1.0, 0.5, "m")]
        is_true = chance.random() < (0.8 if tells else 0.05)
        at = NOW - timedelta(days=30) + timedelta(minutes=n)
        alert = Alert.objects.create(
            flight=flight,
            entry_key=first_key + n,
            person_id="9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11",
            name="INVENTED PERSON",
            state=AlertState.IN_CASE if is_true else AlertState.CLEARED,
            score=0.5,
            verdict="possible",
            parts=kept_parts(parts),
            urgency=0,
            marking={},
            opened_at=at,
            changed_at=at,
        )
        if is_true:
            Case.objects.create(
                number=f"T-{first_key + n}",
                alert=alert,
                person_id=alert.person_id,
                name=alert.name,
                owner=owner,
                opened_at=at,
                due_at=at,
                closed_at=at,
                outcome=Outcome.SEIZURE,
            )


def test_an_alert_says_what_its_risk_is_made_of_and_stands_the_earlier_the_greater_it_is(
    flight: Flight, entry: ManifestEntry
) -> None:
    ruled = Finding(
        "rules.screen",
        "1",
        "s",
        0.9,
        Verdict.POSSIBLE,
        (Reason("rules.purpose", "rule {left}: {right}", 0.9, left="courier", right="paid late"),),
        about="courier@1",
    )
    plain = put(flight, entry, [held(score=0.6)], MARKING, at=NOW)
    assert plain is not None
    before = (plain.risk, plain.urgency)
    row = {"bags.unowned_tags": 1}
    more = put(flight, entry, [held(score=0.6), Held(ruled, "courier")], MARKING, at=NOW, row=row)
    assert more is not None
    assert more.risk > before[0]
    assert more.urgency < before[1]
    assert [p.key for p in more.risk_parts()] == ["names.match", "rule courier@1", "anomaly unowned_tags"]
    assert (more.verdict, more.about_name) == ("match", "Invented Person")
    assert "courier" in " ".join(r.text for r in more.said_for())


def test_an_alert_of_a_rule_alone_is_withdrawn_in_words_of_its_own_when_the_rule_is_no_longer_true(
    flight: Flight, entry: ManifestEntry
) -> None:
    ruled = Finding("rules.screen", "1", "s", 0.9, Verdict.POSSIBLE, (), about="courier@1")
    put(flight, entry, [Held(ruled, "courier")], MARKING, at=NOW)
    gone = put(flight, entry, [], MARKING, at=NOW)
    assert gone is not None
    assert (gone.state, gone.withdrawn_because) == (AlertState.WITHDRAWN, "rule_not_true")


def test_outcomes_are_learned_from_and_the_machine_only_proposes(flight: Flight, bilal: Officer) -> None:
    assert propose(at=NOW) is None
    settle(flight, bilal, 400)
    assert len(settled_alerts(at=NOW)) == 400
    made = propose(at=NOW)
    assert made is not None
    assert (made.standing, made.settled) == (Standing.PROPOSED, 400)
    assert made.weights["rule telling@1"] > made.weights["anomaly idle"]
    assert made.reliability["brier"] < made.reliability["of_base"]
    assert model_in_force() == SET_BY_HAND
    assert propose(at=NOW) is None, "nothing more was settled"
    put_in_force(made.pk, bilal, note="holds on later alerts", at=NOW)
    assert model_in_force() == Model(made.intercept, made.weights, 400)


def test_a_model_in_force_gives_way_to_the_next_one_and_each_is_decided_once(flight: Flight, bilal: Officer) -> None:
    settle(flight, bilal, 300)
    first = propose(at=NOW)
    assert first is not None
    put_in_force(first.pk, bilal, note="", at=NOW)
    settle(flight, bilal, LEARN_AGAIN_AFTER, seed=2, first_key=5000)
    second = propose(at=NOW)
    assert second is not None
    with pytest.raises(AlreadyDecided):
        decline(first.pk, bilal, note="", at=NOW)
    put_in_force(second.pk, bilal, note="", at=NOW)
    assert list(RiskModel.objects.order_by("pk").values_list("standing", flat=True)) == ["replaced", "in_force"]


def test_a_model_that_says_no_more_than_the_base_rate_cannot_be_used(flight: Flight, bilal: Officer) -> None:
    settle(flight, bilal, LEAST_SETTLED * 3)
    made = propose(at=NOW)
    assert made is not None
    RiskModel.objects.update(reliability=made.reliability | {"brier": 0.2, "of_base": 0.19})
    with pytest.raises(NotPermitted):
        put_in_force(made.pk, bilal, note="", at=NOW)


def test_only_a_supervisor_decides_about_a_model(
    flight: Flight, bilal: Officer, officer_of: Callable[..., Officer]
) -> None:
    settle(flight, bilal, 200)
    made = propose(at=NOW)
    assert made is not None
    with pytest.raises(NotPermitted):
        put_in_force(made.pk, officer_of("ayesha", Role.TARGETING), note="", at=NOW)


def test_who_did_not_arrive_teaches_nothing_and_a_clearing_that_may_be_undone_neither(
    flight: Flight, bilal: Officer
) -> None:
    settle(flight, bilal, 50)
    known = len(settled_alerts(at=NOW))
    case = Case.objects.all()[0]
    case.outcome = Outcome.DID_NOT_ARRIVE
    case.save()
    assert len(settled_alerts(at=NOW)) == known - 1
    cleared = Alert.objects.filter(state=AlertState.CLEARED)[0]
    cleared.changed_at = NOW - timedelta(seconds=5)
    cleared.save()
    assert len(settled_alerts(at=NOW)) == known - 2
