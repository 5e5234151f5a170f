"""Who signs in to the database of the running centre."""

import psycopg

from tansiq.bench.served import Served
from tansiq.database.server import APPLICATION_ROLE


def test_the_web_and_live_events_sign_in_as_the_application(centre: Served) -> None:
    token = centre.token("airline-roles")
    assert centre.post("airline-roles", token, b"no message at all")["new"] is True
    with psycopg.connect(centre.database_url(), autocommit=True) as connection:
        sessions = connection.execute(
            "SELECT usename, count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() GROUP BY usename"
        )
        found: dict[str, int] = dict(sessions.fetchall())
        assert found.keys() == {connection.info.user, APPLICATION_ROLE}
    assert found[APPLICATION_ROLE] > 1  # live events listen on one of them
