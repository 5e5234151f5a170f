"""What carriers were answered, considered again when what it rested on changed: whoever is answered otherwise now is told so.

The message itself is read again from the ledger and answered anew by the same function; nothing about passengers is kept for it.
Only the answers on flights that have not departed are looked at, soonest first, one message at a step.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import close_old_connections
from django.db.models import Q, QuerySet

from tansiq.centre.boarding.answers import (
    EVERYBODY,
    Around,
    BoardingAnswer,
    Told,
    digest,
    keep,
    later_on,
    parse_told,
    standing,
    told,
)
from tansiq.centre.boarding.policies import Terms, chosen
from tansiq.jobs.iapi.answers import Each, change
from tansiq.jobs.iapi.heard import Heard, hear
from tansiq.jobs.iapi.knowledge import Knowledge
from tansiq.ledger.current import current
from tansiq.ledger.intake import content

LOOK_EVERY_S: Final = 2.0

Signature = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a snapshot rests on, as far as a change of it changes answers."""

    lists: int
    rules: frozenset[tuple[str, str, str]]
    standing: Signature
    apart: Signature


def _seen(knowledge: Knowledge) -> _Seen:
    return _Seen(
        id(knowledge.names.watchlist),
        frozenset((r.one.rule.name, r.one.rule.version, r.effect.value) for r in knowledge.rules),
        {number: frozenset(d.pk for d in made) for number, made in knowledge.standing.items()},
        {person: frozenset(d.pk for d in made) for person, made in knowledge.names.apart.items()},
    )


@dataclass
class Reconsidering:
    """Goes through the answers that a change may concern, a message a step."""

    clock: Callable[[], datetime]
    _known: Knowledge | None = None
    _seen: _Seen | None = None
    _due: deque[int] = field(default_factory=deque)
    _last_fallback: int = 0
    _looked_at: datetime | None = None

    def __call__(self, knowledge: Knowledge) -> bool:
        """One step. Whether there is more to do at once."""
        self._look(knowledge)
        if not self._due:
            return False
        reconsider(self._due.popleft(), knowledge, at=self.clock())
        return bool(self._due)

    def _look(self, knowledge: Knowledge) -> None:
        """Note which answers are due: those that a change concerns, and those given by fallback since."""
        at = self.clock()
        if knowledge is not self._known:
            self._known, before, self._seen = knowledge, self._seen, _seen(knowledge)
            self._want(_concerned(before, self._seen, at=at))
        if self._looked_at is None or abs((at - self._looked_at).total_seconds()) >= LOOK_EVERY_S:
            close_old_connections()
            self._looked_at = at
            self._want(standing(at=at).filter(pk__gt=self._last_fallback).exclude(fallback=""))

    def _want(self, rows: "QuerySet[BoardingAnswer]") -> None:
        due = set(self._due)
        for pk, fallback in rows.values_list("pk", "fallback"):
            if fallback:
                self._last_fallback = max(self._last_fallback, pk)
            if pk not in due:
                self._due.append(pk)


def _concerned(before: _Seen | None, now: _Seen, *, at: datetime) -> "QuerySet[BoardingAnswer]":
    """The answers that may change; all of them after a start, or when a list or a rule changed."""
    if before is None or (before.lists, before.rules) != (now.lists, now.rules):
        return standing(at=at)
    wanted = Q(pk__in=())
    if numbers := _differing(before.standing, now.standing):
        wanted |= Q(documents__overlap=[digest(number) for number in numbers])
    for person in _differing(before.apart, now.apart):
        wanted |= Q(told__contains=[{"person": person}])
    return standing(at=at).filter(wanted)


def _differing(before: Signature, now: Signature) -> list[str]:
    return [number for number in before.keys() | now.keys() if before.get(number) != now.get(number)]


def reconsider(answer_id: int, knowledge: Knowledge, *, at: datetime) -> int:
    """Answer a message anew; how many of its passengers are answered otherwise now. The carrier's CUSRES waits to be handed over."""
    row = BoardingAnswer.objects.filter(pk=answer_id).first()
    terms = knowledge.terms.get(row.feed, ()) if row else ()
    data = content(current(), row.message) if row and terms else None
    if row is None or data is None:
        return 0
    found = 0
    for message in hear(data, "")[0]:
        if message.asks and (message.flight, message.header.transaction) == (row.flight, row.transaction):
            found += _reconsidered(row, message, chosen(terms, message.carrier), knowledge, at=at)
    return found


def _reconsidered(row: BoardingAnswer, message: Heard, terms: Terms, knowledge: Knowledge, *, at: datetime) -> int:
    last = _last_words(row)
    anew = zip(message.travellers, knowledge.decide(message, terms, at=at), strict=True)
    changed = list(_changed(last, anew))
    if changed:
        around = Around(row.feed, row.message, row.audience, row.expires_at, at, 0.0)
        keep(current(), around, [change(message, terms, changed, at=at)])
    return len(changed)


def _changed(last: Mapping[str, Told], anew: Iterator[Each]) -> Iterator[Each]:
    for traveller, answered in anew:
        known = last.get(str(told(traveller, answered).person))
        if known is not None and known.answered.answer is not answered.answer:
            yield traveller, answered


def _last_words(row: BoardingAnswer) -> dict[str, Told]:
    """What each passenger of an answer was told last, by person; without who left the flight, or was asked about anew."""
    last = {one.keys: one for one in map(parse_told, row.told)}
    for later in later_on(row):
        others: Sequence[Told] = [parse_told(data) for data in later.told]
        if later.kind == "change" and later.message == row.message:
            last |= {one.keys: one for one in others}
        elif later.kind == "answer":
            gone = frozenset[str](later.gone).union(*(one.keys for one in others))
            last = {keys: one for keys, one in last.items() if EVERYBODY not in gone and not keys & gone}
    return {str(one.person): one for one in last.values()}
