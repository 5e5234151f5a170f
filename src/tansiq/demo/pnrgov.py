"""Writing PNRGOV: the bookings of a flight as airlines push them to a state.

Source: IATA/ICAO/WCO PNRGOV implementation guide (PADIS EDIFACT 10.1 to 21.1). Versions differ in where the operating flight of a
codeshare stands: in a second TVL, from 14.1 in TRA.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tansiq.demo.edifact import Segment
from tansiq.demo.offices import Office
from tansiq.demo.reservations import Deed, Guest, Reservation, Stretch
from tansiq.demo.travellers import Paper, Person

PUSH, UPDATE = "22", "141"
"""MSG 1225."""

KILOGRAMS = "700"


@dataclass(frozen=True, slots=True)
class Report:
    """What a message is about. flight: the reported one; sent_at: UTC, as of which its bookings are told.

    carrier, office: who sends. has_tra: codeshares by TRA.
    """

    flight: Stretch
    carrier: str
    office: str
    sent_at: datetime
    function: str = PUSH
    has_tra: bool = False


def day(moment: datetime) -> str:
    """The day, as 010526."""
    return moment.strftime("%d%m%y")


def clock(moment: datetime) -> str:
    """The time of day, as 0320."""
    return moment.strftime("%H%M")


def month_named(moment: date) -> str:
    """A day as service requests name it, 12JUL64."""
    return moment.strftime("%d%b%y").upper()


def body(report: Report, bookings: Sequence[Reservation]) -> list[Segment]:
    """The segments between UNH and UNT: what it is, which flight, the bookings."""
    segments: list[Segment] = [
        ("MSG", ("", report.function)),
        ("ORG", (report.carrier, report.office)),
        _tvl(report.flight, is_sold=False),
        ("EQN", str(len(bookings))),
    ]
    for booking in bookings:
        segments += _booking(report, booking)
    return segments


def emptied(locator: str, carrier: str) -> list[Segment]:
    """A booking that holds nobody any more, as updates tell of one that was cancelled."""
    return [("SRC",), ("RCI", (carrier, locator))]


def docs_text(person: Person, paper: Paper, *, infant: bool = False) -> str:
    """SSR DOCS, its ninth part: a passport in free text. Source: IATA Resolution 1797a (AIRIMP)."""
    sex = person.sex + ("I" if infant else "")
    parts = (
        "P",
        paper.issuer,
        paper.number,
        person.nationality,
        month_named(person.born_on),
        sex,
        month_named(paper.expires_on),
    )
    return "/" + "/".join((*parts, person.family, *person.given.split(" ", 1)))


def mail(address: str) -> str:
    """An e-mail address in the signs that teletype knows."""
    return address.replace("@", "//").replace("_", "..").upper()


def _tvl(stretch: Stretch, *, is_sold: bool = True) -> Segment:
    if stretch.is_surface:
        return ("TVL", day(stretch.departure), stretch.origin, stretch.destination, "ARNK")
    when: tuple[str, ...] = (day(stretch.departure), clock(stretch.departure))
    if stretch.arrival is not None:
        when += (day(stretch.arrival), clock(stretch.arrival))
    company = (stretch.carrier, stretch.operator) if is_sold and stretch.operator else (stretch.carrier,)
    number = (stretch.number, stretch.booking_class) if is_sold else (stretch.number,)
    return ("TVL", when, stretch.origin, stretch.destination, company, number)


def _booking(report: Report, booking: Reservation) -> Iterator[Segment]:
    office = booking.office
    first: tuple[str, ...] = (report.carrier, booking.locator, "", day(booking.created_at), clock(booking.created_at))
    yield ("SRC",)
    yield ("RCI", first, (office.system, booking.other)) if booking.other else ("RCI", first)
    ctcm = ("CTCM", "HK", "1", report.carrier, "", "", "", "", booking.phone)
    yield ("SSR", ctcm)
    changed = min(booking.changed_at, report.sent_at)
    yield ("DAT", ("700", day(changed), clock(changed)))
    yield ("IFT", ("4", "28", "", report.carrier), f"CTCE {mail(booking.email)}")
    for remark in booking.remarks:
        yield ("IFT", ("4", "28", "", report.carrier), remark)
    made_by = (office.number, office.code)
    yield ("ORG", (office.system, office.place), made_by, office.place, "", office.kind, office.country, agent(office))
    street, _, city = booking.address.partition(", ")
    yield ("ADD", "", ("700", street, city, "", "", office.country, "", booking.phone))
    if booking.split:
        yield ("EQN", "1")
        yield ("RCI", (report.carrier, booking.split))
    if booking.group:
        yield ("TIF", (booking.group, "G"))
    for guest in booking.seated:
        yield from _guest(report, booking, guest)
    for place, stretch in enumerate(booking.stretches):
        yield from _stretch(report, booking, stretch, is_reported=place == booking.reported)
    for deed in booking.history:
        yield from _deed(booking, deed)


def agent(office: Office) -> str:
    """The sign of who sits at the office's desk."""
    return f"A{office.number[-4:]}"


