"""From what a carrier sent to what it is answered. Pure: the same bytes, terms and knowledge give the same answer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from tansiq.centre.boarding.answers import EVERYBODY, Fallback, Said, told
from tansiq.centre.boarding.policies import Terms, chosen
from tansiq.detectors.boarding import CODES, Answer, Answered, Because
from tansiq.jobs.iapi.heard import CONFIRMATION, Heard, hear
from tansiq.model.customs import Directive, Reply, ReplyFlight
from tansiq.model.errors import DoesNotFit
from tansiq.model.observations import FlightLeg, MessageHeader, Source, Traveller
from tansiq.model.reading import Reading
from tansiq.picture.persons import NOBODYS, shown_name
from tansiq.readers.customs.cusres_writer import VERSION, Addressing, write

ACCEPTED, EXCEPTION = "0", "1"
"""ERC of the message as a whole."""
ANSWER, CHANGE = "962", "132"
"""BGM 1001 of an answer, and of a change that nobody asked for."""

LONGEST_TEXT: Final = 300
_LONGEST_NAME: Final = 70
OVER_AFTER: Final = timedelta(hours=24)
"""How long after its scheduled departure a flight may still be asked about: it may be late."""

Each = tuple[Traveller, Answered]
"""A passenger, and what is answered about them."""

Decide = Callable[[Heard, Terms], Iterable[Answered]]
"""Gives the answer on each passenger of a message, in order."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a carrier is answered. data: the bytes, one interchange for each message; empty where nothing could be answered.

    said: what is kept of each answer. confirmed: the transactions of changes that the carrier confirmed. fault: why there
    is no CUSRES, in words.
    """

    data: bytes = b""
    said: tuple[Said, ...] = ()
    confirmed: tuple[str, ...] = ()
    fault: str = ""

    @property
    def is_error(self) -> bool:
        """Whether nothing at all could be taken."""
        return bool(self.fault) or (bool(self.said) and all(s.level == EXCEPTION and not s.told for s in self.said))


def answers(data: bytes, name: str, terms: Sequence[Terms], decide: Decide, *, at: datetime) -> Answers:
    """The answers to what a carrier sent. terms: in force of the feed, at least one."""
    heard, reading = hear(data, name)
    if not heard:
        return Answers(fault=_why_not(reading))
    said, confirmed = [], []
    for message in heard:
        if message.reply is not None:
            if message.header.function == CONFIRMATION:
                confirmed.append(message.header.transaction)
            continue
        own = chosen(terms, message.carrier)
        is_asked = message.asks and not _is_over(message, at=at)
        found = tuple(zip(message.travellers, decide(message, own), strict=True)) if is_asked else ()
        said.append(_said(message, own, found, damage=_damage(reading), at=at))
    return Answers(b"".join(s.reply for s in said), tuple(said), tuple(confirmed))


def fallback(data: bytes, name: str, terms: Sequence[Terms], why: Fallback, *, at: datetime) -> Answers:
    """The answers by the state's written fallback: the same on every passenger, and the message says so."""

    def decide(message: Heard, own: Terms) -> Iterator[Answered]:
        return (by_fallback(own) for _ in message.travellers)

    found = answers(data, name, terms, decide, at=at)
    return replace(found, said=tuple(replace(one, fallback=why) for one in found.said))


def by_fallback(terms: Terms) -> Answered:
    """What one passenger is answered without a look."""
    return Answered(terms.fallback, (Because("fallback", terms.fallback, str(terms.version)),))


def change(message: Heard, terms: Terms, changed: Sequence[Each], *, at: datetime) -> Said:
    """The CUSRES that tells a carrier what it is answered now about passengers it was answered otherwise about."""
    return replace(_said(message, terms, changed, damage="", at=at, function=CHANGE), kind="change")


def _said(
    message: Heard, terms: Terms, found: Sequence[Each], *, damage: str, at: datetime, function: str = ANSWER
) -> Said:
    """What is answered to one message. damage: what of it could not be read, in words."""
    level, text = _level(message, [answered for _, answered in found], damage, at=at)
    reply = Reply(
        source=_NOWHERE,
        message=_header(message, terms, function, at=at),
        flight=_flight(message.leg),
        travellers=tuple(_directive(*each, terms) for each in found),
        answer=level,
        text=text,
    )
    return Said(
        carrier=message.carrier,
        flight=message.flight,
        departs_at=message.departs_at,
        transaction=message.header.transaction,
        level=level,
        told=tuple(told(*each) for each in found),
        gone=_gone(message),
        reply=_written(reply, message.addressing),
        terms=terms.version,
    )


