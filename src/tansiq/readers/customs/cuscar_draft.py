"""A consignment while the segments of one are read (CUSCAR segment groups 7 to 15)."""

import re
from dataclasses import dataclass, field, replace

from tansiq.model.customs import Consignment, Goods, Party
from tansiq.model.observations import MessageHeader, Source

HOUSE, SIMPLE, MASTER = ("HWB", "BH"), ("AWB", "AAM", "BM"), ("MWB", "MB")
WAYBILLS = frozenset([*HOUSE, *SIMPLE])
"""RFF 1153 of a consignment's own transport document; MWB and MB name the one around it."""

_KG = {"KGM": 1.0, "KG": 1.0, "KGS": 1.0, "K": 1.0, "TNE": 1000.0, "GRM": 0.001}
_POUND_KG = 0.45359237  # by definition, international pound
_POUNDS = frozenset({"LBR", "LB", "LBS", "L"})
_POSTAL = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}|[A-Z]{6}[A-Z]{6}[A-Z][A-Z]{2}[0-9]{8}[0-9]{2}[0-9]{4}")
"""UPU S10 item identifier, or the 29 characters of an S9 receptacle identifier."""


def kilograms(number: float, unit: str) -> float | None:
    """A weight in kilograms; None where the unit is none of weight (MEA 6411)."""
    factor = _POUND_KG if unit in _POUNDS else _KG.get(unit)
    return None if factor is None else round(number * factor, 3)


def is_postal(waybill: str) -> bool:
    """Whether a number is one of the post's own (UPU S9, S10)."""
    return _POSTAL.fullmatch(waybill) is not None


@dataclass(slots=True)
class GoodsDraft:
    """One GID so far."""

    number: str = ""
    packages: int | None = None
    package_type: str = ""
    weight_kg: float | None = None
    descriptions: list[str] = field(default_factory=list)
    commodities: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)
    origin: str = ""

    def goods(self) -> Goods:
        """The value."""
        return Goods(
            description=" ".join(self.descriptions),
            packages=self.packages,
            package_type=self.package_type,
            weight_kg=self.weight_kg,
            commodity=" ".join(self.commodities),
            marks=" ".join(self.marks),
            dangerous=", ".join(self.dangers),
            origin=self.origin,
        )


@dataclass(slots=True)
class Draft:
    """One consignment so far, or, before the first CNI, what the message says of all of them.

    document: CNI C503 1004. numbers: each RFF of a waybill by its qualifier.
    """

    start: int
    end: int
    document: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    parties: list[Party] = field(default_factory=list)
    goods: list[GoodsDraft] = field(default_factory=list)
    equipment: dict[str, None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    packages: int | None = None
    weight_kg: float | None = None
    value: str = ""
    currency: str = ""

    def has_content(self) -> bool:
        """Whether something was said that stands behind the waybill numbers of a consignment."""
        return bool(self.goods or self.parties)

    def has_party(self, role: str) -> bool:
        """Whether somebody was named in the role (NAD 3035)."""
        return any(party.role == role for party in self.parties)

    def next_goods(self) -> GoodsDraft:
        """Begin another kind of goods."""
        self.goods.append(GoodsDraft())
        return self.goods[-1]

    def last_goods(self) -> GoodsDraft:
        """The goods that something is said of, begun here where their GID is missing."""
        return self.goods[-1] if self.goods else self.next_goods()

    def number(self, qualifiers: tuple[str, ...]) -> str:
        """The first waybill number with one of the qualifiers, "" where there is none."""
        return next((self.numbers[q] for q in qualifiers if q in self.numbers), "")

    def waybills(self, message: "Draft") -> tuple[str, str]:
        """The consignment's own waybill and the master's, the message's where it names none."""
        house, simple = self.number(HOUSE), self.number(SIMPLE)
        master = self.number(MASTER) or (simple if house else "")
        own = house or simple
        if own and self.document != own:
            master = master or self.document
        own = own or self.document
        if not own and self is not message:
            own = message.number(HOUSE) or message.number(SIMPLE)
        master = master or message.number(MASTER)
        return (own, master if master != own else "") if own else (master, "")

    def totals(self) -> tuple[int | None, float | None]:
        """Packages and kilograms of all goods together; None where none of them says."""
        packages = [goods.packages for goods in self.goods if goods.packages is not None]
        weights = [goods.weight_kg for goods in self.goods if goods.weight_kg is not None]
        return (sum(packages) if packages else None, round(sum(weights), 3) if weights else None)

    def _other_places(self) -> list[str]:
        """Places on the way that are neither the origin nor the destination."""
        shown = {_first(self.places, _ORIGINS), _first(self.places, _DESTINATIONS)}
        return [f"LOC+{q}:{place}" for q, place in self.places.items() if place not in shown]

    def consignment(self, file: str, header: MessageHeader, message: "Draft", leg: int | None) -> Consignment:
        """The value; what it does not say itself is what the message says of all.

        message: the draft of what stands before the first consignment.
        """
        waybill, master = self.waybills(message)
        roles = {party.role for party in self.parties}
        packages, weight_kg = self.totals()
        places = {**message.places, **self.places}
        return Consignment(
            waybill=waybill,
            source=Source(file, self.start, self.end),
            message=header,
            master=master,
            leg=leg,
            origin=_first(places, _ORIGINS),
            destination=_first(places, _DESTINATIONS),
            parties=(*self.parties, *(party for party in message.parties if party.role not in roles)),
            goods=tuple(goods.goods() for goods in self.goods),
            equipment=tuple(self.equipment),
            packages=packages if self.packages is None else self.packages,
            weight_kg=weight_kg if self.weight_kg is None else self.weight_kg,
            value=self.value or message.value,
            currency=self.currency if self.value else message.currency,
            postal=is_postal(waybill),
            references=(*self.references, *self._other_places()),
            remarks="\n".join(self.remarks),
        )


_ORIGINS = ("76", "9", "5", "88", "10")
_DESTINATIONS = ("8", "7", "11", "12", "60")
"""LOC 3227 of a consignment: original port of loading, loading, departure, receipt; destination, delivery, discharge."""


def _first(places: dict[str, str], qualifiers: tuple[str, ...]) -> str:
    return next((places[q] for q in qualifiers if q in places), "")


def with_contact(party: Party, contact: str) -> Party:
    """The party with one more way to reach somebody there."""
    return replace(party, contact=", ".join(part for part in (party.contact, contact) if part))
