"""Writing EDIFACT: segments and interchanges. Source: ISO 9735-1 (syntax version 4).

A segment is a tuple: its tag, then its elements; an element with several components is a tuple itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Element = str | tuple[str, ...]
Segment = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Characters:
    """The service characters, in the order of the UNA segment."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = "*"
    terminator: str = "'"

    @property
    def una(self) -> str:
        """The service string advice."""
        return "UNA" + self.component + self.element + self.decimal + self.release + self.repetition + self.terminator

    @property
    def released(self) -> dict[int, str]:
        """For str.translate: each character that means something, behind the release character."""
        signs = self.component + self.element + self.release + self.terminator + self.repetition.strip()
        return {ord(sign): self.release + sign for sign in signs}


TEST = "1"
"""UNB 0035, test indicator: "interchange is a test". Every interchange of the demo carries it."""

BLANK_REPETITION = Characters(repetition=" ")
STARS_AND_DOLLARS = Characters(element="*", repetition=" ", terminator="$")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything about an interchange but its messages, which carries the standard's own mark of a test (0035).

    prepared_at: the sender's clock, UTC.
    """

    sender: str
    recipient: str
    prepared_at: datetime
    control: str
    release: str = "05B"
    characters: Characters = Characters()
    has_una: bool = True
    has_group: bool = True
    line_end: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """The body of one message between UNH and UNT. common: UNH 0068, part: UNH S010, both "" where not needed."""

    reference: str
    body: Sequence[Segment]
    common: str = ""
    part: tuple[str, ...] = ()


def render_segment(characters: Characters, segment: Segment) -> str:
    """The segment with its terminator, values released."""
    released = characters.released
    elements = (
        element.translate(released)
        if isinstance(element, str)
        else characters.component.join(part.translate(released) for part in element)
        for element in segment
    )
    return characters.element.join(elements) + characters.terminator


def render_interchange(envelope: Envelope, messages: Sequence[Message]) -> str:
    """The interchange as text, with counts and closing references that are right."""
    clock = (f"{envelope.prepared_at:%y%m%d}", f"{envelope.prepared_at:%H%M}")
    opening, closing = _frame(envelope, clock, len(messages))
    segments = [*opening]
    for message in messages:
        segments += _message(message, envelope.release)
    segments += closing
    text = envelope.line_end.join(_texts(envelope, segments))
    return text + envelope.line_end


def _texts(envelope: Envelope, segments: Sequence[Segment]) -> list[str]:
    texts = [render_segment(envelope.characters, segment) for segment in segments]
    return [envelope.characters.una, *texts] if envelope.has_una else texts


def _frame(envelope: Envelope, clock: tuple[str, str], messages: int) -> tuple[list[Segment], list[Segment]]:
    sender, recipient = (envelope.sender, "ZZ"), (envelope.recipient, "ZZ")
    control = envelope.control
    opening: list[Segment] = [("UNB", ("UNOA", "4"), sender, recipient, clock, control, "", "APIS", "", "", "", TEST)]
    if not envelope.has_group:
        return opening, [("UNZ", str(messages), control)]
    release = ("D", envelope.release)
    opening.append(("UNG", "PAXLST", sender, recipient, clock, control, "UN", release))
    return opening, [("UNE", str(messages), control), ("UNZ", "1", control)]


def _message(message: Message, release: str) -> list[Segment]:
    header: Segment = ("UNH", message.reference, ("PAXLST", "D", release, "UN", "IATA"))
    if message.common:
        header += (message.common, message.part)
    return [header, *message.body, ("UNT", str(len(message.body) + 2), message.reference)]


TYPE_B_WIDTH = 63
"""Longest line of a Type B message. Source: ATA/IATA Systems and Communications Reference, volume 6."""


def wrap_type_b(text: str, address: str, origin: str, prepared_at: datetime) -> str:
    """The text in a Type B envelope: address and origin lines, lines cut wherever they are full, control characters."""
    lines = [text[i : i + TYPE_B_WIDTH] for i in range(0, len(text), TYPE_B_WIDTH)]
    head = [f"\x01QU {address}", f".{origin} {prepared_at:%d%H%M}"]
    return "\r\n".join([*head, "\x02" + lines[0], *lines[1:]]) + "\r\n\x03"
