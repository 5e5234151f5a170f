"""Requests of the tests are answered as in operation: by a role that row-level security holds."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from pytest_django import DjangoDbBlocker

from tansiq.database.server import APPLICATION_ROLE
from tansiq.jobs.application_role import let_in


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests make the cache's table after the migrations; `tansiq serve` makes it before them."""
    with django_db_blocker.unblock():
        let_in()


@pytest.fixture(autouse=True)
def _answered_by_the_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test prepares and looks up is its owner's; what a page reads is the application's."""
    if request.node.get_closest_marker("django_db") is None and "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")

    def begin(**_signal: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APPLICATION_ROLE}")

    def end(**_signal: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    request_started.disconnect(begin)
    request_finished.disconnect(end)
