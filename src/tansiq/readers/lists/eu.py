"""The EU consolidated financial sanctions list in its XML layout (`export` of `sanctionEntity`).

A name is `wholeName`, or first, middle and last name in that order; an alias with strong="false" is a weak name.
Source: European Commission, "Financial Sanctions Files (FSF): XML schema 1.1".
"""

from collections.abc import Iterator, Mapping

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading
from tansiq.model.subjects import IdentityDocument, Subject, SubjectType
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.dates import parse_birth_dates
from tansiq.readers.lists.entries import Draft, distinct, sex_of
from tansiq.readers.lists.markup_list import read_entries
from tansiq.readers.markup import Element
from tansiq.readers.markup_head import root_of

FORMAT = "eu_consolidated_xml"
LIST = "EU FSF"

_TAGS = frozenset({"sanctionEntity"})
_TYPES: Mapping[str, SubjectType] = {"P": "person", "person": "person"}
_DOCUMENT_TYPES: Mapping[str, str] = {
    "passport": "passport",
    "diplpassport": "passport",
    "travel": "passport",
    "id": "national_id",
    "ssn": "national_id",
    "birthcert": "national_id",
    "electoral": "national_id",
    "resident": "national_id",
    "driverlicence": "licence",
    "fiscalcode": "tax",
    "tax": "tax",
    "imo": "imo",
    "regnumber": "registration",
    "tradelic": "registration",
    "swiftbic": "registration",
}


def sniff(first: bytes) -> bool:
    """Whether the root is the Commission's `export`."""
    tag, whole = root_of(first)
    return tag == "export" and ("fsd/export" in whole or "generationDate" in whole or b"sanctionEntity" in first)


def read(data: bytes, name: str) -> Reading:
    """Read the EU list. A broken entry is refused with its place; nothing is raised."""
    draft = Draft(FORMAT, len(data))
    version = _attribute(root_of(data[:8192])[1], "generationDate")[:10]
    for entry in read_entries(data, _TAGS, draft, root="export"):
        draft.take(_list_entry(entry, Source(name, entry.start, entry.end), version, draft))
    return draft.reading()


def _attribute(tag: str, name: str) -> str:
    quote = tag.partition(f"{name}=")[2]
    return quote[1:].partition(quote[0])[0] if quote else ""


def _list_entry(entry: Element, source: Source, version: str, draft: Draft) -> ListEntry:
    reference = entry.attributes.get("euReferenceNumber") or entry.attributes.get("logicalId", "")
    regulations = entry.all("regulation")
    return ListEntry(
        list=LIST,
        subject=_subject(entry, reference, draft),
        source=source,
        programmes=distinct(r.attributes.get("programme", "") for r in regulations),
        reference=reference,
        listed_on=entry.attributes.get("designationDate", "")[:10],
        version=version,
        remarks="\n".join(entry.texts("remark")),
        record=tuple(entry.pairs()),
    )


def _subject(entry: Element, reference: str, draft: Draft) -> Subject:
    kinds = [kind.attributes for kind in entry.all("subjectType")]
    code = next((k.get("classificationCode") or k.get("code", "") for k in kinds), "")
    names = entry.all("nameAlias")
    return Subject(
        id=reference,
        type=_TYPES.get(code, "organization"),
        names=distinct(_full(n) for n in names if not _weak(n)),
        weak_names=distinct(_full(n) for n in names if _weak(n)),
        birth_dates=distinct(_birth_dates(entry, draft)),
        birth_places=distinct(_place(item) for item in entry.all("birthdate")),
        nationalities=distinct(_issuer(item) for item in entry.all("citizenship")),
        sex=next((sex for n in names if (sex := sex_of(n.attributes.get("gender", "")))), ""),
        documents=tuple(dict.fromkeys(_documents(entry))),
    )


def _full(name: Element) -> str:
    parts = (name.attributes.get(part, "") for part in ("firstName", "middleName", "lastName"))
    return name.attributes.get("wholeName", "").strip() or " ".join(parts)


def _weak(name: Element) -> bool:
    return name.attributes.get("strong", "true").casefold() == "false"


def _birth_dates(entry: Element, draft: Draft) -> Iterator[str]:
    for item in entry.all("birthdate"):
        stated = _stated_date(item.attributes)
        found = parse_birth_dates(stated)
        if stated and not found:
            text = f"entry {entry.attributes.get('euReferenceNumber', '')}: date of birth {stated!r} kept as text only"
            draft.note(NoticeCode.BAD_DATE, item.start, item.end or entry.end, text)
        yield from found


def _stated_date(item: Mapping[str, str]) -> str:
    if item.get("birthdate"):
        return item["birthdate"][:10]
    if item.get("yearRangeFrom") and item.get("yearRangeTo"):
        return f"{item['yearRangeFrom']} to {item['yearRangeTo']}"
    year, month, day = (item.get(part, "") for part in ("year", "monthOfYear", "dayOfMonth"))
    if not year:
        return ""
    return "-".join([year, *(part.zfill(2) for part in ([month, day] if day and month else [month]) if part)])


def _place(item: Element) -> str:
    parts = [item.attributes.get(part, "") for part in ("place", "city", "region")]
    country = item.attributes.get("countryDescription", "")
    return ", ".join(part for part in [*parts, country if country != "UNKNOWN" else ""] if part)


def _issuer(item: Element) -> str:
    return country_code(item.attributes.get("countryIso2Code", "")) or country_code(
        item.attributes.get("countryDescription", "")
    )


def _documents(entry: Element) -> Iterator[IdentityDocument]:
    for item in entry.all("identification"):
        number = (item.attributes.get("number") or item.attributes.get("latinNumber") or "").strip()
        if any(c.isdigit() for c in number):
            kind = _DOCUMENT_TYPES.get(item.attributes.get("identificationTypeCode", ""), "other")
            yield IdentityDocument(number, kind, _issuer(item))
