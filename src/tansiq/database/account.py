"""The account PostgreSQL runs under. It refuses root, and initdb refuses a user without a name; containers have both."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tansiq.database import launch
from tansiq.model.errors import DatabaseUnavailable

PREFERRED = ("tansiq", "postgres", "daemon", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """How PostgreSQL's programs are started. owner: the user id its files have, seen from this process."""

    how: str
    owner: int

    def command(self, program: Path, *arguments: str) -> list[str]:
        """The command that starts `program` under this account and asks it to stop when this thread ends."""
        script = str(Path(launch.__file__))
        return [sys.executable, "-I", "-S", script, self.how, str(os.getpid()), str(program), *arguments]

    def works(self) -> bool:
        """Whether the kernel lets a program be started this way here."""
        true = shutil.which("true") or "/bin/true"
        return subprocess.run(self.command(Path(true)), capture_output=True, check=False).returncode == 0  # noqa: S603  no shell, our own command


@cache
def choose() -> Account:
    """The account for this process: the present user, where PostgreSQL accepts it.

    Else a user namespace, in which nothing changes its owner; else, for root, another user, who then owns the data.
    Raises DatabaseUnavailable where the machine allows none of them.
    """
    uid = os.geteuid()
    if uid != 0 and _has_name(uid):
        return Account("same", uid)
    other = _other()
    found = [Account(f"namespace:{other}", uid)] + ([Account(f"setuid:{other}", other)] if uid == 0 else [])
    for account in found:
        if account.works():
            return account
    raise DatabaseUnavailable(
        f"PostgreSQL does not run as user {uid}, and this machine allows no user namespace and no change of user",
        repair="run tansiq as an ordinary user, or set DATABASE_URL to a server that runs already",
    )


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _other() -> int:
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0}
    named = [known[name] for name in PREFERRED if name in known]
    return (named or [*known.values(), 1])[0]
