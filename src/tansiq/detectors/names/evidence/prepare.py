"""A subject made ready for comparing: names as parts, dates parsed, document numbers in one form."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from tansiq.detectors.names.evidence.birth import BirthDate, readings
from tansiq.detectors.names.evidence.documents import Document, prepare_document
from tansiq.detectors.names.evidence.places import Place, read_place
from tansiq.detectors.names.words.parts import Name, read_name
from tansiq.model.countries import alpha_2
from tansiq.model.subjects import Subject

MOST_NAMES = 60
MOST_DOCUMENTS = 30


@dataclass(frozen=True, slots=True)
class Prepared:
    """A subject ready for comparing. among: how many entries the list has that it stands in or is looked for in; 0 for none."""

    type: str
    names: tuple[Name, ...] = ()
    weak: tuple[Name, ...] = ()
    fathers: tuple[Name, ...] = ()
    dates: tuple[BirthDate, ...] = ()
    places: tuple[Place, ...] = ()
    nationalities: frozenset[str] = field(default_factory=frozenset)
    sex: str = ""
    documents: tuple[Document, ...] = ()
    among: int = 0

    @property
    def is_described(self) -> bool:
        """Whether more is known than names, sex and nationality."""
        return bool(self.dates or self.documents or self.fathers or self.places)


def _as_they_are(name: Name) -> Name:
    return name


def _unique(names: Sequence[Name], adjust: Callable[[Name], Name]) -> tuple[Name, ...]:
    kept = names if len(names) == 1 else {name.parts: name for name in names}.values()
    return tuple([adjust(name) for name in kept if name.parts])


def _weighed(weak: Name, full: Iterable[Name]) -> Name:
    """A weak name, marked where it is no more than one part of a full name, with or without a title."""
    own = [(part.form, part.prefix, part.suffix) for part in weak.parts if part.kind != "title"]
    known = {(part.form, part.prefix, part.suffix) for name in full for part in name.parts if part.kind == "name"}
    return replace(weak, partial=True) if len(own) == 1 and own[0] in known else weak


def prepare(subject: Subject, adjust: Callable[[Name], Name] = _as_they_are, *, among: int = 0) -> Prepared:
    """A subject made ready.

    adjust: what is done to each name, for a list that knows how common parts are in it. among: how many entries that list has.
    """
    person = subject.type == "person"
    written = [read_name(name, person=person) for name in subject.names[:MOST_NAMES]]
    weak = [read_name(name, person=person) for name in subject.weak_names[:MOST_NAMES]]
    fathers = [read_name(name) for name in subject.father_names[:MOST_NAMES]]
    documents = tuple(prepare_document(document) for document in subject.documents[:MOST_DOCUMENTS])
    names = _unique([name for one in written for name in one.own], adjust)
    named_fathers = [*(name for one in fathers for name in one.own), *(one.father for one in written if one.father)]
    sex = subject.sex.strip().upper() or next((document.sex for document in documents if document.sex), "")
    return Prepared(
        type=subject.type,
        names=names,
        weak=_unique([_weighed(name, names) for one in weak for name in one.own], adjust) if weak else (),
        fathers=_unique(named_fathers, adjust) if named_fathers else (),
        dates=tuple(dict.fromkeys(found for text in subject.birth_dates[:MOST_NAMES] for found in readings(text))),
        places=tuple(place for text in subject.birth_places[:MOST_NAMES] if (place := read_place(text)).says_anything),
        nationalities=frozenset(filter(None, map(alpha_2, subject.nationalities))),
        sex=sex if sex in {"M", "F"} else "",
        documents=documents,
        among=among,
    )
