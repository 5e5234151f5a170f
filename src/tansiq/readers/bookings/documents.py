"""Who a document of a booking belongs to: by reference, name, birth date and infant's mark.

Service requests name travellers loosely: an infant's passport stands under the adult, a reference may be of another
numbering, names are cut and carry titles. What fits nobody stays with the booking, in a notice and as a service.
"""

import re
from functools import lru_cache

from tansiq.model.bookings import Service
from tansiq.model.observations import PersonName
from tansiq.model.reading import NoticeCode
from tansiq.readers.bookings.draft import BookingDraft, Lap, Paper, Person
from tansiq.readers.journal import Journal

_TITLES = "MRS|MSTR|MISS|MASTER|MR|MS|DR|PROF|CHD|INF"
_TITLE_ENDS = re.compile(rf"(?<=.)(?:{_TITLES})$")
_TITLE_STARTS = re.compile(rf"^(?:{_TITLES})(?=.)")
_MOST_COMPARED = 100  # names of one family that are compared one by one; a booking of more shares no family name
_SHORTEST_CUT = 3  # letters of a given name that must be left where a system has cut it


def squeezed(text: str) -> str:
    """A name's letters and digits, in upper case."""
    return text.upper() if text.isalnum() else "".join(filter(str.isalnum, text.upper()))


@lru_cache(maxsize=1 << 14)
def _forms(given: str) -> tuple[str, str]:
    """A given name squeezed, and the same without one title after or before it: JOHNMR, MRJOHN."""
    name = squeezed(given)
    shorter = _TITLE_ENDS.sub("", name)
    return name, shorter if shorter != name else _TITLE_STARTS.sub("", name)


def bare(given: str) -> str:
    """A given name squeezed, without one title after or before it."""
    return _forms(given)[1]


def alike(one: str, other: str) -> bool:
    """Whether given names may be one person's: equal but for titles, or one is the beginning of the other."""
    (first, first_bare), (second, second_bare) = _forms(one), _forms(other)
    return begins(first, second) or begins(first_bare, second_bare) or first_bare == second or first == second_bare


def begins(one: str, other: str) -> bool:
    """Whether squeezed names are equal, or one is the other cut."""
    if one == other:
        return True
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _SHORTEST_CUT and long.startswith(short)


class People:
    """The travellers of one booking, found by reference and by name."""

    def __init__(self, booking: BookingDraft) -> None:
        self._everybody = booking.people
        self._by_reference: dict[str, Person] = {}
        self._by_family: dict[str, list[Person]] = {}
        for person in booking.people:
            self._enter(person)

    def _enter(self, person: Person) -> None:
        if person.reference:
            self._by_reference.setdefault(person.reference, person)
        self._by_family.setdefault(squeezed(person.family), []).append(person)

    def add(self, person: Person) -> None:
        """Take another traveller into the booking."""
        self._everybody.append(person)
        self._enter(person)

    def referred(self, reference: str) -> Person | None:
        """The traveller of a reference, also where it is written with leading zeros."""
        return self._by_reference.get(reference) or self._by_reference.get(reference.lstrip("0"))

    def named(self, family: str, given: str, *, infant: bool = False, born: str = "") -> Person | None:
        """The one traveller of a name; of several the one born then, or of the very same given names.

        infant: only among infants.
        """
        same = self._by_family.get(squeezed(family), ())[:_MOST_COMPARED]
        fit = [p for p in same if (not infant or p.category == "infant") and alike(p.given, given)]
        if len(fit) > 1 and born:
            fit = [p for p in fit if p.birth_date == born] or [p for p in fit if not p.birth_date] or fit
        if len(fit) > 1:
            fit = [p for p in fit if _forms(p.given)[1] == _forms(given)[1]]
        return fit[0] if len(fit) == 1 else None

    def alone(self) -> Person | None:
        """The traveller of a booking for one."""
        return self._everybody[0] if len(self._everybody) == 1 else None


def join(booking: BookingDraft, journal: Journal) -> None:
    """Give each document to its traveller; infants that only a service request names become travellers."""
    if booking.papers or booking.laps or booking.residences:
        _Joining(booking, journal).join()


