"""What every reader of a list needs: the reading while it grows, distinct values, an id where the publisher gives none."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tansiq.model.observations import ListEntry
from tansiq.model.reading import Notice, NoticeCode, Reading, Refusal, RefusalCode

Record = tuple[tuple[str, str], ...]

Part = TypeVar("Part", Notice, Refusal)

LARGEST_LIST_BYTES = 512 * 1024 * 1024
"""A list is held in memory while it is read; the largest published one has 120 MB."""


MOST_NAMED = 10_000
"""Refusals, and notices, that are named one by one; a text of nothing but line ends could give a hundred million."""


@dataclass(frozen=True, slots=True)
class Window:
    """A member of an archive and where its data lies in it: what is said of the member points there."""

    member: str
    start: int
    end: int

    def shown(self, part: Part) -> Part:
        """A notice or refusal of the member as one of the archive: the member's place goes into the text."""
        text = f"{self.member}, bytes {part.start} to {part.end}: {part.text}"
        return replace(part, start=self.start, end=self.end, text=text)


@dataclass(slots=True)
class Draft:
    """The reading of a list while it grows.

    Places are byte offsets into the bytes at hand; where these are a member of an archive, `window` says which.
    accounted: the bytes taken so far, in entries, in structure or in what was refused.
    """

    format: str
    size: int
    accounted: int = 0
    window: Window | None = None
    observations: list[ListEntry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    _unnamed: int = 0
    _places: dict[str, int] = field(default_factory=dict)
    _doubles: dict[str, int] = field(default_factory=dict)

    def take(self, entry: ListEntry) -> None:
        """Add an entry; one without a name is refused, one whose id stands already gets the next free "id#2"."""
        subject, source = entry.subject, entry.source
        if not subject.names and not subject.weak_names:
            self.refuse_nameless(source.start, source.end, entry.reference, entry=subject.id)
            return
        own_id = self._own_id(subject.id, entry)
        if own_id != subject.id or not subject.names or not set(subject.names).isdisjoint(subject.weak_names):
            names = subject.names or subject.weak_names
            weak = tuple(n for n in subject.weak_names if n not in names)
            entry = replace(entry, subject=replace(subject, id=own_id, names=names, weak_names=weak))
        self.observations.append(entry)

    def _own_id(self, wanted: str, entry: ListEntry) -> str:
        wanted = wanted or digest_id(entry.record)
        first = self._places.setdefault(wanted, entry.source.start)
        if first == entry.source.start:
            return wanted
        number = self._doubles.get(wanted, 1) + 1
        while f"{wanted}#{number}" in self._places:
            number += 1
        self._doubles[wanted] = number
        self._places[f"{wanted}#{number}"] = entry.source.start
        self.note(
            NoticeCode.BAD_VALUE,
            entry.source.start,
            entry.source.end,
            f"id {wanted} stands already at byte {first}; this entry is read as {wanted}#{number}",
        )
        return f"{wanted}#{number}"

    def note(self, code: NoticeCode, start: int, end: int, text: str) -> None:
        """Add something odd that was read all the same."""
        notice = Notice(code, start, end, text)
        if len(self.notices) < MOST_NAMED:
            self.notices.append(self.window.shown(notice) if self.window else notice)
        else:
            self._unnamed += 1

    def refuse(self, start: int, end: int, text: str, *, repair: str, entry: str = "") -> None:
        """Refuse one entry, with its place. entry: its id, where that can be read: nobody else is then missed because of it."""
        self.refuse_part(Refusal(RefusalCode.BROKEN_ENTRY, start, end, text, repair, entry))

    def refuse_nameless(self, start: int, end: int, reference: str, *, entry: str = "") -> None:
        """Refuse an entry that has no name of its own."""
        repair = "add the name, or take the entry out of the list"
        self.refuse(start, end, f"entry {reference}: no name found".replace(" :", ":"), repair=repair, entry=entry)

    def refuse_part(self, refusal: Refusal) -> None:
        """Refuse a part of the input."""
        self.refusals.append(self.window.shown(refusal) if self.window else refusal)

    def gives_up(self, start: int) -> bool:
        """Whether so much was refused, and so little read, that the rest is refused in one piece: from a place on, to the end."""
        if len(self.refusals) < MOST_NAMED or len(self.observations) > MOST_NAMED:
            return False
        text = f"more than {MOST_NAMED} parts are no entries; nothing behind them is read"
        self.accounted = self.size
        self.refuse_part(Refusal(RefusalCode.TRUNCATED, start, self.size, text, "check that it is the right file"))
        return True

    def reading(self) -> Reading:
        """The reading as it stands; an input of which nothing but refusals is left is refused as a whole."""
        whole = bool(self.refusals) and not self.observations
        if self._unnamed:
            text = f"{self._unnamed} more values were odd, and are not named one by one"
            self.notices.append(Notice(NoticeCode.BAD_VALUE, 0, self.size, text))
        return Reading(
            format=self.format,
            size=self.size,
            accounted=min(self.accounted, self.size),
            observations=tuple(self.observations),
            notices=tuple(self.notices),
            refusals=tuple(self.refusals[whole:]),
            refused=self.refusals[0] if whole else None,
        )


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are not empty, white space made single, each once, in their order."""
    return tuple(dict.fromkeys(shaped for value in values if (shaped := " ".join(value.split()))))


def digest_id(record: Record) -> str:
    """An id for an entry that has none: the same record gives the same one in every version of the list."""
    text = "\n".join(f"{name}\t{value}" for name, value in record)
    return "sha256-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def sex_of(text: str) -> str:
    """The words and letters lists use for a sex, as "M" or "F"; "" for anything else."""
    return {"m": "M", "male": "M", "man": "M", "f": "F", "female": "F", "woman": "F"}.get(text.strip().casefold(), "")
