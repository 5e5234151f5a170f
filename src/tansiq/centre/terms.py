"""How long this country keeps what, where its law says otherwise than the defaults of `handling.retention`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from tansiq.centre.audit import noted_by_operator
from tansiq.centre.feeds import Feed
from tansiq.handling.retention import TERMS, RetentionClass, Span, Term, span
from tansiq.model.errors import Misconfigured

SETTABLE = (RetentionClass.API, RetentionClass.PNR, RetentionClass.CARGO)
"""Classes whose length a country sets. Lists, cases and the access log follow the centre's own rules."""

LONGEST = Span(years=10)
"""No law known to us keeps passenger data longer; nothing is kept without an end."""


class CountryTerm(models.Model):
    """The country's own term of a class. kept_for, masked_after: as `handling.retention.span` reads them, "" for never.

    source: the law that says so.
    """

    kind = models.CharField(max_length=16, unique=True)
    kept_for = models.CharField(max_length=8)
    masked_after = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=300)
    at = models.DateTimeField()

    def value(self) -> Term:
        """The term as a value."""
        return Term(span(self.kept_for), span(self.masked_after) if self.masked_after else None, self.source)


def country_terms() -> dict[RetentionClass, Term]:
    """The terms in force for a feed that has none of its own: the country's, else the defaults."""
    return TERMS | {RetentionClass(row.kind): row.value() for row in CountryTerm.objects.all()}


@dataclass(frozen=True, slots=True)
class TermShown:
    """The term of one class as a feed has it."""

    kind: RetentionClass
    term: Term


def terms_shown(feed: Feed, *, at: datetime) -> list[TermShown]:
    """How long a feed keeps what it may bring, class by class."""
    country = country_terms()
    if feed.retention == RetentionClass.LIST:
        kinds = [RetentionClass.LIST]
    else:
        kinds = [RetentionClass.API, RetentionClass.PNR, RetentionClass.CARGO]
        kinds = kinds[1:] if feed.lists_count_as is RetentionClass.PNR else kinds
    return [TermShown(kind, feed.term(kind, country[kind], at=at)) for kind in kinds]


@transaction.atomic
def set_country_term(kind: RetentionClass, *, kept_for: str, masked_after: str = "", source: str, at: datetime) -> Term:
    """Set the country's term of a class, for what is received from now on; what is kept already keeps its own end.

    Raises Misconfigured: for a class that has its own rules, without the law that says so, for no length of time, for more
    than ten years, and for PNR that would not be masked before it is destroyed.
    """
    if kind not in SETTABLE:
        raise Misconfigured(f"the term of {kind} is not the country's to set", repair=f"use {', '.join(SETTABLE)}")
    if not source.strip():
        raise Misconfigured("no law is named", repair="name it: --source 'Act ..., section ...'")
    term = checked(kind, {"kept_for": kept_for, "masked_after": masked_after}, TERMS[kind], at=at)
    CountryTerm.objects.update_or_create(
        kind=kind,
        defaults={
            "kept_for": str(term.kept_for),
            "masked_after": str(term.masked_after or ""),
            "source": source.strip()[:300],
            "at": at,
        },
    )
    noted_by_operator("set how long the country keeps what", f"{kind}: {term.kept_for}, {source.strip()}", at=at)
    return term


def checked(kind: RetentionClass, said: Mapping[str, str], default: Term, *, at: datetime) -> Term:
    """A term as it is said, with what is not said by default. Raises Misconfigured where it cannot stand."""
    try:
        kept_for = span(said["kept_for"]) if said.get("kept_for") else default.kept_for
        masked_after = span(said["masked_after"]) if said.get("masked_after") else default.masked_after
    except ValueError as error:
        raise Misconfigured(str(error), repair="say how long: 24h, 183d, 6m or 5y") from error
    if kept_for.after(at) > LONGEST.after(at):
        raise Misconfigured(f"{kept_for} is longer than anything may be kept", repair=f"say at most {LONGEST}")
    if kind is RetentionClass.PNR and masked_after is None:
        raise Misconfigured("bookings have to be masked before they are destroyed", repair="say --masked-after 6m")
    return Term(kept_for, masked_after, default.source)