class _Joining:
    def __init__(self, booking: BookingDraft, journal: Journal) -> None:
        self._booking, self._journal = booking, journal
        self._people = People(booking)
        self._infants = [person for person in booking.people if person.category == "infant"]
        self._laps = sum(person.with_infant for person in booking.people)
        self._given: set[tuple[int, str, str]] = set()
        self._told: set[int] = set()

    def join(self) -> None:
        for lap in self._booking.laps:
            self._seat(lap)
        left = [paper for paper in self._booking.papers if not self._joined(paper)]
        for paper in left:
            person = self._last_resort(paper)
            if person is None:
                self._keep(paper)
            else:
                self._give(person, paper)
        for reference, within, country in self._booking.residences:
            resident = self._people.referred(reference) or within or self._people.alone()
            if resident is not None:
                resident.residence = resident.residence or country

    def _joined(self, paper: Paper) -> bool:
        person = self._owner(paper)
        if person is not None:
            self._give(person, paper)
            self._told.add(id(person))
        return person is not None

    def _last_resort(self, paper: Paper) -> Person | None:
        """Whose a document of another name, or a damaged one, may be: of whom it stands under and has none yet."""
        person = self._people.referred(paper.reference) if paper.reference else None
        person = person or paper.within or self._people.alone()
        taken = person is None or id(person) in self._told or (person.category == "infant") is not paper.infant
        return None if taken else person

    def _seat(self, lap: Lap) -> None:
        infant = self._people.named(lap.family, lap.given, infant=True, born=lap.birth_date)
        if infant is None:
            infant = self._listed(lap.start, lap.end, lap.family, lap.given)
        infant.birth_date = infant.birth_date or lap.birth_date

    def _listed(self, start: int, end: int, family: str, given: str) -> Person:
        infant = Person(start, end, family, given, category="infant")
        self._people.add(infant)
        self._infants.append(infant)
        return infant

    def _owner(self, paper: Paper) -> Person | None:
        if paper.infant:
            return self._infant(paper)
        referred = self._people.referred(paper.reference) if paper.reference else None
        if not paper.family and not paper.given:
            return (referred or paper.within or self._people.alone()) if paper.whole else None
        near = referred or paper.within
        if near is not None and _may_be(near, paper):
            return near
        named = self._people.named(paper.family, paper.given, born=paper.birth_date)
        return named or (referred if paper.whole else None)

    def _infant(self, paper: Paper) -> Person | None:
        """Whose an infant's document is; what it names as reference is the infant, or the adult who carries it."""
        referred = (self._people.referred(paper.reference) if paper.reference else None) or paper.within
        if referred is not None and referred.category == "infant":
            return referred
        if not paper.family and not paper.given:
            return self._infants[0] if len(self._infants) == 1 else None
        named = self._people.named(paper.family, paper.given, infant=True, born=paper.birth_date)
        if named is not None:
            return named
        if self._laps > len(self._infants):
            return self._listed(paper.start, paper.end, paper.family, paper.given)
        only = self._infants[0] if len(self._infants) == 1 else None
        return only if only is not None and not only.documents and _same_family(only, paper) else None

    def _give(self, person: Person, paper: Paper) -> None:
        person.birth_date = person.birth_date or paper.birth_date
        person.birth_place = person.birth_place or paper.birth_place
        person.sex = person.sex or paper.sex
        person.nationality = person.nationality or paper.nationality
        document = paper.document
        if document is not None and self._is_new(person, document.type, document.number):
            person.documents.append(document)
        other = (paper.family or paper.given) and (paper.family, paper.given) != (person.family, person.given)
        if other and self._is_new(person, f"{paper.family}/", paper.given):
            full = f"{paper.given} {paper.family}".strip()
            person.names.append(PersonName(paper.family, paper.given, full))

    def _is_new(self, person: Person, kind: str, value: str) -> bool:
        key = (id(person), kind, value)
        if key in self._given:
            return False
        self._given.add(key)
        return True

    def _keep(self, paper: Paper) -> None:
        booking = self._booking
        text = f"SSR {paper.code} fits no traveller of booking {booking.locator}; it is kept with the booking"
        self._journal.notice(NoticeCode.MISPLACED_SEGMENT, paper.start, paper.end, text)
        booking.services.append(
            Service(paper.code, status=paper.status, carrier=paper.carrier, text=paper.text, traveller=paper.reference)
        )


def _same_family(person: Person, paper: Paper) -> bool:
    return squeezed(person.family) == squeezed(paper.family)


def _may_be(person: Person, paper: Paper) -> bool:
    """Whether a document's name speaks for this person."""
    return _same_family(person, paper) and alike(person.given, paper.given)
