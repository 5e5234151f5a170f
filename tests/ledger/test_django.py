"""The ledger works on Django's connection, which binds and reads values in its own way, inside its transactions."""

from dataclasses import replace

import pytest
from django.db import transaction

from tansiq.ledger.access import accesses, note, seal
from tansiq.ledger.append import append
from tansiq.ledger.bundle import export_access, verify_bundle
from tansiq.ledger.current import current
from tansiq.ledger.intake import claim, messages, receive, settle
from tansiq.ledger.keys import PublicKeys, Signer
from tansiq.ledger.observations import observation_bodies, observations
from tansiq.ledger.retain import Retained, retain
from tansiq.ledger.verify import verify
from tests.ledger.conftest import MARKING, MONTH, NOON, entries
from tests.ledger.test_access import LOOKED


@pytest.mark.django_db(transaction=True)
def test_the_life_of_a_message_on_django_s_connection(signer: Signer, keys: PublicKeys) -> None:
    received = receive(current(), feed="pia", name="a", data=b"\0UNB'", at=NOON, expires_at=NOON + MONTH)
    with transaction.atomic():
        waiting = claim(current())
        assert waiting is not None
        assert waiting.data == b"\0UNB'"
        positions = append(current(), received.message, entries(300), at=NOON, signer=signer)
        settle(current(), received.message, state="taken", at=NOON)
        note(current(), LOOKED)
        note(current(), replace(LOOKED, subject=""))
    assert seal(current(), signer, NOON) == 2
    first, *_ = observations(current(), after=-1, limit=5)
    assert (first.body, first.marking, first.received_at) == (entries(1)[0].body, MARKING, NOON)
    assert set(observation_bodies(current(), positions)) == set(range(300))
    assert [m.state for m in messages(current())] == ["taken"]
    assert [a.record.subject for a in accesses(current())] == ["", "person-1"]
    found = verify(current(), keys)
    assert (found.size, found.access_size) == (300, 2)
    bundle = export_access(
        current(), signer, subject="person-1", title={"en": "t"}, at=NOON, note=LOOKED, positions=[0, 299]
    )
    assert verify_bundle(bundle).observations == 2
    assert retain(current(), at=NOON + MONTH) == Retained(observations=300, messages=1, accesses=0)
    assert verify(current(), keys).destroyed == 300


@pytest.mark.django_db(transaction=True)
def test_what_was_noted_goes_with_the_transaction_it_was_noted_in(signer: Signer) -> None:
    with transaction.atomic():
        note(current(), LOOKED)
        transaction.set_rollback(True)
    assert seal(current(), signer, NOON) == 0
