"""The OFAC lists in the enhanced XML layout (`sanctionsData`): one `entity` with all it has, in words.

Names are `formattedFullName`, which keeps the form of the other layouts: "FAMILY, Given". A name of low quality is a weak name. A
delta file has the same layout and holds changes alone: read as a list it would delist everybody else, so it is refused.
Source: OFAC Sanctions List Service, enhanced XML schema (ENHANCED_XML); an entity's id is the number the other layouts have too.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.model.subjects import IdentityDocument, Subject, SubjectType
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.dates import parse_birth_dates
from tansiq.readers.lists.entries import Draft, distinct, sex_of
from tansiq.readers.lists.markup_list import read_entries
from tansiq.readers.lists.ofac import LIST, NON_SDN, entry_id, name_refused
from tansiq.readers.lists.ofac_remarks import document_type, identity_document
from tansiq.readers.lists.periods import span_dates
from tansiq.readers.markup import Element
from tansiq.readers.markup_head import root_of

FORMAT = "ofac_enhanced_xml"

_TAGS = frozenset({"publicationInfo", "entity"})
_TYPES: Mapping[str, SubjectType] = {
    "individual": "person",
    "entity": "organization",
    "vessel": "vessel",
    "aircraft": "vessel",
}
_SDN = "SDN List"
_NATIONALITY = frozenset({"nationality country", "citizenship country"})


def sniff(first: bytes) -> bool:
    """Whether the root is `sanctionsData`."""
    return root_of(first)[0] == "sanctionsData"


def read(data: bytes, name: str) -> Reading:
    """Read one of the OFAC lists. A broken entity is refused with its place; nothing is raised."""
    if "DeltaFile" in root_of(data[:8192])[1]:
        text = "a delta file, which has only what changed; a whole list was expected"
        repair = "fetch the whole list: what a list lacks is taken for delisted"
        return refuse(FORMAT, len(data), Refusal(RefusalCode.WRONG_FORMAT, 0, len(data), text, repair))
    draft = Draft(FORMAT, len(data))
    version, entities, on_sdn = "", list[ListEntry](), 0
    for element in read_entries(data, _TAGS, draft, root="sanctionsData"):
        if element.tag == "publicationInfo":
            version = element.first("dataAsOf")[:10]
            continue
        entry = _entry(element, Source(name, element.start, element.end), version, draft)
        if entry is not None:
            entities.append(entry)
            on_sdn += _SDN in element.texts("sanctionsLists/sanctionsList")
    of = LIST if 2 * on_sdn >= len(entities) else NON_SDN
    if of == NON_SDN:
        name_refused(draft)
    for entry in entities:
        draft.take(_listed(entry, of))
    return draft.reading()


def _listed(entry: ListEntry, of: str) -> ListEntry:
    """The entry as one of a list, once it is known which of the two the file is."""
    return replace(entry, list=of, subject=replace(entry.subject, id=entry_id(entry.reference, of)))


def _entry(entity: Element, source: Source, version: str, draft: Draft) -> ListEntry | None:
    number, stated = entity.attributes.get("id", ""), entity.first("generalInfo/entityType")
    kind = _TYPES.get(stated.casefold())
    if kind is None:
        text = f"entity {number}: {stated or 'no type'} found; Individual, Entity, Vessel or Aircraft expected"
        entry = entry_id(number, LIST) if number else ""
        draft.refuse(entity.start, entity.end, text, repair="fetch the list again", entry=entry)
        return None
    days = sorted(item.attributes.get("datePublished", "")[:10] for item in entity.all("sanctionsLists/sanctionsList"))
    return ListEntry(
        list=LIST,
        subject=_subject(entity, kind, draft),
        source=source,
        programmes=distinct(entity.texts("sanctionsPrograms/sanctionsProgram")),
        reference=number,
        listed_on=next(filter(None, days), ""),
        version=version,
        remarks=entity.first("generalInfo/remarks"),
        record=tuple(entity.pairs()),
    )


def _subject(entity: Element, kind: SubjectType, draft: Draft) -> Subject:
    said = _Features(entity, draft)
    return Subject(
        type=kind,
        names=distinct(_names(entity, weak=False)),
        weak_names=distinct(_names(entity, weak=True)),
        birth_dates=distinct(said.birth_dates()),
        birth_places=distinct(said.values("place of birth")),
        nationalities=distinct(said.nationalities()),
        sex=next(filter(None, map(sex_of, said.values("gender"))), ""),
        documents=tuple(dict.fromkeys([*_documents(entity), *said.documents()])),
    )


def _names(entity: Element, *, weak: bool) -> Iterator[str]:
    """The names of one quality in every script, those that come first by the publisher's word first."""
    for name in sorted(entity.all("names/name"), key=lambda name: name.first("isPrimary") != "true"):
        if (name.first("isLowQuality") == "true") == weak:
            yield from name.texts("translations/translation/formattedFullName")


def _documents(entity: Element) -> Iterator[IdentityDocument]:
    for item in entity.all("identityDocuments/identityDocument"):
        title = item.first("type")
        kind = document_type(title)
        number, country = item.first("documentNumber"), item.first("issuingCountry")
        document = identity_document(kind, number, country=country, title=title) if kind else None
        if document:
            yield document


class _Features:
    """The features of an entity by their kind."""

    def __init__(self, entity: Element, draft: Draft) -> None:
        self._entity = entity
        self._draft = draft

    def _of(self, *kinds: str) -> Iterator[Element]:
        return (f for f in self._entity.all("features/feature") if f.first("type").casefold() in kinds)

    def values(self, *kinds: str) -> list[str]:
        """The values of the features of some kinds, as text."""
        return [feature.first("value") for feature in self._of(*kinds)]

    def birth_dates(self) -> Iterator[str]:
        """The days between which somebody was born, or what the text says where they are not stated."""
        for feature in self._of("birthdate"):
            first = _day(feature.first("valueDate/fromDateBegin"))
            last = _day(feature.first("valueDate/toDateEnd")) or _day(feature.first("valueDate/fromDateEnd"))
            found = span_dates(first, last or first) or parse_birth_dates(feature.first("value"))
            if not found:
                self._note(NoticeCode.BAD_DATE, feature, f"date of birth {feature.first('value')[:40]!r}")
            yield from found

    def nationalities(self) -> Iterator[str]:
        """The countries somebody belongs to."""
        for feature in self._of(*_NATIONALITY):
            code = country_code(feature.first("value"))
            if not code:
                self._note(NoticeCode.BAD_VALUE, feature, f"nationality {feature.first('value')[:40]!r}")
            yield code

    def documents(self) -> Iterator[IdentityDocument]:
        """The numbers among the features: call signs, tail numbers and their like."""
        for feature in self._entity.all("features/feature"):
            title = feature.first("type")
            kind = "call_sign" if title.casefold() == "vessel call sign" else document_type(title)
            document = identity_document(kind, feature.first("value")) if kind else None
            if document:
                yield document

    def _note(self, code: NoticeCode, feature: Element, what: str) -> None:
        text = f"entity {self._entity.attributes.get('id', '')}: {what} kept as text only"
        self._draft.note(code, feature.start, feature.end, text)


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text[:10])
    return None
