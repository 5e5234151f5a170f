"""The segments under one NAD of a traveller (PAXLST segment groups 4 and 5): what each says goes into the draft."""

from collections.abc import Callable

from tansiq.model.countries import ALPHA_2_OF, alpha_2
from tansiq.model.observations import PersonName, Role
from tansiq.model.reading import NoticeCode
from tansiq.readers.edifact.envelope import Interchange, at
from tansiq.readers.journal import Journal, quote
from tansiq.readers.moments import FALLBACK, parse_birth_date, parse_expiry_date
from tansiq.readers.passengers.draft import Draft, baggage_tags, number_in

Take = Callable[[int, int, list[str]], None]
"""Takes one segment: start, end, elements."""

_NAME_PARTS = 5  # C080: five parts of a name; a sixth component is the code of its format
_SUBDIVISION = "163"  # LOC 1131 of a state's part, as lorry drivers' licences name their issuer
_WITH_PLACE, _WITH_SEX = 3, 4


def country(code: str) -> str:
    """alpha-2 of a code as given."""
    return ALPHA_2_OF.get(code) or alpha_2(code)


class Particulars:
    """Takes the segments of one traveller after another. draft: the traveller they belong to, None for nobody.

    damaged: a segment was lost since the traveller began. pivot: the ISO date that settles two-digit years.
    begin: starts another traveller, where one's NAD must have been lost.
    """

    def __init__(self, interchange: Interchange, journal: Journal, begin: Callable[[int, Role], Draft]) -> None:
        self._text, self._journal, self._begin = interchange.text, journal, begin
        self._colon, self._decimal = interchange.characters.component, interchange.characters.decimal
        self.draft: Draft | None = None
        self.damaged = False
        self.pivot = FALLBACK

    def takers(self) -> dict[str, Take]:
        """What takes which segment."""
        return {
            "LOC": self._loc,
            "DTM": self._dtm,
            "RFF": self._rff,
            "DOC": self._doc,
            "ATT": self._att,
            "NAT": self._nat,
            "FTX": self._ftx,
            "MEA": self._mea,
            "GEI": self._gei,
        }

    def value(self, raw: str) -> str:
        """The text of a component."""
        return (raw if raw.isascii() else self._text(raw)).strip()

    def place(self, element: str) -> str:
        """A place's code, or its text where it has no code."""
        parts = element.split(self._colon)
        return self.value(parts[0] or at(parts, 3))

    def named(self, element: str) -> PersonName | None:
        """The name in C080: the family name, then given names; None where there is none."""
        colon = self._colon
        family, _, given = element.partition(colon)
        if colon in given:
            if given.count(colon) < _NAME_PARTS - 1 and colon * 2 not in given:
                given = given.replace(colon, " ")
            else:
                given = " ".join([part for part in given.split(colon)[: _NAME_PARTS - 1] if part])
        if element.isascii():
            family, given = family.strip(), given.strip()
        else:
            family, given = self.value(family), self.value(given)
        full = f"{given} {family}" if given and family else given or family
        return PersonName(family, given, full) if full else None

    def birth_place(self, element: str) -> str:
        """A place of birth: its name, then its state."""
        parts = element.split(self._colon)
        return ", ".join(p for p in (self.value(at(parts, 3)), country(parts[0])) if p)

    def _said_again(self, start: int, end: int, draft: Draft) -> Draft | None:
        """Whose it is that is said a second time of one traveller: of one whose NAD was lost, or of nobody."""
        if self.damaged:
            return self._begin(start, draft.role)
        self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "said twice of one traveller; the first is kept")
        return None

    def _att(self, start: int, end: int, elements: list[str]) -> None:
        draft = self.draft
        if draft is None or len(elements) < _WITH_SEX or elements[1] != "2":
            return
        sex = elements[3].split(self._colon)[0].strip()[:1].upper()
        if draft.sex:
            draft = self._said_again(start, end, draft)
        if draft is None or not sex:
            return
        if sex in "MFXU":
            draft.sex = sex if sex != "U" else ""
            draft.told = True
        else:
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, f"sex {quote(sex)}; M, F, X or U expected")

    def _nat(self, start: int, end: int, elements: list[str]) -> None:
        draft = self.draft
        if draft is not None and draft.nationality:
            draft = self._said_again(start, end, draft)
        if draft is not None:
            draft.nationality = country(at(elements, 2).split(self._colon)[0])
            draft.told = True

    def _dtm(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, _, value = at(elements, 1).partition(self._colon)
        value = value.split(self._colon)[0].strip()
        if self.draft is None or not value:
            return
        if qualifier == "329":
            self.birth(start, end, value)
        elif qualifier == "36":
            self.expiry(start, end, value)

    def birth(self, start: int, end: int, value: str) -> None:
        """Take a birth date."""
        draft = self.draft
        if draft is not None and draft.birth_date:
            draft = self._said_again(start, end, draft)
        if draft is None:
            return
        draft.told = True
        draft.birth_date = parse_birth_date(value, self.pivot)
        if not draft.birth_date:
            self._journal.bad_date(start, end, value)

    def expiry(self, start: int, end: int, value: str) -> None:
        """Take the expiry date of the document before it."""
        draft = self.draft
        if draft is None or not draft.in_document:
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "an expiry date outside a document")
            return
        expiry = parse_expiry_date(value, self.pivot)
        if not expiry:
            self._journal.bad_date(start, end, value)
        elif draft.expiry and draft.expiry != expiry:
            text = f"a second expiry date {expiry}; the first, {draft.expiry}, is kept"
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, text)
        else:
            draft.expiry = expiry

    def _loc(self, start: int, end: int, elements: list[str]) -> None:
        draft = self.draft
        if draft is None or len(elements) < _WITH_PLACE:
            return
        qualifier, place = elements[1], elements[2]
        if qualifier == "178":
            draft.embarked = self.place(place)
        elif qualifier == "179":
            draft.disembarks = self.place(place)
        elif qualifier == "174":
            draft.residence = country(place.split(self._colon)[0])
        elif qualifier == "180":
            draft.birth_place = self.birth_place(place)
        elif qualifier == "91":
            self._issuer(start, end, place)

    def _issuer(self, start: int, end: int, place: str) -> None:
        draft = self.draft
        code, _, kind = place.partition(self._colon)
        if draft is None or not code:
            return
        if not draft.in_document:
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "an issuing state outside a document")
        elif not draft.issuer and kind.strip() != _SUBDIVISION:
            draft.issuer = country(code)

    def _doc(self, _start: int, _end: int, elements: list[str]) -> None:
        if self.draft is not None:
            number = self.value(at(elements, 2).split(self._colon)[0]).replace(" ", "")
            kind = self.value(at(elements, 1).split(self._colon)[0]).upper()
            self.draft.open_document(kind, number)

    def _rff(self, _start: int, _end: int, elements: list[str]) -> None:
        draft = self.draft
        if draft is None:
            return
        qualifier, _, value = at(elements, 1).partition(self._colon)
        value = self.value(value.split(self._colon)[0])
        if qualifier == "AVF":
            draft.locator = draft.locator or value.upper()
        elif qualifier == "ABO":
            draft.reference = draft.reference or value
        elif qualifier == "SEA":
            draft.seat = draft.seat or value

    def _mea(self, start: int, end: int, elements: list[str]) -> None:
        draft = self.draft
        if draft is None:
            return
        unit, _, measured = at(elements, 3).partition(self._colon)
        measured = measured.split(self._colon)[0].strip() or unit.strip()
        if not measured:
            return
        number = number_in(measured, self._decimal)
        if number is None:
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, f"measure {quote(measured)}; a number expected")
        elif elements[1] == "CT":
            draft.bag_count = int(number)
        elif elements[1] == "WT":
            draft.weigh(number, unit.strip().upper())

    def _ftx(self, start: int, end: int, elements: list[str]) -> None:
        draft = self.draft
        if draft is None or at(elements, 1).strip() != "BAG":
            return
        tags, whole = baggage_tags([self.value(part) for part in at(elements, 4).split(self._colon)])
        draft.bags += tags
        if not whole:
            text = f"bag tags {quote(at(elements, 4))}: more tags than one traveller can have; the first is kept"
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, text)

    def _gei(self, _start: int, _end: int, elements: list[str]) -> None:
        if self.draft is not None:
            code = at(elements, 2).split(self._colon)[0].strip()
            self.draft.verified = {"173": True, "174": False}.get(code, self.draft.verified)
