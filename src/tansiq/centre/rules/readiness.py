"""What stands between a version and its use: said before anybody presses, and held when they do."""

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tansiq.centre.rules.records import Effect, RuleVersion, ShadowRun
from tansiq.centre.rules.results import ShadowResult, result_of
from tansiq.model.errors import Misconfigured

LEAST_DAYS = 7
"""Days of past data that a run has to cover where TANSIQ_RULES_SHADOW_DAYS does not say otherwise."""

FRESH_FOR = timedelta(days=30)
"""A run that ended longer ago says nothing of the traffic of today."""


def least_days() -> int:
    """Days of past data that a run has to cover, at least one. Raises Misconfigured for what is no such number."""
    days = os.environ.get("TANSIQ_RULES_SHADOW_DAYS", "")
    if days and not (days.isascii() and days.isdecimal() and int(days)):
        raise Misconfigured(f"TANSIQ_RULES_SHADOW_DAYS is {days}", repair="set it to a number of days, or leave it out")
    return int(days) if days else LEAST_DAYS


def last_run(version: RuleVersion) -> ShadowRun | None:
    """The latest run that was asked for."""
    return version.runs.order_by("-asked_at", "-pk").first()


def last_finished(version: RuleVersion) -> tuple[ShadowRun, ShadowResult] | None:
    """The latest run with a result."""
    run = version.runs.filter(finished_at__isnull=False, failed="").order_by("-asked_at", "-pk").first()
    return (run, result_of(run.result)) if run else None


def shortcomings(version: RuleVersion, run: ShadowRun, result: ShadowResult, *, at: datetime) -> Iterator[str]:
    """Why a finished run is not enough to approve by, in sentences."""
    if run.digest != version.digest or run.asked_at < version.text_at:
        yield _("The run is older than the text. Run it again.")
    elif run.finished_at is None or run.finished_at < at - FRESH_FOR:
        yield _("The run is more than %(days)s days old. Run it again.") % {"days": FRESH_FOR.days}
    if result.covered < least_days():
        needed = ngettext("at least %(days)s day is needed", "at least %(days)s days are needed", least_days())
        covered = ngettext("The run covers %(days)s day", "The run covers %(days)s days", result.covered)
        yield _("%(covered)s; %(needed)s.") % {
            "covered": covered % {"days": result.covered},
            "needed": needed % {"days": least_days()},
        }


def obstacles(version: RuleVersion, *, on: date, at: datetime) -> list[str]:
    """Why a version can be neither proposed nor approved, in sentences; empty where nothing stands in the way."""
    found = []
    if version.is_by_machine and version.adopted_by_id is None:
        found.append(_("A machine wrote it. Somebody has to adopt it first."))
    if version.expires_on <= on:
        found.append(_("It ends on %(day)s, which is not in the future.") % {"day": version.expires_on})
    if version.effect != Effect.ALERT and not version.legal_basis.strip():
        found.append(_("Name the legal basis on which an airline is answered."))
    finished = last_finished(version)
    if finished is None:
        return [*found, _("It was not run on past data yet.")]
    return [*found, *shortcomings(version, *finished, at=at)]
