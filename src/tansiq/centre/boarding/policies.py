"""The state's terms for interactive answers: the written fallback, what is required, and who approved it.

A feed answers nothing before an administrator proposed terms for it and a supervisor approved them. Terms are never changed:
a later version takes the place of an earlier one, and every answer names the version it was given under.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tansiq.centre.audit import noted_act
from tansiq.centre.boarding.decisions import tell
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Role
from tansiq.detectors.boarding import PARTICULARS, Answer, Names
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted

FALLBACKS: Final = (Answer.BOARD.value, Answer.CHECK.value)
"""What may be answered without looking: never "do not board"."""

NAMES: Final = ("never", "match", "possible")
REQUIRED: Final = ("name", "birth_date", "document", "issuer")
SOONEST_MS, LATEST_MS = 50, 30_000


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a feed's terms. carrier: "" for every carrier without terms of its own.

    text: the fallback as the state wrote it; late_after_ms: when it is given instead of waiting. names: from which verdict
    on a name the carrier is asked to check with the state. contact: what a carrier told to check reads. sender: the
    state's name in UNB. push_url: where unasked changes go; "" for a folder.
    """

    version: int
    carrier: str
    fallback: Answer
    text: str
    late_after_ms: int
    names: Names = "match"
    required: tuple[str, ...] = REQUIRED
    contact: str = ""
    sender: str = "TANSIQ"
    push_url: str = ""


class BoardingPolicy(models.Model):
    """A version of the terms as it was proposed and approved. second: who approved or declined it. Names no passenger."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="boarding_policies")
    carrier = models.CharField(max_length=3, blank=True)
    fallback = models.CharField(max_length=12)
    text = models.CharField(max_length=2000)
    late_after_ms = models.IntegerField()
    names = models.CharField(max_length=12)
    required = ArrayField(models.CharField(max_length=16))
    contact = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=35)
    push_url = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="terms_proposed")
    at = models.DateTimeField()
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="terms_answered")
    second_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(fallback__in=FALLBACKS), name="fallback_never_stops_anybody"),
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=models.F("by")), name="terms_of_two"),
        )

    def terms(self) -> Terms:
        """The terms as a value."""
        return Terms(
            self.pk,
            self.carrier,
            Answer(self.fallback),
            self.text,
            self.late_after_ms,
            cast("Names", self.names),
            tuple(self.required),
            self.contact,
            self.sender,
            self.push_url,
        )


def propose_terms(feed: Feed, officer: Officer, terms: Terms, *, at: datetime) -> BoardingPolicy:
    """Propose terms for a feed. `terms.version` is not looked at. Raises NotPermitted without the role, or for terms that cannot be."""
    officer.needs(Role.ADMINISTRATOR)
    _check(feed, terms)
    with transaction.atomic():
        row = BoardingPolicy.objects.create(
            feed=feed,
            carrier=terms.carrier.strip().upper(),
            fallback=terms.fallback,
            text=terms.text.strip(),
            late_after_ms=terms.late_after_ms,
            names=terms.names,
            required=list(terms.required),
            contact=terms.contact.strip(),
            sender=terms.sender.strip() or "TANSIQ",
            push_url=terms.push_url.strip(),
            by=officer,
            at=at,
        )
        noted_act(officer, _purpose(row), "proposed terms of interactive answers", None, at=at)
    return row


def _check(feed: Feed, terms: Terms) -> None:
    lacking = [
        (feed.may_bring_messages, _("This feed brings lists, and no passenger messages.")),
        (terms.fallback in FALLBACKS, _("The fallback is to let board or to check: nobody is stopped without a look.")),
        (bool(terms.text.strip()), _("Write the fallback down as the state decided it.")),
        (SOONEST_MS <= terms.late_after_ms <= LATEST_MS, _("Late is between 50 milliseconds and 30 seconds.")),
        (terms.names in NAMES, _("Choose when a name asks for a check.")),
        (set(terms.required) <= set(PARTICULARS), _("One of the required particulars is not known.")),
        (len(terms.carrier.strip()) in {0, 2, 3}, _("A carrier has a code of two or three characters.")),
        (_is_address(terms.push_url), _("The address for unasked changes begins with https:// or http://.")),
    ]
    for is_right, words in lacking:
        if not is_right:
            raise NotPermitted(words)


def _is_address(url: str) -> bool:
    parts = urlsplit(url.strip())
    return not url.strip() or (parts.scheme in {"http", "https"} and bool(parts.netloc))


def approve_terms(policy_id: int, officer: Officer, *, is_approved: bool, at: datetime) -> BoardingPolicy:
    """The second officer's yes or no; from a yes on the feed answers by it. Raises NotPermitted, NotKnown, AlreadyDecided."""
    officer.needs(Role.SUPERVISOR)
    with transaction.atomic():
        row = (
            BoardingPolicy.objects.select_for_update(of=("self",)).select_related("second").filter(pk=policy_id).first()
        )
        if row is None:
            raise NotKnown(f"no terms {policy_id}")
        if row.second is not None:
            raise AlreadyDecided(by=row.second.shown_name, what="approved" if row.is_approved else "declined")
        if row.by_id == officer.pk:
            raise NotPermitted(_("The second officer has to be somebody else."))
        row.second, row.second_at, row.is_approved = officer, at, is_approved
        row.save()
        act = "approved terms of interactive answers" if is_approved else "declined terms of interactive answers"
        noted_act(officer, _purpose(row), act, None, at=at)
        tell("policies")
    return row


def terms_of(feed: str) -> list[Terms]:
    """The terms in force of a feed: the latest approved for every carrier, and those of single carriers; none where it answers nothing."""
    rows = BoardingPolicy.objects.filter(feed__code=feed, is_approved=True).order_by("carrier", "-pk")
    return [row.terms() for row in rows.distinct("carrier")]


def terms_by_feed() -> dict[str, list[Terms]]:
    """The terms in force of every feed that answers."""
    rows = BoardingPolicy.objects.filter(is_approved=True).select_related("feed").order_by("feed", "carrier", "-pk")
    found: dict[str, list[Terms]] = {}
    for row in rows.distinct("feed", "carrier"):
        found.setdefault(row.feed.code, []).append(row.terms())
    return found


def chosen(terms: Sequence[Terms], carrier: str) -> Terms:
    """The carrier's own terms, else those for every carrier, else the first; at least one is given."""
    own = [one for one in terms if one.carrier == carrier]
    return (own or [one for one in terms if not one.carrier] or list(terms))[0]


def policies() -> "models.QuerySet[BoardingPolicy]":
    """Every version of all terms, the latest first."""
    return BoardingPolicy.objects.select_related("feed", "by", "second").order_by("-pk")


def _purpose(row: BoardingPolicy) -> Purpose:
    return Purpose(Ground.MAINTENANCE, f"terms {row.pk} of feed {row.feed.code}")
