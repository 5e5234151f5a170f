"""PNRGOV, booking data pushed to states (PADIS EDIFACT 10.1 to 21.1, IATA/WCO/ICAO implementation guide), and what is said about it.

ACKRES, the acknowledgement of a push, and GOVREQ, a state's request for one, name no travellers: they are kept unread.
"""

from tansiq.model.reading import Reading
from tansiq.readers.bookings.observations import observations
from tansiq.readers.edifact import interchange
from tansiq.readers.edifact.interchange import Broken, MessageKind, Take
from tansiq.readers.journal import Journal
from tansiq.readers.pnrgov.message import BookingMessage

NAME = "pnrgov"


def _bookings(file: str, journal: Journal, broken: Broken) -> Take:
    return lambda message: observations(BookingMessage(message, file, journal, broken).read(), journal)


KIND = MessageKind(NAME, "PNRGOV", "booking data", _bookings)
ACKNOWLEDGEMENT = MessageKind(NAME, "ACKRES", "the answer to a push of booking data", None)
REQUEST = MessageKind(NAME, "GOVREQ", "a state's request for booking data", None)
KINDS = (KIND, ACKNOWLEDGEMENT, REQUEST)


def sniff(first: bytes) -> bool:
    """Whether the first bytes of an input look like EDIFACT with booking data, or a message about it, in it."""
    return any(kind.sniff(first) for kind in KINDS)


def read(data: bytes, name: str) -> Reading:
    """Read every message of booking data of an input; messages of other types are named and left unread.

    name: the file's, for the observations' source.
    """
    return interchange.read(data, name, KINDS, wanted=KIND)
