"""What carriers were answered: which message, which passenger, by which decision, rule or fallback, and how fast.

No name is kept here: a passenger is the id of their document, as the access log has it, and the references by which the answer
named them. What the answer was about stands in the message itself, in the ledger.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q, QuerySet

from tansiq.centre.boarding.decisions import normal
from tansiq.centre.people import Officer
from tansiq.detectors.boarding import Answer, Answered, Because
from tansiq.ledger.trees import Database
from tansiq.model.observations import Traveller
from tansiq.picture.persons import NOBODYS, person_id

Fallback = Literal["", "late", "down", "fault"]
"""Why the written fallback was given: the answer was late, nobody answered, or an answer failed; "" where it was not."""

EVERYBODY: Final = "*"
"""Among those gone: the flight itself does not fly."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one passenger was answered. documents: digests. reference, locator: as the message named them."""

    person: UUID
    reference: str
    locator: str
    documents: tuple[str, ...]
    answered: Answered

    def render(self) -> dict[str, Any]:
        """As it is kept."""
        because = [[b.kind, b.answer.value, b.key, b.version] for b in self.answered.because]
        told = {"person": str(self.person), "answer": self.answered.answer.value, "because": because}
        return told | {"reference": self.reference, "locator": self.locator, "documents": list(self.documents)}

    @property
    def keys(self) -> frozenset[str]:
        """By what a later message may mean the same passenger."""
        booked = {f"{self.locator}/{self.reference}"} if self.locator and self.reference else set[str]()
        return frozenset({str(self.person), *booked})


def told(traveller: Traveller, answered: Answered) -> Told:
    """What a passenger of a message was answered."""
    numbers = [d.number for d in traveller.documents if d.number and d.type not in NOBODYS]
    documents = tuple(dict.fromkeys(map(digest, numbers)))
    return Told(person_id(traveller), traveller.reference, traveller.locator, documents, answered)


def parse_told(data: dict[str, Any]) -> Told:
    """What `Told.render` wrote."""
    because = tuple(Because(kind, Answer(answer), key, version) for kind, answer, key, version in data["because"])
    answered = Answered(Answer(data["answer"]), because)
    return Told(UUID(data["person"]), data["reference"], data["locator"], tuple(data["documents"]), answered)


