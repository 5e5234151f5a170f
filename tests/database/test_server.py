"""The embedded server: started, watched, stopped, and kept off what is not its own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tansiq.database import account
from tansiq.database.account import Account
from tansiq.database.connect import connect
from tansiq.database.folder import MARK, Folder, disk_full
from tansiq.database.orphan import note, settle
from tansiq.database.server import Given, Server, running_url, source
from tansiq.database.trouble import explain
from tansiq.model.errors import DatabaseUnavailable

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word to a child is Linux's own")


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose cluster is made and stopped, to be copied: a tenth of the time of making one."""
    home = tmp_path_factory.mktemp("fresh")
    with Server(home, durable=False):
        pass
    return home


@pytest.fixture
def home(fresh: Path, tmp_path: Path) -> Path:
    """A home of this test's own, with a cluster that is stopped."""
    return shutil.copytree(fresh, tmp_path / "home", symlinks=True)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    """A server of this test's own."""
    with Server(home, durable=False) as server:
        yield server


def pid_of(home: Path) -> int:
    said = note(Folder(home).data)
    assert said is not None
    return said.pid


def is_gone(pid: int, within_s: float = 10.0) -> bool:
    give_up_at = time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def children_of(pid: int) -> list[int]:
    said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607  a number
    return [int(word) for word in said.stdout.split()]


def next_word(server: Server) -> str:
    """What check() says next, as a supervisor hears it who calls again and again."""
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        if said := server.check():
            return said
        time.sleep(0.01)
    pytest.fail("the server's end was not noticed")


