"""The OFAC lists in the advanced XML layout (`Sanctions`): parties, their documents and their listings apart, joined by numbers.

Names keep the form of the other layouts: "FAMILY, Given". An alias of low quality is a weak name. Which list it is, SDN or not, is
what most of its entries say.
Source: OFAC, "Advanced Sanctions List Standard" (SDN_ADVANCED.xsd); the id of an entry is the party's FixedRef, the number the other
layouts have too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading
from tansiq.model.subjects import IdentityDocument, Subject, SubjectType
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.entries import Draft, Record, distinct, sex_of
from tansiq.readers.lists.markup_list import read_entries
from tansiq.readers.lists.ofac import LIST, NON_SDN, entry_id, name_refused
from tansiq.readers.lists.ofac_remarks import document_type, identity_document
from tansiq.readers.lists.periods import period_dates, stated_day
from tansiq.readers.markup import Element
from tansiq.readers.markup_head import root_of

FORMAT = "ofac_advanced_xml"

_REFERENCES = frozenset(
    {
        "AliasType",
        "Country",
        "DetailReference",
        "FeatureType",
        "IDRegDocType",
        "List",
        "NamePartType",
        "PartySubType",
        "PartyType",
        "SanctionsType",
    }
)
"""The tables of ReferenceValueSets that are used: an entry names their rows by ID."""
_PARTS = frozenset({"DateOfIssue", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry"})
_TYPES: Mapping[str, SubjectType] = {
    "individual": "person",
    "entity": "organization",
    "vessel": "vessel",
    "aircraft": "vessel",
}
_FAMILY = frozenset({"Last Name", "Maiden Name"})
_BY_PARENT = frozenset({"Patronymic", "Matronymic"})
_BIRTH, _PLACE, _GENDER, _CALL_SIGN = "birthdate", "place of birth", "gender", "vessel call sign"
_NATIONALITY = frozenset({"nationality country", "citizenship country"})
_SDN = "SDN List"


@dataclass(slots=True)
class _Party:
    """A party as it stands in its own element. countries: ids of locations. profiles, identities: by which others name it."""

    reference: str
    type: SubjectType
    start: int
    end: int
    record: Record
    names: list[str] = field(default_factory=list)
    weak_names: list[str] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    sexes: list[str] = field(default_factory=list)
    documents: list[IdentityDocument] = field(default_factory=list)
    remarks: str = ""
    profiles: list[str] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Listing:
    """What the sanctions entries of a profile say."""

    lists: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    record: list[tuple[str, str]] = field(default_factory=list)


def sniff(first: bytes) -> bool:
    """Whether the root is `Sanctions`."""
    return root_of(first)[0] == "Sanctions"


def read(data: bytes, name: str) -> Reading:
    """Read one of the OFAC lists. A broken party is refused with its place; nothing is raised."""
    draft = Draft(FORMAT, len(data))
    table = _Table(draft)
    for element in read_entries(data, _REFERENCES | _PARTS, draft, root="Sanctions"):
        table.take(element)
    for entry in table.entries(name):
        draft.take(entry)
    return draft.reading()


class _Table:
    """The parts of the list while they come, until all are known that an entry is made of."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._version = ""
        self._references: dict[tuple[str, str], Element] = {}
        self._countries: dict[str, str] = {}
        self._documents: dict[str, list[tuple[IdentityDocument | None, Record]]] = defaultdict(list)
        self._listings: dict[str, _Listing] = defaultdict(_Listing)
        self._parties: list[_Party] = []

    def take(self, element: Element) -> None:
        """Take one part in. Those that others refer to stand before them in the file."""
        match element.tag:
            case "DistinctParty":
                self._take_party(element)
            case "IDRegDocument":
                self._take_document(element)
            case "SanctionsEntry":
                self._take_listing(element)
            case "Location":
                self._countries[element.attributes.get("ID", "")] = self._country_of_location(element)
            case "DateOfIssue":
                self._version = stated_day(element)
            case _:
                self._references[element.tag, element.attributes.get("ID", "")] = element

    def _said(self, tag: str, identifier: str | None) -> str:
        """What a row of a reference table says; "" for one that is not there."""
        row = self._references.get((tag, identifier or ""))
        return row.text if row else ""

    def _country_of_location(self, location: Element) -> str:
        countries = (self._said("Country", c.attributes.get("CountryID")) for c in location.all("LocationCountry"))
        parts = location.texts("LocationPart/LocationPartValue/Value")
        return next(filter(None, map(country_code, [*countries, *parts])), "")

    def _take_document(self, element: Element) -> None:
        title = self._said("IDRegDocType", element.attributes.get("IDRegDocTypeID"))
        kind = document_type(title)
        country = self._said("Country", element.attributes.get("IssuedBy-CountryID"))
        document = identity_document(kind, element.first("IDRegistrationNo"), country=country, title=title)
        said = (("IDRegDocument/type", title), ("IDRegDocument/country", country))
        record = (*(pair for pair in said if pair[1]), *element.pairs("IDRegDocument"))
        self._documents[element.attributes.get("IdentityID", "")].append((document if kind else None, record))

    def _take_listing(self, element: Element) -> None:
        listing = self._listings[element.attributes.get("ProfileID", "")]
        listing.lists.append(self._said("List", element.attributes.get("ListID")))
        listing.days += filter(None, map(stated_day, element.all("EntryEvent/Date")))
        for measure in element.all("SanctionsMeasure"):
            if self._said("SanctionsType", measure.attributes.get("SanctionsTypeID")) in {"Program", ""}:
                listing.programmes.append(measure.first("Comment"))
        listing.record += element.pairs("SanctionsEntry")

    def _take_party(self, element: Element) -> None:
        reference = element.attributes.get("FixedRef", "")
        kinds = map(self._type, element.all("Profile"))
        kind = next((known for known in kinds if known), None)
        if kind is None:
            text = f"party {reference}: no known type found; Individual, Entity, Vessel or Aircraft expected"
            entry = entry_id(reference, LIST) if reference else ""
            self._draft.refuse(element.start, element.end, text, repair="fetch the list again", entry=entry)
            return
        party = _Party(reference, kind, element.start, element.end, tuple(element.pairs()))
        party.remarks = element.first("Comment")
        for profile in element.all("Profile"):
            party.profiles.append(profile.attributes.get("ID", ""))
            for identity in profile.all("Identity"):
                party.identities.append(identity.attributes.get("ID", ""))
                self._name(party, identity)
            for feature in profile.all("Feature"):
                self._describe(party, feature)
        self._parties.append(party)

    def _type(self, profile: Element) -> SubjectType | None:
        sub_type = self._references.get(("PartySubType", profile.attributes.get("PartySubTypeID", "")))
        if sub_type is None:
            return None
        known = _TYPES.get(sub_type.text.casefold())
        return known or _TYPES.get(self._said("PartyType", sub_type.attributes.get("PartyTypeID")).casefold())

    def _name(self, party: _Party, identity: Element) -> None:
        """Add the names of an identity, the primary one first."""
        groups = {
            g.attributes.get("ID", ""): self._said("NamePartType", g.attributes.get("NamePartTypeID"))
            for g in identity.all("NamePartGroups/MasterNamePartGroup/NamePartGroup")
        }
        aliases = sorted(identity.all("Alias"), key=lambda alias: alias.attributes.get("Primary") != "true")
        for alias in aliases:
            into = party.weak_names if alias.attributes.get("LowQuality") == "true" else party.names
            into += (_full(name, groups) for name in alias.all("DocumentedName"))

    def _describe(self, party: _Party, feature: Element) -> None:
        """Add what one feature says of the party, if it is one we have a place for."""
        title = self._said("FeatureType", feature.attributes.get("FeatureTypeID"))
        kind = title.casefold().strip()
        details = [*feature.texts("FeatureVersion/VersionDetail"), *self._referred(feature)]
        if kind == _BIRTH:
            party.birth_dates += self._birth_dates(party, feature)
        elif kind == _PLACE:
            party.birth_places += details
        elif kind in _NATIONALITY:
            party.nationalities += self._located(party, feature)
        elif kind == _GENDER:
            party.sexes += filter(None, map(sex_of, details))
        elif kind == _CALL_SIGN or document_type(title):
            party.documents += _numbers("call_sign" if kind == _CALL_SIGN else document_type(title), details)

    def _referred(self, feature: Element) -> Iterator[str]:
        for detail in feature.all("FeatureVersion/VersionDetail"):
            if "DetailReferenceID" in detail.attributes:
                yield self._said("DetailReference", detail.attributes["DetailReferenceID"])

    def _located(self, party: _Party, feature: Element) -> Iterator[str]:
        for location in feature.all("FeatureVersion/VersionLocation"):
            code = self._countries.get(location.attributes.get("LocationID", ""), "")
            if not code:
                text = f"party {party.reference}: a nationality refers to no country"
                self._draft.note(NoticeCode.BAD_VALUE, feature.start, feature.end or party.end, text)
            yield code

    def _birth_dates(self, party: _Party, feature: Element) -> Iterator[str]:
        for period in feature.all("FeatureVersion/DatePeriod"):
            found = period_dates(period)
            if not found:
                text = f"party {party.reference}: a date of birth kept as text only"
                self._draft.note(NoticeCode.BAD_DATE, feature.start, feature.end or party.end, text)
            yield from found

    def entries(self, name: str) -> Iterator[ListEntry]:
        """The entries, once every part was taken."""
        said = Counter(name for listing in self._listings.values() for name in set(listing.lists) if name)
        is_sdn = 2 * said[_SDN] >= sum(said.values())
        if not is_sdn:
            name_refused(self._draft)
        for party in self._parties:
            listings = [self._listings[p] for p in party.profiles if p in self._listings]
            papers = [paper for identity in party.identities for paper in self._documents.get(identity, ())]
            days = sorted(day for listing in listings for day in listing.days)
            yield ListEntry(
                list=LIST if is_sdn else NON_SDN,
                subject=_subject(party, papers, is_sdn=is_sdn),
                source=Source(name, party.start, party.end),
                programmes=distinct(p for listing in listings for p in listing.programmes),
                reference=party.reference,
                listed_on=days[0] if days else "",
                version=self._version,
                remarks=party.remarks,
                record=(*party.record, *_joined(papers), *(pair for listing in listings for pair in listing.record)),
            )


