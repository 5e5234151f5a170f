"""What a feed's terms say of each observation of one message: its marking, when it is masked, when it is destroyed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tansiq.centre.feeds import Feed
from tansiq.handling.marking import render_marking
from tansiq.handling.retention import RetentionClass, Term, Times, class_of, times
from tansiq.ledger.current import current
from tansiq.ledger.masking import set_terms
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, ListEntry, MessageHeader
from tansiq.picture.airports import instant


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one message. terms: of the feed, by class. lands_at: of each of its parts whose flight says so."""

    marking: dict[str, object]
    lists: RetentionClass
    terms: Mapping[RetentionClass, Term]
    received_at: datetime
    lands_at: Mapping[MessageHeader, datetime]
    _known: dict[tuple[RetentionClass, datetime | None], Times] = field(default_factory=dict)

    def of(self, observation: Observation) -> Times:
        """When an observation of the message is masked and destroyed."""
        kind = class_of(observation, self.lists)
        lands_at = None if isinstance(observation, ListEntry) else self.lands_at.get(observation.message)
        known = self._known.get((kind, lands_at))
        if known is None:
            known = times(kind, self.terms[kind], self.received_at, lands_at=lands_at)
            self._known[kind, lands_at] = known
        return known


def terms_of(
    feed: Feed, country: Mapping[RetentionClass, Term], received_at: datetime, observations: Iterable[Observation]
) -> Terms:
    """The terms of a message of a feed. country: as `centre.terms.country_terms` gives them."""
    return Terms(
        marking=render_marking(feed.marking()),
        lists=feed.lists_count_as,
        terms={kind: feed.term(kind, country[kind], at=received_at) for kind in RetentionClass},
        received_at=received_at,
        lands_at=_landings(observations),
    )


def keep_terms(message: int, kept: Iterable[Times]) -> None:
    """Say of a message when it is masked, and that its raw bytes go as soon as a part of them may no longer be read.

    Raw bytes cannot be masked. A message that said nothing keeps the time it was received with, for its repair.
    """
    distinct = set(kept)
    if distinct:
        masks_at = min((t.masks_at for t in distinct if t.masks_at is not None), default=None)
        set_terms(current(), message, masks_at=masks_at, expires_at=min(t.readable_until for t in distinct))


def _landings(observations: Iterable[Observation]) -> dict[MessageHeader, datetime]:
    found: dict[MessageHeader, datetime] = {}
    for leg in observations:
        if isinstance(leg, FlightLeg) and not leg.within:
            lands_at = instant(leg.arrival[:16], leg.destination)
            if lands_at is not None:
                found[leg.message] = max(lands_at, found.get(leg.message, lands_at))
    return found
