"""Commands on the centre's database, each in a process of its own, on one database. All persons are invented."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from psycopg import sql

from tansiq.database.connect import Connection
from tests.cli.conftest import LIST, Answer, process

pytestmark = pytest.mark.slow
EMPTY_TREE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture(scope="module")
def url(administrator: Connection, postgres_url: str) -> Iterator[str]:
    name = f"commands_{uuid4().hex[:12]}"
    administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class Centre:
    """Runs commands against one database and one home."""

    def __init__(self, url: str, home: Path) -> None:
        self.url, self.home = url, home

    def __call__(self, *arguments: object, stdin: str = "") -> Answer:
        more = {"DATABASE_URL": self.url}
        return process([str(a) for a in arguments], self.home, more=more, stdin=stdin.encode())

    def ingest(self, paths: Sequence[Path], *more: str) -> Answer:
        return self("ingest", *paths, *more)


@pytest.fixture(scope="module")
def centre(url: str, tmp_path_factory: pytest.TempPathFactory) -> Centre:
    return Centre(url, tmp_path_factory.mktemp("commands") / "home")


def test_the_ledger_of_a_new_centre_is_empty_and_verifies(centre: Centre) -> None:
    answer = centre("verify")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == f"observations 0, destroyed 0, masked 0, root {EMPTY_TREE}\naccesses 0, root {EMPTY_TREE}\n"


def test_files_are_taken_in_and_each_has_its_line(centre: Centre, watchlist: Path) -> None:
    missing, empty = watchlist.with_name("missing.edi"), watchlist.with_name("empty.edi")
    empty.touch()
    answer = centre.ingest([missing, empty, watchlist])
    assert answer.status == 1
    refused, taken = answer.out.splitlines()
    assert answer.err == f"{missing}: cannot be opened. Check the path and who may read it.\n"
    assert refused.startswith(f"{empty}: refused: ")
    assert taken.startswith(f"{watchlist}: watchlist_csv, 0 travellers, message ")


def test_the_same_bytes_are_one_message(centre: Centre, watchlist: Path) -> None:
    watchlist.write_bytes(LIST + b"TW-9,Pervez Sadozai,1970,PK\n")
    first, again = centre.ingest([watchlist]), centre.ingest([watchlist])
    assert (first.status, again.status) == (0, 0)
    assert again.out == first.out


def test_an_empty_folder_holds_nothing_to_take_in(centre: Centre, tmp_path: Path) -> None:
    answer = centre.ingest([tmp_path])
    assert (answer.status, answer.out, answer.err) == (0, "", "")


def test_a_feed_that_is_none_is_told_how_to_make_it(centre: Centre, watchlist: Path) -> None:
    answer = centre.ingest([watchlist], "--feed", "airline-zz")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == ("tansiq: there is no feed airline-zz\nRepair: tansiq feed airline-zz --owner ORGANISATION\n")


def test_a_feed_gets_a_fresh_token_each_time(centre: Centre) -> None:
    first, second = (centre("feed", "airline-zz", "--owner", "zz") for _ in range(2))
    assert (first.status, second.status) == (0, 0)
    assert len(first.out.strip()) == len(second.out.strip()) == 43
    assert first.out != second.out
    assert (centre.home / "inbox" / "airline-zz").is_dir()


def test_a_retention_that_is_none_is_wrong_usage(centre: Centre) -> None:
    assert centre("feed", "airline-yy", "--owner", "yy", "--retention", "forever").status == 2


def test_an_officer_gets_a_password_and_only_roles_that_exist(centre: Centre) -> None:
    amina = ("officer", "amina", "--name", "Amina Example", "--organisation", "centre")
    good, bad = centre(*amina, "--role", "supervisor"), centre(*amina, "--role", "king")
    assert good.status == 0
    assert good.out.startswith("amina may sign in with ")
    assert (bad.status, bad.out) == (1, "")
    assert "no such role: king\nRepair: use targeting, supervisor" in bad.err


def test_an_account_is_closed_and_an_authenticator_reset(centre: Centre) -> None:
    closed, reset = (centre("officer", "amina", flag) for flag in ("--deactivate", "--reset-authenticator"))
    assert (closed.status, closed.out) == (0, "amina may no longer sign in\n")
    assert (reset.status, reset.out[:23]) == (0, "amina may sign in with ")
    assert centre("officer", "nobody", "--deactivate").err.startswith("tansiq: there is no officer nobody\nRepair: ")
    assert centre("officer", "amina", "--name", "Amina").status == 2


def test_redress_is_for_an_officer_who_gives_the_password(centre: Centre) -> None:
    made = centre("officer", "mariam", "--name", "M Example", "--organisation", "centre", "--role", "data_protection")
    password = made.out.split()[-1]
    assert centre("redress", "list", "--officer", "mariam", stdin=password) == Answer(0, "", "")
    wrong = centre("redress", "list", "--officer", "mariam", stdin="guessed\n")
    assert (wrong.status, wrong.err[:31]) == (1, "tansiq: mariam may not act here")
    assert centre("redress", "list", "--officer", "nobody").err.startswith(
        "tansiq: there is no officer nobody\nRepair: "
    )
    person = uuid4()
    asked = centre("redress", "ask", person, "--officer", "mariam", "--letter", "letter 17", stdin=password)
    assert (asked.status, asked.err) == (1, f"tansiq: no alert about {person}\n")
    assert (
        centre("redress", "answer", 17, "--officer", "mariam", "--yes", stdin=password).err == "tansiq: no redress 17\n"
    )
    assert centre("redress", "answer", 17, "--officer", "mariam", stdin=password).status == 2


def test_a_level_that_is_none_is_wrong_usage(centre: Centre) -> None:
    assert centre("feed", "airline-yy", "--owner", "yy", "--tlp", "purple").status == 2


def test_a_ledger_that_was_changed_does_not_verify(centre: Centre, url: str) -> None:
    with Connection.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE ledger_observation SET body = body || ' '::bytea WHERE position = 0")
    answer = centre("verify")
    assert answer.status == 1
    assert answer.out.startswith("BROKEN (position 0): ")
    assert answer.err == ""


def test_a_database_out_of_reach_is_said_with_its_repair(tmp_path: Path) -> None:
    answer = process(["verify"], tmp_path / "home", more={"DATABASE_URL": f"postgresql:///tansiq?host={tmp_path}"})
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("tansiq: ")
    assert "\nRepair: " in answer.err
