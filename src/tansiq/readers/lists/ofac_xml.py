"""The OFAC lists in their XML layout (`sdnList`), whatever the namespace they are published under: sdn.xml and consolidated.xml.

Names keep the form of the CSV files: "FAMILY, Given". A weak alias (category "weak") is a weak name.
Source: OFAC, "SDN.XSD" and "SDN List data formats and data schema".
"""

from collections.abc import Iterator, Mapping

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading
from tansiq.model.subjects import IdentityDocument, Subject, SubjectType
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.dates import parse_birth_dates
from tansiq.readers.lists.entries import Draft, distinct, sex_of
from tansiq.readers.lists.markup_list import read_entries
from tansiq.readers.lists.ofac import LIST, entry_id, name_list
from tansiq.readers.lists.ofac_remarks import document_type, identity_document, parse_remarks
from tansiq.readers.markup import Element
from tansiq.readers.markup_head import root_of

FORMAT = "ofac_sdn_xml"

_TAGS = frozenset({"publshInformation", "publishInformation", "sdnEntry"})
_TYPES: Mapping[str, SubjectType] = {
    "individual": "person",
    "entity": "organization",
    "vessel": "vessel",
    "aircraft": "vessel",
}


def sniff(first: bytes) -> bool:
    """Whether the root is `sdnList`."""
    return root_of(first)[0] == "sdnList"


def read(data: bytes, name: str) -> Reading:
    """Read the SDN list as XML. A broken entry is refused with its place; nothing is raised."""
    published = ""
    draft = Draft(FORMAT, len(data))
    for element in read_entries(data, _TAGS, draft, root="sdnList"):
        if element.tag == "sdnEntry":
            _take(element, name, published, draft)
        else:
            published = _iso_day(element.first("Publish_Date"))
    name_list(draft, name)
    return draft.reading()


def _iso_day(american: str) -> str:
    """An American date, "01/31/2024", as "2024-01-31"; another form as it stands."""
    month, _, rest = american.partition("/")
    day, _, year = rest.partition("/")
    return f"{year}-{month:0>2}-{day:0>2}" if year.isdigit() else american


def _take(entry: Element, name: str, published: str, draft: Draft) -> None:
    number, kind = entry.first("uid"), entry.first("sdnType").casefold()
    own_id = entry_id(number, LIST) if number else ""
    if kind not in _TYPES:
        found = entry.first("sdnType") or "no type"
        text = f"entry {number}: {found} found; Individual, Entity, Vessel or Aircraft expected"
        repair = "mend the entry's sdnType, or fetch the list again"
        draft.refuse(entry.start, entry.end, text, repair=repair, entry=own_id)
        return
    if not _full(entry):
        draft.refuse_nameless(entry.start, entry.end, number, entry=own_id)
        return
    dates = list(_birth_dates(entry, draft))
    countries = [*entry.all("nationalityList/nationality/country"), *entry.all("citizenshipList/citizenship/country")]
    remarks = parse_remarks(entry.first("remarks"))
    subject = Subject(
        id=own_id,
        type=_TYPES[kind],
        names=distinct([_full(entry), *_aliases(entry, weak=False)]),
        weak_names=distinct([*_aliases(entry, weak=True), *remarks.weak_names]),
        birth_dates=distinct([*dates, *remarks.birth_dates]),
        birth_places=distinct([*entry.texts("placeOfBirthList/placeOfBirthItem/placeOfBirth"), *remarks.birth_places]),
        nationalities=distinct([*(country_code(c.text) for c in countries), *remarks.nationalities]),
        sex=next(iter([*_sexes(entry), *remarks.sexes]), ""),
        documents=tuple(dict.fromkeys([*_documents(entry), *remarks.documents])),
    )
    draft.take(
        ListEntry(
            list=LIST,
            subject=subject,
            source=Source(name, entry.start, entry.end),
            programmes=distinct(entry.texts("programList/program")),
            reference=number,
            version=published,
            remarks=entry.first("remarks"),
            record=tuple(entry.pairs()),
        )
    )


def _birth_dates(entry: Element, draft: Draft) -> Iterator[str]:
    for text in entry.texts("dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        found = parse_birth_dates(text)
        if not found:
            draft.note(
                NoticeCode.BAD_DATE, entry.start, entry.end, f"entry {entry.first('uid')}: {text!r} kept as text only"
            )
        yield from found


def _full(item: Element) -> str:
    return ", ".join(part for part in (item.first("lastName"), item.first("firstName")) if part)


def _aliases(entry: Element, *, weak: bool) -> Iterator[str]:
    for alias in entry.all("akaList/aka"):
        if (alias.first("category").casefold() == "weak") == weak:
            yield _full(alias)


def _sexes(entry: Element) -> Iterator[str]:
    for item in entry.all("idList/id"):
        if item.first("idType") == "Gender":
            yield sex_of(item.first("idNumber"))


def _documents(entry: Element) -> Iterator[IdentityDocument]:
    for item in entry.all("idList/id"):
        kind = document_type(item.first("idType"))
        document = identity_document(
            kind, item.first("idNumber"), country=item.first("idCountry"), title=item.first("idType")
        )
        if kind and document:
            yield document
    call_sign = entry.first("vesselInfo/callSign")
    if any(c.isdigit() for c in call_sign):
        yield IdentityDocument(number=call_sign, type="call_sign")