def digest(number: str) -> str:
    """A document number as answers are found by it, without saying it."""
    return sha256(normal(number).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Said:
    """One CUSRES that was sent, or is to be: what there is to keep of it. flight: its key. level: ERC of the message as a whole.

    kind: "answer", or "change" for one that nobody asked for. gone: whom the message takes off the flight, by `Told.keys`, or
    EVERYBODY.
    """

    carrier: str
    flight: str
    departs_at: datetime | None
    transaction: str
    level: str
    told: tuple[Told, ...]
    reply: bytes
    terms: int | None
    kind: str = "answer"
    gone: tuple[str, ...] = ()
    fallback: Fallback = ""


class BoardingAnswer(models.Model):
    """One answer as it is kept. message: of the ledger. delivered_at: when a change was handed over; None of an answer asked for.

    acknowledged_at: when the carrier confirmed a change. audience: the organisations that may know of the feed's messages.
    """

    feed = models.CharField(max_length=64)
    message = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=8)
    carrier = models.CharField(max_length=8, blank=True)
    flight = models.CharField(max_length=120, blank=True)
    departs_at = models.DateTimeField(null=True, db_index=True)
    transaction = models.CharField(max_length=70, blank=True)
    level = models.CharField(max_length=8, blank=True)
    told = models.JSONField()
    passengers = models.IntegerField()
    stopped = models.IntegerField()
    checked = models.IntegerField()
    asked = models.IntegerField()
    documents = ArrayField(models.CharField(max_length=16))
    gone = ArrayField(models.CharField(max_length=120), default=list)
    fallback = models.CharField(max_length=8, blank=True)
    terms = models.BigIntegerField(null=True)
    took_ms = models.FloatField()
    at = models.DateTimeField(db_index=True)
    reply = models.BinaryField()
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    audience = ArrayField(models.CharField(max_length=32), null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (
            models.Index(fields=["feed", "flight"], name="answers_by_flight"),
            models.Index(
                fields=["id"], condition=Q(kind="change", delivered_at__isnull=True), name="changes_to_hand_over"
            ),
        )


_INSERT: Final = (
    "INSERT INTO centre_boardinganswer (feed, message, kind, carrier, flight, departs_at, transaction, level, told, passengers,"
    " stopped, checked, asked, documents, gone, fallback, terms, took_ms, at, reply, tries, audience, expires_at) VALUES"
    " (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, %s, %s)"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What an answer is kept with: the feed and its terms of keeping, the message, and when."""

    feed: str
    message: int
    audience: list[str] | None
    expires_at: datetime
    at: datetime
    took_ms: float


def keep(database: Database, around: Around, said: Iterable[Said]) -> None:
    """Keep answers. In SQL, without asking for the row back: the web may write for a feed whose answers nobody may see."""
    for one in said:
        documents = sorted({d for t in one.told for d in t.documents})
        counts = [t.answered.answer for t in one.told]
        database.execute(
            _INSERT,
            (
                around.feed,
                around.message,
                one.kind,
                one.carrier[:8],
                one.flight[:120],
                one.departs_at,
                one.transaction[:70],
                one.level[:8],
                orjson.dumps([t.render() for t in one.told]).decode(),
                len(counts),
                counts.count(Answer.NO_BOARD),
                counts.count(Answer.CHECK),
                counts.count(Answer.MORE_DATA),
                documents,
                [key[:120] for key in one.gone],
                one.fallback,
                one.terms,
                around.took_ms,
                around.at,
                one.reply,
                around.audience,
                around.expires_at,
            ),
        )


def visible(officer: Officer) -> QuerySet[BoardingAnswer]:
    """The answers that the officer's organisation may know of, the latest first."""
    code = officer.organisation.code if officer.organisation else ""
    rows = BoardingAnswer.objects.order_by("-pk")
    return rows.filter(Q(audience=None) | Q(audience__contains=[code])) if code else rows.none()


@dataclass(frozen=True, slots=True)
class Service:
    """What one carrier was answered since some time. median_ms, p99_ms: from the first byte here to the answer's last."""

    carrier: str
    messages: int
    passengers: int
    stopped: int
    checked: int
    asked: int
    fallbacks: int
    changes: int
    median_ms: float
    p99_ms: float

    @property
    def boarded(self) -> int:
        """How many may board."""
        return self.passengers - self.stopped - self.checked - self.asked


_SERVICE: Final = (
    "SELECT carrier, count(*) FILTER (WHERE kind = 'answer'), coalesce(sum(passengers) FILTER (WHERE kind = 'answer'), 0),"
    " coalesce(sum(stopped) FILTER (WHERE kind = 'answer'), 0), coalesce(sum(checked) FILTER (WHERE kind = 'answer'), 0),"
    " coalesce(sum(asked) FILTER (WHERE kind = 'answer'), 0), count(*) FILTER (WHERE fallback <> ''),"
    " count(*) FILTER (WHERE kind = 'change'),"
    " coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE kind = 'answer'), 0),"
    " coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE kind = 'answer'), 0)"
    " FROM centre_boardinganswer WHERE at >= %s AND (audience IS NULL OR audience @> ARRAY[%s::varchar])"
    " GROUP BY carrier ORDER BY carrier"
)


def lately(officer: Officer, *, since: datetime) -> list[Service]:
    """What each carrier was answered since then, as far as the officer's organisation may know."""
    if officer.organisation is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SERVICE, [since, officer.organisation.code])
        return [Service(*row) for row in cursor.fetchall()]


def standing(*, at: datetime) -> QuerySet[BoardingAnswer]:
    """The answers on flights that have not departed, soonest first."""
    return BoardingAnswer.objects.filter(kind="answer", passengers__gt=0, departs_at__gt=at).order_by(
        "departs_at", "pk"
    )


def later_on(answer: BoardingAnswer) -> Iterator[BoardingAnswer]:
    """What was said after an answer on the same flight of the same feed, in order."""
    rows = BoardingAnswer.objects.filter(feed=answer.feed, flight=answer.flight, pk__gt=answer.pk)
    return rows.order_by("pk").iterator(chunk_size=200)


def to_hand_over(*, most: int) -> list[BoardingAnswer]:
    """The changes that the carrier does not have yet, the oldest first."""
    return list(BoardingAnswer.objects.filter(kind="change", delivered_at=None).order_by("pk")[:most])


def acknowledge(feed: str, transaction: str, *, at: datetime) -> int:
    """Note that the carrier confirmed the changes of a transaction; how many were not confirmed yet."""
    rows = BoardingAnswer.objects.filter(feed=feed, kind="change", transaction=transaction, acknowledged_at=None)
    return rows.update(acknowledged_at=at) if transaction else 0


def forget_answers(*, at: datetime) -> int:
    """Drop the answers whose time is over; how many."""
    return BoardingAnswer.objects.filter(expires_at__lte=at).delete()[0]
