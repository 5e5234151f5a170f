"""Rules run on past data before they are used on anybody: asked for by an officer here, done by the worker in `running`."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tansiq.centre.people import Officer
from tansiq.centre.rules.drafts import WRITERS, noted
from tansiq.centre.rules.known import versions_known_to
from tansiq.centre.rules.records import ShadowRun, Step
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted

LONGEST: Final = timedelta(days=366)


def shadow(version_id: int, officer: Officer, *, since: date, until: date, at: datetime) -> ShadowRun:
    """Have a version run on the days from one to before another. The worker does it; `ShadowRun.done` says how far it is.

    Raises NotPermitted without the role or for days that are none, AlreadyDecided while a run waits, NotKnown.
    """
    officer.needs(*WRITERS)
    if not since < until <= since + LONGEST:
        raise NotPermitted(_("Choose a first day, and a last one within a year after it."))
    with transaction.atomic():
        version = versions_known_to(officer).select_for_update(of=("self",)).filter(pk=version_id).first()
        if version is None:
            raise NotKnown(f"no version {version_id}")
        waiting = version.runs.filter(finished_at=None, digest=version.digest).select_related("asked_by").first()
        if waiting is not None:
            by = waiting.asked_by.shown_name if waiting.asked_by else version.author_name
            raise AlreadyDecided(by=by, what=_("has a run under way"))
        version.runs.filter(finished_at=None).update(finished_at=at, failed="superseded")
        noted(version, officer, Step.TRIED, f"{since} – {until - timedelta(days=1)}", at=at)
        return version.runs.create(digest=version.digest, since=since, until=until, asked_by=officer, asked_at=at)
