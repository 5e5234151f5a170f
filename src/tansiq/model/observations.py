"""What a source said happened. Never changed; a correction is another observation."""

from dataclasses import dataclass
from typing import Literal

from tansiq.model.construction import quickly_made
from tansiq.model.subjects import Subject

Role = Literal["passenger", "crew", "transit"]


@quickly_made
@dataclass(frozen=True, slots=True)
class Source:
    """Where an observation stands: file name and byte offsets, end exclusive."""

    file: str
    start: int
    end: int


@quickly_made
@dataclass(frozen=True, slots=True)
class MessageHeader:
    """The message an observation came in.

    type: "PAXLST". version: "D:05B". reference: UNH 0062. function: BGM 1001 ("745", "250", "266").
    identifier: BGM 1004, what is done with the list ("CP", "XR", "CL", "CLNB", "CLOB", "XF"), "" for a full list.
    transaction: RFF+TN, revision: its 1060; an answer repeats both. prepared: UNB 0017:0019 as ISO 8601, the sender's clock. part: UNH S010 ("01:C").
    """

    type: str
    reference: str = ""
    function: str = ""
    identifier: str = ""
    version: str = ""
    transaction: str = ""
    prepared: str = ""
    part: str = ""
    sender: str = ""
    revision: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as the message gives it: upper case, titles and all. full is family and given in the source's order."""

    family: str = ""
    given: str = ""
    full: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class TravelDocument:
    """A travel document. type: "P" passport, "V" visa, "I" identity card; issuer: alpha-2; expiry: ISO 8601 date."""

    number: str
    type: str = ""
    issuer: str = ""
    expiry: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class FlightLeg:
    """One leg of a flight, times local to the airports, ISO 8601 to the precision given.

    carrier: operating carrier, IATA; number: without the carrier and leading zeros; marketing: "TK8123" aliases.
    within: "itinerary" for a leg of somebody's booking that is not the flight the message is about.
    """

    index: int
    carrier: str
    number: str
    origin: str
    destination: str
    source: Source
    message: MessageHeader
    departure: str = ""
    arrival: str = ""
    marketing: tuple[str, ...] = ()
    within: Literal["", "itinerary"] = ""
    kind: Literal["leg"] = "leg"


@quickly_made
@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody on a message: passenger, crew or in transit.

    reference: RFF+ABO, by which replies and close-outs name the traveller; in a PNR, TIF's. legs: indexes of FlightLeg in the
    message. category: of a PNR, "adult", "child" or "infant", "" where it does not say. ticket: its number.
    birth_date: ISO 8601. nationality and residence: alpha-2. bags: tag numbers.
    bag_count and bag_weight_kg: None where the message does not say.
    """

    role: Role
    source: Source
    message: MessageHeader
    names: tuple[PersonName, ...] = ()
    sex: str = ""
    birth_date: str = ""
    birth_place: str = ""
    nationality: str = ""
    residence: str = ""
    documents: tuple[TravelDocument, ...] = ()
    locator: str = ""
    reference: str = ""
    seat: str = ""
    embarked: str = ""
    disembarks: str = ""
    legs: tuple[int, ...] = ()
    bags: tuple[str, ...] = ()
    bag_count: int | None = None
    bag_weight_kg: float | None = None
    verified: bool | None = None  # GEI+4: 173 verified, 174 not verified
    category: Literal["", "adult", "child", "infant"] = ""
    ticket: str = ""
    kind: Literal["traveller"] = "traveller"


@quickly_made
@dataclass(frozen=True, slots=True)
class ListEntry:
    """One subject of a list, with the publisher's record beside it.

    list: the publisher's short name ("OFAC SDN", "UN SC", or the file's own). programmes: the regimes it stands under.
    version: the publisher's date of this list. record: the source record, as flat text pairs, nothing left out.
    """

    list: str
    subject: Subject
    source: Source
    programmes: tuple[str, ...] = ()
    reference: str = ""
    listed_on: str = ""
    version: str = ""
    remarks: str = ""
    record: tuple[tuple[str, str], ...] = ()
    kind: Literal["list_entry"] = "list_entry"
