"""The folder of the embedded cluster: `postgres/` under the home of this installation, owned, marked and locked."""

import fcntl
import hashlib
import os
import shutil
import stat
import sys
from pathlib import Path

from tansiq.database.account import Account
from tansiq.database.binaries import Binaries
from tansiq.database.options import PORT
from tansiq.model.errors import DatabaseUnavailable

OURS = {"data", "data.new", "lock", "log", "sockets"}
MARK = "tansiq.cluster"
LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103  # sun_path of unix(7), less its closing NUL
NEEDED_BYTES = 128 * 1024 * 1024  # an empty cluster and its first log segments

_held: dict[Path, int] = {}


def _let_go_after_fork() -> None:
    for descriptor in _held.values():
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_after_fork)  # a worker must not keep the folder when its parent is gone


class Folder:
    """Places of one embedded cluster, and the checks that it is ours to use."""

    def __init__(self, home: Path) -> None:
        self.path = home.resolve() / "postgres"
        self.data = self.path / "data"
        self.unfinished = self.path / "data.new"  # a cluster gets its name when it is complete
        self.log = self.path / "log"
        self.lock = self.path / "lock"

    def take(self) -> None:
        """Make the folder and hold it for this process. Raises DatabaseUnavailable where another one holds it."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_owner(self.path, os.geteuid())
            self.path.chmod(0o700)
            descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseUnavailable(
                f"the data folder {self.path} cannot be written: {error.strerror}",
                repair="set TANSIQ_HOME to a folder of yours on a disk with room",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode() or "unknown"
            os.close(descriptor)
            raise DatabaseUnavailable(
                f"process {holder} already runs the database in {self.path}",
                repair=f"stop it (kill {holder}), or set TANSIQ_HOME to another folder",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        _held[self.path] = descriptor

    def let_go(self) -> None:
        """Release the folder, if this process holds it."""
        descriptor = _held.pop(self.path, None)
        if descriptor is not None:
            os.close(descriptor)

    def is_taken(self) -> bool:
        """Whether some process, this one included, runs the cluster."""
        if self.path in _held:
            return True
        try:
            with self.lock.open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def major(self) -> int | None:
        """The major version of the cluster that lies here; None where there is none yet.

        Raises DatabaseUnavailable where the folder holds something that this program did not make.
        """
        strange = sorted({place.name for place in self.path.iterdir()} - OURS) if self.path.exists() else []
        if strange:
            raise self._foreign(self.path, f"it holds {strange[0]}")
        if not self.data.exists():
            return None
        version = self.data / "PG_VERSION"
        if not version.exists():
            raise self._foreign(self.data, "it is no PostgreSQL cluster")
        if not (self.data / MARK).exists():
            raise self._foreign(self.data, "it is a PostgreSQL cluster that tansiq did not make")
        return int(version.read_text())

    def check(self, binaries: Binaries, account: Account) -> None:
        """Check that these binaries and this account can run the cluster. Raises DatabaseUnavailable."""
        found = self.major()
        if found is None:
            self._check_room()
            return
        if found != binaries.major:
            raise self._other_version(found, binaries)
        if os.geteuid() != 0:  # root may have run it under another account before, and hands it over
            self._check_owner(self.data, account.owner)

    def adopt(self, account: Account) -> None:
        """Make a checked cluster the account's own, and private."""
        if self.data.exists():
            hand_over(self.data, account)
            self.data.chmod(0o700)

    def sockets(self, account: Account) -> Path:
        """The folder of the socket, made if need be: here, or a private one under /tmp where this path is too long."""
        place = self.path / "sockets"
        if len(os.fsencode(place / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET_PATH:
            digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
            place = Path(f"/tmp/tansiq-{os.geteuid()}-{digest}")  # noqa: S108  checked below: ours, private, no link
        place.mkdir(mode=0o700, exist_ok=True)
        hand_over(place, account)
        found = place.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.owner or found.st_mode & 0o077:
            raise DatabaseUnavailable(
                f"{place} is not a private folder of user {account.owner}",
                repair=f"look who made it, and remove {place}",
            )
        return place

    def forget_sockets(self, place: Path) -> None:
        """Remove a socket folder that lies outside the data folder."""
        if place.parent != self.path:
            shutil.rmtree(place, ignore_errors=True)

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.path).free
        if free < NEEDED_BYTES:
            raise disk_full(self.path)

    def _check_owner(self, place: Path, expected: int) -> None:
        owner = place.stat().st_uid
        if owner != expected:
            raise DatabaseUnavailable(
                f"{place} belongs to user {owner}, and this process is user {os.geteuid()}",
                repair=f"run tansiq as user {owner}, or set TANSIQ_HOME to a folder of yours",
            )

    def _foreign(self, place: Path, why: str) -> DatabaseUnavailable:
        return DatabaseUnavailable(
            f"{place} is not tansiq's data folder: {why}; nothing was changed there",
            repair="set TANSIQ_HOME to another folder, or move these files away",
        )

    def _other_version(self, found: int, binaries: Binaries) -> DatabaseUnavailable:
        aside = self.data.with_name(f"data.{found}")
        return DatabaseUnavailable(
            f"the data in {self.data} is of PostgreSQL {found}, and the programs in {binaries.folder} are of"
            f" PostgreSQL {binaries.major} ({binaries.version})",
            repair=(
                f"with TANSIQ_POSTGRES set to the bin folder of a PostgreSQL {found}, run `tansiq serve`; to move on, dump"
                f" from it meanwhile with its `pg_dump -Fc`, stop, move {self.data} out of {self.path} (as {aside.name}),"
                f" start without TANSIQ_POSTGRES, and load the dump with `pg_restore`"
            ),
        )


def disk_full(place: Path) -> DatabaseUnavailable:
    """The error of a disk without room, with what is left on it."""
    free_mb = shutil.disk_usage(place).free // 1024**2
    return DatabaseUnavailable(
        f"the disk of {place} is full: {free_mb} MB are free",
        repair="make room there, then start again; nothing was lost",
    )


def hand_over(place: Path, account: Account) -> None:
    """Give a folder and all in it to the account, where that is another user and we may."""
    if os.geteuid() != 0 or place.is_symlink() or place.stat().st_uid == account.owner:
        return
    for path in [place, *place.rglob("*")]:
        os.chown(path, account.owner, account.owner, follow_symlinks=False)
