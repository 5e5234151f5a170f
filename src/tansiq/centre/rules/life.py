"""The life of a rule: adopted, proposed, approved by a second person, reviewed, suspended by anybody at once.

Every step locks the version first, is kept with who took it and why, and raises NotKnown where the officer's organisation
may not know of the rule.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre.people import Officer, Role
from tansiq.centre.rules.drafts import WRITERS, check_ours, noted
from tansiq.centre.rules.known import versions_known_to
from tansiq.centre.rules.readiness import obstacles
from tansiq.centre.rules.records import WROTE, RuleVersion, Stage, Standing, Step
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted


def adopt(version_id: int, officer: Officer, *, why: str, at: datetime) -> RuleVersion:
    """Answer for a draft that a machine wrote. Raises NotPermitted, AlreadyDecided, NotKnown."""
    officer.needs(*WRITERS)
    with transaction.atomic():
        version = _held(version_id, officer, Standing.DRAFT)
        if not version.is_by_machine:
            raise NotPermitted(_("A person wrote this draft; there is nothing to adopt."))
        if version.adopted_by is not None:
            raise AlreadyDecided(by=version.adopted_by.shown_name, what=Step.ADOPTED.value)
        version.adopted_by = officer
        version.save(update_fields=["adopted_by"])
        return noted(version, officer, Step.ADOPTED, why, at=at)


def propose(version_id: int, officer: Officer, *, why: str, at: datetime) -> RuleVersion:
    """Ask a second person to put a draft into force. Raises NotPermitted with what is lacking, AlreadyDecided, NotKnown."""
    officer.needs(*WRITERS)
    with transaction.atomic():
        version = _held(version_id, officer, Standing.DRAFT)
        _check_ready(version, at=at)
        version.standing, version.proposed_by = Standing.PROPOSED, officer
        version.save(update_fields=["standing", "proposed_by"])
        return noted(version, officer, Step.PROPOSED, why, at=at)


def approve(version_id: int, officer: Officer, *, why: str, at: datetime) -> RuleVersion:
    """Put a proposed version into force, in place of the one that was.

    Raises NotPermitted without the role, for whoever had a hand in it, and with what is lacking; AlreadyDecided, NotKnown.
    """
    officer.needs(Role.SUPERVISOR)
    with transaction.atomic():
        version = _held(version_id, officer, Standing.PROPOSED)
        if had_a_hand(version, officer):
            raise NotPermitted(_("The second person has to be somebody who had no hand in it."))
        _check_ready(version, at=at)
        for before in version.rule.versions.filter(standing=Standing.ACTIVE).select_related("rule"):
            before.standing = Standing.REPLACED
            before.save(update_fields=["standing"])
            noted(before, officer, Step.REPLACED, f"{version.number}", at=at)
        version.standing, version.approved_by, version.approved_at = Standing.ACTIVE, officer, at
        version.save(update_fields=["standing", "approved_by", "approved_at"])
        return noted(version, officer, Step.APPROVED, why, at=at)


def decline(version_id: int, officer: Officer, *, why: str, at: datetime) -> RuleVersion:
    """Give a proposed version back as a draft, with a reason; also by whoever proposed it. Raises NotPermitted, AlreadyDecided, NotKnown."""
    officer.needs(Role.SUPERVISOR, *WRITERS)
    _check_why(why)
    with transaction.atomic():
        version = _held(version_id, officer, Standing.PROPOSED)
        if version.proposed_by_id != officer.pk:
            officer.needs(Role.SUPERVISOR)
        version.standing, version.proposed_by = Standing.DRAFT, None
        version.save(update_fields=["standing", "proposed_by"])
        return noted(version, officer, Step.DECLINED, why, at=at)


def suspend(version_id: int, officer: Officer, *, why: str, at: datetime) -> RuleVersion:
    """Take a version out of force at once, on one person's word. A new version brings it back. Raises NotPermitted, AlreadyDecided, NotKnown."""
    officer.needs(*WRITERS)
    _check_why(why)
    with transaction.atomic():
        version = _held(version_id, officer, Standing.ACTIVE)
        version.standing = Standing.SUSPENDED
        version.save(update_fields=["standing"])
        return noted(version, officer, Step.SUSPENDED, why, at=at)


def review(version_id: int, officer: Officer, *, next_on: date, why: str, at: datetime) -> RuleVersion:
    """Say that a version in force was looked at, and when next. Its end stays: a later one needs a new version.

    Raises NotPermitted without the role, a reason or a day that is to come and not after its end; AlreadyDecided, NotKnown.
    """
    officer.needs(Role.SUPERVISOR)
    _check_why(why)
    today = timezone.localdate(at)
    with transaction.atomic():
        version = _held(version_id, officer, Standing.ACTIVE)
        if version.stage(today) is Stage.EXPIRED:
            raise NotPermitted(_("Its time is over. Write a new version."))
        if not today < next_on <= version.expires_on:
            raise NotPermitted(
                _("Choose a day after today and not after %(day)s, its end.") % {"day": version.expires_on}
            )
        version.review_on = next_on
        version.save(update_fields=["review_on"])
        return noted(version, officer, Step.REVIEWED, why, at=at)


def had_a_hand(version: RuleVersion, officer: Officer) -> bool:
    """Whether somebody wrote, changed, adopted or proposed a version, at whatever time."""
    return version.events.filter(by=officer, what__in=WROTE).exists()


def _check_ready(version: RuleVersion, *, at: datetime) -> None:
    if found := obstacles(version, on=timezone.localdate(at), at=at):
        raise NotPermitted(" ".join(found))


def _check_why(why: str) -> None:
    if not why.strip():
        raise NotPermitted(_("Say why, in a sentence."))


def _held(version_id: int, officer: Officer, standing: Standing) -> RuleVersion:
    """The version, locked, where it stands as expected."""
    version = versions_known_to(officer).select_for_update(of=("self",)).filter(pk=version_id).first()
    if version is None:
        raise NotKnown(f"no version {version_id}")
    check_ours(version.rule, officer)
    if version.standing != standing:
        last = version.events.select_related("by").order_by("-pk").first()
        by = last.by.shown_name if last and last.by else version.author_name
        raise AlreadyDecided(by=by, what=last.what if last else version.standing)
    return version
