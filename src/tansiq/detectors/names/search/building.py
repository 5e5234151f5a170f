"""A long list made into arrays: chunks of it read in processes, merged into one vocabulary, laid out for searching."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import orjson

from tansiq.detectors.names.evidence.documents import prepare_document
from tansiq.detectors.names.evidence.prepare import MOST_DOCUMENTS, MOST_NAMES
from tansiq.detectors.names.processes import context, in_order
from tansiq.detectors.names.search.encoding import hash_text
from tansiq.detectors.names.search.layout import CHAINED, CUT, DESCRIBED, WEAK
from tansiq.detectors.names.words.parts import Name, Part, read_name
from tansiq.model.subjects import Subject
from tansiq.model.wire import render

CHUNK = 4_000
_AHEAD = 2
_TYPES = ("person", "organization", "vessel")
_IDENTITY = attrgetter(*(f.name for f in fields(Part)))

Progress = Callable[[int], None]


class Chunk(NamedTuple):
    """Some subjects read: the distinct parts of their names, and everything else as numbers and bytes.

    parts_of: numbers of parts, one name after the other. sizes: parts of each name. flags, types: of each name. names: names of
    each entry. lines: the subjects as JSON, one after the other. documents: (hash of the misread number, entry in the chunk).
    """

    parts: list[Part]
    parts_of: "array[int]"
    sizes: "array[int]"
    flags: bytes
    names: "array[int]"
    ids: list[str]
    lines: list[bytes]
    documents: list[tuple[int, int]]
    id_hashes: "array[int]"
    types: bytes


def read_chunk(subjects: list[Subject]) -> Chunk:
    """Read the names of some subjects."""
    numbers: dict[Part, int] = {}
    chunk = Chunk([], array("i"), array("i"), b"", array("i"), [], [], [], array("Q"), b"")
    flags, types = bytearray(), bytearray()
    for at, subject in enumerate(subjects):
        named, is_fathered = names_of(subject)
        described = DESCRIBED * (is_fathered or is_described(subject))
        for name, weak in named:
            chunk.parts_of.extend(numbers.setdefault(part, len(numbers)) for part in name.parts)
            chunk.sizes.append(len(name.parts))
            types.append(type_code(subject.type))
            flags.append(WEAK * weak | CUT * name.cut | CHAINED * name.chained | described)
        chunk.names.append(len(named))
        chunk.ids.append(subject.id)
        chunk.id_hashes.append(hash_text(subject.id))
        chunk.lines.append(dump_subject(subject))
        chunk.documents.extend((document, at) for document in documents_of(subject))
    chunk.parts.extend(numbers)
    return chunk._replace(flags=bytes(flags), types=bytes(types))


def type_code(kind: str) -> int:
    """The type of a subject as a number."""
    return _TYPES.index(kind) if kind in _TYPES else len(_TYPES)


def is_described(subject: Subject) -> bool:
    """Whether more is known than names, sex and nationality."""
    return bool(subject.birth_dates or subject.documents or subject.father_names or subject.birth_places)


def names_of(subject: Subject) -> tuple[list[tuple[Name, bool]], bool]:
    """The names an entry is found by, as `prepare` reads them, and whether each is weak; and whether one tells the father's."""
    person, is_fathered = subject.type == "person", False
    found: dict[tuple[bool, tuple[Part, ...]], tuple[Name, bool]] = {}
    for texts, weak in ((subject.names, False), (subject.weak_names, True)):
        for text in texts[:MOST_NAMES]:
            written = read_name(text, person=person)
            is_fathered = is_fathered or written.father is not None
            found |= {(weak, name.parts): (name, weak) for name in written.own if name.parts}
    return list(found.values()), is_fathered


def documents_of(subject: Subject) -> Iterator[int]:
    """Hashes of the document numbers an entry is found by."""
    for document in subject.documents[:MOST_DOCUMENTS]:
        misread = prepare_document(document).misread
        if misread:
            yield hash_text(misread)


def dump_subject(subject: Subject) -> bytes:
    """A subject as JSON; lone surrogates, which JSON cannot hold, become question marks."""
    shown = render(subject)
    try:
        return orjson.dumps(shown)
    except TypeError:
        return orjson.dumps(_writable(shown))


def _writable(value: Any) -> Any:  # noqa: ANN401  JSON has no narrower type
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_writable(item) for item in value]
    return {key: _writable(item) for key, item in value.items()} if isinstance(value, Mapping) else value


class Merged:
    """Chunks merged: one vocabulary, and the list as arrays that grow."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._number: dict[object, int] = {}
        self._pieces: dict[str, list[np.ndarray[Any, Any]]] = {}
        self._lines: list[bytes] = []
        self.entries = 0

    def take(self, chunk: Chunk) -> None:
        """Add a chunk's subjects at the end."""
        numbers = np.fromiter((self._numbered(part) for part in chunk.parts), np.int32, len(chunk.parts))
        ids = [key.encode("utf-8", "surrogatepass") for key in chunk.ids]
        self._add("words", numbers[np.frombuffer(chunk.parts_of, np.int32)] if chunk.parts_of else numbers[:0])
        self._add("sizes", np.array(chunk.sizes, np.int32))
        self._add("flags", np.frombuffer(chunk.flags, np.uint8))
        self._add("types", np.frombuffer(chunk.types, np.uint8))
        self._add("names", np.array(chunk.names, np.int32))
        self._add("id_sizes", np.fromiter(map(len, ids), np.int32, len(ids)))
        self._add("id_bytes", np.frombuffer(b"".join(ids), np.uint8))
        self._add("id_hash", np.array(chunk.id_hashes, np.uint64))
        self._add("line_sizes", np.fromiter(map(len, chunk.lines), np.int32, len(ids)))
        self._add("line_bytes", np.frombuffer(b"".join(chunk.lines), np.uint8))
        self._add("document_hash", np.array([key for key, _ in chunk.documents], np.uint64))
        self._add("document_entry", np.array([at + self.entries for _, at in chunk.documents], np.int32))
        self.entries += len(ids)

    def whole(self, name: str) -> np.ndarray[Any, Any]:
        """One of the arrays, its pieces put together and forgotten."""
        return np.concatenate(self._pieces.pop(name))

    def _add(self, name: str, piece: np.ndarray[Any, Any]) -> None:
        self._pieces.setdefault(name, []).append(piece)

    def _numbered(self, part: Part) -> int:
        key = _IDENTITY(part)
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self.parts)
            self.parts.append(part)
        return number


def merge(subjects: Iterable[Subject], *, jobs: int = 1, progress: Progress | None = None) -> Merged:
    """Read all subjects. jobs: processes to read in. progress: told now and then how many are done."""
    merged = Merged()
    for chunk in _chunks(subjects, jobs):
        merged.take(chunk)
        if progress:
            progress(merged.entries)
    if not merged.entries:
        merged.take(read_chunk([]))
    return merged


def _chunks(subjects: Iterable[Subject], jobs: int) -> Iterator[Chunk]:
    if jobs <= 1:
        source = iter(subjects)
        while chunk := list(islice(source, CHUNK)):
            yield read_chunk(chunk)
        return
    with ProcessPoolExecutor(jobs, mp_context=context()) as pool:
        yield from in_order(pool, read_chunk, subjects, ahead=_AHEAD * jobs, chunk=CHUNK)
