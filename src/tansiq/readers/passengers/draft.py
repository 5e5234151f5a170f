"""A traveller while the segments of one are read, and the small values of those segments."""

import re

from tansiq.model.observations import MessageHeader, PersonName, Role, Source, TravelDocument, Traveller

_KG_PER_POUND = 0.45359237  # by definition, international pound
_POUNDS = frozenset({"LBR", "LB", "LBS", "L"})
_MOST_TAGS = 99
_COUNT_DIGITS = 3
NO_TAG = frozenset({"NULL", "NIL", "NONE", "N/A", "NA"})
"""What stands, in upper case, where there is no bag."""
_DIGITS = "0123456789"
_MOST_DIGITS = 12  # of a tag's number; what stands before them is the carrier's
_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{0,9})?")


def number_in(value: str, decimal: str) -> float | None:
    """A number of a measure (MEA 6314), None where it is none. decimal: the interchange's decimal mark."""
    if value.isdigit() and value.isascii() and len(value) < _COUNT_DIGITS:
        return float(value)
    shaped = value.replace(decimal, ".") if decimal.strip() else value
    return float(shaped.replace(",", ".")) if _NUMBER.fullmatch(shaped) else None


def in_kilograms(number: float, unit: str) -> float:
    """A weight in kilograms, which is in pounds where the unit (MEA 6411) says so."""
    return round(number * _KG_PER_POUND, 3) if unit in _POUNDS else number


def baggage_tags(parts: list[str]) -> tuple[list[str], bool]:
    """Tags of one FTX+BAG, its components stripped, and whether the count could be right: "ZZ012345", "3" is three tags from that number on."""
    tags: list[str] = []
    for part in parts:
        if tags and len(part) <= _COUNT_DIGITS and part.isdigit() and part.isascii():
            count = int(part)
            return [*tags[:-1], *run_of_tags(tags[-1], count)], count <= _MOST_TAGS
        if part and part.upper() not in NO_TAG:
            tags.append(part)
    return tags, True


def run_of_tags(tag: str, count: int) -> list[str]:
    """The tags of a run, its first among them; that one alone where the count is no count of bags."""
    head = tag.rstrip(_DIGITS)
    if len(tag) - len(head) > _MOST_DIGITS:
        head = tag[:-_MOST_DIGITS]
    digits = tag[len(head) :]
    tags = [tag]
    if digits and count <= _MOST_TAGS:
        for number in range(int(digits) + 1, int(digits) + count):
            tags.append(head + str(number).zfill(len(digits)))  # noqa: PERF401  for one or two a loop is faster
    return tags


class Draft:
    """What is known of one traveller so far. told: something only a traveller has was said; certain: the role is known."""

    __slots__ = (
        "_documents",
        "_kind",
        "_number",
        "bag_count",
        "bag_weight_kg",
        "bags",
        "birth_date",
        "birth_place",
        "certain",
        "disembarks",
        "embarked",
        "expiry",
        "in_document",
        "issuer",
        "locator",
        "name",
        "nationality",
        "reference",
        "residence",
        "role",
        "seat",
        "sex",
        "start",
        "told",
        "verified",
    )

    def __init__(self, role: Role, start: int) -> None:
        self.role, self.start = role, start
        self.certain = True
        self.told = self.in_document = False
        self.name: PersonName | None = None
        self.sex = self.birth_date = self.birth_place = self.nationality = self.residence = ""
        self.locator = self.reference = self.seat = self.embarked = self.disembarks = ""
        self.bags: list[str] = []
        self.bag_count: int | None = None
        self.bag_weight_kg: float | None = None
        self.verified: bool | None = None
        self._documents: list[TravelDocument] = []
        self._kind = self._number = self.issuer = self.expiry = ""

    def is_traveller(self) -> bool:
        """Whether this is somebody who travels: named as one, or with a traveller's particulars."""
        return self.certain or self.told or self.in_document

    def open_document(self, kind: str, number: str) -> None:
        """Start a document; what was said of the one before is complete."""
        self._close_document()
        self.in_document = True
        self._kind, self._number, self.issuer, self.expiry = kind, number, "", ""

    def _close_document(self) -> None:
        if self._number:
            self._documents.append(TravelDocument(self._number, self._kind, self.issuer, self.expiry))

    def weigh(self, number: float, unit: str) -> None:
        """Take the weight of the bags, in pounds where the unit says so, else in kilograms."""
        self.bag_weight_kg = in_kilograms(number, unit)

    def traveller(self, file: str, end: int, message: MessageHeader, legs: tuple[int, ...]) -> Traveller:
        """The observation."""
        self._close_document()
        return Traveller(
            role=self.role,
            source=Source(file, self.start, end),
            message=message,
            names=(self.name,) if self.name else (),
            sex=self.sex,
            birth_date=self.birth_date,
            birth_place=self.birth_place,
            nationality=self.nationality,
            residence=self.residence,
            documents=tuple(self._documents),
            locator=self.locator,
            reference=self.reference,
            seat=self.seat,
            embarked=self.embarked,
            disembarks=self.disembarks,
            legs=legs,
            bags=tuple(self.bags),
            bag_count=self.bag_count,
            bag_weight_kg=self.bag_weight_kg,
            verified=self.verified,
        )
