"""Writes a `Reply` as CUSRES (UN/EDIFACT D.05B, WCO/IATA/ICAO response message): what `cusres.read` reads back.

It stands beside the reader because both know the same segments; it knows nothing of who decides what is answered.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tansiq.model.customs import Directive, Reply, ReplyFlight
from tansiq.model.errors import DoesNotFit
from tansiq.readers.customs.cusres import PASSENGER_LEVEL
from tansiq.readers.edifact import free_text
from tansiq.readers.edifact.envelope import Message
from tansiq.readers.edifact.service import DEFAULT, ServiceCharacters

VERSION = "D:05B"
_TYPE = "CUSRES"
_AFTER_TRANSACTION = ("TN:", "AF:")
_CONTROLS = frozenset({"Cc", "Cs"})
_YEARS_OF_TWO_DIGITS = ("2000", "2079")

Element = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addressing:
    """The envelope of an answer. recipient: UNB 0010; control: UNB 0020; application: UNB 0026; access: UNH 0068.

    group: whether UNG and UNE stand around the message.
    """

    recipient: str = ""
    control: str = "1"
    application: str = "IAPI"
    access: str = ""
    group: bool = False
    characters: ServiceCharacters = DEFAULT


def answering(request: Message) -> Addressing:
    """The envelope of an answer to a message: back to its sender, with its references."""
    here = request.interchange
    return Addressing(recipient=here.sender, control=here.reference, access=request.access, group=bool(here.groups))


def write(reply: Reply, addressing: Addressing = Addressing()) -> bytes:
    """One interchange with the answer. Its sender, references, version and time are those of `reply.message`.

    The character set is UNOA, UNOB where small letters need it, UTF-8 (UNOW) where anything else does. Control
    characters are left out; a line end in a text begins another FTX.
    Raises DoesNotFit where a value is longer than the directory allows.
    """
    shape = _Shape(addressing.characters)
    message = [shape.segment(*elements) for elements in _message(reply, addressing)]
    trailer = shape.segment("UNT", str(len(message) + 1), _fit("UNH 0062", reply.message.reference, 14))
    inside = _grouped([*message, trailer], reply, addressing, shape) if addressing.group else [*message, trailer]
    tail = shape.segment("UNZ", "1", addressing.control)
    envelope = [*_header(reply, addressing)]
    syntax = _syntax("".join([*map(str, envelope), *inside]))
    head = shape.segment("UNB", (syntax, "4"), *envelope)
    return "".join([shape.una(), head, *inside, tail]).encode("utf-8")


def _syntax(text: str) -> str:
    if not text.isascii():
        return "UNOW"
    return "UNOA" if text == text.upper() else "UNOB"


class _Shape:
    """Writes segments with given service characters."""

    def __init__(self, characters: ServiceCharacters) -> None:
        here = self._characters = characters
        special = {here.component, here.element, here.release, here.terminator}
        self._released = str.maketrans({character: here.release + character for character in special if character})

    def una(self) -> str:
        """The service string advice."""
        here = self._characters
        return f"UNA{here.component}{here.element}{here.decimal}{here.release or ' '} {here.terminator}"

    def segment(self, *elements: Element) -> str:
        """One segment; empty elements and components at the end are left out."""
        parts = [element if isinstance(element, tuple) else (element,) for element in elements]
        shaped = [self._joined(map(self._value, part), self._characters.component) for part in parts]
        return self._joined(shaped, self._characters.element) + self._characters.terminator

    @staticmethod
    def _joined(parts: Iterable[str], separator: str) -> str:
        kept = list(parts)
        while kept and not kept[-1]:
            kept.pop()
        return separator.join(kept)

    def _value(self, value: str) -> str:
        return _plain(value).translate(self._released)


def _plain(value: str) -> str:
    """The value without control characters."""
    if not (value.isascii() and value.isprintable()):
        value = "".join(character for character in value if unicodedata.category(character) not in _CONTROLS)
    return value


def _fit(what: str, value: str, longest: int) -> str:
    """The value, where it is not longer than the directory allows."""
    if len(_plain(value).strip()) > longest:
        raise DoesNotFit(f"{what} is {value!r}; at most {longest} characters expected")
    return value


def _header(reply: Reply, addressing: Addressing) -> Iterator[Element]:
    """UNB after its syntax identifier."""
    yield _fit("UNB 0004", reply.message.sender, 35)
    yield _fit("UNB 0010", addressing.recipient, 35)
    yield tuple(_digits(reply.message.prepared))
    yield _fit("UNB 0020", addressing.control, 14)
    yield ""
    yield _fit("UNB 0026", addressing.application, 14)


def _grouped(inside: list[str], reply: Reply, addressing: Addressing, shape: _Shape) -> list[str]:
    said, version = reply.message, tuple((reply.message.version or VERSION).split(":"))
    prepared = tuple(_digits(said.prepared))
    head = ("UNG", _TYPE, said.sender, addressing.recipient, prepared, addressing.control, "UN", version)
    return [shape.segment(*head), *inside, shape.segment("UNE", "1", addressing.control)]


def _digits(iso: str) -> Iterator[str]:
    """A date and, where given, a time of ISO 8601 as EDIFACT has them, two digits to a year that two digits can tell."""
    day, _, clock = iso.partition("T")
    first, last = _YEARS_OF_TWO_DIGITS
    yield day.replace("-", "")[2 if first <= day[:4] <= last else 0 :]
    if clock:
        yield clock.replace(":", "")


def _message(reply: Reply, addressing: Addressing) -> Iterator[tuple[Element, ...]]:
    said = reply.message
    version = (said.version or VERSION).split(":")
    reference, access = _fit("UNH 0062", said.reference, 14), _fit("UNH 0068", addressing.access, 35)
    yield ("UNH", reference, (_TYPE, *version, "UN", "IATA"), access, tuple(said.part.split(":")))
    yield ("BGM", _fit("BGM 1001", said.function, 3), _fit("BGM 1004", said.identifier, 70))
    if reply.text and not reply.answer:
        yield from _text(reply.text)
    yield from _references(r for r in reply.references if not r.startswith(_AFTER_TRANSACTION))
    if said.transaction:
        revision = _fit("RFF 1060", said.revision, 6)
        yield ("RFF", ("TN", _fit("RFF 1154", said.transaction, 70), "", "", revision))
    yield from _flight(reply.flight)
    yield from _references(r for r in reply.references if r.startswith(_AFTER_TRANSACTION))
    if reply.answer:
        yield ("ERP", "1")
        for code in reply.answer.split():
            yield ("ERC", _fit("ERC 9321", code, 8))
        yield from _text(reply.text)
    for directive in reply.travellers:
        yield from _directive(directive)


def _references(references: Iterable[str]) -> Iterator[tuple[Element, ...]]:
    for reference in references:
        qualifier, _, value = reference.partition(":")
        yield ("RFF", (qualifier, _fit("RFF 1154", value, 70)))


def _flight(flight: ReplyFlight) -> Iterator[tuple[Element, ...]]:
    if flight.number:
        yield ("RFF", ("AF", _fit("RFF 1154", flight.carrier + flight.number, 70)))
    for qualifier, moment in (("189", flight.departure), ("232", flight.arrival)):
        if moment:
            digits = "".join(_digits(moment))
            yield ("DTM", (qualifier, digits, _DATE_FORMATS[len(digits)]))
    for qualifier, place in (("125", flight.origin), ("87", flight.destination)):
        if place:
            yield ("LOC", qualifier, _fit("LOC 3225", place, 35))


_DATE_FORMATS = {6: "101", 8: "102", 10: "201", 12: "203"}


def _directive(directive: Directive) -> Iterator[tuple[Element, ...]]:
    yield ("ERP", PASSENGER_LEVEL)
    for qualifier, value in (("AVF", directive.locator), ("ABO", directive.reference)):
        if value:
            yield ("RFF", (qualifier, _fit("RFF 1154", value, 70)))
    if directive.name:
        yield ("NAD", "FL", "", "", _fit("NAD 3036", directive.name, 70))
    if directive.document:
        yield ("DOC", ("P", "110", "111"), _fit("DOC 1004", directive.document, 70))
    if directive.directive:
        yield ("ERC", _fit("ERC 9321", directive.directive, 8))
    yield from _text(directive.text)


def _text(text: str) -> Iterator[tuple[Element, ...]]:
    for components in free_text.split("\n".join(map(_plain, text.splitlines()))):
        yield ("FTX", "AAP", "", "", tuple(components))
