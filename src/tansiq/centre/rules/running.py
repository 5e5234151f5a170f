"""Rules run on past data by the worker, a chunk at a step."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from django.db.models import F

from tansiq.centre.rules.measure import Measure
from tansiq.centre.rules.past import chunks, rows_between
from tansiq.centre.rules.records import ShadowRun

TRIES: Final = 3
"""After so many starts that did not end a run is given up: something in it ends its worker."""


class Shadows:
    """Does the runs that wait, the oldest first, a chunk at a step."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._under_way: Iterator[None] | None = None

    def step(self) -> bool:
        """Look at the next travellers. False where no run waits. What goes wrong in a rule ends its run, not its worker."""
        if self._under_way is None:
            run = _waiting()
            if run is None:
                return False
            self._under_way = _steps(run, self._clock)
        work, self._under_way = self._under_way, None
        if next(work, _DONE) is not _DONE:
            self._under_way = work
        return True


_DONE: Final = object()


def run_waiting_shadow(*, clock: Callable[[], datetime]) -> bool:
    """Do the oldest run that waits, to its end. False where there is none."""
    run = _waiting()
    if run is None:
        return False
    for _step in _steps(run, clock):
        pass
    return True


def _waiting() -> ShadowRun | None:
    waiting = ShadowRun.objects.filter(finished_at=None).order_by("asked_at", "pk")
    return waiting.select_related("version__rule", "version__author").first()


def _steps(run: ShadowRun, clock: Callable[[], datetime]) -> Iterator[None]:
    """Do a run, pausing after each chunk."""
    ShadowRun.objects.filter(pk=run.pk).update(tries=F("tries") + 1)
    if run.tries >= TRIES:
        return _end(run, "worker lost", at=clock())
    if run.digest != run.version.digest:
        return _end(run, "superseded", at=clock())
    try:
        measure = Measure(run.version.value())
    except ValueError:
        return _end(run, "no longer a rule", at=clock())
    rows = rows_between(run.since, run.until)
    ShadowRun.objects.filter(pk=run.pk).update(total=rows.count())
    for chunk in chunks(rows, measure.attributes):
        measure.add(chunk)
        if not ShadowRun.objects.filter(pk=run.pk, finished_at=None).update(done=measure.rows):
            return None  # superseded meanwhile
        yield
    ShadowRun.objects.filter(pk=run.pk, finished_at=None).update(
        done=measure.rows, total=measure.rows, result=measure.result().kept(), finished_at=clock()
    )
    return None


def _end(run: ShadowRun, why: str, *, at: datetime) -> None:
    ShadowRun.objects.filter(pk=run.pk).update(failed=why, finished_at=at)
