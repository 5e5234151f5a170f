"""A list of subjects that can be searched: in plain Python where it is short, in a mapped file by compiled code where long."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Self
from weakref import finalize

from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.search.short import ShortList
from tansiq.model.findings import Comparison, Verdict
from tansiq.model.subjects import Subject

if TYPE_CHECKING:
    from tansiq.detectors.names.search.building import Progress
    from tansiq.detectors.names.search.long import LongList
    from tansiq.detectors.names.search.store import Store

LONG_FROM = 5_000
"""Entries from which a list is searched by compiled code, whose loading takes 150 MB."""
MOST_ADDED = 5_000
"""Entries held beside a long list, before it is built again with them."""
_SCREENED = 25


class _Temporary:
    """A folder that goes when nothing needs it any more."""

    def __init__(self, folder: str) -> None:
        finalize(self, shutil.rmtree, folder, ignore_errors=True)


class Watchlist:
    """A searchable list of subjects. See `interface.Screener`. A long one may be used by one thread at a time."""

    def __init__(self, base: "ShortList | LongList", *, folder: str | None = None) -> None:
        self._base = base
        self._added: ShortList | None = None
        self._file = _Temporary(folder) if folder else None

    @classmethod
    def build(
        cls,
        subjects: Iterable[Subject],
        *,
        path: Path | None = None,
        jobs: int = 1,
        progress: "Progress | None" = None,
    ) -> Self:
        """Index the subjects. Each needs an id of its own; a later one with the same id replaces the earlier.

        path: where the index is kept, for `open`; without one, a long list lies in a temporary file. jobs: processes that read
        the names of a long list. progress: told now and then how many entries of a long list are read.
        """
        source = iter(subjects)
        first = list(islice(source, LONG_FROM))
        if len(first) < LONG_FROM and path is None:
            return cls(ShortList(first))
        folder = None if path else tempfile.mkdtemp(prefix="tansiq-names-")
        file = path or Path(folder or "", "list.names")
        _write(file, chain(first, source), jobs, progress)
        return cls._opened(file, folder=folder, verified=False)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The list that `build` or `save` left in a file. Raises Misconfigured where the file is none, damaged or outdated."""
        return cls._opened(path, verified=True)

    @classmethod
    def _opened(cls, path: Path, *, verified: bool, folder: str | None = None) -> Self:
        from tansiq.detectors.names.search.store import open_store  # noqa: PLC0415  short lists do without its libraries

        store = open_store(path, verified=verified)
        return cls(_long(store) if store.counts["entries"] >= LONG_FROM else ShortList(_subjects(store)), folder=folder)

    def save(self, path: Path, *, jobs: int = 1) -> None:
        """Keep the list, with what was added and without what was removed, in a file for `open`."""
        _write(path, self.subjects(), jobs, None)

    def subjects(self) -> Iterator[Subject]:
        """All entries, in no order."""
        return chain(self._base.subjects(), self._added.subjects() if self._added else ())

    def add(self, subjects: Iterable[Subject]) -> None:
        """Take entries in; one with the id of another replaces it."""
        new = {subject.id: subject for subject in subjects}
        kept = [subject for subject in self._added.subjects() if subject.id not in new] if self._added else []
        more = [*kept, *new.values()]
        if isinstance(self._base, ShortList) or len(more) > MOST_ADDED:
            rebuilt = Watchlist.build(chain(self.subjects(), new.values()))
            self._take_over(rebuilt)
            return
        for entry_id in new:
            self._base.remove(entry_id)
        self._added = ShortList(more, count=self._base.count)

    def remove(self, ids: Iterable[str]) -> None:
        """Leave entries out; an unknown id is passed over."""
        gone = set(ids)
        if isinstance(self._base, ShortList):
            self._base = ShortList(subject for subject in self._base.subjects() if subject.id not in gone)
            return
        for entry_id in gone:
            self._base.remove(entry_id)
        if self._added:
            kept = (subject for subject in self._added.subjects() if subject.id not in gone)
            self._added = ShortList(kept, count=self._base.count)

    def _take_over(self, other: "Watchlist") -> None:
        self._base, self._added, self._file = other._base, None, other._file  # noqa: SLF001  another of this class

    def __len__(self) -> int:
        return len(self._base) + len(self._added or ())

    def search(self, query: Subject, *, top: int = 50) -> list[Candidate]:
        """The entries most like the query, best first; at most `top`. Never raises for any Unicode."""
        found = self._base.search(query, top=top)
        if self._added:
            found = sorted([*found, *self._added.search(query, top=top)], key=lambda c: (-c.score, c.id))[:top]
        return found

    def compare(self, query: Subject, entry_id: str) -> Comparison:
        """The query and one entry compared, with reasons for and against. Raises KeyError for an unknown id."""
        if self._added and entry_id in self._added:
            return self._added.compare(query, entry_id)
        return self._base.compare(query, entry_id)

    def screen(self, query: Subject, *, most: int = _SCREENED) -> Iterator[tuple[str, Comparison]]:
        """Each entry whose verdict is match or possible, with its comparison, best first; at most `most`."""
        near = [candidate.id for candidate in self.search(query, top=most) if candidate.verdict is not Verdict.NO]
        compared = [(entry_id, self.compare(query, entry_id)) for entry_id in near]
        yield from sorted(
            ((entry_id, found) for entry_id, found in compared if found.verdict is not Verdict.NO),
            key=lambda pair: -pair[1].score,
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Another process opens the file of a long list that nothing was added to or removed from; else it is told all."""
        if isinstance(self._base, ShortList) or self._added or self._base.changed:
            return Watchlist.build, (list(self.subjects()),)
        return _reopened, (self._base.store.path,)


def _reopened(path: Path) -> Watchlist:
    return Watchlist._opened(path, verified=False)  # noqa: SLF001  it was verified where it came from


def _long(store: "Store") -> "LongList":
    from tansiq.detectors.names.search.long import LongList  # noqa: PLC0415  short lists do without compiled code

    return LongList(store)


def _subjects(store: "Store") -> Iterator[Subject]:
    from tansiq.detectors.names.search.records import subjects_of  # noqa: PLC0415  the same

    return subjects_of(store)


def _write(path: Path, subjects: Iterable[Subject], jobs: int, progress: "Progress | None") -> None:
    from tansiq.detectors.names.search.assembly import assemble  # noqa: PLC0415  short lists do without compiled code
    from tansiq.detectors.names.search.building import merge  # noqa: PLC0415  the same
    from tansiq.detectors.names.search.store import write_store  # noqa: PLC0415  the same

    arrays, counts = assemble(merge(subjects, jobs=jobs, progress=progress))
    write_store(path, arrays, counts)