def _joined(papers: list[tuple[IdentityDocument | None, Record]]) -> Iterator[tuple[str, str]]:
    """The records of documents, each under a number of its own where there are several."""
    for number, (_, record) in enumerate(papers, 1):
        for path, value in record:
            yield (path.replace("IDRegDocument", f"IDRegDocument[{number}]", 1) if number > 1 else path), value


def _subject(party: _Party, papers: list[tuple[IdentityDocument | None, Record]], *, is_sdn: bool) -> Subject:
    documents = [*(document for document, _ in papers if document), *party.documents]
    return Subject(
        id=entry_id(party.reference, LIST if is_sdn else NON_SDN),
        type=party.type,
        names=distinct(party.names),
        weak_names=distinct(party.weak_names),
        birth_dates=distinct(party.birth_dates),
        birth_places=distinct(party.birth_places),
        nationalities=distinct(party.nationalities),
        sex=next(iter(party.sexes), ""),
        documents=tuple(dict.fromkeys(documents)),
    )


def _full(name: Element, groups: Mapping[str, str]) -> str:
    """A name as "FAMILY, Given". One whose parts are of no known kind is its parts in their order."""
    parts = [
        (groups.get(v.attributes.get("NamePartGroupID", ""), ""), v.text)
        for v in name.all("DocumentedNamePart/NamePartValue")
    ]
    kinds = {kind for kind, _ in parts}
    families = _FAMILY if not _FAMILY.isdisjoint(kinds) else _BY_PARENT
    family = " ".join(text for kind, text in parts if kind in families)
    given = " ".join(text for kind, text in parts if kind not in families)
    return ", ".join(filter(None, (family, given)))


def _numbers(kind: str, details: list[str]) -> Iterator[IdentityDocument]:
    for text in details:
        document = identity_document(kind, text)
        if document:
            yield document
