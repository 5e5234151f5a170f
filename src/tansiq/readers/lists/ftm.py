"""FollowTheMoney entities as JSON Lines: persons, organisations and vessels, with the documents and listings that name them by id.

A line that is about something else (an address, a family tie) is structure here: counted in one notice, and kept in the raw bytes.
A document or listing may stand before or behind its holder, or inside it (the nested layout). A subject with "target": false is
named beside the targets (an owner, a relative); it is no entry, unless the file has no target at all.
Source: FollowTheMoney, https://followthemoney.tech, default schemata; every property has any number of values, all texts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath
from typing import Any

import orjson

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.model.subjects import IdentityDocument, Subject, SubjectType
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.dates import parse_birth_dates
from tansiq.readers.lists.entries import LARGEST_LIST_BYTES, Draft, Record, distinct, sex_of

FORMAT = "ftm_jsonl"

LONGEST_LINE_BYTES = 4 * 1024 * 1024
"""A longer line is refused: the fullest published entity has a twentieth of it."""

_TYPES: Mapping[str, SubjectType] = {
    "Person": "person",
    "LegalEntity": "organization",
    "Organization": "organization",
    "Company": "organization",
    "PublicBody": "organization",
    "Vessel": "vessel",
    "Airplane": "vessel",
}
_DOCUMENTS = {"Passport": "passport", "Identification": "other"}
_SANCTION = "Sanction"
_NUMBERS = {
    "passportNumber": "passport",
    "idNumber": "national_id",
    "socialSecurityNumber": "national_id",
    "taxNumber": "tax",
    "innCode": "tax",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "leiCode": "registration",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
    "serialNumber": "serial_number",
}
_KINDS = (("passport", "passport"), ("national", "national_id"), ("identi", "national_id"), ("tax", "tax"))
_NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")
_LOOKS_LIKE_ONE = re.compile(rb'"schema"\s*:\s*"[A-Z]')
_DEEPEST = 8
_SHOWN_BYTES = 24

Values = Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Entity:
    """One line. start, end: byte offsets. is_target: False where the publisher says that it only stands beside the targets."""

    id: str
    schema: str
    properties: Mapping[str, Values]
    start: int
    end: int
    is_target: bool = True

    def texts(self, *names: str) -> list[str]:
        """The texts of some properties; entities that stand inside are left out."""
        return [value for name in names for value in self.properties.get(name, ()) if isinstance(value, str)]

    def inside(self) -> "Iterator[_Entity]":
        """The entities that stand inside its properties."""
        for value in chain.from_iterable(self.properties.values()):
            found = _entity(value, self.start, self.end)
            if isinstance(found, _Entity):
                yield found

    def pairs(self, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
        """Everything it says, flat: ("schema", "Person"), ("name", text), ("name[2]", text)."""
        yield f"{prefix}id", self.id
        yield f"{prefix}schema", self.schema
        for name, values in self.properties.items():
            for number, value in enumerate(values, 1):
                path = f"{prefix}{name}[{number}]" if number > 1 else f"{prefix}{name}"
                found = _entity(value, self.start, self.end) if depth < _DEEPEST else None
                if isinstance(found, _Entity):
                    yield from found.pairs(f"{path}/", depth + 1)
                else:
                    yield path, _text(value)


def sniff(first: bytes) -> bool:
    """Whether the first line is an object with a schema and properties."""
    line = first.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    return line[:1] == b"{" and b'"properties"' in line and _LOOKS_LIKE_ONE.search(line) is not None


def read(data: bytes, name: str) -> Reading:
    """Read the subjects of a stream of entities. A line that is none is refused with its place; nothing is raised."""
    if len(data) > LARGEST_LIST_BYTES:
        text = f"{len(data)} bytes found, at most {LARGEST_LIST_BYTES} expected"
        return refuse(FORMAT, len(data), Refusal(RefusalCode.TOO_LARGE, 0, len(data), text, "split the list"))
    draft = Draft(FORMAT, len(data), accounted=len(data))
    subjects: list[_Entity] = []
    linked: dict[str, list[_Entity]] = defaultdict(list)
    others: Counter[str] = Counter()
    for entity in _entities(data, draft):
        if entity.schema in _TYPES:
            subjects.append(entity)
        elif entity.schema in _DOCUMENTS or entity.schema == _SANCTION:
            for holder in entity.texts("holder", "entity"):
                linked[holder].append(entity)
        else:
            others[entity.schema] += 1
    targets = [entity for entity in subjects if entity.is_target] or subjects
    if len(targets) < len(subjects):
        text = f"{len(subjects) - len(targets)} subjects that the list names beside its targets"
        draft.note(NoticeCode.KEPT_UNREAD, 0, len(data), text)
    for entity in targets:
        draft.take(_list_entry(entity, [*linked.pop(entity.id, ()), *entity.inside()], name, draft))
    for entity in subjects:
        linked.pop(entity.id, None)
    _note_the_rest(others, linked, draft)
    return draft.reading()


def _note_the_rest(others: Counter[str], linked: Mapping[str, list[_Entity]], draft: Draft) -> None:
    if others:
        said = ", ".join(f"{count} of {schema[:40]}" for schema, count in others.most_common(10))
        draft.note(NoticeCode.KEPT_UNREAD, 0, draft.size, f"entities that are no subjects of a list: {said}")
    for holder, entities in linked.items():
        for entity in entities:
            text = f"{entity.schema} {entity.id[:60]}: belongs to {holder[:60]}, which this list does not have"
            draft.note(NoticeCode.REFERENCE_DIFFERS, entity.start, entity.end, text)


def _entities(data: bytes, draft: Draft) -> Iterator[_Entity]:
    """The entities, line by line; every line that is none is refused."""
    start = 0
    while start < len(data) and not draft.gives_up(start):
        end = data.find(b"\n", start) + 1 or len(data)
        if not data[start : min(end, start + LONGEST_LINE_BYTES)].isspace():
            found = _line(data, start, end)
            if isinstance(found, str):
                repair = "mend the line: one entity a line, with id, schema and properties"
                draft.refuse(start, end, found, repair=repair)
            else:
                yield found
        start = end


def _line(data: bytes, start: int, end: int) -> "_Entity | str":
    """The entity of a line, or why it is none."""
    if end - start > LONGEST_LINE_BYTES:
        return f"a line of {end - start} bytes, at most {LONGEST_LINE_BYTES} expected"
    line = data[start:end].removeprefix(b"\xef\xbb\xbf") if start == 0 else data[start:end]
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return f"no JSON: {error}; the line begins {line[:_SHOWN_BYTES]!r}"
    return _entity(value, start, end)


def _entity(value: object, start: int, end: int) -> "_Entity | str":
    if not isinstance(value, dict):
        return f"{type(value).__name__} found, an entity expected"
    identifier, schema, properties = value.get("id"), value.get("schema"), value.get("properties")
    if not isinstance(identifier, str) or not isinstance(schema, str) or not isinstance(properties, dict):
        return "an object without id, schema and properties"
    shaped = {name: values if isinstance(values, list) else [values] for name, values in properties.items()}
    return _Entity(identifier, schema, shaped, start, end, value.get("target") is not False)


def _text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _list_entry(entity: _Entity, linked: Sequence[_Entity], name: str, draft: Draft) -> ListEntry:
    sanctions = [other for other in linked if other.schema == _SANCTION]
    days = sorted(day[:10] for s in sanctions for day in s.texts("listingDate", "startDate"))
    programmes = (p for s in sanctions for p in s.texts("programId", "program"))
    return ListEntry(
        list=PurePath(name).stem or name,
        subject=_subject(entity, linked, draft),
        source=Source(name, entity.start, entity.end),
        programmes=distinct([*entity.texts("programId", "program"), *programmes]),
        reference=entity.id,
        listed_on=days[0] if days else "",
        remarks="\n".join(entity.texts("notes", "summary")),
        record=_record(entity, linked),
    )


def _record(entity: _Entity, linked: Sequence[_Entity]) -> Record:
    pairs = list(entity.pairs())
    seen: Counter[str] = Counter()
    for other in linked:
        if (other.start, other.end) == (entity.start, entity.end):
            continue  # it stands inside, and was said
        seen[other.schema] += 1
        number = f"[{seen[other.schema]}]" if seen[other.schema] > 1 else ""
        pairs += other.pairs(f"{other.schema}{number}/")
    return tuple(pairs)


def _subject(entity: _Entity, linked: Sequence[_Entity], draft: Draft) -> Subject:
    parts = " ".join(text for part in _NAME_PARTS for text in entity.texts(part)[:1])
    whole = entity.texts("name", "alias", "previousName", "abbreviation")
    return Subject(
        id=entity.id,
        type=_TYPES[entity.schema],
        names=distinct(whole or [parts]),
        weak_names=distinct(entity.texts("weakAlias")),
        father_names=distinct(entity.texts("fatherName")),
        birth_dates=distinct(_birth_dates(entity, draft)),
        birth_places=distinct([*entity.texts("birthPlace"), *entity.texts("birthCountry")]),
        nationalities=distinct(_nationalities(entity, draft)),
        sex=next(filter(None, map(sex_of, entity.texts("gender"))), ""),
        documents=tuple(dict.fromkeys([*_papers(linked), *_numbers(entity)])),
    )


def _birth_dates(entity: _Entity, draft: Draft) -> Iterator[str]:
    for text in entity.texts("birthDate"):
        found = parse_birth_dates(text.partition("T")[0])
        if not found:
            said = f"{entity.id[:60]}: date of birth {text[:40]!r} kept as text only"
            draft.note(NoticeCode.BAD_DATE, entity.start, entity.end, said)
        yield from found


def _nationalities(entity: _Entity, draft: Draft) -> Iterator[str]:
    for text in entity.texts("nationality", "citizenship"):
        code = _country(text)
        if not code:
            said = f"{entity.id[:60]}: nationality {text[:40]!r} kept as text only"
            draft.note(NoticeCode.BAD_VALUE, entity.start, entity.end, said)
        yield code


def _country(text: str) -> str:
    """A country of FollowTheMoney as alpha-2; a part of one ("gb-sct") is that one."""
    return country_code(text) or country_code(text.partition("-")[0])


def _papers(linked: Sequence[_Entity]) -> Iterator[IdentityDocument]:
    """The documents that name their holder."""
    for other in linked:
        kind = _DOCUMENTS.get(other.schema)
        if kind is None:
            continue
        said = " ".join(other.texts("type")).casefold()
        kind = next((known for word, known in _KINDS if word in said), kind) if kind == "other" else kind
        issuer = next(filter(None, map(_country, other.texts("country"))), "")
        for number in _with_digits(other.texts("number", "passportNumber")):
            yield IdentityDocument(number, kind, issuer)


def _numbers(entity: _Entity) -> Iterator[IdentityDocument]:
    """The documents that stand on the subject itself."""
    for name, kind in _NUMBERS.items():
        for number in _with_digits(entity.texts(name)):
            yield IdentityDocument(number.upper().removeprefix("IMO").strip() if kind == "imo" else number, kind)


def _with_digits(texts: Sequence[str]) -> Iterator[str]:
    return (" ".join(text.split()) for text in texts if any(c.isdigit() for c in text))
