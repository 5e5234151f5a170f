"""Who of a flight a message speaks of: the same person by document, reference, ticket, or name within a booking.

TIF references count within one booking only; RFF+ABO of passenger lists counts on the whole flight.
"""

from collections.abc import Iterator

from tansiq.model.observations import Traveller
from tansiq.picture.places import Place, booking_of, is_booked
from tansiq.readers.bookings.documents import alike, bare, squeezed

Identifier = tuple[str, ...]
_MOST_COMPARED = 100  # namesakes of one booking or birth date that are compared one by one
_TICKET_DIGITS = 13


def identifiers(traveller: Traveller) -> Iterator[Identifier]:
    """What alone says who of one flight the traveller is, surest first."""
    for document in traveller.documents:
        yield ("document", document.issuer, squeezed(document.number))
    if traveller.reference:
        yield (
            ("booked", *booking_of(traveller), traveller.reference)
            if is_booked(traveller)
            else (
                "reference",
                traveller.reference,
            )
        )
    ticket = "".join(filter(str.isdigit, traveller.ticket))[:_TICKET_DIGITS]
    if len(ticket) == _TICKET_DIGITS:
        yield ("ticket", ticket)
    if not traveller.birth_date and not is_booked(traveller):
        for name in traveller.names:
            yield ("name", name.family, name.given)


def families(traveller: Traveller) -> Iterator[Identifier]:
    """Among whom the traveller's given name decides: those of the family in one booking, or born on one day."""
    for name in traveller.names:
        family = squeezed(name.family)
        if traveller.birth_date:
            yield ("born", traveller.birth_date, family)
        if traveller.locator:
            yield ("locator", traveller.locator, family)


class Recognition:
    """The people of a flight, found by what a message says of one."""

    def __init__(self) -> None:
        self._known: dict[Identifier, Place] = {}
        self._families: dict[Identifier, list[Place]] = {}
        self._names: dict[int, set[tuple[str, str]]] = {}
        self._in_message: dict[int, set[Identifier]] = {}

    def begin_message(self) -> None:
        """Forget whom the message before named."""
        self._in_message = {}

    def learn(self, place: Place, traveller: Traveller) -> None:
        """Take what a message says of a place."""
        self._in_message.setdefault(id(place), set()).add(booking_of(traveller))
        self._names.setdefault(id(place), set()).update(_bare_names(traveller))
        for identifier in identifiers(traveller):
            self._known.setdefault(identifier, place)
        for family in families(traveller):
            same = self._families.setdefault(family, [])
            if len(same) < _MOST_COMPARED and not any(p is place for p in same):
                same.append(place)

    def find(self, traveller: Traveller, *, is_correction: bool) -> Place | None:
        """The place of the traveller, None for somebody new. is_correction: whether name and birth date may both change."""
        for identifier in identifiers(traveller):
            place = self._known.get(identifier)
            if place is None or self._is_beside(place, identifier, traveller):
                continue
            if is_correction or _may_be(place.traveller, traveller, identifier):
                return place
        for family in families(traveller):
            place = self._of_family(family, traveller)
            if place is not None:
                return place
        return None

    def _of_family(self, family: Identifier, traveller: Traveller) -> Place | None:
        """The one of a family with that given name; where several may be meant, the one of the very same."""
        fit = [p for p in self._families.get(family, ()) if self._fits(p, family, traveller)]
        exact = [p for p in fit if self._shares_name(p, traveller)]
        if exact:
            return exact[0] if len(exact) == 1 or family[0] == "born" else None
        fit = [p for p in fit if _is_of_the_other_kind(p, traveller)]
        return fit[0] if len(fit) == 1 else None

    def _fits(self, place: Place, family: Identifier, traveller: Traveller) -> bool:
        known = place.traveller
        if _births_differ(known, traveller) or self._is_namesake(place, traveller):
            return False
        if family[0] == "locator" and booking_of(traveller) in self._in_message.get(id(place), ()):
            return False  # named in this very booking already, under another reference
        return _names_alike(known, traveller) or self._shares_name(place, traveller)

    def _shares_name(self, place: Place, traveller: Traveller) -> bool:
        """Whether the place was ever given this very name, titles aside."""
        return not self._names[id(place)].isdisjoint(_bare_names(traveller))

    def _is_beside(self, place: Place, identifier: Identifier, traveller: Traveller) -> bool:
        """Whether one message gives two people one name, or one ticket in one booking."""
        if identifier[0] == "ticket":
            return booking_of(traveller) in self._in_message.get(id(place), ())
        return identifier[0] == "name" and self._is_namesake(place, traveller)

    def _is_namesake(self, place: Place, traveller: Traveller) -> bool:
        """Whether one message gives one name twice, with two documents: then it speaks of two people."""
        return id(place) in self._in_message and _documents_differ(place.traveller, traveller)


def _is_of_the_other_kind(place: Place, traveller: Traveller) -> bool:
    """Whether lists and bookings have yet to meet here: only then may a cut name speak for somebody."""
    return place.word_like(traveller) is None and not _documents_differ(place.traveller, traveller)


def _may_be(known: Traveller, new: Traveller, identifier: Identifier) -> bool:
    """Whether two records can be one person when an identifier agrees."""
    if not known.names or not new.names or _names_alike(known, new):
        return True
    if identifier[0] in {"booked", "ticket"}:  # numbered anew as a booking changes, or filled in to satisfy a form
        same_given = {bare(n.given) for n in known.names} & {bare(n.given) for n in new.names}
        return bool(same_given and known.birth_date) and known.birth_date == new.birth_date
    if identifier[0] == "document" and identifier[1]:
        return not _births_differ(known, new)
    return known.birth_date == new.birth_date


def _births_differ(known: Traveller, new: Traveller) -> bool:
    return bool(known.birth_date and new.birth_date) and known.birth_date != new.birth_date


def _names_alike(known: Traveller, new: Traveller) -> bool:
    return any(
        squeezed(a.family) == squeezed(b.family) and alike(a.given, b.given) for a in known.names for b in new.names
    )


def _bare_names(traveller: Traveller) -> set[tuple[str, str]]:
    return {(squeezed(name.family), bare(name.given)) for name in traveller.names}


def _documents_differ(known: Traveller, new: Traveller) -> bool:
    held, shown = ({(d.issuer, squeezed(d.number)) for d in t.documents} for t in (known, new))
    return bool(held and shown) and not held & shown
