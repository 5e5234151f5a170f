"""One EDIFACT input: each message goes to the reader of its type, what has none is named and kept unread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tansiq.model.kinds import Observation
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.readers.edifact.envelope import Envelope, Message
from tansiq.readers.edifact.segments import Segment, message_types
from tansiq.readers.journal import Journal, quote

Broken = Callable[[Segment], None]
"""Refuses a segment whose tag cannot be one."""

Take = Callable[[Message], tuple[Observation, ...]]
"""Reads one message, its body to the end."""

_REPAIR_EMPTY = "send the file again; nothing arrived"
_REPAIR_FORMAT = "choose the right format, or leave it to be found out"


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A type of message that is read. name: of the format in the contract; type: UNH 0065; title: for a person.

    open: the reader for all such messages of one input, from the input's name, its journal and what refuses a segment;
    None for a type that belongs to the format and says nothing of travellers: it is kept unread, and that is no refusal.
    """

    name: str
    type: str
    title: str
    open: Callable[[str, Journal, Broken], Take] | None

    def sniff(self, first: bytes) -> bool:
        """Whether the first bytes of an input look like EDIFACT with such a message in it."""
        types = message_types(first)
        return self.type in types if types else self.type.encode() in first and b"UN" in first


def read(data: bytes, name: str, kinds: Sequence[MessageKind], *, wanted: MessageKind, forced: bool = True) -> Reading:
    """Read every message of the kinds given; nothing is raised for any bytes.

    name: the file's, for the observations' source. The reading's format is that of the first message read. An input
    without a message to read is refused, as one of kind `wanted`; where that was forced, one without such a message.
    """
    journal = Journal()
    envelope = Envelope(data, journal)
    by_type = {kind.type: kind for kind in kinds}
    takers = {kind.type: kind.open(name, journal, envelope.broken) for kind in kinds if kind.open is not None}
    observations: list[Observation] = []
    taken: dict[MessageKind, None] = {}
    unread: dict[str, None] = {}
    for message in envelope.messages():
        take = takers.get(message.type)
        if take is None:
            unread[message.type] = None
            _leave_unread(message, journal)
        else:
            taken[by_type[message.type]] = None
            observations.extend(take(message))
    kept = [by_type[kind] for kind in unread if kind in by_type]
    refused = _refusal(data, envelope, wanted, [*taken, *kept], list(unread))
    if refused is not None and (forced or not taken):
        return refuse(wanted.name, len(data), refused)
    first = next(iter(taken), wanted)
    return Reading(
        first.name, len(data), envelope.accounted, tuple(observations), journal.notices(), journal.refusals()
    )


def _leave_unread(message: Message, journal: Journal) -> None:
    for _ in message.body:
        pass
    text = f"a message of type {quote(message.type)} was left unread"
    journal.notice(NoticeCode.KEPT_UNREAD, message.start, message.end, text)


def _refusal(
    data: bytes, envelope: Envelope, wanted: MessageKind, taken: list[MessageKind], unread: list[str]
) -> Refusal | None:
    """Why the input as a whole is not what was wanted, or None."""
    size = len(data)
    if not size:
        return Refusal(RefusalCode.EMPTY, 0, 0, "the input is empty", _REPAIR_EMPTY)
    if not envelope.found:
        found = quote(data[:64].decode("latin-1"))
        text = f"no EDIFACT interchange: neither UNA, UNB nor UNH was found; the input starts with {found}"
        return Refusal(RefusalCode.WRONG_FORMAT, 0, size, text, _REPAIR_FORMAT)
    if any(kind.name == wanted.name for kind in taken):
        return None
    if taken:
        text = f"{', '.join(kind.type for kind in taken)} found; {wanted.title} expected"
        return Refusal(RefusalCode.WRONG_FORMAT, 0, size, text, _REPAIR_FORMAT)
    if unread:
        text = f"{', '.join(unread)}: known by name and not read as {wanted.title}"
        return Refusal(RefusalCode.NOT_YET_READ, 0, size, text, "keep the file: a later version reads it")
    return None
