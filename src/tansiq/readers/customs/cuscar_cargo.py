"""The consignments of a cargo report, segment by segment (CUSCAR segment groups 1, 2, 5 and 7 to 15)."""

from tansiq.model.reading import NoticeCode
from tansiq.readers.customs.cuscar_draft import HOUSE, MASTER, WAYBILLS, Draft, GoodsDraft, with_contact
from tansiq.readers.customs.cuscar_flight import ARRIVES_AT, DEPARTS_FROM
from tansiq.readers.customs.cuscar_values import Values
from tansiq.readers.edifact.envelope import Message
from tansiq.readers.edifact.leftovers import Leftovers
from tansiq.readers.journal import Journal, quote
from tansiq.readers.passengers.particulars import Take, country

_GOODS_PLACES = frozenset({"76", "8", "7"})
"""LOC 3227 that, said before the first consignment, is said of the goods: original port, destination, delivery."""
_COUNTRY_OF_ORIGIN = "27"
_DESCRIPTION = "AAA"
_DANGEROUS = frozenset({"AAC", "AAD"})
_VALUES = frozenset({"40", "43", "44", "39", "77", "38", "66", "96", "94", "5", "141"})
"""MOA 5025 that is what the goods are worth, declared for customs or carriage, invoiced, or said to be nothing."""
_WEIGHT, _PACKAGES = "7", ("8", "11")  # CNT 6069
_ONE_EACH = frozenset({"CZ", "CN"})  # NAD 3035: shipper and consignee, who stand before the goods
_MOST_SHARED = 20  # parties said of every consignment: each has them all
_TARIFF_REFERENCE = "ABD"


