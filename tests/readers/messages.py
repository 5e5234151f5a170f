"""A small writer of passenger lists for the tests, independent of the reader. All persons are invented."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    family: str
    given: str
    born: str = "1980-01-02"
    sex: str = "M"
    country: str = "PAK"
    number: str = "AB1234567"
    expires: str = "2031-05-06"
    locator: str = "ABC123"
    reference: str = ""
    role: str = "FL"
    bags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """How a sender writes: service characters, what stands between segments, which envelope is there."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    end: str = "'"
    between: str = ""
    una: bool = True
    group: bool = True
    syntax: str = "UNOA:4"
    codec: str = "ascii"

    def escape(self, value: str) -> str:
        out = ""
        for character in value:
            special = character in (self.component, self.element, self.release, self.end)
            out += self.release + character if special and self.release else character
        return out

    def segment(self, *elements: str | tuple[str, ...]) -> str:
        shaped = [
            self.component.join(self.escape(part) for part in element)
            if isinstance(element, tuple)
            else self.escape(element)
            for element in elements
        ]
        return self.element.join(shaped) + self.end + self.between


@dataclass(frozen=True)
class List:
    people: tuple[Person, ...]
    function: str = "745"
    identifier: str = ""
    style: Style = field(default_factory=Style)

    def segments(self) -> list[str]:
        """Each segment of the interchange, UNA first where there is one."""
        s = self.style.segment
        bgm = ("BGM", self.function, self.identifier) if self.identifier else ("BGM", self.function)
        body = [
            s("UNH", "MSG1", ("PAXLST", "D", "05B", "UN", "IATA"), "PK785/260501/0320", ("01", "F")),
            s(*bgm),
            s("RFF", ("TN", "T100")),
            s("NAD", "MS", "", "", "OPERATIONS"),
            s("TDT", "20", "PK0785", "", "", "PK"),
            s("LOC", "125", "ISB"),
            s("DTM", ("189", "2605010320", "201")),
            s("LOC", "87", "LHR"),
            s("DTM", ("232", "2605010745", "201")),
        ]
        for person in self.people:
            body += self._person(person)
        body.append(s("CNT", ("42", str(len(self.people)))))
        body.append(s("UNT", str(len(body) + 1), "MSG1"))
        out = [
            s("UNB", tuple(self.style.syntax.split(":")), ("PIA", "ZZ"), "NCC", ("260501", "0100"), "REF1", "", "APIS")
        ]
        if self.style.group:
            out.append(s("UNG", "PAXLST", "PIA", "NCC", ("260501", "0100"), "G1", "UN", ("D", "05B")))
        out += body
        if self.style.group:
            out.append(s("UNE", "1", "G1"))
        out.append(s("UNZ", "1", "REF1"))
        una = (
            "UNA" + self.style.component + self.style.element + "." + (self.style.release or " ") + " " + self.style.end
        )
        return ([una + self.style.between] if self.style.una else []) + out

    def _person(self, person: Person) -> list[str]:
        s = self.style.segment
        out = [s("NAD", person.role, "", "", (person.family, person.given) if person.given else person.family)]
        if person.sex:
            out.append(s("ATT", "2", "", person.sex))
        if person.born:
            out.append(s("DTM", ("329", person.born.replace("-", "")[2:])))
        out += [s("FTX", "BAG", "", "", tag) for tag in person.bags]
        out += [s("LOC", "178", "ISB"), s("LOC", "179", "LHR"), s("NAT", "2", person.country)]
        out.append(s("RFF", ("AVF", person.locator)))
        if person.reference:
            out.append(s("RFF", ("ABO", person.reference)))
        if person.number:
            out += [s("DOC", ("P", "110", "111"), person.number), s("DTM", ("36", person.expires.replace("-", "")[2:]))]
            out.append(s("LOC", "91", person.country))
        return out

    def text(self) -> str:
        return "".join(self.segments())

    def data(self) -> bytes:
        return self.text().encode(self.style.codec)


INVENTED = (
    Person("KHAN", "GUL BIBI", sex="F", number="XX0000001", reference="P1"),
    Person("O'NEIL+SON", "MARY: ANNE?", sex="F", number="XX0000002", country="IRL"),
    Person("AHMADZAI", "", number="XX0000003", country="AFG", born="2001-02-28"),
)
