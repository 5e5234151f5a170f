"""Starts one PostgreSQL program under an account it accepts, tied to the life of the process that asked for it.

A script of its own, run as `python -I -S launch.py ACCOUNT PARENT PROGRAM ARGUMENT...`; it replaces itself with the
program. ACCOUNT is `same`, `namespace:UID` or `setuid:UID`; PARENT is the asking process. Written without imports from
the project and without threads, because what it does to itself (a new user namespace, other ids) cannot be done safely
between fork and exec of a process that has threads.

Source: prctl(2), user_namespaces(7), capabilities(7).
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
NO_SUCH_ACCOUNT = 71  # EX_OSERR of sysexits.h

_libc = ctypes.CDLL(None, use_errno=True)


def _must(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def enter_namespace(uid: int) -> None:
    """Go on as `uid` in a user namespace where it stands for the present user: files keep their owner outside."""
    outside_uid, outside_gid = os.geteuid(), os.getegid()
    _must(_libc.unshare(CLONE_NEWUSER), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {outside_uid} 1")
    Path("/proc/self/gid_map").write_text(f"{uid} {outside_gid} 1")


def become(uid: int) -> None:
    """Go on as `uid`, keeping one privilege of root's: to pass folders that are root's own, as the data folder's may be."""
    _must(_libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "keep capabilities")
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    mask = 1 << CAP_DAC_OVERRIDE
    _must(_libc.capset(header, (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)), "capset")
    _must(_libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0), "ambient capability")


def follow(parent: int) -> None:
    """Have the kernel ask for a fast shutdown (SIGINT) when the thread that started us is gone."""
    if sys.platform != "linux":
        return
    _must(_libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0), "parent death signal")
    if os.getppid() != parent:  # it went before the line above
        sys.exit(NO_SUCH_ACCOUNT)


def main(arguments: list[str]) -> None:
    """Become the program."""
    account, parent, *command = arguments
    how, _, uid = account.partition(":")
    try:
        if how == "namespace":
            enter_namespace(int(uid))
        elif how == "setuid":
            become(int(uid))
        follow(int(parent))
    except OSError as error:
        sys.stderr.write(f"launch: {error}\n")
        sys.exit(NO_SUCH_ACCOUNT)
    os.umask(0o077)
    os.execv(command[0], command)  # noqa: S606  the arguments come from our own server module, without a shell


if __name__ == "__main__":
    main(sys.argv[1:])
