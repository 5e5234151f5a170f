"""Where the reader of one PNRGOV message is: the booking, the traveller, the flight and the check-in that segments belong to."""

from collections.abc import Callable

from tansiq.readers.bookings.documents import alike, begins, squeezed
from tansiq.readers.bookings.draft import BookingDraft, CheckInDraft, Flight, MessageDraft, Person, TicketDraft
from tansiq.readers.edifact.envelope import Interchange
from tansiq.readers.journal import Journal

Take = Callable[[int, int, list[str]], None]
"""Takes one segment: start, end, elements."""

_PAD = 9  # components that every element is given at least, so that none has to be counted
_SHORT, _MOST_SHORT = 8, 4096  # characters of an element that comes again, and how many of them are remembered


class Scene:
    """The state of reading, shared by those who take segments. stretch: index into the booking's itinerary.

    ticket: that prices and dates which follow belong to. paid: payments of the booking that stand before the last FOP.
    elsewhere: what is booked next is no flight. known: travellers by reference and "", and by given and family name, squeezed.
    """

    __slots__ = (
        "_colon",
        "_pad",
        "_short",
        "_text",
        "booking",
        "checkin",
        "checkin_at",
        "draft",
        "elsewhere",
        "in_checkin",
        "journal",
        "known",
        "paid",
        "person",
        "stretch",
        "ticket",
    )

    def __init__(self, interchange: Interchange, journal: Journal, draft: MessageDraft) -> None:
        self._text, self._colon = interchange.text, interchange.characters.component
        self._pad = self._colon * _PAD
        self._short: dict[str, list[str]] = {"": [""] * (_PAD + 1)}
        self.journal, self.draft = journal, draft
        self.open(BookingDraft(0, 0))

    def open(self, booking: BookingDraft) -> None:
        """Start a booking; the one before was closed."""
        self.booking = booking
        self.person: Person | None = None
        self.ticket: TicketDraft | None = None
        self.checkin: CheckInDraft | None = None
        self.checkin_at = ""
        self.stretch: int | None = None
        self.paid = 0
        self.elsewhere = self.in_checkin = False
        self.known: dict[tuple[str, str], Person] = {}

    def close(self, end: int) -> None:
        """Finish the traveller and the check-in that are open; end: where the last segment ended."""
        if self.person is not None and not self.in_checkin:
            self.person.end = max(self.person.end, end)
        self.person = self.ticket = None
        if self.checkin is not None:
            self.booking.checkins.append(self.checkin)
            self.checkin = None

    def begin_checkin(self, end: int) -> None:
        """What follows is said at check-in for the flight before it."""
        self.close(end)
        self.in_checkin = True
        self.checkin_at = ""

    def lost(self) -> None:
        """A segment was lost: what follows need not be of the same ticket."""
        self.ticket = None

    def value(self, raw: str) -> str:
        """The text of a raw value."""
        return raw if raw.isascii() else self._text(raw)

    def parts(self, element: str) -> list[str]:
        """The components of an element, without blanks around them, and empty ones behind them to spare.

        Not to be altered: one list is given for each of a short element, of which a message has few.
        """
        known = self._short.get(element)
        if known is not None:
            return known
        if not element.isascii():
            return [self._text(part).strip() for part in (element + self._pad).split(self._colon)]
        parts = (element + self._pad).split(self._colon)
        if " " in element:
            parts = [part.strip() for part in parts]
        if len(element) <= _SHORT and len(self._short) < _MOST_SHORT:
            self._short[element] = parts
        return parts

    def flat(self, elements: list[str]) -> str:
        """A segment's elements as one text: those that are not empty, parted by blanks, components by colons."""
        text = " ".join([element for element in elements[1:] if element])
        return self.value(text if self._colon == ":" else text.replace(self._colon, ":")).strip()

    def whose(self) -> str:
        """The reference of the traveller that segments stand under, "" at the level of the booking."""
        return self.person.reference if self.person is not None else ""

    def flight(self) -> Flight | None:
        """The flight that segments stand under."""
        return self.booking.stretches[self.stretch].flight if self.stretch is not None else None

    def begun(self) -> bool:
        """Whether the booking's itinerary has begun."""
        return self.stretch is not None or self.in_checkin

    def know(self, person: Person) -> None:
        """Take a traveller into the booking."""
        self.booking.people.append(person)
        if person.reference:
            self.known.setdefault((person.reference, ""), person)
        self.known.setdefault((squeezed(person.given), squeezed(person.family)), person)

    def met(self, family: str, given: str, reference: str) -> Person | None:
        """The traveller of a reference and name, cut or not, else the first of that name."""
        known = self.known.get((reference, "")) if reference else None
        if known is not None:
            if known.family == family and known.given == given:
                return known
            if begins(squeezed(known.family), squeezed(family)) and alike(known.given, given):
                return known
        return self.known.get((squeezed(given), squeezed(family)))
