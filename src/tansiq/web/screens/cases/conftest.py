"""An invented case, as a confirmed referral opens it."""

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case
from tansiq.centre.dispositions import confirm, refer
from tansiq.centre.people import Officer


@pytest.fixture
def case(alert: Alert, ayesha: Officer, bilal: Officer) -> Case:
    """Ayesha's case, due some four hours after the flight lands."""
    now = timezone.now()
    return confirm(refer(alert.pk, ayesha, note="look at the bags", version=1, at=now).pk, bilal, note="yes", at=now)


@pytest.fixture
def as_owner(client: Client, ayesha: Officer) -> Client:
    """The owner's browser."""
    client.force_login(ayesha)
    return client
