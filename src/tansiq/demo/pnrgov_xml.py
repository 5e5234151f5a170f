"""Writing PNRGOV as XML: the same bookings, for airlines that push them in this form.

Source: IATA PNRGOV XML schema, `IATA_PNRGOV_NotifRQ` (message version 2.005), namespace http://www.iata.org/IATA/2007/00.
"""

from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tansiq.demo.pnrgov import KILOGRAMS, Report, agent, mail
from tansiq.demo.reservations import Deed, Guest, Reservation, Stretch

NAMESPACE = "http://www.iata.org/IATA/2007/00"
VERSION = "2.005"
INVENTED = "INVENTED DEMO DATA"


def document(report: Report, bookings: tuple[Reservation, ...], reference: str) -> bytes:
    """A message with these bookings. reference: the sender's own for the message."""
    root = Element(
        "IATA_PNRGOV_NotifRQ",
        {
            "xmlns": NAMESPACE,
            "Version": VERSION,
            "Target": "Test",
            "EchoToken": reference,
            "TransactionIdentifier": reference,
            "TimeStamp": f"{report.sent_at:%Y-%m-%dT%H:%M:%S}Z",
            "Function": report.function,
        },
    )
    _put(root, "Originator", AirlineCode=report.carrier, SystemCode=report.carrier, AirlineContactInfo=INVENTED)
    _flight(_put(root, "FlightLeg", **_times(report.flight)), report.flight)
    pnrs = _put(root, "PNRs", NumberOfPnrs=str(len(bookings)))
    for booking in bookings:
        _booking(pnrs, report, booking)
    indent(root, " ")
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _put(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = SubElement(parent, tag, {key: value for key, value in attributes.items() if value})
    element.text = text or None
    return element


def _named(day: date) -> str:
    return day.strftime("%d%b%y").upper()


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def _times(stretch: Stretch) -> dict[str, str]:
    arrival = _iso(stretch.arrival) if stretch.arrival is not None else ""
    return {"DepartureDateTime": _iso(stretch.departure), "ArrivalDateTime": arrival}


def _flight(element: Element, flight: Stretch) -> None:
    """The reported flight: its operating carrier's number, and the airports."""
    element.set("CarrierCode", flight.carrier)
    element.set("FlightNumber", flight.number)
    _put(element, "DepartureAirport", LocationCode=flight.origin)
    _put(element, "ArrivalAirport", LocationCode=flight.destination)


def _booking(pnrs: Element, report: Report, booking: Reservation) -> None:
    pnr = _put(
        pnrs,
        "PNR",
        NumberOfPassengers=str(len(booking.guests)),
        PNR_TransDate=_iso(min(booking.changed_at, report.sent_at)),
        PNR_CreationDate=_iso(booking.created_at),
        LastTktDate=_iso(booking.ticketed_at) if booking.ticketed_at <= report.sent_at else "",
    )
    _put(_put(pnr, "BookingRefID", ID=booking.locator), "CompanyName", Code=report.carrier)
    if booking.other:
        _put(_put(pnr, "BookingRefID", ID=booking.other), "CompanyName", Code=booking.office.system)
    _request(pnr, report, "CTCM", booking.phone)
    _other(pnr, report, f"CTCE {mail(booking.email)}")
    for remark in booking.remarks:
        _other(pnr, report, remark)
    _sold_by(pnr, booking)
    for guest in booking.guests:
        _guest(pnr, report, booking, guest)
    for place, stretch in enumerate(booking.stretches):
        if stretch.is_surface:
            land = _put(
                pnr, "OtherTravelSegment", ServiceID="SUR", StartDate=f"{stretch.departure:%Y-%m-%d}", Status="HK"
            )
            _put(land, "StartLocation", LocationCode=stretch.origin)
            _put(land, "EndLocation", LocationCode=stretch.destination)
        else:
            _stretch(pnr, report, booking, stretch, is_reported=place == booking.reported)
    if booking.split:
        _put(pnr, "SplitPNR", NbrOfPassengers="1", VendorCode=report.carrier, PNR_ID=booking.split)
    for deed in booking.history:
        _deed(pnr, booking, deed)


def _request(parent: Element, report: Report, code: str, text: str, **attributes: str) -> None:
    request = _put(parent, "SSR", SSRCode=code, ServiceQuantity="1", Status="HK", **attributes)
    _put(request, "Airline", Code=report.carrier)
    if text:
        _put(request, "Text", text)


def _other(parent: Element, report: Report, text: str) -> None:
    service = _put(parent, "OSI")
    _put(service, "Airline", Code=report.carrier)
    _put(service, "Text", text)


def _sold_by(pnr: Element, booking: Reservation) -> None:
    office = booking.office
    source = _put(
        _put(pnr, "POS"),
        "Source",
        AgentSine=agent(office),
        PseudoCityCode=office.code,
        ISOCountry=office.country,
        AirlineVendorID=office.system,
        AirportCode=office.place,
    )
    _put(_put(source, "RequestorID", ID=office.number, Type=office.kind), "CompanyName", office.name)
    contact = _put(pnr, "ContactInfo", PhoneNumber=booking.phone, PhoneType="M")
    street, _, city = booking.address.partition(", ")
    _put(contact, "AddressLine", street)
    _put(contact, "CityName", city)
    _put(contact, "CountryName", Code=office.country)


def _guest(pnr: Element, report: Report, booking: Reservation, guest: Guest) -> None:
    person, paper = guest.passenger.person, guest.passenger.person.papers[0]
    passenger = _put(pnr, "Passenger", RPH=guest.reference, SurnameRefNumber=guest.reference)
    given, _, title = guest.titled.rpartition(" ")
    _put(passenger, "GivenName", given)
    _put(passenger, "Surname", person.family)
    _put(passenger, "NameTitle", title)
    if guest.flyer:
        _put(passenger, "CustLoyalty", ProgramID=report.carrier, MembershipID=guest.flyer)
    _put(passenger, "FareInfo", PTC_Code={"A": "ADT", "C": "CHD", "IN": "INF"}[guest.kind])
    if booking.ticketed_at <= report.sent_at:
        _ticket(passenger, booking, guest)
    document = _put(passenger, "DOC_SSR", SSRCode="DOCS", ServiceQuantity="1", Status="HK", RPH=guest.reference)
    _put(document, "FlightInfo", Code=report.carrier)
    first, _, second = person.given.partition(" ")
    _put(
        document,
        "DOCS",
        TravelDocType="P",
        TravelDocNbr=paper.number,
        IssuingLoc=paper.issuer,
        PaxNationality=person.nationality,
        DateOfBirth=_named(person.born_on),
        Gender=person.sex,
        ExpiryDate=_named(paper.expires_on),
        Surname=person.family,
        FirstGivenName=first,
        SecondGivenName=second,
    )


def _ticket(passenger: Element, booking: Reservation, guest: Guest) -> None:
    payment, amount = booking.payment, f"{booking.payment.amount}.00"
    ticket = _put(
        passenger,
        "TicketDocument",
        TicketDocumentNbr=guest.ticket,
        Type="T",
        DateOfIssue=f"{booking.ticketed_at:%Y-%m-%d}",
        PrimaryDocInd="true",
    )
    _put(ticket, "TotalFare", Amount=amount, CurrencyCode=payment.currency)
    paid = _put(
        ticket,
        "PaymentInfo",
        PaymentType=payment.form,
        VendorCode=payment.vendor,
        AccountNbr=payment.card,
        ExpiryDate=payment.expires,
        PaymentAmount=amount,
    )
    if payment.holder:
        _put(paid, "Sponsor", payment.holder)


def _stretch(pnr: Element, report: Report, booking: Reservation, stretch: Stretch, *, is_reported: bool) -> None:
    flight = _put(
        pnr,
        "Flight",
        **_times(stretch),
        ResBookDesigCode=stretch.booking_class,
        NumberInParty=str(len(booking.seated)),
        Status=stretch.status,
        FlightNumber=stretch.number,
    )
    _put(flight, "DepartureAirport", LocationCode=stretch.origin)
    _put(flight, "ArrivalAirport", LocationCode=stretch.destination)
    if stretch.operator:
        _put(flight, "OperatingAirline", Code=stretch.operator, FlightNumber=stretch.operating_number)
    if stretch.aircraft:
        _put(flight, "Equipment", AirEquipType=stretch.aircraft)
    _put(flight, "MarketingAirline", Code=stretch.carrier)
    if not is_reported:
        return
    route = {"BoardPoint": stretch.origin, "OffPoint": stretch.destination}
    for guest in booking.seated:
        if guest.passenger.seat:
            _request(flight, report, "SEAT", guest.passenger.seat, **route, RPH=guest.reference)
        for code, text in guest.requests:
            _request(flight, report, code, text, **route, RPH=guest.reference)
    if booking.is_checked_in(report.sent_at):
        _checked_in(flight, booking)


def _checked_in(flight: Element, booking: Reservation) -> None:
    check_in = _put(flight, "CheckInInfo", Time=_iso(booking.checked_in_at))
    for guest in booking.seated:
        passenger = guest.passenger
        boarding = _put(check_in, "BoardingNumber", Number=guest.reference.zfill(3), RPH=guest.reference)
        named = _put(boarding, "Passenger")
        _put(named, "GivenName", guest.titled.rpartition(" ")[0])
        _put(named, "Surname", passenger.person.family)
        if passenger.seat:
            _put(boarding, "SeatNumber", passenger.seat, CabinClass=booking.stretches[booking.reported].booking_class)
        if passenger.bags:
            _put(
                boarding,
                "CheckedBag",
                SerialNumber=passenger.bag_tag,
                SequenceCount=str(passenger.bags),
                UnitOfMeasureQuantity=str(passenger.bag_weight_kg),
                UnitOfMeasureCode=KILOGRAMS,
                BagDestination=booking.stretches[booking.reported].destination,
            )


def _deed(pnr: Element, booking: Reservation, deed: Deed) -> None:
    history = _put(pnr, "StructuredPNR_History")
    credit = _put(history, "Credit", ID=agent(booking.office), TimeStamp=_iso(deed.at))
    _put(credit, "CompanyName", Code=booking.office.system)
    item = _put(history, "Item", Action=deed.action)
    if deed.seat:
        _put(_put(item, "SSR", SSRCode="SEAT", Status="HK"), "Text", deed.seat)
    elif deed.stretch is not None:
        flight = _put(item, "Flight", **_times(deed.stretch), FlightNumber=deed.stretch.number)
        _put(flight, "DepartureAirport", LocationCode=deed.stretch.origin)
        _put(flight, "ArrivalAirport", LocationCode=deed.stretch.destination)
        _put(flight, "MarketingAirline", Code=deed.stretch.carrier)
