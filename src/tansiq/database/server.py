"""The database of this installation: a server somebody else runs, or one of our own under the home folder."""

import os
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from psycopg import sql

from tansiq.database.account import choose
from tansiq.database.binaries import OLDEST_MAJOR, find
from tansiq.database.connect import connect
from tansiq.database.folder import MARK, Folder, hand_over
from tansiq.database.options import DATABASE, OWNER, PORT, initdb_options, server_options
from tansiq.database.orphan import note, settle
from tansiq.database.trouble import STILL_LEAVING, explain
from tansiq.model.errors import DatabaseUnavailable

APPLICATION_ROLE = "tansiq_app"
RECOVERY_S = 900.0  # replaying the log after a crash can take minutes; it is not interrupted before this
LEAVING_S = 15.0  # for the last processes of a killed server to notice and go
STOP_STEPS = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
LARGEST_LOG_BYTES = 4 * 1024 * 1024


class Server:
    """The embedded cluster under `home`/postgres.

    Call `start` and `check` from a thread that lives as long as the process: Linux stops the server when that thread
    ends, so that not even a SIGKILL of this process leaves PostgreSQL behind. Elsewhere the next start stops it.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """durable: False loses data in a power cut (never in a crash of the program), and is faster; for tests."""
        self._folder = Folder(home)
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the database as its owner, who may do everything. Known once the server was started."""
        return self._address(OWNER, DATABASE)

    @property
    def app_url(self) -> str:
        """The address for a role that cannot bypass row-level security, and may do what migrations grant it."""
        return self._address(APPLICATION_ROLE, DATABASE)

    def start(self) -> None:
        """Bring the server up, making the cluster and the database first where there is none.

        Raises DatabaseUnavailable: another process runs it, the folder is foreign or of another version, the disk is
        full, or the programs are missing.
        """
        with ExitStack() as undo:
            self._folder.take()
            undo.callback(self.stop)
            self._binaries = find(self._folder.major())
            self._account = choose()
            self._folder.check(self._binaries, self._account)
            settle(self._folder.data)
            self._folder.adopt(self._account)
            if self._folder.major() is None:
                self._create()
            self._launch()
            self._complete()
            undo.pop_all()

    def stop(self) -> None:
        """Stop the server and let the folder go. Clients are disconnected; what was committed is on the disk."""
        process, self._process = self._process, None
        if process is not None:
            end(process)
        if self._sockets is not None:
            self._folder.forget_sockets(self._sockets)
        self._folder.let_go()

    def is_running(self) -> bool:
        """Whether the server runs and takes connections."""
        if self._process is None or self._process.poll() is not None:
            return False
        said = note(self._folder.data)
        return said is not None and said.pid == self._process.pid and said.is_ready

    def check(self) -> str | None:
        """Start the server again if it ended. Returns what happened, in a sentence, or None where all is well.

        To be called every second or so. Raises DatabaseUnavailable where it cannot be started again (a full disk);
        the next call tries anew.
        """
        if self._process is None or self._process.poll() is None:
            return None
        ended = _how(self._process.returncode)
        before = time.monotonic()
        settle(self._folder.data)
        self._launch()
        return f"PostgreSQL {ended}; it runs again after {time.monotonic() - before:.1f} s of recovery"

    def _address(self, role: str, database: str) -> str:
        if self._sockets is None:
            raise DatabaseUnavailable("the database was not started", repair="call start() first")
        return address(self._sockets, role, database)

    def _create(self) -> None:
        unfinished = self._folder.unfinished
        subprocess.run(["/bin/rm", "-rf", "--", str(unfinished)], check=True)  # noqa: S603  our own folder
        unfinished.mkdir(mode=0o700)
        hand_over(unfinished, self._account)
        options = initdb_options(unfinished, self._binaries.major, durable=self._durable)
        command = self._account.command(self._binaries.folder / "initdb", *options)
        made = subprocess.run(  # noqa: S603  programs of the folder that was found
            command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise explain(made.stderr, self._folder.data, self._folder.log)
        (unfinished / MARK).write_text(f"made with {self._binaries.version} ({self._binaries.origin})\n")
        unfinished.rename(self._folder.data)

    def _launch(self) -> None:
        give_up_at = time.monotonic() + LEAVING_S
        said = self._attempt()
        while said is not None:
            if not STILL_LEAVING.search(said) or time.monotonic() > give_up_at:
                raise explain(said, self._folder.data, self._folder.log)
            time.sleep(0.1)
            said = self._attempt()

    def _attempt(self) -> str | None:
        """Start the server once. Returns what it wrote if it ended instead of getting ready."""
        self._sockets = self._folder.sockets(self._account)
        options = server_options(self._folder.data, self._sockets, self._binaries.major, durable=self._durable)
        command = self._account.command(self._binaries.folder / "postgres", *options)
        try:
            with self._folder.log.open("ab") as log:
                if log.tell() > LARGEST_LOG_BYTES:
                    log.truncate(0)
                written = log.tell()
                self._process = subprocess.Popen(  # noqa: S603  programs of the folder that was found
                    command,
                    env=_environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        except OSError as error:
            return f"launch: {error}"
        give_up_at = time.monotonic() + RECOVERY_S
        while self._process.poll() is None and time.monotonic() < give_up_at:
            if self.is_running():
                return None
            time.sleep(0.005)
        end(self._process)
        return self._folder.log.read_bytes()[written:].decode(errors="replace")

    def _complete(self) -> None:
        with connect(self._address(OWNER, "postgres"), autocommit=True) as connection:
            names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if DATABASE not in names:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            if APPLICATION_ROLE not in roles:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APPLICATION_ROLE)))


