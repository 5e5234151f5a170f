"""One EDIFACT input: each message goes to the reader of its type, what has none is named and kept unread."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from tansiq.model.kinds import Observation
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.readers.edifact.envelope import Envelope, Message
from tansiq.readers.edifact.input import Input
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
    course = Course(data, name, kinds, wanted=wanted, forced=forced)
    observations = tuple(chain.from_iterable(course))
    return replace(course.reading, observations=observations)


class Course:
    """`read` message by message, to be iterated once: it gives the observations of each, so that none need be kept.

    reading: the account of all, without observations, once the last message was read. Where a kind is forced, nothing
    is given before the first message of it.
    """

    def __init__(
        self, data: Input, name: str, kinds: Sequence[MessageKind], *, wanted: MessageKind, forced: bool = True
    ) -> None:
        self._data, self._wanted, self._forced = data, wanted, forced
        self._journal = Journal()
        self._envelope = Envelope(data, self._journal)
        self._kinds = {kind.type: kind for kind in kinds}
        self._takers = {
            kind.type: kind.open(name, self._journal, self._envelope.broken) for kind in kinds if kind.open is not None
        }
        self._taken: dict[MessageKind, None] = {}
        self._unread: dict[str, None] = {}
        self.reading = Reading(wanted.name, len(data), 0)

    def __iter__(self) -> Iterator[tuple[Observation, ...]]:
        held: list[tuple[Observation, ...]] = []
        for message in self._envelope.messages():
            observations = self._read(message)
            if self._forced and not self._met():
                held.append(observations)
                continue
            yield from held
            held.clear()
            yield observations
        refused = self._refusal()
        if refused is not None and (self._forced or not self._taken):
            self.reading = refuse(self._wanted.name, len(self._data), refused)
            return
        yield from held
        first = next(iter(self._taken), self._wanted)
        notices, refusals = self._journal.notices(), self._journal.refusals()
        self.reading = Reading(first.name, len(self._data), self._envelope.accounted, (), notices, refusals)

    def _read(self, message: Message) -> tuple[Observation, ...]:
        take = self._takers.get(message.type)
        if take is None:
            self._unread[message.type] = None
            _leave_unread(message, self._journal)
            return ()
        self._taken[self._kinds[message.type]] = None
        return take(message)

    def _known(self) -> list[MessageKind]:
        """The kinds of the messages met, of those read first."""
        return [*self._taken, *(self._kinds[kind] for kind in self._unread if kind in self._kinds)]

    def _met(self) -> bool:
        return any(kind.name == self._wanted.name for kind in self._known())

    def _refusal(self) -> Refusal | None:
        return _refusal(self._data, self._envelope, self._wanted, self._known(), list(self._unread))


def _leave_unread(message: Message, journal: Journal) -> None:
    for _ in message.body:
        pass
    text = f"a message of type {quote(message.type)} was left unread"
    journal.notice(NoticeCode.KEPT_UNREAD, message.start, message.end, text)


def _refusal(
    data: Input, envelope: Envelope, wanted: MessageKind, taken: list[MessageKind], unread: list[str]
) -> Refusal | None:
    """Why the input as a whole is not what was wanted, or None."""
    size = len(data)
    if not size:
        return Refusal(RefusalCode.EMPTY, 0, 0, "the input is empty", _REPAIR_EMPTY)
    if not envelope.found:
        start = quote(data[:64].decode("latin-1"))
        text = f"no EDIFACT interchange: neither UNA, UNB nor UNH was found; the input starts with {start}"
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