def _tif(guest: Guest, *, with_infant: bool = False) -> Segment:
    given = (guest.titled, guest.kind, guest.reference) + (("1",) if with_infant else ())
    return ("TIF", guest.passenger.person.family, given)


def _guest(report: Report, booking: Reservation, guest: Guest) -> Iterator[Segment]:
    person, payment = guest.passenger.person, booking.payment
    lap = _lap(booking, guest)
    yield _tif(guest, with_infant=lap is not None)
    if guest.flyer:
        yield ("FTI", (report.carrier, guest.flyer))
    yield ("REF", ("", guest.passenger.reference))
    yield ("FAR", {"A": "ADT", "C": "CHD", "IN": "INF"}[guest.kind])
    yield ("SSR", ("DOCS", "HK", "1", report.carrier, "", "", "", "", docs_text(person, person.papers[0])))
    if booking.ticketed_at > report.sent_at:
        return
    yield ("TKT", (guest.ticket, "T", "1"))
    yield ("MON", ("T", f"{payment.amount}.00", payment.currency))
    yield ("DAT", ("710", day(booking.ticketed_at), clock(booking.ticketed_at)))
    if payment.form == "CC":
        yield ("FOP", ("CC", "", f"{payment.amount}.00", payment.vendor, payment.card, payment.expires))
        yield ("IFT", ("4", "43"), payment.holder)
    else:
        yield ("FOP", (payment.form, "", f"{payment.amount}.00"))


def _lap(booking: Reservation, guest: Guest) -> Guest | None:
    """The infant on a guest's lap: those that have no line of their own sit with the first adult."""
    if guest.reference != booking.seated[0].reference:
        return None
    return next((infant for infant in booking.guests if infant.is_on_lap), None)


def _stretch(report: Report, booking: Reservation, stretch: Stretch, *, is_reported: bool) -> Iterator[Segment]:
    yield _tvl(stretch)
    if stretch.is_surface:
        return
    if stretch.operating_number:
        number = (stretch.operating_number, stretch.booking_class)
        yield ("TRA", stretch.operator, number) if report.has_tra else ("TVL", "", "", "", "", number)
    yield ("RPI", str(sum(guest.kind != "IN" for guest in booking.guests)), stretch.status)
    if stretch.aircraft:
        yield ("APD", stretch.aircraft)
    if is_reported:
        for guest in booking.seated:
            yield from _requests(report, booking, guest)
        if booking.is_checked_in(report.sent_at):
            yield from _checked_in(report, booking)


def _requests(report: Report, booking: Reservation, guest: Guest) -> Iterator[Segment]:
    flight, whose = report.flight, ("", "", guest.reference)
    route = (report.carrier, "", "", flight.origin, flight.destination)
    lap = _lap(booking, guest)
    if lap is not None:
        person = lap.passenger.person
        named = f"{person.family}/{person.given} {month_named(person.born_on)}"
        yield ("SSR", ("INFT", "HK", "1", *route, named), whose)
        docs = docs_text(person, person.papers[0], infant=True)
        yield ("SSR", ("DOCS", "HK", "1", report.carrier, "", "", "", "", docs), whose)
    if guest.passenger.seat:
        yield ("SSR", ("SEAT", "HK", "1", *route), (guest.passenger.seat, "", guest.reference))
    for code, text in guest.requests:
        yield ("SSR", (code, "HK", "1", *route, *([text] if text else [])), whose)


def _checked_in(report: Report, booking: Reservation) -> Iterator[Segment]:
    at = booking.checked_in_at
    yield ("DAT", ("2", day(at), clock(at)))
    for guest in booking.seated:
        passenger = guest.passenger
        yield ("TRI", "", (f"{report.flight.origin}-{guest.reference}", "", "", guest.reference))
        yield _tif(guest)
        if passenger.seat:
            yield ("SSD", passenger.seat, "", "", "", _cabin(booking))
        if passenger.bags:
            tag = (report.carrier, passenger.bag_tag, str(passenger.bags), report.flight.destination)
            yield ("TBD", "", (str(passenger.bags), str(passenger.bag_weight_kg), KILOGRAMS), "", "", tag)


def _cabin(booking: Reservation) -> str:
    """The class that was booked on the reported flight."""
    return booking.stretches[booking.reported].booking_class


def _deed(booking: Reservation, deed: Deed) -> Iterator[Segment]:
    office = booking.office
    yield ("ABI", "1", (office.number, office.code), office.place, "", office.system)
    yield ("DAT", ("T", day(deed.at), clock(deed.at)))
    yield ("SAC", "", "", deed.action)
    if deed.stretch is not None:
        yield _tvl(deed.stretch)
        yield ("RPI", "1", deed.stretch.status)
    elif deed.family:
        yield ("TIF", deed.family, (deed.given, "A", "9"))
    else:
        yield ("SSR", ("SEAT", "HK", "1"), (deed.seat, "", "1"))
