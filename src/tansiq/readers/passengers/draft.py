"""A traveller while the segments of one are read, and the small values of those segments."""

import re

from tansiq.model.observations import MessageHeader, PersonName, Role, Source, TravelDocument, Traveller

_KG_PER_POUND = 0.45359237  # by definition, international pound
_POUNDS = frozenset({"LBR", "LB", "LBS", "L"})
_MOST_TAGS = 99
_COUNT_DIGITS = 3
_NO_TAG = frozenset({"NULL", "NIL", "NONE", "N/A", "NA"})
_TAG = re.compile(r"(.*?)([0-9]{1,12})")
_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{0,9})?")


def number_in(value: str, decimal: str) -> float | None:
    """A number of a measure (MEA 6314), None where it is none. decimal: the interchange's decimal mark."""
    if value.isdigit() and value.isascii() and len(value) < _COUNT_DIGITS:
        return float(value)
    shaped = value.replace(decimal, ".") if decimal.strip() else value
    return float(shaped.replace(",", ".")) if _NUMBER.fullmatch(shaped) else None


def baggage_tags(parts: list[str]) -> tuple[list[str], bool]:
    """Tags of one FTX+BAG, its components stripped, and whether the count could be right: "ZZ012345", "3" is three tags from that number on."""
    tags: list[str] = []
    for part in parts:
        if not part or part.upper() in _NO_TAG:
            continue
        if tags and part.isascii() and part.isdigit() and len(part) <= _COUNT_DIGITS:
            return [*tags[:-1], *_run(tags[-1], int(part))], int(part) <= _MOST_TAGS
        tags.append(part)
    return tags, True


def _run(tag: str, count: int) -> list[str]:
    found = _TAG.fullmatch(tag)
    if not found or not 1 < count <= _MOST_TAGS:
        return [tag]
    head, width, first = found[1], len(found[2]), int(found[2])
    return [head + str(number).zfill(width) for number in range(first, first + count)]


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
        self.bag_weight_kg = round(number * _KG_PER_POUND, 3) if unit in _POUNDS else number

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
