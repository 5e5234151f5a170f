"""Writing EDIFACT: segments and interchanges. Source: ISO 9735-1 (syntax version 4).

A segment is a tuple: its tag, then its elements; an element with several components is a tuple itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

Element = str | tuple[str, ...]
Segment = tuple[Element, ...]


class Characters(NamedTuple):
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


@cache
def _released(characters: Characters) -> dict[int, str]:
    """For str.translate: each character that means something, behind the release character."""
    signs = characters.component + characters.element + characters.release + characters.terminator
    return {ord(sign): characters.release + sign for sign in signs + characters.repetition.strip()}


TEST = "1"
"""UNB 0035, test indicator: "interchange is a test". Every interchange of the demo carries it."""

USUAL = Characters()
BLANK_REPETITION = Characters(repetition=" ")
STARS_AND_DOLLARS = Characters(element="*", repetition=" ", terminator="$")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything about an interchange but its messages, which carries the standard's own mark of a test (0035).

    prepared_at: the sender's clock, UTC. type: of its messages (UNH S009 0065); version: the rest of S009, agency and association
    included, "D:05B:UN:IATA" in components. application: UNB 0026. syntax: UNB S001.
    """

    sender: str
    recipient: str
    prepared_at: datetime
    control: str
    type: str = "PAXLST"
    version: tuple[str, ...] = ("D", "05B", "UN", "IATA")
    application: str = "APIS"
    syntax: tuple[str, str] = ("UNOA", "4")
    characters: Characters = USUAL
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
    released, joint = _released(characters), characters.component
    elements = [
        (element if element.isalnum() else element.translate(released))
        if isinstance(element, str)
        else joint.join([part if part.isalnum() else part.translate(released) for part in element])
        for element in segment
    ]
    return characters.element.join(elements) + characters.terminator


def render_interchange(envelope: Envelope, messages: Sequence[Message]) -> str:
    """The interchange as text, with counts and closing references that are right."""
    clock = (f"{envelope.prepared_at:%y%m%d}", f"{envelope.prepared_at:%H%M}")
    opening, closing = _frame(envelope, clock, len(messages))
    segments = [*opening]
    for message in messages:
        segments += _message(message, envelope)
    segments += closing
    text = envelope.line_end.join(_texts(envelope, segments))
    return text + envelope.line_end


def _texts(envelope: Envelope, segments: Sequence[Segment]) -> list[str]:
    texts = [render_segment(envelope.characters, segment) for segment in segments]
    return [envelope.characters.una, *texts] if envelope.has_una else texts


def _frame(envelope: Envelope, clock: tuple[str, str], messages: int) -> tuple[list[Segment], list[Segment]]:
    sender, recipient = (envelope.sender, "ZZ"), (envelope.recipient, "ZZ")
    control = envelope.control
    application = envelope.application
    opening: list[Segment] = [
        ("UNB", envelope.syntax, sender, recipient, clock, control, "", application, "", "", "", TEST)
    ]
    if not envelope.has_group:
        return opening, [("UNZ", str(messages), control)]
    version, agency = envelope.version[:2], envelope.version[2]
    opening.append(("UNG", envelope.type, sender, recipient, clock, control, agency, version))
    return opening, [("UNE", str(messages), control), ("UNZ", "1", control)]


def _message(message: Message, envelope: Envelope) -> list[Segment]:
    header: Segment = ("UNH", message.reference, (envelope.type, *envelope.version))
    if message.common:
        header += (message.common, message.part) if message.part else (message.common,)
    return [header, *message.body, ("UNT", str(len(message.body) + 2), message.reference)]


TYPE_B_WIDTH = 63
"""Longest line of a Type B message. Source: ATA/IATA Systems and Communications Reference, volume 6."""


def wrap_type_b(text: str, address: str, origin: str, prepared_at: datetime) -> str:
    """The text in a Type B envelope: address and origin lines, lines cut wherever they are full, control characters."""
    lines = [text[i : i + TYPE_B_WIDTH] for i in range(0, len(text), TYPE_B_WIDTH)]
    head = [f"\x01QU {address}", f".{origin} {prepared_at:%d%H%M}"]
    return "\r\n".join([*head, "\x02" + lines[0], *lines[1:]]) + "\r\n\x03"
