"""Feeds: where observations come from, and on which terms."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tansiq.centre.people import Organisation
from tansiq.handling.marking import TLP, Caveat, Marking
from tansiq.handling.purpose import Ground
from tansiq.handling.retention import TERMS, UNREAD_FOR, RetentionClass, Span, Term, shortened, span

BY_HAND = "manual"
"""The code of the feed for files that an officer takes in by hand: messages and lists alike."""


class Feed(models.Model):
    """A source: its owner, the marking its observations carry, how long they are kept, and its expected rhythm.

    code: names the feed in addresses and watch folders. priority: smaller is taken first. rhythm_s: silence longer than
    this many seconds is worth a look, None where the feed has no rhythm. token_hash: of the intake token, "" for none.
    mapping: what the columns of its list mean (readers/lists/columns.py); None where the list says so itself.

    retention: what its lists count as: "api", "pnr" where the law counts passenger lists among booking data, or "list" for lists
    of persons. Bookings are PNR whoever brings them. kept_for_days: of what it is for, in place of the country's term; anything
    else it brings is never kept longer than that. terms: of single classes, as {"pnr": {"kept_for": "5y", "masked_after": "6m"}}.
    """

    code = models.SlugField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    format = models.CharField(max_length=32, default="auto")
    legal_ground = models.CharField(max_length=300, blank=True)
    tlp = models.CharField(max_length=16, default=TLP.AMBER.name)
    audience = ArrayField(models.CharField(max_length=32), null=True)
    caveats = ArrayField(models.CharField(max_length=32), default=list)
    purposes = ArrayField(models.CharField(max_length=32), null=True)
    retention = models.CharField(max_length=16, default=RetentionClass.API)
    kept_for_days = models.IntegerField(null=True)
    terms = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=5)
    rhythm_s = models.IntegerField(null=True)
    token_hash = models.CharField(max_length=64, blank=True)
    is_demo = models.BooleanField(default=False)
    mapping = models.JSONField(null=True)

    def marking(self) -> Marking:
        """What each observation of this feed carries."""
        return Marking(
            owners=frozenset({self.owner.code}),
            tlp=TLP[self.tlp],
            audience=None if self.audience is None else frozenset({*self.audience, self.owner.code}),
            caveats=frozenset(Caveat(c) for c in self.caveats),
            purposes=None if self.purposes is None else frozenset(Ground(p) for p in self.purposes),
        )

    @property
    def rhythm_h(self) -> int | None:
        """The rhythm in whole hours, None where there is none."""
        return None if self.rhythm_s is None else max(self.rhythm_s // 3600, 1)

    @property
    def may_bring_lists(self) -> bool:
        """Whether lists of persons may come this way: not from whoever holds the token of an airline."""
        return self.code == BY_HAND or self.retention == RetentionClass.LIST

    @property
    def may_bring_messages(self) -> bool:
        """Whether passenger messages may come this way: not to be kept for as long as lists are."""
        return self.code == BY_HAND or self.retention != RetentionClass.LIST

    @property
    def lists_count_as(self) -> RetentionClass:
        """The class of the passenger lists it brings."""
        return RetentionClass.PNR if self.retention == RetentionClass.PNR else RetentionClass.API

    def term(self, kind: RetentionClass, country: Term, *, at: datetime) -> Term:
        """How long what is received now is kept. country: the term of the class where the feed has none."""
        said: Mapping[str, str] = self.terms.get(kind, {})
        term = replace(
            country,
            kept_for=span(said["kept_for"]) if said.get("kept_for") else country.kept_for,
            masked_after=span(said["masked_after"]) if said.get("masked_after") else country.masked_after,
            source=self.legal_ground if said and self.legal_ground else country.source,
        )
        is_list_by_hand = kind is RetentionClass.LIST and kind != self.retention  # lists by hand are kept as lists are
        if self.kept_for_days is None or said.get("kept_for") or is_list_by_hand:
            return term
        kept_for = Span(days=self.kept_for_days)
        return replace(term, kept_for=kept_for) if kind == self.retention else shortened(term, kept_for, at=at)

    def expires_at(self, received_at: datetime) -> datetime:
        """When the raw bytes of what is received now are destroyed, unless reading them says otherwise."""
        if self.retention == RetentionClass.LIST:
            return self.term(RetentionClass.LIST, TERMS[RetentionClass.LIST], at=received_at).kept_for.after(
                received_at
            )
        unread = UNREAD_FOR if self.kept_for_days is None else min(UNREAD_FOR, timedelta(days=self.kept_for_days))
        return received_at + unread


def issue_token(feed: Feed) -> str:
    """Give the feed a fresh intake token; the old one stops at once. Shown this one time, only its hash is kept."""
    token = secrets.token_urlsafe(32)
    feed.token_hash = sha256(token.encode()).hexdigest()
    feed.save(update_fields=["token_hash"])
    return token


def feed_for_token(code: str, token: str) -> Feed | None:
    """The feed, if the token is its own."""
    feed = Feed.objects.select_related("owner").filter(code=code).first()
    if feed is None or not feed.token_hash:
        return None
    is_right = hmac.compare_digest(feed.token_hash, sha256(token.encode()).hexdigest())
    return feed if is_right else None
