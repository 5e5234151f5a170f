"""The values of single segments of a cargo report: parties, weights, packages, dangerous goods."""

from tansiq.model.customs import Party
from tansiq.readers.customs.cuscar_draft import kilograms
from tansiq.readers.edifact.envelope import Interchange, at
from tansiq.readers.edifact.free_text import joined
from tansiq.readers.passengers.draft import number_in
from tansiq.readers.passengers.particulars import country

_NET = frozenset({"N", "AAA", "AAC", "AAF", "AAL", "T"})  # MEA 6313: net, tare
_LONGEST_NUMBER = 9


class Values:
    """Takes segments of one interchange apart."""

    def __init__(self, interchange: Interchange) -> None:
        self.text = interchange.text
        self._colon, self._decimal = interchange.characters.component, interchange.characters.decimal

    def component(self, elements: list[str], element: int, component: int = 0) -> str:
        """A component's text; "" where the segment or the element is shorter."""
        return self.text(at(at(elements, element).split(self._colon), component)).strip()

    def components(self, elements: list[str], element: int) -> list[str]:
        """The components of an element that say something."""
        values = (self.text(part).strip() for part in at(elements, element).split(self._colon))
        return [value for value in values if value]

    def free_text(self, elements: list[str]) -> str:
        """FTX: its text, behind its code where it has one."""
        text = joined([self.text(part) for part in at(elements, 4).split(self._colon)])
        return f"{self.component(elements, 3)} {text}".strip()

    def count(self, said: str) -> int | None:
        """A number of packages; None where it is none."""
        return int(said) if said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER else None

    def weight(self, number: str, unit: str) -> float | None:
        """A weight in kilograms; None where it is none."""
        measured = number_in(number, self._decimal)
        return None if measured is None else kilograms(measured, unit.upper())

    def gross_weight(self, elements: list[str]) -> float | None:
        """MEA: the gross weight in kilograms; None where it measures something else."""
        if self.component(elements, 2) in _NET:
            return None
        return self.weight(self.component(elements, 3, 1), self.component(elements, 3))

    def party(self, elements: list[str]) -> Party:
        """NAD: name in C080, or in the first line of C058; address in what is left, street, city, region, postal code."""
        lines, name = self.components(elements, 3), " ".join(self.components(elements, 4))
        if lines and not name:
            name, *lines = lines
        address = [*lines, *self.components(elements, 5)]
        address += [part for n in (6, 7, 8) if (part := " ".join(self.components(elements, n)))]
        return Party(
            role=self.component(elements, 1),
            name=name,
            address=", ".join(address),
            country=country(self.component(elements, 9)),
            identifier=self.component(elements, 2),
        )

    def danger(self, elements: list[str]) -> str:
        """DGS: the regulation, the class and the UN number: "ICA 9 UN3480"."""
        regulation, hazard, number = (self.component(elements, n) for n in (1, 2, 3))
        return " ".join(part for part in (regulation, hazard, number and f"UN{number}") if part)

    def tariff_codes(self, elements: list[str], start: int) -> list[str]:
        """CST or PIA: the codes from an element on that can be of the harmonised system."""
        codes = (self.component(elements, n).replace(".", "") for n in range(start, len(elements)))
        return [code for code in codes if code.isascii() and code.isdigit() and len(code) >= _HEADING]


_HEADING = 4
