"""One passenger of a booking in PNRGOV XML: name, documents, tickets and how they were paid, fares, bags, contacts."""

from tansiq.model.bookings import Agency, Bag, Contact, Payment, Remark, Service
from tansiq.readers.bookings.draft import CATEGORY_OF, BookingDraft, Person, TicketDraft, is_unnamed
from tansiq.readers.bookings.special_services import Services
from tansiq.readers.bookings.text import masked, masked_account
from tansiq.readers.bookings.text import told as contact_of
from tansiq.readers.markup import Element
from tansiq.readers.pnrgov.parts import Baggage, baggage
from tansiq.readers.pnrgov_xml.services import (
    add_other_service,
    document_request,
    reference,
    service_request,
)
from tansiq.readers.pnrgov_xml.values import Values, attribute, child_attribute, told, words

_POUNDS, _KILOGRAMS = "701", "700"
_WEIGHT_OF = {_KILOGRAMS: _KILOGRAMS, "K": _KILOGRAMS, "KG": _KILOGRAMS, "KGM": _KILOGRAMS, "KGS": _KILOGRAMS}
_WEIGHT_OF.update(dict.fromkeys((_POUNDS, "L", "LB", "LBS", "LBR"), _POUNDS))
_POOLED = frozenset({"HP", "MP"})
_SPONSOR = "4:43"
_NAMES = ("GivenName", "MiddleName", "SurnamePrefix", "Surname", "NameTitle")
_ADDRESS = ("StreetNmbr", "BldgRoom", "AddressLine", "CityName", "PostalCode", "County", "StateProv", "CountryName")


def nothing(_element: Element) -> None:
    """A part that is asked for by name."""


def name_of(element: Element) -> tuple[str, str]:
    """Family and given name of a PNR_PersonNameType, in upper case, title and all."""
    family = words(element.first("SurnamePrefix"), element.first("Surname"))
    given = words(element.first("GivenName"), *element.texts("MiddleName"), *element.texts("NameTitle"))
    return family.upper(), given.upper()


def bags_of(elements: list[Element]) -> Baggage:
    """Checked or other bags (PNRGOV_BagTagGroup, UnitsOfMeasureGroup) with their runs of tags; their weights are added up.

    A quantity in another unit than kilograms or pounds is a number of pieces.
    """
    found = [_run_of(element) for element in elements]
    counts = [bags.bags for bags in found if bags.bags is not None]
    weights = [bags.weight_kg for bags in found if bags.weight_kg is not None]
    return Baggage(
        sum(counts) if counts else None,
        round(sum(weights), 3) if weights else None,
        any(bags.pool for bags in found),
        tuple(tag for bags in found for tag in bags.tags),
    )


def _run_of(element: Element) -> Baggage:
    unit = _WEIGHT_OF.get(attribute(element, "UnitOfMeasureCode", "UnitOfMeasure").upper(), "")
    quantity, run = attribute(element, "UnitOfMeasureQuantity"), attribute(element, "SequenceCount")
    count = run or ("1" if attribute(element, "SerialNumber") else "" if unit else quantity)
    return baggage(
        [
            ["TBD"],
            [],
            [count, quantity if unit else "", unit],
            [attribute(element, "BaggagePool")],
            [
                attribute(element, "IssuerCode"),
                attribute(element, "SerialNumber"),
                run,
                attribute(element, "BagDestination"),
            ],
        ]
    )


def add_bags(elements: list[Element], booking: BookingDraft, person: Person | None) -> None:
    """Take checked bags. person: whose they are, None where that is not known."""
    found = bags_of(elements)
    whose = person.reference if person is not None else ""
    booking.bags += [Bag(tag.tag, tag.carrier, tag.destination, whose, found.pool) for tag in found.tags]
    if person is not None:
        person.bags += [tag.tag for tag in found.tags]
        person.bag_count = found.bags if person.bag_count is None else person.bag_count
        person.bag_weight_kg = found.weight_kg if person.bag_weight_kg is None else person.bag_weight_kg


def add_excess(element: Element, booking: BookingDraft, whose: str) -> None:
    """Take prepaid or excess bags: what they cost and how many as a remark, tags as bags."""
    price = ":".join(part for part in (attribute(element, "CurrencyCode"), attribute(element, "Amount")) if part)
    quantity, unit = (
        attribute(element, "UnitOfMeasureQuantity"),
        attribute(element, "UnitOfMeasureCode", "UnitOfMeasure"),
    )
    size = f"{quantity}::{unit}" if quantity and unit else quantity
    text = words(price, size, attribute(element, "BagDestination"))
    if text:
        booking.remarks.append(Remark(text, "EBD", whose))
    found = bags_of([element])
    booking.bags += [Bag(tag.tag, tag.carrier, tag.destination, whose, found.pool) for tag in found.tags]


def add_contact(element: Element, booking: BookingDraft, values: Values, whose: str) -> None:
    """Take a ContactInfo: its address, telephone and e-mail."""
    values.hand(element, dict.fromkeys(_ADDRESS, nothing))
    street = [*(value for part in element.all("StreetNmbr") for value in part.attributes.values())]
    lines = [*street, element.first("BldgRoom"), *element.texts("AddressLine"), element.first("CityName")]
    state = element.first("County"), element.first("StateProv") or child_attribute(element, "StateProv", "StateCode")
    country = child_attribute(element, "CountryName", "Code") or element.first("CountryName")
    address = ", ".join(line for line in (*lines, *state, country, element.first("PostalCode")) if line.strip(" -"))
    if address:
        booking.contacts.append(Contact("address", masked(address), whose))
    number, mail = attribute(element, "PhoneNumber"), attribute(element, "EmailAddress")
    if number:
        said = contact_of(masked(number.removeprefix("E+")), "E" if number.startswith("E+") else "")
        booking.contacts.append(Contact("phone" if said.kind == "other" else said.kind, said.text, whose))
    if mail:
        booking.contacts.append(Contact("email", masked(mail), whose))


