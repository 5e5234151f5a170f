"""A subject made ready for comparing: names as parts, dates parsed, document numbers in one form."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tansiq.detectors.names.birth import BirthDate, parse_birth_date
from tansiq.detectors.names.parts import Name, read_name
from tansiq.detectors.names.spelling import LONGEST_NAME, write
from tansiq.model.subjects import IdentityDocument, Subject

MOST_NAMES = 60
MOST_DOCUMENTS = 30
_MISREAD = str.maketrans("OQDILZSBG", "000112586")
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready for comparing. misread: the number with letters and digits that OCR confuses made one."""

    shown: str
    number: str
    misread: str
    type: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A subject ready for comparing."""

    type: str
    names: tuple[Name, ...] = ()
    weak: tuple[Name, ...] = ()
    fathers: tuple[Name, ...] = ()
    dates: tuple[BirthDate, ...] = ()
    places: tuple[str, ...] = ()
    nationalities: frozenset[str] = field(default_factory=frozenset)
    sex: str = ""
    documents: tuple[Document, ...] = ()


def prepare_document(document: IdentityDocument) -> Document:
    """A document number upper-cased, without spaces and hyphens."""
    number = _NOT_IN_NUMBERS.sub("", document.number[:LONGEST_NAME].upper())
    kind = document.type.strip().lower()
    if kind == "imo":
        number = number.removeprefix("IMO")
    return Document(document.number, number, number.translate(_MISREAD), kind, document.issuer.strip().upper())


def _place(text: str) -> str:
    return " ".join(word.text for word in write(text).words)


def _unique(names: Iterable[Name], adjust: Callable[[Name], Name]) -> tuple[Name, ...]:
    kept = {name.parts: name for name in names if name.parts}
    return tuple(adjust(name) for name in kept.values())


def prepare(subject: Subject, adjust: Callable[[Name], Name] = lambda name: name) -> Prepared:
    """A subject made ready. adjust: what is done to each name, for a list that knows how common parts are in it."""
    person = subject.type == "person"
    written = [read_name(name, person=person) for name in subject.names[:MOST_NAMES]]
    weak = [read_name(name, person=person) for name in subject.weak_names[:MOST_NAMES]]
    fathers = [read_name(name) for name in subject.father_names[:MOST_NAMES]]
    dates = (parse_birth_date(text) for text in subject.birth_dates[:MOST_NAMES])
    return Prepared(
        type=subject.type,
        names=_unique((name for one in written for name in one.own), adjust),
        weak=_unique((name for one in weak for name in one.own), adjust),
        fathers=_unique(
            (*(name for one in fathers for name in one.own), *(one.father for one in written if one.father)), adjust
        ),
        dates=tuple(found for found in dates if found),
        places=tuple(filter(None, map(_place, subject.birth_places[:MOST_NAMES]))),
        nationalities=frozenset(code.strip().upper() for code in subject.nationalities),
        sex=subject.sex.strip().upper() if subject.sex.strip().upper() in {"M", "F"} else "",
        documents=tuple(prepare_document(document) for document in subject.documents[:MOST_DOCUMENTS]),
    )
