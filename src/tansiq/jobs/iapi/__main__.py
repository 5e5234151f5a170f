"""`python -m tansiq.jobs.iapi PORT`: the process that answers, as `tansiq serve` runs it.

Before any feed's terms are approved it only waits for that, with nothing of Tansiq loaded but a connection.
"""

import logging
import os
import signal
import sys
import time
from contextlib import suppress

import psycopg

from tansiq.database.connect import connect
from tansiq.jobs.set_up import set_up_django
from tansiq.model.errors import DatabaseUnavailable

log = logging.getLogger("tansiq.iapi")

AGAIN_AFTER_S = 1.0
LOOK_EVERY_S = 30.0
_TERMS = "SELECT EXISTS (SELECT FROM centre_boardingpolicy WHERE is_approved)"


def main(port: int) -> None:
    """Wait until there is something to answer by; then answer until stopped."""
    url = os.environ["DATABASE_URL"]
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    wait_for_terms(url)
    set_up_django()
    from tansiq.jobs.iapi.process import answer_until_stopped  # noqa: PLC0415  only now is it needed

    answer_until_stopped(url, port)


def wait_for_terms(url: str) -> None:
    """Return once the terms of some feed are approved."""
    while True:
        with suppress(DatabaseUnavailable, psycopg.Error), connect(url, autocommit=True) as told:
            told.execute("LISTEN tansiq_boarding")
            while told.execute(_TERMS).fetchone() != (True,):
                for _ in told.notifies(timeout=LOOK_EVERY_S, stop_after=1):
                    pass
            return
        time.sleep(AGAIN_AFTER_S)


if __name__ == "__main__":
    main(int(sys.argv[1]))
