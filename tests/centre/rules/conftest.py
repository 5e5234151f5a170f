"""Who approves rules here: a supervisor who writes none."""

from collections.abc import Callable

import pytest

from tansiq.centre.people import Officer, Role


@pytest.fixture
def bilal(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("bilal", Role.SUPERVISOR)