class Cargo:
    """Takes the segments of one message's consignments. message: what stands before the first of them.

    before_flight: whether no TDT was met. damaged: a segment was lost since the consignment began.
    """

    def __init__(self, message: Message, values: Values, leftovers: Leftovers, journal: Journal) -> None:
        self._values, self._leftovers, self._journal = values, leftovers, journal
        self.message = self._here = Draft(message.start, message.end)
        self._whole = message
        self._done: list[Draft] = []
        self._said_of = ""
        self.before_flight = True
        self.damaged = False

    def takers(self) -> dict[str, Take]:
        """What takes which segment."""
        return {
            "CNI": self._cni,
            "RFF": self._rff,
            "NAD": self._nad,
            "CTA": self._cta,
            "COM": self._com,
            "EQD": self._eqd,
            "MOA": self._moa,
            "GID": self._gid,
            "GDS": self._gds,
            "PAC": self._pac,
            "FTX": self._ftx,
            "MEA": self._mea,
            "SGP": self._sgp,
            "DGS": self._dgs,
            "PCI": self._pci,
            "CST": self._cst,
            "PIA": self._cst,
            "HAN": self._han,
        }

    @property
    def before_consignments(self) -> bool:
        """Whether no consignment has begun."""
        return not self._done and self._here is self.message

    def reached(self, end: int) -> None:
        """Note that what is being read goes on to a byte."""
        if self._here is not self.message:
            self._here.end = end

    def finish(self) -> list[Draft]:
        """Every consignment; the message itself where it is one without a CNI."""
        self._close()
        if not self._done and (self.message.numbers or self.message.goods):
            self.message.end = self._whole.end
            self._done, self.message = [self.message], Draft(self.message.start, self.message.end)
        self._place_equipment()
        self._place_words()
        self._name_unused_parties()
        for draft in self._done:
            self._check(draft)
        return self._done

    def _close(self) -> None:
        if self._here is not self.message:
            self._done.append(self._here)
        self._here, self._said_of = self.message, ""

    def _begin(self, start: int, end: int) -> Draft:
        self._close()
        self._here = Draft(start, end)
        self.damaged = False
        return self._here

    def _consignment(self, start: int, end: int) -> Draft:
        """The consignment that something is said of, begun here where its CNI is missing."""
        return self._begin(start, end) if self._here is self.message else self._here

    def _resume(self, start: int, end: int) -> Draft:
        """What a segment that stands before all goods is said of: another consignment where its CNI was lost."""
        return self._begin(start, end) if self.damaged and self._here.goods else self._here

    def _goods(self, start: int, end: int) -> GoodsDraft:
        return self._consignment(start, end).last_goods()

    # checks

    def _place_equipment(self) -> None:
        """Give the equipment that stands before the consignments to the only one there is; else name it."""
        named = {unit for draft in self._done for unit in draft.equipment}
        loose = [unit for unit in self.message.equipment if unit not in named]
        if len(self._done) == 1:
            self._done[0].equipment |= dict.fromkeys(loose)
        else:
            for unit in loose:
                self._leftovers.add(self.message.start, self.message.start, f"EQD {quote(unit)}")

    def _place_words(self) -> None:
        """Give references and remarks that stand before the consignments to the only one there is; else name them."""
        if len(self._done) == 1:
            only = self._done[0]
            only.references = [*self.message.references, *only.references]
            only.remarks = [*self.message.remarks, *only.remarks]
            return
        for reference in self.message.references:
            self._leftovers.add(self.message.start, self.message.start, f"RFF {quote(reference)}")
        for remark in self.message.remarks:
            self._leftovers.add(self.message.start, self.message.start, f"FTX {quote(remark)}")

    def _name_unused_parties(self) -> None:
        """Name the parties that stand before the consignments where each of these has its own in their place."""
        for party in self.message.parties:
            if all(any(own.role == party.role for own in draft.parties) for draft in self._done):
                self._leftovers.add(self.message.start, self.message.start, f"NAD+{party.role}")

    def _check(self, draft: Draft) -> None:
        waybill = draft.waybills(self.message)[0]
        if not waybill:
            text = "a consignment without a waybill number"
            self._journal.notice(NoticeCode.NO_NAME, draft.start, draft.end, text)
        packages, weight_kg = draft.totals()
        for what, said, found in (("packages", draft.packages, packages), ("kg", draft.weight_kg, weight_kg)):
            if said is not None and found is not None and said != found:
                text = f"consignment {quote(waybill)} is said to have {said:g} {what}; its goods have {found:g}"
                self._journal.notice(NoticeCode.COUNT_DIFFERS, draft.start, draft.end, text)

    # which consignment

    def _cni(self, start: int, end: int, elements: list[str]) -> None:
        draft = self._begin(start, end)
        draft.document = self._values.component(elements, 2)
        status = self._values.component(elements, 2, 1)
        if status:
            draft.references.append(f"CNI:{status}")

    def _rff(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, value = self._values.component(elements, 1), self._values.component(elements, 1, 1)
        if qualifier in WAYBILLS or qualifier in MASTER:
            self._numbered(start, end, qualifier).numbers[qualifier] = value
        elif qualifier == _TARIFF_REFERENCE and self._here.goods and value:
            self._here.goods[-1].commodities.append(value)
        elif value:
            self._resume(start, end).references.append(f"{qualifier}:{value}")
        else:
            self._leftovers.add(start, end, f"RFF+{qualifier}")

    def _numbered(self, start: int, end: int, qualifier: str) -> Draft:
        """The consignment that a waybill number is of: another one where this has such a number, or goods, already."""
        here = self._here
        if here is self.message:
            early = self.before_flight or (qualifier in MASTER and not self.damaged)
            mine = early and qualifier not in here.numbers
            return here if mine else self._begin(start, end)
        if not here.has_content() and qualifier not in here.numbers:
            return here
        draft = self._begin(start, end)
        own = here.waybills(self.message)[0]
        draft.document = here.document if here.document != own else ""
        shared = (q for q in here.numbers if q in MASTER or (qualifier in HOUSE and q not in HOUSE))
        draft.numbers = {q: here.numbers[q] for q in shared if q != qualifier}
        return draft

    def _nad(self, start: int, end: int, elements: list[str]) -> None:
        role = self._values.component(elements, 1)
        here = self._resume(start, end)
        behind_another = bool(self._done) if here is self.message else bool(here.goods) and here.has_party(role)
        if role in _ONE_EACH and behind_another:
            here = self._begin(start, end)  # its CNI was left out
        if here is self.message and len(here.parties) == _MOST_SHARED:
            self._leftovers.add(start, end, "NAD")
            self._said_of = ""
        else:
            here.parties.append(self._values.party(elements))
            self._said_of = "party"

    def _gid(self, start: int, end: int, elements: list[str]) -> None:
        here = self._consignment(start, end)
        number = self._values.component(elements, 1)
        if self.damaged and here.goods and here.goods[0].number == number:
            here = self._begin(start, end)
        goods = here.next_goods()
        goods.number = number
        goods.packages = self._packages(start, end, self._values.component(elements, 2))
        goods.package_type = self._values.component(elements, 2, 1) or self._values.component(elements, 2, 4)
        self._said_of = "goods"

    def _gds(self, start: int, end: int, elements: list[str]) -> None:
        """The nature of goods, by which express consignments begin them, without GID."""
        here = self._consignment(start, end)
        if self._said_of != "goods" or here.last_goods().descriptions:
            here.next_goods()
        self._said_of = "goods"
        nature = self._values.component(elements, 1)
        if nature:
            self._leftovers.add(start, end, f"GDS+{nature}")

    # what is said of it

    def place(self, start: int, end: int, qualifier: str, place: str) -> None:
        """Take LOC."""
        here = self._here
        if not (qualifier and place):
            self._leftovers.add(start, end, "LOC")
        elif here is self.message:
            if qualifier in _GOODS_PLACES:
                here.places.setdefault(qualifier, place)
            elif qualifier not in (*DEPARTS_FROM, *ARRIVES_AT):
                self._leftovers.add(start, end, f"LOC+{qualifier}")
        elif qualifier == _COUNTRY_OF_ORIGIN and here.goods:
            here.goods[-1].origin = here.goods[-1].origin or country(place)
        else:
            self._resume(start, end).places.setdefault(qualifier, place)

    def total(self, qualifier: str, said: str, unit: str) -> bool:
        """Take CNT; whether it is of a consignment, and not a total of the whole message."""
        here = self._here
        if here.goods:
            self._close()
        if here is self.message or here.goods:
            return False
        if qualifier == _WEIGHT and here.weight_kg is None:
            here.weight_kg = self._values.weight(said, unit or "KGM")
            return here.weight_kg is not None
        if qualifier in _PACKAGES and here.packages is None:
            here.packages = self._values.count(said)
            return here.packages is not None
        return False

    def _cta(self, start: int, end: int, elements: list[str]) -> None:
        self._contact(start, end, " ".join(self._values.components(elements, 2)), "CTA")

    def _com(self, start: int, end: int, elements: list[str]) -> None:
        self._contact(start, end, " ".join(self._values.components(elements, 1)), "COM")

    def _contact(self, start: int, end: int, said: str, tag: str) -> None:
        parties = self._here.parties
        if self._said_of == "party" and parties and said:
            parties[-1] = with_contact(parties[-1], said)
        else:
            self._leftovers.add(start, end, tag)

    def _eqd(self, _start: int, _end: int, elements: list[str]) -> None:
        self._in_equipment(self._values.component(elements, 2))

    def _sgp(self, start: int, end: int, elements: list[str]) -> None:
        self._consignment(start, end)
        self._in_equipment(self._values.component(elements, 1))

    def _in_equipment(self, unit: str) -> None:
        self._said_of = "equipment"
        if unit:
            self._here.equipment[unit] = None

    def _moa(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, amount = self._values.component(elements, 1), self._values.component(elements, 1, 1)
        here = self._resume(start, end)
        if qualifier in _VALUES and amount and not here.value:
            here.value, here.currency = amount, self._values.component(elements, 1, 2)
        else:
            self._leftovers.add(start, end, f"MOA+{qualifier}")

    # what is said of the goods

    def _packages(self, start: int, end: int, said: str) -> int | None:
        count = self._values.count(said)
        if said and count is None:
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, f"packages {quote(said)}; a number expected")
        return count

    def _pac(self, start: int, end: int, elements: list[str]) -> None:
        goods = self._goods(start, end)
        packages = self._packages(start, end, self._values.component(elements, 1))
        kind = self._values.component(elements, 3) or self._values.component(elements, 3, 3)
        if goods.packages and packages and goods.packages != packages:
            self._leftovers.add(start, end, "PAC")
        goods.packages = goods.packages or packages
        goods.package_type = goods.package_type or kind

    def _ftx(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, text = self._values.component(elements, 1), self._values.free_text(elements)
        if not text:
            self._leftovers.add(start, end, f"FTX+{qualifier}")
        elif self._here is not self.message and (self._said_of == "danger" or qualifier in _DANGEROUS):
            self._goods(start, end).dangers.append(text)
        elif self._here is not self.message and qualifier == _DESCRIPTION:
            self._goods(start, end).descriptions.append(text)
        else:
            self._here.remarks.append(f"{qualifier}: {text}" if qualifier else text)

    def _mea(self, start: int, end: int, elements: list[str]) -> None:
        kilograms = self._values.gross_weight(elements)
        here = self._here
        said = here.goods[-1] if here.goods else here
        if kilograms is None or self._said_of == "equipment" or here is self.message or said.weight_kg is not None:
            self._leftovers.add(start, end, f"MEA+{self._values.component(elements, 1)}")
        else:
            said.weight_kg = kilograms

    def _dgs(self, start: int, end: int, elements: list[str]) -> None:
        self._goods(start, end).dangers.append(self._values.danger(elements))
        self._said_of = "danger"

    def _pci(self, start: int, end: int, elements: list[str]) -> None:
        self._goods(start, end).marks.extend(self._values.components(elements, 2))
        self._said_of = "goods"

    def _cst(self, start: int, end: int, elements: list[str]) -> None:
        codes = self._values.tariff_codes(elements, 2)
        if codes:
            self._goods(start, end).commodities.extend(codes)
        else:
            self._leftovers.add(start, end, elements[0])
        self._said_of = "goods"

    def _han(self, _start: int, _end: int, elements: list[str]) -> None:
        said = " ".join(self._values.components(elements, 1))
        if said:
            self._here.remarks.append(f"HAN: {said}")
