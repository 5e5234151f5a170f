"""The second lock: the database itself shows the web's role what markings allow, no more and no less."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.conninfo import make_conninfo

from tansiq.centre.alerts import Alert, put
from tansiq.centre.known import answer_for, answer_nobody, answer_on
from tansiq.centre.people import Officer, Organisation
from tansiq.centre.reading import known_to, may_know
from tansiq.database.connect import Connection
from tansiq.database.server import APPLICATION_ROLE
from tansiq.handling.marking import TLP, Marking, join
from tansiq.handling.purpose import Ground
from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.picture.flights import Flight, ManifestEntry
from tests.centre.conftest import LANDS_AT, NOW, held
from tests.picture.airline import Person, hear, leg

pytestmark = pytest.mark.postgres

CODES = ("centre", "customs", "border")
SOMEBODY = Person("INVENTED", "PERSON", "ZZ1234567", "1980-01-02")


def some(values: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


markings = st.builds(
    Marking,
    owners=some(CODES),
    tlp=st.sampled_from(TLP),
    audience=st.none() | some(CODES),
    purposes=st.none() | st.frozensets(st.sampled_from(Ground), max_size=3),
)


@contextmanager
def asked_by(officer: Officer | None, ground: Ground | None) -> Iterator[None]:
    """The block reads as the web does for an officer, inside the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
        if officer is not None:
            answer_for(officer)
        if ground is not None:
            answer_on(ground)
        yield
        answer_nobody()
        cursor.execute("RESET ROLE")


@pytest.fixture
def officers(db: None) -> list[Officer]:
    """One of each organisation, and one of none."""
    owners = [Organisation.objects.create(code=code, name=code) for code in CODES]
    made = [Officer.objects.create(username=o.code, organisation=o) for o in owners]
    return [*made, Officer.objects.create(username="nobody")]


def heard(said: Sequence[Marking]) -> tuple[Flight, ManifestEntry]:
    """Somebody whom one message after another names, each with a marking of its own."""
    flights = [
        hear(leg(lands=LANDS_AT), [SOMEBODY], at=NOW - timedelta(hours=9 - hours), marking=marking)
        for hours, marking in enumerate(said)
    ]
    return flights[-1], flights[-1].entries.select_related("flight").get()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(markings, min_size=1, max_size=3), ground=st.sampled_from(Ground))
def test_the_policies_and_the_lattice_give_the_same_answers(
    officers: list[Officer], said: list[Marking], ground: Ground
) -> None:
    with transaction.atomic():
        flight, entry = heard(said)
        together = join(said)
        alert = put(flight, entry, [held(evidence=tuple(entry.positions))], together, at=NOW)
        assert alert is not None
        marked = dict(zip(entry.positions, said, strict=True))
        for officer in officers:
            code = officer.organisation.code if officer.organisation else ""
            reached = together.reaches()
            is_reached = bool(code) and (reached is None or code in reached)
            first = known_to(officer, ground, [entry])
            with asked_by(officer, ground):
                assert set(observation_bodies(current(), entry.positions)) == {
                    p for p, marking in marked.items() if may_know(officer, ground, marking)
                }
                assert ManifestEntry.objects.filter(pk=entry.pk).exists() == is_reached
                assert Alert.objects.filter(pk=alert.pk).exists() == is_reached
                assert known_to(officer, ground, [entry]) == first
            assert (first == {entry.pk}) == may_know(officer, ground, together)
        transaction.set_rollback(True)


def test_without_an_organisation_or_a_ground_nothing_is_shown(officers: list[Officer]) -> None:
    _, entry = heard([Marking(frozenset(), tlp=TLP.CLEAR)])
    for officer, ground in [(None, None), (None, Ground.TRIAGE), (officers[0], None), (officers[-1], Ground.TRIAGE)]:
        with asked_by(officer, ground):
            assert observation_bodies(current(), entry.positions) == {}
            assert ManifestEntry.objects.exists() == (officer is officers[0])
    with asked_by(officers[0], Ground.TRIAGE):
        assert set(observation_bodies(current(), entry.positions)) == set(entry.positions)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "audience"),
    [
        pytest.param([Marking(frozenset({"customs"}))], ["customs"], id="one owner"),
        pytest.param([Marking(frozenset(), tlp=TLP.CLEAR)], None, id="anybody"),
        pytest.param(
            [
                Marking(frozenset({"border"}), audience=frozenset({"centre", "customs"})),
                Marking(frozenset({"centre"})),
            ],
            ["centre"],
            id="the stricter of two",
        ),
    ],
)
def test_those_on_manifests_before_the_policies_are_brought_up_to_them(
    said: list[Marking], audience: list[str] | None
) -> None:
    _, entry = heard(said)
    assert entry.audience == audience
    ManifestEntry.objects.update(audience=[])
    with connection.schema_editor() as editor:
        import_module("tansiq.picture.migrations.0004_row_security").fill(apps, editor)
    entry.refresh_from_db()
    assert entry.audience == audience