class Given:
    """A server that this process does not run: of DATABASE_URL, or of another tansiq process on this home."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def app_url(self) -> str:
        """The address for the web: TANSIQ_WEB_DATABASE_URL, else the same one."""
        return os.environ.get("TANSIQ_WEB_DATABASE_URL") or self.url

    def __enter__(self) -> "Given":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Check that it answers and is new enough. Raises DatabaseUnavailable."""
        with connect(self.url) as connection:
            version = connection.info.server_version
        if version < OLDEST_MAJOR * 10000:
            raise DatabaseUnavailable(
                f"DATABASE_URL is a PostgreSQL {version // 10000}, and {OLDEST_MAJOR} or newer is needed",
                repair="upgrade that server, or unset DATABASE_URL to use the embedded one",
            )

    def stop(self) -> None:
        """Leave it as it is."""

    def is_running(self) -> bool:
        """Whether it takes connections."""
        try:
            connect(self.url, timeout_s=2).close()
        except DatabaseUnavailable:
            return False
        return True

    def check(self) -> str | None:
        """None: who runs it looks after it."""
        return None


def source(home: Path, *, share: bool = False) -> Server | Given:
    """The database of this installation, not yet started: DATABASE_URL where it is set, else the embedded server.

    share: use the embedded server of another process where one runs (`tansiq ingest` beside `tansiq serve`).
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        return Given(given)
    running = running_url(home) if share else None
    return Given(running) if running else Server(home)


def running_url(home: Path, *, role: str = OWNER, patience_s: float = 30.0) -> str | None:
    """The address of the embedded server that another process runs on this home, for a role; None where none does.

    One that is just starting is waited for.
    """
    folder = Folder(home)
    give_up_at = time.monotonic() + patience_s
    while folder.is_taken() and time.monotonic() < give_up_at:
        said = note(folder.data)
        if said is not None and said.is_ready:
            return address(Path(said.sockets), role, DATABASE)
        time.sleep(0.1)
    return None


def address(sockets: Path, role: str, database: str) -> str:
    """The address of a database behind a Unix socket."""
    return f"postgresql://{role}@/{database}?host={quote(str(sockets), safe='')}&port={PORT}"


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a server: fast, then at once, then without asking."""
    for step, patience_s in STOP_STEPS:
        if process.poll() is not None:
            return
        process.send_signal(step)
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            continue


def _how(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