def fill(path: Path) -> None:
    """Write until the disk is full."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(1024**2)):
            pass


def test_a_server_makes_its_database_and_keeps_what_was_committed(tmp_path: Path) -> None:
    with Server(tmp_path, durable=False) as server, connect(server.url, autocommit=True) as connection:
        assert server.is_running()
        connection.execute("CREATE TABLE kept AS SELECT 7 AS it")
    assert not server.is_running()
    with Server(tmp_path, durable=False) as server, connect(server.url) as connection:
        assert connection.execute("SELECT it FROM kept").fetchone() == (7,)


def test_the_cluster_is_private_and_orders_text_the_same_everywhere(server: Server, home: Path) -> None:
    folder = Folder(home)
    assert [place.stat().st_mode & 0o777 for place in (folder.path, folder.data, folder.path / "sockets")] == [
        0o700
    ] * 3
    with connect(server.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT 'Z' < 'a', 'z' < 'ä'").fetchone() == (True, True)


def test_the_application_role_cannot_bypass_row_level_security(server: Server) -> None:
    with connect(server.app_url) as connection:
        powers = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(powers).fetchone() == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.mine (it int)")


@pytest.mark.parametrize("origin", ["system", "wheel"])
def test_either_source_of_binaries_runs_under_the_present_user(
    origin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANSIQ_POSTGRES", origin)
    try:
        with Server(tmp_path) as server, connect(server.url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
    except DatabaseUnavailable as error:
        if origin == "system" and "no PostgreSQL" in str(error):
            pytest.skip("no PostgreSQL among this system's packages")
        raise


@AS_ROOT
def test_root_without_user_namespaces_runs_it_as_another_user_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = account._other()
    with monkeypatch.context() as without:
        without.setattr("tansiq.database.server.choose", lambda: Account(f"setuid:{other}", other))
        with Server(tmp_path, durable=False) as server:
            assert server.is_running()
            assert Path(f"/proc/{pid_of(tmp_path)}").stat().st_uid == other
        assert Folder(tmp_path).data.stat().st_uid == other
    with Server(tmp_path, durable=False) as server:
        assert server.is_running()


def test_a_home_with_a_long_path_gets_a_private_socket_folder_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 25)
    with Server(home, durable=False) as server:
        with connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        said = note(Folder(home).data)
        assert said is not None
        place = Path(said.sockets)
        assert place.stat().st_mode & 0o777 == 0o700
        assert running_url(home) == server.url
    assert not place.exists()


def test_a_socket_folder_that_somebody_else_prepared_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path / ("long" * 25))
    folder.take()
    place = folder.sockets(account.choose())
    place.chmod(0o777)
    with pytest.raises(DatabaseUnavailable, match="not a private folder"):
        folder.sockets(account.choose())
    folder.forget_sockets(place)
    folder.let_go()


def test_a_second_process_on_the_folder_is_told_who_holds_it(server: Server, home: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=f"process {os.getpid()} already runs") as refused:
        Server(home).start()
    assert "TANSIQ_HOME" in refused.value.repair
    assert server.is_running()


def test_a_second_process_can_share_the_server(server: Server, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with source(home, share=True) as other:
        assert isinstance(other, Given)
        assert other.url == server.url
        assert other.check() is None
    assert server.is_running()


def test_a_given_database_is_used_and_left_alone(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    with source(tmp_path) as given:
        assert given.url == postgres_url
        assert given.is_running()
    assert given.is_running()
    assert list(tmp_path.iterdir()) == []


def test_a_given_database_that_is_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@127.0.0.1:1/tansiq")
    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1/tansiq"):
        source(tmp_path).start()


def test_a_killed_server_is_started_again_with_all_that_was_committed(server: Server, home: Path) -> None:
    assert server.check() is None
    with connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS it")
        os.kill(pid_of(home), signal.SIGKILL)
    assert "SIGKILL" in next_word(server)
    assert server.check() is None
    with connect(server.url) as connection:
        assert connection.execute("SELECT it FROM kept").fetchone() == (7,)


def test_the_data_folder_of_a_killed_server_can_be_used_by_the_next(server: Server, home: Path) -> None:
    os.kill(pid_of(home), signal.SIGKILL)
    server.stop()
    with Server(home, durable=False) as again:
        assert again.is_running()


KEEPER = """
import sys, time
from pathlib import Path
from tansiq.database.server import Server
with Server(Path(sys.argv[1]), durable=False) as server:
    print(server.url, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def keeper(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that runs a server on this test's folder."""
    with subprocess.Popen([sys.executable, "-c", KEEPER, str(home)], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  our own text
        assert process.stdout is not None
        assert process.stdout.readline().startswith("postgresql://")
        yield process
        process.kill()


@ON_LINUX
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: str(how.name))
def test_no_process_is_left_when_the_parent_is_ended(
    how: signal.Signals, keeper: subprocess.Popen[str], home: Path
) -> None:
    postmaster = pid_of(home)
    family = [postmaster, *children_of(postmaster)]
    assert len(family) > 1
    keeper.send_signal(how)
    keeper.wait(10)
    assert [pid for pid in family if not is_gone(pid)] == []


def test_a_start_right_after_a_killed_parent_succeeds(keeper: subprocess.Popen[str], home: Path) -> None:
    keeper.kill()
    keeper.wait(10)
    with Server(home, durable=False) as again:
        assert again.is_running()


def test_a_server_left_behind_is_stopped_by_the_next_start(server: Server, home: Path) -> None:
    left = pid_of(home)
    Folder(home).let_go()  # as if its parent were gone, and the kernel had told it nothing
    with Server(home, durable=False) as again:
        assert again.is_running()
        assert pid_of(home) != left


def test_a_note_whose_number_another_program_has_now_is_removed(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n1\n5432\n/x\n\n\nready   \n")
    assert settle(tmp_path) == f"removed a stale note of process {os.getpid()}"
    assert note(tmp_path) is None


def test_a_forked_worker_does_not_keep_the_folder(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from tansiq.database.folder import Folder\n"
        "Folder(Path(sys.argv[1])).take()\n"
        "if os.fork() == 0:\n    print(os.getpid(), flush=True)\n    time.sleep(30)\n"
        "else:\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(  # noqa: S603  our own text
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        folder = Folder(tmp_path)
        assert folder.is_taken()
        parent.kill()
        parent.wait(5)
        assert not folder.is_taken()
        os.kill(worker, signal.SIGKILL)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param({"holiday.jpg": ""}, "holds holiday.jpg", id="foreign files"),
        pytest.param({"PG_VERSION": "15"}, "holds PG_VERSION", id="a cluster in the folder itself"),
        pytest.param({"data/thesis.doc": ""}, "no PostgreSQL cluster", id="foreign files in data"),
        pytest.param({"data/PG_VERSION": "15"}, "did not make", id="a cluster of somebody else"),
    ],
)
def test_a_foreign_folder_is_refused_and_left_as_it_was(tmp_path: Path, files: dict[str, str], says: str) -> None:
    for name, text in files.items():
        path = tmp_path / "postgres" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with pytest.raises(DatabaseUnavailable, match=says) as refused:
        Server(tmp_path).start()
    assert "TANSIQ_HOME" in refused.value.repair
    assert all((tmp_path / "postgres" / name).read_text() == text for name, text in files.items())


@pytest.mark.parametrize("major", [14, 99], ids=["older", "newer"])
def test_another_major_version_is_named_with_the_way_over(tmp_path: Path, major: int) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text(f"{major}\n")
    (data / MARK).touch()
    with pytest.raises(DatabaseUnavailable, match=f"of PostgreSQL {major}, and the programs") as refused:
        Server(tmp_path).start()
    assert "pg_dump" in refused.value.repair
    assert "pg_restore" in refused.value.repair


@AS_ROOT
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    os.chown(tmp_path / "postgres", 12345, 12345)
    with pytest.raises(DatabaseUnavailable, match="belongs to user 12345"):
        Server(tmp_path).start()


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable, match="cannot be written"):
        Server(tmp_path / "file" / "home").start()


def test_a_cluster_that_was_half_made_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n")
    with Server(tmp_path, durable=False) as server:
        assert server.is_running()
    assert not half.exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        pytest.param(
            'FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device', "is full", id="full disk"
        ),
        pytest.param(
            "FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by"
            " PostgreSQL version 14, which is not compatible with this version 15.18.",
            "another version",
            id="version",
        ),
        pytest.param("FATAL:  could not map anonymous shared memory: Cannot allocate memory", "memory", id="memory"),
        pytest.param("PANIC:  could not locate a valid checkpoint record at 0/1", "damaged", id="damaged"),
        pytest.param('LOG:  could not open file "x": Permission denied', "may not read or write", id="permission"),
        pytest.param(
            "postgres: error while loading shared libraries: libz.so.1: cannot open", "do not run", id="libraries"
        ),
        pytest.param("launch: [Errno 1] unshare: Operation not permitted", "may not|account", id="account"),
        pytest.param("FATAL:  something new", "did not start: FATAL:  something new", id="unknown"),
        pytest.param("", "it said nothing", id="silent"),
    ],
)
def test_what_postgresql_says_is_told_with_a_repair(said: str, message: str, tmp_path: Path) -> None:
    error = explain(said, tmp_path, tmp_path / "log")
    assert error.repair
    with pytest.raises(DatabaseUnavailable, match=message):
        raise error


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 160 MB, where this machine lets one be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(  # noqa: S603  a folder of this test
        ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(place)],  # noqa: S607  from the PATH
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S603, S607  a folder of this test


def test_a_full_disk_is_said_and_room_on_it_lets_the_server_go_on(small_disk: Path) -> None:
    filler = small_disk / "filler"
    with Server(small_disk, durable=False) as server:
        with connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS it")
            fill(filler)
            with pytest.raises(psycopg.OperationalError):
                connection.execute("CREATE TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)")
        os.kill(pid_of(small_disk), signal.SIGKILL)
        with pytest.raises(DatabaseUnavailable, match="is full"):
            next_word(server)
        filler.unlink()
        assert "runs again" in next_word(server)
        with connect(server.url) as connection:
            assert connection.execute("SELECT it FROM kept").fetchone() == (7,)


def test_a_first_start_on_a_full_disk_is_refused(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(bytes(100 * 1024**2))
    with pytest.raises(DatabaseUnavailable, match="is full"):
        Server(small_disk).start()
    assert "MB are free" in str(disk_full(small_disk))
