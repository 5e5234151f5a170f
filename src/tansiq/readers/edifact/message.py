"""An EDIFACT message and what stands around it, as its envelope says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tansiq.model.observations import MessageHeader
from tansiq.readers.edifact.charset import Text
from tansiq.readers.edifact.framing import Heading
from tansiq.readers.edifact.segments import Lane, Segment
from tansiq.readers.edifact.service import ServiceCharacters


@dataclass(slots=True)
class Interchange:
    """One UNB..UNZ, or UIB..UIZ. sender: UNB 0004; recipient: UNB 0010; prepared: UNB 0017 and 0019 as ISO 8601; reference: UNB 0020.

    Of a dialogue the same of UIB; reference: 0300 of the dialogue, or of the transaction. heading: the network's lines
    before it. messages, groups: how many were met.
    """

    characters: ServiceCharacters
    text: Text
    header: tuple[int, int] = (0, 0)
    sender: str = ""
    recipient: str = ""
    prepared: str = ""
    reference: str = ""
    messages: int = 0
    groups: int = 0
    closed: bool = False
    dialogue: bool = False
    heading: Heading | None = None


@dataclass(slots=True)
class Group:
    """One UNG..UNE."""

    type: str = ""
    reference: str = ""
    messages: int = 0


@dataclass(slots=True)
class Message:
    """One UNH..UNT. body: its segments between the two, to be taken once, before the next message is asked for.

    version: "D:05B". access: UNH 0068, which parts of one list share. part: UNH S010, as given ("01:C").
    offer: has a lane take the segments that it knows, up to the end of the message; they are then not in `body`.
    """

    interchange: Interchange
    type: str
    start: int
    end: int
    reference: str = ""
    version: str = ""
    access: str = ""
    part: str = ""
    body: Iterator[Segment] = field(default_factory=lambda: iter(()))
    offer: Callable[[Lane], None] = lambda _lane: None


def header_of(message: Message) -> MessageHeader:
    """What the envelope says of a message, for its observations."""
    return MessageHeader(
        type=message.type,
        reference=message.reference,
        version=message.version,
        prepared=message.interchange.prepared,
        part=message.part,
        sender=message.interchange.sender,
    )


def at(elements: list[str], index: int) -> str:
    """The element at an index, "" where the segment is shorter."""
    return elements[index] if index < len(elements) else ""
