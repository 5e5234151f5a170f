"""What OFAC writes in the remarks of an entry and in its identity items, as parts of a Subject.

Source: OFAC, "SDN List data formats and data schema": remarks are sentences parted by semicolons; an alias between
single quotes there is a weak one (OFAC FAQ 122); the XML gives the same words as typed items.
"""

import re
from dataclasses import dataclass, field

from tansiq.model.subjects import IdentityDocument
from tansiq.readers.lists.country_names import country_code, country_of_adjective
from tansiq.readers.lists.dates import parse_birth_dates
from tansiq.readers.lists.entries import sex_of

_DOCUMENT_TYPES: tuple[tuple[str, str], ...] = (
    (r"(?:[\w.]+ ){0,3}Passport(?: No\.:?)?|Travel Document Number|Refugee ID Card", "passport"),
    (r"Vessel Registration Identification|Identification Number(?= IMO)|Company Number(?= IMO)", "imo"),
    (r"MMSI", "mmsi"),
    (r"(?:Previous )?Aircraft Tail Number", "tail_number"),
    (
        r"Aircraft Manufacturer's Serial Number(?: \(MSN\))?|Aircraft Construction Number(?: \([^)]*\))?",
        "serial_number",
    ),
    (
        r"Cedula (?:No\.|de Residencia)|C\.U\.R\.P\.(?: #)?|C\.U\.I\.|D\.N\.I\.|N\.I\.E\.|I\.F\.E\.|SSN|LE Number"
        r"|(?:[\w.]+ )?(?:National|Personal|Kenyan|Foreign) (?:Foreign )?ID(?: Card| Number)?(?: No\.:?)?|Stateless Person ID Card"
        r"|(?:\w+ )?Identification(?: Number)?|Citizen's Card Number|Residency Number|Birth Certificate Number"
        r"|Electoral Registry No\.|Public Security and Immigration No\.|Immigration No\.",
        "national_id",
    ),
    (r"Driver's License No\.|Pilot License Number|Seafarer's Identification Document", "licence"),
    (r"VisaNumberID", "visa"),
    (
        r"Tax ID No\.|NIT #|RUC #|R\.F\.C\.(?: #)?|RIF #|RTN|C\.U\.I\.T\.|C\.U\.I\.P\.|V\.A\.T\. Number"
        r"|(?:Italian )?Fiscal Code",
        "tax",
    ),
    (
        r"(?:\w+ )?Registration (?:ID|Number)|(?:UK )?Company Number|Commercial Registry Number|Trade License No\."
        r"|Business (?:Registration )?(?:Number|Document #)|Matricula Mercantil No\.?|Folio Mercantil No\.|C\.R\. No\."
        r"|Government Gazette Number|Legal Entity Number|D-U-N-S Number|Chamber of Commerce Number|Enterprise Number"
        r"|Certificate of Incorporation Number|Registered Charity No\.|Unified Social Credit Code \(USCC\)",
        "registration",
    ),
)
_DOCUMENT = re.compile(
    "(?:" + "|".join(f"(?P<{kind}>{pattern})" for pattern, kind in _DOCUMENT_TYPES) + r")\s+(?P<rest>\S.*)", re.DOTALL
)
_LONGEST_DOCUMENT = 300
_LIFE = re.compile(r"\b(?:issued|issue date|expires|expired|expire date|valid)\b.*$", re.IGNORECASE | re.DOTALL)
_COUNTRY = re.compile(r"\s*\(([^()]*)\)\s*$")
_AFTER_COMMA = re.compile(r",\s*([^,]*)")
_QUOTED = re.compile(r"^'(.*)'$")  # quoted twice; one quotation mark alone is a letter of the name
_ALIAS = re.compile(r"(?:a\.k\.a\.|f\.k\.a\.|n\.k\.a\.)\s+'(?P<name>.*)'", re.DOTALL)


@dataclass(slots=True)
class Remarks:
    """What the remarks of one entry say, each part in the order it stands there."""

    birth_dates: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    sexes: list[str] = field(default_factory=list)
    documents: list[IdentityDocument] = field(default_factory=list)
    weak_names: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)  # a date or a country that says nothing to us


def parse_remarks(text: str) -> Remarks:
    """The parts of a remarks field; sentences of other kinds are left to the reader of the whole."""
    remarks = Remarks()
    for sentence in text.split(";"):
        _take(sentence.strip().removeprefix("alt. ").strip(), remarks)
    return remarks


def _take(sentence: str, remarks: Remarks) -> None:
    keyword, _, rest = sentence.partition(" ")
    bare = rest.strip().removesuffix(".").strip()
    if keyword == "DOB":
        _gather(parse_birth_dates(bare), sentence, remarks.birth_dates, remarks)
    elif keyword == "POB":
        remarks.birth_places.append(bare)
    elif keyword in {"nationality", "citizen"}:
        code = country_code(bare)
        _gather((code,) if code else (), sentence, remarks.nationalities, remarks)
    elif keyword == "Gender":
        remarks.sexes.append(sex_of(bare))
    elif alias := _ALIAS.match(sentence):
        remarks.weak_names.append(_QUOTED.sub(r"\1", alias["name"]))
    elif document := parse_document(sentence.removesuffix(".")):
        remarks.documents.append(document)


def _gather(values: tuple[str, ...], sentence: str, into: list[str], remarks: Remarks) -> None:
    into.extend(values)
    if not values:
        remarks.not_understood.append(sentence)


def parse_document(text: str) -> IdentityDocument | None:
    """The document a text names: "Passport D123 (Afghanistan) issued 1999", "National ID No. 5-1 (Iran)"; None without one."""
    match = _DOCUMENT.match(text)
    return identity_document(_kind(match), match["rest"], title=text) if match else None


def identity_document(kind: str, text: str, *, country: str = "", title: str = "") -> IdentityDocument | None:
    """A document from the words behind its type: its number, the issuer in brackets or given apart.

    kind: "passport", "national_id", "tax", "imo" and so on. country: a name or code. title: where an adjective may
    name the issuer ("Turkish Identification Number"). None where there is no digit to know it by.
    """
    number, issuer = _LIFE.sub("", text[:_LONGEST_DOCUMENT]).strip(" ,"), country_code(country)
    while bracket := _COUNTRY.search(number):
        issuer = issuer or country_code(bracket[1])
        number = number[: bracket.start()].strip()
    for part in _AFTER_COMMA.findall(number):
        issuer = issuer or country_code(part)
    number = number.split(",", 1)[0].removeprefix("IMO ").strip(" .:#")
    if not any(c.isdigit() for c in number):
        return None
    return IdentityDocument(number=number, type=kind, issuer=issuer or country_of_adjective(title))


def document_type(title: str) -> str:
    """The kind of document an OFAC identity type names ("National ID No."); "" for what is no document ("Gender")."""
    match = _DOCUMENT.match(f"{title} 0")
    return _kind(match) if match else ""


def _kind(match: re.Match[str]) -> str:
    return next(kind for _, kind in _DOCUMENT_TYPES if match[kind])