def agency_of(source: Element) -> tuple[Agency, str]:
    """A Source of POS as who made the booking, and the name it gives itself."""
    requestor = next((child for child in source.children if child.tag == "RequestorID"), None)
    company = next((c for c in requestor.children if c.tag == "CompanyName"), None) if requestor is not None else None
    agency = Agency(
        system=attribute(source, "AirlineVendorID"),
        number=attribute(requestor, "ID") if requestor is not None else "",
        office=attribute(source, "PseudoCityCode"),
        place=attribute(source, "AirportCode"),
        country=attribute(source, "ISOCountry"),
        agent="/".join(part for part in (attribute(source, "AgentSine"), attribute(source, "AgentDutyCode")) if part),
        kind=attribute(requestor, "Type") if requestor is not None else "",
    )
    title = words(company.text or attribute(company, "CompanyShortName", "Code")) if company is not None else ""
    return agency, title


class Passenger:
    """Reads one Passenger into its booking. person: who it is, None for a place without a name."""

    def __init__(self, element: Element, booking: BookingDraft, services: Services, values: Values) -> None:
        self._element, self._booking, self._services, self._values = element, booking, services, values
        family, given = name_of(element)
        self._whose = reference(element)
        self.person: Person | None = None
        if is_unnamed(family, given):
            booking.unnamed += 1
        else:
            self.person = Person(element.start, element.end, family, given, self._whose)
            self.person.with_infant = attribute(element, "AccompaniedByInfantInd").lower() in ("true", "1")
            booking.people.append(self.person)
        self._told()
        values.hand(
            element,
            {
                **dict.fromkeys(_NAMES, nothing),
                "CustLoyalty": self._loyalty,
                "OSI": self._osi,
                "ExcessBaggage": self._excess,
                "FareInfo": self._fare,
                "SSR": self._ssr,
                "DOC_SSR": self._document,
                "ContactInfo": self._contact,
                "TicketDocument": self._ticket,
            },
        )

    def _remark(self, text: str, kind: str) -> None:
        if text:
            self._booking.remarks.append(Remark(masked(text), kind, self._whose))

    def _told(self) -> None:
        self._remark(attribute(self._element, "PaxID"), "REF")
        self._remark(attribute(self._element, "BoardingStatus"), "BoardingStatus")

    def _loyalty(self, element: Element) -> None:
        text = words(attribute(element, "MembershipID"), attribute(element, "LoyalLevel"))
        if text:
            carrier = attribute(element, "ProgramID", "VendorCode")
            self._booking.services.append(Service("FQTV", carrier=carrier, text=text, traveller=self._whose))

    def _osi(self, element: Element) -> None:
        add_other_service(element, self._booking, self._values, self._whose)

    def _excess(self, element: Element) -> None:
        add_excess(element, self._booking, self._whose)

    def _contact(self, element: Element) -> None:
        add_contact(element, self._booking, self._values, self._whose)

    def _ssr(self, element: Element) -> None:
        self._services.take(self._booking, service_request(element, self._values, within=self.person))

    def _document(self, element: Element) -> None:
        self._services.take(self._booking, document_request(element, self._values, within=self.person))

    def _fare(self, element: Element) -> None:
        self._values.hand(element, {"UnstructuredFareCalc": nothing})
        person, kind = self.person, CATEGORY_OF.get(attribute(element, "PTC_Code").upper(), "")
        if person is not None and not person.category:
            person.category = kind
        self._remark(words(told(element), *map(told, element.all("UnstructuredFareCalc"))), "FAR")

    def _ticket(self, element: Element) -> None:
        booking, number = self._booking, attribute(element, "TicketDocumentNbr")
        ticket = booking.add_ticket(number, self._whose) if number else TicketDraft("")
        ticket.issued = ticket.issued or self._values.moment(element, "DateOfIssue")
        ticket.total = ticket.total or child_attribute(element, "TotalFare", "Amount")
        ticket.currency = ticket.currency or child_attribute(element, "TotalFare", "CurrencyCode")
        self._values.hand(
            element,
            {
                "TotalFare": nothing,
                "PricingInfo": lambda part: self._remark(told(part), "PTK"),
                "Taxes": lambda part: self._values.hand(part, {"Tax": self._tax}),
                "PaymentInfo": lambda part: self._payment(part, ticket),
            },
        )

    def _tax(self, element: Element) -> None:
        parts = [attribute(element, name) for name in ("Amount", "ISOCountry", "CurrencyCode", "TaxType")]
        self._remark(":".join(parts).strip(":"), "TXD")

    def _payment(self, element: Element, ticket: TicketDraft) -> None:
        self._values.hand(element, {"Sponsor": nothing})
        sponsors, amount = element.texts("Sponsor"), attribute(element, "PaymentAmount")
        self._booking.payments.append(
            Payment(
                form=attribute(element, "PaymentType"),
                vendor=attribute(element, "VendorCode"),
                account=masked_account(attribute(element, "AccountNbr")),
                amount=amount,
                currency=ticket.currency if amount and amount == ticket.total else "",
                holder=masked(attribute(element, "CardHolderName") or next(iter(sponsors), "")),
                traveller=self._whose,
                expires=attribute(element, "ExpiryDate"),
            )
        )
        for sponsor in sponsors:
            self._remark(sponsor, _SPONSOR)
