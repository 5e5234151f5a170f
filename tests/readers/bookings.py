"""A small writer of booking messages (PNRGOV) for the tests, independent of the reader. All persons are invented."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.readers.messages import Style

DEPARTS, ARRIVES = datetime.fromisoformat("2026-05-01T03:20"), datetime.fromisoformat("2026-05-01T07:45")


def day(moment: datetime) -> str:
    return moment.strftime("%d%m%y")


def clock(moment: datetime) -> str:
    return moment.strftime("%H%M")


def named(iso: str) -> str:
    """12JUL64 of 1964-07-12."""
    return datetime.fromisoformat(iso).strftime("%d%b%y").upper()


@dataclass(frozen=True)
class Flown:
    """A flight of an itinerary. operator: who flies it where that is another than who sells it, with its own number."""

    carrier: str = "PK"
    number: str = "785"
    origin: str = "ISB"
    destination: str = "LHR"
    departs: datetime = DEPARTS
    arrives: datetime = ARRIVES
    operator: str = ""
    operating_number: str = ""
    status: str = "HK"


@dataclass(frozen=True)
class Guest:
    family: str
    given: str
    kind: str = "A"
    born: str = "1980-01-02"
    sex: str = "M"
    number: str = "AB1234567"
    ticket: str = "2141234567890"
    seat: str = "12A"
    tags: tuple[str, ...] = ()
    lap: "Guest | None" = None  # an infant that only SSR INFT names


@dataclass(frozen=True)
class Pnr:
    """A booking. by_reference: documents stand at the flight and name their traveller; else under each traveller."""

    locator: str
    guests: tuple[Guest, ...]
    flights: tuple[Flown, ...] = (Flown(),)
    group: str = ""
    by_reference: bool = False
    checked_in: bool = False
    history: bool = False
    text: str = ""


@dataclass(frozen=True)
class Push:
    pnrs: tuple[Pnr, ...]
    flight: Flown = field(default_factory=Flown)
    function: str = "22"
    style: Style = field(default_factory=lambda: Style(syntax="IATA:1"))
    codeshare_by_tra: bool = False

    def segments(self) -> list[str]:
        """Each segment of the interchange, UNA first where there is one."""
        s = self.style.segment
        body = [
            s("UNH", "1", ("PNRGOV", "13", "1", "IA"), "PK785/010526/0320"),
            s("MSG", ("", self.function)),
            s("ORG", ("PK", "KHI"), "12345678"),
            self._tvl(self.flight, sold=False),
            s("EQN", str(len(self.pnrs))),
        ]
        for pnr in self.pnrs:
            body += self._pnr(pnr)
        body.append(s("UNT", str(len(body) + 1), "1"))
        out = [s("UNB", tuple(self.style.syntax.split(":")), "PK", "NPC", ("260430", "0100"), "REF1", "", "PNRGOV")]
        out += [*body, s("UNZ", "1", "REF1")]
        una = (
            "UNA" + self.style.component + self.style.element + "." + (self.style.release or " ") + "*" + self.style.end
        )
        return ([una + self.style.between] if self.style.una else []) + out

    def _tvl(self, flight: Flown, *, sold: bool = True) -> str:
        when = (day(flight.departs), clock(flight.departs), day(flight.arrives), clock(flight.arrives))
        company = (flight.carrier, flight.operator) if flight.operator and sold else (flight.carrier,)
        number = (flight.number, "Y") if sold else (flight.number,)
        return self.style.segment("TVL", when, flight.origin, flight.destination, company, number)

    def _pnr(self, pnr: Pnr) -> list[str]:
        s = self.style.segment
        out = [s("SRC"), s("RCI", ("PK", pnr.locator, "", "010426", "0900")), s("DAT", ("700", "290426", "1510"))]
        out.append(s("ORG", ("1A", "MUC"), ("12345678", "KHIPK0100"), "KHI", "", "T", "PK", "AGENTX"))
        if pnr.text:
            out.append(s("IFT", ("4", "28"), pnr.text))
        if pnr.group:
            out.append(s("TIF", (pnr.group, "G")))
        for place, guest in enumerate(pnr.guests, start=1):
            out += self._guest(pnr, guest, str(place))
        for index, flight in enumerate(pnr.flights):
            out += self._flown(pnr, flight, first=index == 0)
        return out + (self._history(pnr) if pnr.history else [])

    def _tif(self, guest: Guest, place: str) -> str:
        given = (guest.given, guest.kind, place, "1") if guest.lap else (guest.given, guest.kind, place)
        return self.style.segment("TIF", guest.family, given)

    def _docs(self, guest: Guest, place: str, *, infant: bool = False) -> str:
        sex = guest.sex + ("I" if infant else "")
        text = f"/P/PAK/{guest.number}/PAK/{named(guest.born)}/{sex}/06MAY31/{guest.family}/{guest.given}"
        docs = ("DOCS", "HK", "1", "PK", "", "", "", "", text)
        return self.style.segment("SSR", docs, *([("", "", place)] if place else []))

    def _guest(self, pnr: Pnr, guest: Guest, place: str) -> list[str]:
        s = self.style.segment
        out = [self._tif(guest, place), s("REF", ("", f"REF{place}"))]
        if not pnr.by_reference:
            out.append(self._docs(guest, ""))
        out.append(s("TKT", (guest.ticket, "T", "1")))
        return out

    def _flown(self, pnr: Pnr, flight: Flown, *, first: bool) -> list[str]:
        s = self.style.segment
        out = [self._tvl(flight)]
        if flight.operating_number:
            tra = s("TRA", flight.operator, (flight.operating_number, "Y"))
            tvl = s("TVL", "", "", "", "", (flight.operating_number, "Y"))
            out.append(tra if self.codeshare_by_tra else tvl)
        out += [s("RPI", str(len(pnr.guests)), flight.status), s("APD", "77W")]
        if first:
            for place, guest in enumerate(pnr.guests, start=1):
                out += self._requests(pnr, guest, str(place))
        if first and pnr.checked_in:
            out.append(s("DAT", ("2", "300426", "2315")))
            for place, guest in enumerate(pnr.guests, start=1):
                out += self._checked_in(guest, str(place))
        return out

    def _requests(self, pnr: Pnr, guest: Guest, place: str) -> list[str]:
        s = self.style.segment
        out = []
        if pnr.by_reference:
            out.append(self._docs(guest, place))
        if guest.lap:
            lap = f"{guest.lap.family}/{guest.lap.given} {named(guest.lap.born)}"
            out.append(s("SSR", ("INFT", "HK", "1", "PK", "", "", "ISB", "LHR", lap), ("", "", place)))
            out.append(self._docs(guest.lap, place, infant=True))
        if guest.seat:
            seat = ("SEAT", "HK", "1", "PK", "", "", self.flight.origin, self.flight.destination)
            out.append(s("SSR", seat, (guest.seat, "", place)))
        return out

    def _checked_in(self, guest: Guest, place: str) -> list[str]:
        s = self.style.segment
        out = [s("TRI", "", (f"ISB-{place}", "", "", place)), self._tif(replace(guest, lap=None), place)]
        out.append(s("SSD", guest.seat or "1A", "", "", "", "Y"))
        if guest.tags:
            tags = [("PK", tag, "1", "LHR") for tag in guest.tags]
            out.append(s("TBD", "", (str(len(tags)), "20", "700"), "", "", *tags))
        return out

    def _history(self, pnr: Pnr) -> list[str]:
        s = self.style.segment
        earlier = [replace(f, departs=f.departs - timedelta(days=2), number="999") for f in pnr.flights]
        out = [s("ABI", "1", ("", "KHIRR"), "KHI", "", "PK"), s("DAT", ("ZT", "020426", "1010"))]
        for flight in earlier:
            out += [s("SAC", "", "", "X"), self._tvl(flight), s("RPI", "1", "HK")]
        out += [s("SAC", "", "", "X"), s("TIF", "FORMER", ("NAMEMR", "A", "9"))]
        return [*out, s("LTS", "0/O/NM/FORMER/NAMEMR")]

    def text(self) -> str:
        return "".join(self.segments())

    def data(self) -> bytes:
        return self.text().encode(self.style.codec)