@pytest.fixture
def application(django_url: str) -> Iterator[Connection]:
    """A connection of the web's own, to a ledger that holds an alert of another organisation."""
    with transaction.atomic():
        flight, entry = heard([Marking(frozenset({"customs"}))])
        put(flight, entry, [held(evidence=tuple(entry.positions))], Marking(frozenset({"customs"})), at=NOW)
    try:
        own = psycopg.connect(make_conninfo(django_url, user=APPLICATION_ROLE), autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"the server of DATABASE_URL lets nobody in as {APPLICATION_ROLE} without a password: {error}")
    with own as connection:
        connection.execute("SELECT set_config('tansiq.organisation', 'centre', false)")
        connection.execute("SELECT set_config('tansiq.ground', 'triage', false)")
        yield connection


DAY = f"ledger_observation_{NOW - timedelta(hours=9):%Y%m%d}"
OWNER = "SELECT relowner::regrole FROM pg_class WHERE relname = 'centre_alert'"
DENIED = [
    pytest.param("SET ROLE {owner}", id="become the owner"),
    pytest.param("SET SESSION AUTHORIZATION {owner}", id="sign in as the owner"),
    pytest.param("SET row_security = off; SELECT FROM centre_alert", id="turn the policies off"),
    pytest.param("ALTER TABLE centre_alert DISABLE ROW LEVEL SECURITY", id="take the policies away"),
    pytest.param("CREATE POLICY mine ON centre_alert USING (true)", id="a policy of one's own"),
    pytest.param(f"SELECT FROM {DAY}", id="a day by its own name"),
    pytest.param(f"COPY {DAY} TO STDOUT", id="a day by COPY"),
    pytest.param("UPDATE ledger_marking SET canonical = '{{}}'", id="change a marking"),
    pytest.param("INSERT INTO ledger_marking (sha256, canonical) VALUES ('', '')", id="add a marking"),
    pytest.param("UPDATE ledger_observation SET marking = 1", id="change whose an observation is"),
    pytest.param("DELETE FROM ledger_observation", id="destroy observations"),
    pytest.param("UPDATE centre_alert SET audience = NULL", id="change whom an alert reaches"),
    pytest.param("UPDATE picture_manifestentry SET audience = NULL", id="change who may know of somebody"),
    pytest.param("DELETE FROM centre_alert", id="delete alerts"),
    pytest.param("SELECT data FROM ledger_content", id="read raw messages"),
    pytest.param("CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", id="functions that stay"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", DENIED)
def test_the_application_is_refused(application: Connection, statement: str) -> None:
    [owner] = application.execute(OWNER).fetchone() or ("",)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement.format(owner=owner))


LEAK = """
CREATE FUNCTION pg_temp.told(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
AS 'BEGIN RAISE NOTICE ''%'', $1; RETURN true; END'
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "question",
    [
        pytest.param("SELECT id FROM centre_alert WHERE pg_temp.told(name)", id="alerts, by a function that tells"),
        pytest.param("SELECT id FROM picture_manifestentry WHERE pg_temp.told(name)", id="manifests, so"),
        pytest.param("SELECT 1 FROM ledger_observation WHERE pg_temp.told(kind)", id="observations, so"),
        pytest.param("SELECT id FROM centre_alert FOR UPDATE", id="by locking"),
        pytest.param("UPDATE centre_alert SET version = 7 RETURNING id", id="by changing"),
        pytest.param("SELECT picture_named('''invented'':*', 10)", id="by a search"),
        pytest.param("SELECT picture_with_document('ZZ1234567', 10)", id="by a document"),
    ],
)
def test_what_another_organisation_owns_is_not_there(application: Connection, question: str) -> None:
    told: list[str] = []
    application.add_notice_handler(lambda said: told.append(said.message_primary or ""))
    application.execute(LEAK)
    assert application.execute(question).fetchall() == []
    assert told == []
    application.execute("SELECT set_config('tansiq.organisation', 'customs', false)")
    assert len(application.execute(question).fetchall()) > 0


@pytest.mark.django_db(transaction=True)
def test_copy_takes_what_may_be_read_alone(application: Connection) -> None:
    with application.cursor() as cursor, cursor.copy("COPY picture_manifestentry TO STDOUT") as copy:
        assert list(copy) == []


@pytest.mark.django_db(transaction=True)
def test_a_table_of_one_s_own_does_not_stand_in_for_the_ledger(application: Connection) -> None:
    """Functions with the owner's power look where they were made, whatever the caller put in the way."""
    application.execute("CREATE TEMP TABLE ledger_marking (id int, canonical text)")
    rows = application.execute(
        "SELECT * FROM ledger_markings((SELECT array_agg(received_on) FROM ledger_observation_day), ARRAY[0, 1])"
    ).fetchall()
    assert ["customs" in marking for _, marking in rows] == [True, True]
