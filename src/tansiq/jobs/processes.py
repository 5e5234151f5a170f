"""The processes of `tansiq serve`: started together, watched, restarted after a crash, stopped together."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

log = logging.getLogger("tansiq.serve")

STOP_WITHIN_S = 8.0
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 5.0
STEADY_AFTER_S = 10.0
_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Ask the kernel to end this child when its parent is gone (Linux; elsewhere the parent's clean stop has to do)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Child:
    """One process, with a growing pause between restarts of one that keeps falling over."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    restart_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that only the supervisor hears the terminal's Ctrl-C."""
        self.process = subprocess.Popen(  # noqa: S603  our own command line
            self.command,
            env={**os.environ, **self.environment},
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  the supervisor has one thread
        )
        self.started_at = time.monotonic()

    def check(self) -> None:
        """Start it again if it fell over and its pause is over."""
        if self.process is None or self.process.poll() is None:
            return
        moment = time.monotonic()
        if self.restart_at == 0.0:
            if moment - self.started_at > STEADY_AFTER_S:
                self.pause_s = FIRST_PAUSE_S
            self.restart_at = moment + self.pause_s
            log.warning("%s stopped with status %s; starting it again", self.name, self.process.returncode)
            self.pause_s = min(self.pause_s * 2, LONGEST_PAUSE_S)
        elif moment >= self.restart_at:
            self.restart_at = 0.0
            self.start()

    def signal(self, number: int) -> None:
        """Signal the whole session of the child, if it is still there."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def stop_all(children: Sequence[Child]) -> None:
    """Ask each to stop, wait, and end those that do not."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN_S
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(max(deadline - time.monotonic(), 0.05))
            except subprocess.TimeoutExpired:
                log.warning("%s did not stop in time", child.name)
            child.signal(signal.SIGKILL)  # grandchildren that outlived it, too
            child.process.wait()
