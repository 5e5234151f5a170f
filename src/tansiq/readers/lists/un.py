"""The UN Security Council consolidated list in its XML layout (`CONSOLIDATED_LIST`).

A person's name is FIRST_NAME to FOURTH_NAME in that order, given name first; the parts stay apart in `record`. The name in
its original script is one of the names. An alias of quality "Low" is a weak name.
Source: https://www.un.org/sc/resources/sc-sanctions.xsd.
"""

import re
from collections.abc import Iterator

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.readers.lists.country_names import country_code, country_of_adjective
from tansiq.readers.lists.dates import parse_birth_dates
from tansiq.readers.lists.entries import Draft, distinct, sex_of
from tansiq.readers.lists.markup_list import read_entries
from tansiq.readers.markup import Element
from tansiq.readers.markup_head import root_of

FORMAT = "un_consolidated_xml"
LIST = "UN SC"

_TAGS = frozenset({"INDIVIDUAL", "ENTITY"})
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_BETWEEN_ALIASES = re.compile(r"\s*;\s*|\s+[b-h]\)\s+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_GENDER = re.compile(r"\bGender:\s*(male|female)\b", re.IGNORECASE)
_NEXT_SENTENCE = "Mother|Provided|Photo|Review|Brother|Listed|Member|Usurped|INTERPOL|He\\b"
_NAME_WORD = (
    rf"(?:(?!{_NEXT_SENTENCE})[A-Z][\w\u2019'\-]*|(?:bin|ben|ibn|bint|ould|ag|al|el|ul|ur|wa|de)\b[\w\u2019'\-]*)"
)
_FATHER = re.compile(
    r"(?<![Gg]rand)(?:\b[Ff]ather[\u2019']s name(?: is| was|:)|\bName of father is)\s+"
    rf"({_NAME_WORD}(?:\s+{_NAME_WORD})*)"
)
_NUMBER_WORDS = re.compile(r"^.*\b(?:number|no\.?|nº)\s*:?\s*(?=.*\d)|^(?:passport|id)\s+(?=.*\d)", re.IGNORECASE)
_LONGEST_NUMBER = 200  # with the words before it
_DOCUMENT_WORDS = (
    ("pas", "passport"),
    ("national", "national_id"),
    ("ident", "national_id"),
    ("tazkira", "national_id"),
)


def sniff(first: bytes) -> bool:
    """Whether the root is `CONSOLIDATED_LIST`."""
    return root_of(first)[0] == "CONSOLIDATED_LIST"


def read(data: bytes, name: str) -> Reading:
    """Read the consolidated list. A broken entry is refused with its place; nothing is raised."""
    draft = Draft(FORMAT, len(data))
    generated = re.search(r"""\bdateGenerated\s*=\s*["'](\d{4}-\d{2}-\d{2})""", root_of(data[:8192])[1])
    version = generated[1] if generated else ""
    for entry in read_entries(data, _TAGS, draft, root="CONSOLIDATED_LIST"):
        if any(entry.first(part) for part in _NAME_PARTS):
            draft.take(_list_entry(entry, Source(name, entry.start, entry.end), version, draft))
        else:
            reference = _reference(entry)
            draft.refuse_nameless(entry.start, entry.end, reference, entry=reference)
    return draft.reading()


def _reference(entry: Element) -> str:
    return entry.first("REFERENCE_NUMBER") or entry.first("DATAID")


def _list_entry(entry: Element, source: Source, version: str, draft: Draft) -> ListEntry:
    reference = _reference(entry)
    return ListEntry(
        list=LIST,
        subject=_subject(entry, reference, draft),
        source=source,
        programmes=distinct(entry.texts("UN_LIST_TYPE")),
        reference=reference,
        listed_on=entry.first("LISTED_ON")[:10],
        version=version,
        remarks=entry.first("COMMENTS1"),
        record=tuple(entry.pairs()),
    )


def _subject(entry: Element, reference: str, draft: Draft) -> Subject:
    primary = " ".join(entry.first(part) for part in _NAME_PARTS)
    comments = " ".join(entry.first("COMMENTS1").split())
    gender = _GENDER.search(comments)
    parents = (father.strip() for father in _FATHER.findall(comments))
    return Subject(
        id=reference,
        type="person" if entry.tag == "INDIVIDUAL" else "organization",
        names=distinct([primary, *_aliases(entry, weak=False), *entry.texts("NAME_ORIGINAL_SCRIPT")]),
        weak_names=distinct(_aliases(entry, weak=True)),
        father_names=distinct(parents),
        birth_dates=distinct(_birth_dates(entry, draft)),
        birth_places=distinct(_birth_places(entry)),
        nationalities=distinct(_nationalities(entry, draft)),
        sex=sex_of(entry.first("GENDER")) or (sex_of(gender[1]) if gender else ""),
        documents=tuple(dict.fromkeys(_documents(entry))),
    )


def _aliases(entry: Element, *, weak: bool) -> Iterator[str]:
    """The aliases of one quality; a field may hold several, and another script in brackets."""
    for alias in [*entry.all("INDIVIDUAL_ALIAS"), *entry.all("ENTITY_ALIAS")]:
        if (alias.first("QUALITY").casefold() == "low") != weak:
            continue
        for name in _BETWEEN_ALIASES.split(alias.first("ALIAS_NAME")):
            yield _BRACKETS.sub(lambda found: " " if _other_script(found[1]) else found[0], name).strip(" ,") or name
            yield from filter(None, map(_other_script, _BRACKETS.findall(name)))


def _other_script(text: str) -> str:
    """A name in another script than Latin, as it stands between brackets; "" for anything else."""
    name = text.strip().removeprefix("original script:").strip()
    return "" if re.search(r"[A-Za-z]", name) or not any(c > "\u024f" and c.isalpha() for c in name) else name


def _birth_dates(entry: Element, draft: Draft) -> Iterator[str]:
    for item in entry.all("INDIVIDUAL_DATE_OF_BIRTH"):
        stated = _stated_date(item)
        found = parse_birth_dates(stated)
        if stated and not found:
            text = f"entry {entry.first('REFERENCE_NUMBER')}: date of birth {stated!r} kept as text only"
            draft.note(NoticeCode.BAD_DATE, entry.start, entry.end, text)
        yield from found
    for text in entry.texts("INDIVIDUAL_ALIAS/DATE_OF_BIRTH"):
        yield from parse_birth_dates(text)


def _stated_date(item: Element) -> str:
    """The most exact thing a date of birth says: a day, a span of years, a year, a remark."""
    if item.first("DATE"):
        return item.first("DATE")[:10]
    if item.first("FROM_YEAR") and item.first("TO_YEAR"):
        return f"{item.first('FROM_YEAR')} to {item.first('TO_YEAR')}"
    return item.first("YEAR") or item.first("FROM_YEAR") or item.first("TO_YEAR") or _remark(item.first("NOTE"))


def _remark(note: str) -> str:
    """A remark as a date; "Between Aug. and Sep. 1977" is in neither month for sure, only in the year."""
    year = re.search(r"\b\d{4}\b", note)
    return year[0] if year and note.casefold().startswith("between") else note


def _birth_places(entry: Element) -> Iterator[str]:
    for place in entry.all("INDIVIDUAL_PLACE_OF_BIRTH"):
        parts = (place.first(tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY"))
        yield ", ".join(part for part in parts if part) or place.first("NOTE")
    for alias in entry.all("INDIVIDUAL_ALIAS"):
        yield ", ".join(part for part in (alias.first("CITY_OF_BIRTH"), alias.first("COUNTRY_OF_BIRTH")) if part)


def _nationalities(entry: Element, draft: Draft) -> Iterator[str]:
    for text in [*entry.texts("NATIONALITY/VALUE"), *entry.texts("NATIONALITY2")]:
        code = country_code(text)
        if not code:
            found = f"entry {entry.first('REFERENCE_NUMBER')}: nationality {text!r} kept as text only"
            draft.note(NoticeCode.BAD_VALUE, entry.start, entry.end, found)
        yield code


def _documents(entry: Element) -> Iterator[IdentityDocument]:
    for item in entry.all("INDIVIDUAL_DOCUMENT"):
        title, second = item.first("TYPE_OF_DOCUMENT"), item.first("TYPE_OF_DOCUMENT2")
        text = item.first("NUMBER") or (second if any(c.isdigit() for c in second) else item.first("NOTE"))
        number = _NUMBER_WORDS.sub("", text[:_LONGEST_NUMBER]).strip(" .,;")
        issuer = country_code(item.first("ISSUING_COUNTRY")) or country_code(item.first("COUNTRY_OF_ISSUE"))
        if title and any(c.isdigit() for c in number):
            kind = next((kind for word, kind in _DOCUMENT_WORDS if word in title.casefold()), "other")
            yield IdentityDocument(number, kind, issuer or country_of_adjective(text))