_NOWHERE: Final = Source("", 0, 0)


def _gone(message: Heard) -> tuple[str, ...]:
    """Whom a cancellation takes away: the keys of its passengers, or everybody."""
    if message.is_flight_cancelled:
        return (EVERYBODY,)
    each = (told(traveller, Answered(Answer.BOARD)).keys for traveller in message.travellers)
    return tuple(sorted(frozenset[str]().union(*each))) if message.cancels else ()


def _is_over(message: Heard, *, at: datetime) -> bool:
    departs = message.departs_at
    return departs is not None and departs + OVER_AFTER < at


def _level(message: Heard, found: Sequence[Answered], damage: str, *, at: datetime) -> tuple[str, str]:
    """What is said of the message as a whole: nothing where every passenger has a directive of their own."""
    if message.cancels:
        return ACCEPTED, "CANCELLATION RECEIVED"
    if not message.asks:
        return ACCEPTED, "CLOSE-OUT RECEIVED"
    if damage or not found:
        return EXCEPTION, damage or ("FLIGHT DEPARTED" if _is_over(message, at=at) else "NO PASSENGER FOUND")
    kinds = {because.kind for one in found for because in one.because}
    return (ACCEPTED, "NOT SCREENED YET: WRITTEN FALLBACK") if kinds & {"fallback", "fault"} else ("", "")


def _header(message: Heard, terms: Terms, function: str, *, at: datetime) -> MessageHeader:
    """As `cusres_writer` has it. Its clock is ours, UTC."""
    asked = message.header
    return MessageHeader(
        type="CUSRES",
        reference=asked.reference or "1",
        function=function,
        version=VERSION,
        transaction=asked.transaction,
        prepared=f"{at:%Y-%m-%dT%H:%M}",
        sender=terms.sender,
        revision=asked.revision,
    )


def _flight(leg: FlightLeg | None) -> ReplyFlight:
    if leg is None:
        return ReplyFlight()
    return ReplyFlight(leg.carrier, leg.number, leg.origin, leg.destination, leg.departure, leg.arrival)


def _directive(traveller: Traveller, answered: Answered, terms: Terms) -> Directive:
    """Named by reference where the list gave one, else by document or name; the carrier reads whom to ask, never why."""
    asks = answered.answer in {Answer.CHECK, Answer.NO_BOARD}
    code, text = CODES[answered.answer], terms.contact if asks else _lacking(answered)
    if traveller.reference:
        return Directive(code, traveller.reference, traveller.locator, text=text)
    number = next((d.number for d in traveller.documents if d.number and d.type not in NOBODYS), "")
    name = "" if number else shown_name(traveller)[:_LONGEST_NAME]
    return Directive(code, "", traveller.locator, name, number, text)


def _lacking(answered: Answered) -> str:
    lacking = [b.key.upper().replace("_", " ") for b in answered.because if b.kind == "particulars"]
    return f"MISSING: {', '.join(lacking)}" if lacking else ""


def _written(reply: Reply, addressing: Addressing) -> bytes:
    """The answer as bytes; without what no answer has room for, which the sender's own message had."""
    try:
        return write(reply, addressing)
    except DoesNotFit:
        bare = replace(reply.message, reference=reply.message.reference[:14], transaction="", revision="")
        return write(
            replace(
                reply,
                message=bare,
                flight=ReplyFlight(),
                travellers=(),
                answer=EXCEPTION,
                text="A REFERENCE IS TOO LONG",
            ),
            Addressing(characters=addressing.characters),
        )


def _damage(reading: Reading) -> str:
    """What could not be read of the message, for its sender: the first refusal of how many."""
    refusals = reading.refusals
    if not refusals:
        return ""
    more = f" (AND {len(refusals) - 1} MORE)" if len(refusals) > 1 else ""
    return f"A PART COULD NOT BE READ: BYTES {refusals[0].start} TO {refusals[0].end}{more}"[:LONGEST_TEXT]


def _why_not(reading: Reading) -> str:
    refusal = reading.refused or next(iter(reading.refusals), None)
    return f"{refusal.text}. {refusal.repair}." if refusal else "no passenger list found"
