"""What border authorities answer to carriers (CUSRES), and goods as carriers announce them (CUSCAR).

Source: WCO/IATA/ICAO API guidelines, appendix on interactive API; UN/EDIFACT D.05B CUSRES and CUSCAR message descriptions.
"""

from dataclasses import dataclass
from typing import Literal

from tansiq.model.observations import MessageHeader, Source


@dataclass(frozen=True, slots=True)
class ReplyFlight:
    """The flight an answer is about. Times local, ISO 8601."""

    carrier: str = ""
    number: str = ""
    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """The answer on one traveller. reference: RFF+ABO, locator: RFF+AVF, as the carrier's list gave them.

    directive: ERC 9321 as sent: "0Z" board, "1Z" do not board, "2Z" check with the state, "4Z" more data; others as given.
    name and document are empty where the message names the traveller by reference alone, as the guide asks.
    """

    directive: str
    reference: str = ""
    locator: str = ""
    name: str = ""
    document: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One CUSRES. message.function: BGM 1001 "962" answer, "132" unsolicited, "312" carrier's acknowledgement.

    answer: ERC at message level ("0" accepted, "1" exception), "" where none, several with blanks between them; text: what
    was said with it, a line a segment. references: RFF at message level but for TN and AF, "ABO:B00001".
    """

    source: Source
    message: MessageHeader
    flight: ReplyFlight = ReplyFlight()
    travellers: tuple[Directive, ...] = ()
    answer: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody named on a consignment. role: NAD 3035, "CZ" shipper, "CN" consignee, "NI" notify, "FW" forwarder, ..."""

    role: str
    name: str = ""
    address: str = ""
    country: str = ""
    identifier: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of goods in a consignment (GID). weight_kg: gross. commodity: harmonised-system code where given.

    origin: the country they come from, alpha-2. dangerous: regulation, class and UN number (DGS), then what is said of it.
    """

    description: str = ""
    packages: int | None = None
    package_type: str = ""
    weight_kg: float | None = None
    commodity: str = ""
    marks: str = ""
    dangerous: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Consignment:
    """One consignment on a flight (CUSCAR segment group CNI). waybill: house or simple; master: master air waybill.

    message.identifier: BGM 1225, what is done with it: "9" original, "4" change, "5" replacement, "1" cancellation, "50"
    withdrawal; message.transaction: BGM 1004, revision: 1056.
    leg: index of the FlightLeg in the message. equipment: unit load devices and containers. origin, destination: as given, UN/LOCODE
    or IATA. packages, weight_kg: gross, all goods, as declared, or their sum. references: other RFF, "UCN:S00001663". remarks: FTX that
    does not describe goods.
    """

    waybill: str
    source: Source
    message: MessageHeader
    master: str = ""
    leg: int | None = None
    origin: str = ""
    destination: str = ""
    parties: tuple[Party, ...] = ()
    goods: tuple[Goods, ...] = ()
    equipment: tuple[str, ...] = ()
    packages: int | None = None
    weight_kg: float | None = None
    value: str = ""
    currency: str = ""
    postal: bool = False
    references: tuple[str, ...] = ()
    remarks: str = ""
    kind: Literal["consignment"] = "consignment"
