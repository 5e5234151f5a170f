"""Which words of messages mean one flight. Pure: the same words give the same flights in any order of arrival.

A flight is its operating carrier, number, airport and scheduled local date of departure. What one message sells and another
flies is one flight where exactly one is named as flying it; where several are, none is believed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tansiq.picture.carriers import FlightName
from tansiq.picture.legs import LegWord, departed, minutes, shifted

_DAY = len("2026-05-01")
_APART = 60
"""Minutes between two departures that one message tells of one number, for them to be two flights."""

_APART_ELSEWHERE = 180
"""The same where several messages tell them, and the flights go to different airports."""

_HALF_A_DAY = 12 * 60

_NO_NAME = FlightName("", "")


@dataclass(frozen=True, slots=True)
class Contested:
    """A name that messages give to several flights: it counts for none of them."""

    name: FlightName
    claimed_for: tuple[FlightName, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One flight, and the ledger positions of the words that mean it. names: all it goes by, its own first.

    sequence: from 1, of the flights of one number that leave one airport on one day.
    """

    name: FlightName
    origin: str
    day: str
    positions: frozenset[int]
    names: tuple[FlightName, ...] = ()
    sequence: int = 1
    contested: tuple[Contested, ...] = ()
    alone: str = ""

    @property
    def key(self) -> str:
        """What the flight is known by."""
        if self.alone:
            return f"?/{self.alone}"[:120]
        key = f"{self.name.carrier}/{self.name.number}/{self.origin}/{self.day}"
        return (f"{key}/{self.sequence}" if self.sequence > 1 else key)[:120]


def group(words: Iterable[LegWord]) -> list[Group]:
    """The flights that these words mean, each word in one of them."""
    named = list(words)
    found = [Group(_NO_NAME, "", "", frozenset({w.position}), alone=w.alone) for w in named if w.alone]
    found = _together(found)
    buckets = defaultdict[tuple[str, str], list[LegWord]](list)
    for word in dated([w for w in named if not w.alone]):
        buckets[word.origin, word.day].append(word)
    for key in sorted(buckets):
        found += _of_day(buckets[key])
    return found


def keys_of(words: Iterable[LegWord]) -> set[str]:
    """By what other words that matter to these are found, on the days that they say and on those that they turn out to mean."""
    told = list(words)
    return {key for w in (*told, *dated([w for w in told if not w.alone])) for key in w.keys}


def _together(alone: Iterable[Group]) -> list[Group]:
    """Words that name no flight, together where one message, or its parts, said them."""
    same = defaultdict[str, set[int]](set)
    for one in alone:
        same[one.alone] |= one.positions
    return [Group(_NO_NAME, "", "", frozenset(same[key]), alone=key) for key in sorted(same)]


# days


def dated(words: Sequence[LegWord]) -> list[LegWord]:
    """The words, each with the scheduled day of its flight: its own, or that of another word which says what became of it."""
    moved = _moved(words)
    settled = [replace(w, day=_day(w, moved)) for w in words if w.day]
    return [*settled, *(replace(w, day=_landed(w, settled)) for w in words if not w.day)]


def _landed(word: LegWord, settled: Iterable[LegWord]) -> str:
    """The day of a word that tells its arrival alone: that of the flight which arrives then, or departs at about that time."""
    mine, about = set(word.names), departed(word)
    same = [w for w in settled if w.origin == word.origin and not mine.isdisjoint(w.names)]
    days = {w.day for w in same if w.arrival and word.arrival.startswith(w.arrival[: len(word.arrival)])}
    if len(days) == 1:
        return days.pop()
    at = minutes(about)
    gaps = [(abs(m - at), w.day) for w in same if at is not None and (m := minutes(w.departure)) is not None]
    return next((day for gap, day in sorted(gaps) if gap <= _HALF_A_DAY), about[:_DAY])


def _moved(words: Iterable[LegWord]) -> dict[tuple[FlightName, str, str], str]:
    """The day that a departure at another day's minute was scheduled for, by name, airport and minute."""
    moved: dict[tuple[FlightName, str, str], str] = {}
    claims = [(w, w.day) for w in words if w.departure and w.day != w.departure[:_DAY]]
    for word, day in [*claims, *_revised(words)]:
        for name in word.names:
            at = (name, word.origin, word.departure)
            moved[at] = min(moved.get(at, day), day)
    return moved


def _revised(words: Iterable[LegWord]) -> list[tuple[LegWord, str]]:
    """Words of one transaction that was sent again with the next day's departure: it is the first day's flight."""
    same = defaultdict[tuple[str, FlightName, str], list[LegWord]](list)
    for word in words:
        if word.revises and minutes(word.departure) is not None:
            same[word.revises, word.name, word.origin].append(word)
    found = []
    for told in same.values():
        days = {w.departure[:_DAY] for w in told}
        if len(days) == 2 and shifted(min(days), 1) == max(days):  # noqa: PLR2004  a day and the next
            found += [(w, min(days)) for w in told if w.departure[:_DAY] == max(days)]
    return found


def _day(word: LegWord, moved: Mapping[tuple[FlightName, str, str], str]) -> str:
    days = [moved[at] for name in word.names if (at := (name, word.origin, word.departure)) in moved]
    return min(days) if days else word.day


# names


def _of_day(words: Sequence[LegWord]) -> list[Group]:
    """The flights of one airport and day."""
    names = _Names(words)
    parts = defaultdict[FlightName, list[LegWord]](list)
    for word in words:
        parts[names.root(word.name)].append(word)
    return [g for root in sorted(parts) for g in _sequences(parts[root], names.own(root, parts[root]), names)]


class _Names:
    """Which names of one airport's day mean one flight."""

    def __init__(self, words: Sequence[LegWord]) -> None:
        self._roots: dict[FlightName, FlightName] = {}
        self._claims = defaultdict[FlightName, set[FlightName]](set)
        self._goes_to = defaultdict[FlightName, set[str]](set)
        for word in words:
            for name in word.names:
                self._roots[name] = name
                self._goes_to[name] |= {word.destination} - {""}
            for sold in word.sold_as:
                self._claims[sold].add(word.name)
        self._join_suffixes(words)
        while self._join_claims():
            pass

    def root(self, name: FlightName) -> FlightName:
        """What stands for all the names of the flight."""
        while self._roots[name] != name:
            name = self._roots[name]
        return name

    def own(self, root: FlightName, words: Sequence[LegWord]) -> FlightName:
        """The name under which it flies: none that is only sold, where there is another; the one most messages use."""
        said = Counter(word.name for word in words)
        names = sorted(name for name in self._roots if self.root(name) == root)
        return min(names, key=lambda n: (self._is_sold(n), -said[n], n))

    def all_of(self, own: FlightName) -> tuple[FlightName, ...]:
        """All names of a flight, its own first."""
        same = sorted(n for n in self._roots if self.root(n) == self.root(own) and n != own)
        return (own, *same)

    def contested(self, own: FlightName) -> tuple[Contested, ...]:
        """The names that are claimed for this flight and for others too."""
        mine = set(self.all_of(own))
        return tuple(
            Contested(sold, tuple(sorted(flown)))
            for sold, flown in sorted(self._claims.items())
            if self._is_contested(sold) and (sold in mine or flown & mine)
        )

    def _is_contested(self, sold: FlightName) -> bool:
        return any(self.root(flown) != self.root(sold) for flown in self._claims[sold])

    def _is_sold(self, name: FlightName) -> bool:
        return any(self.root(flown) == self.root(name) for flown in self._claims.get(name, ()))

    def _join_claims(self) -> bool:
        joined = False
        for sold, flown in self._claims.items():
            roots = {self.root(name) for name in flown}
            if len(roots) == 1 and roots != {self.root(sold)} and self._may_be_one(sold, flown):
                self._join(sold, next(iter(roots)))
                joined = True
        return joined

    def _may_be_one(self, sold: FlightName, flown: Iterable[FlightName]) -> bool:
        """Whether both go to one airport, as far as messages say."""
        there = set[str]().union(*(self._goes_to[name] for name in flown))
        return not there or not self._goes_to[sold] or bool(there & self._goes_to[sold])

    def _join_suffixes(self, words: Iterable[LegWord]) -> None:
        """A number with a suffix is that without it where both depart at one minute to one airport: a sender left it out."""
        told = defaultdict[tuple[str, str, str, str], set[FlightName]](set)
        for word in words:
            if minutes(word.departure) is not None:
                digits = word.name.number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                told[word.name.carrier, digits, word.destination, word.departure].add(word.name)
        for same in told.values():
            bare, suffixed = ({n for n in same if bool(n.suffix) is has} for has in (False, True))
            if len(bare) == 1 and len(suffixed) == 1:
                self._join(*bare, *suffixed)

    def _join(self, one: FlightName, other: FlightName) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._roots[high] = low


# twice a day


def _sequences(words: Sequence[LegWord], own: FlightName, names: _Names) -> list[Group]:
    """The flights of one number on one day: one, unless messages tell several departures."""
    departures = _departures(words)
    parts = defaultdict[int, list[LegWord]](list)
    for word in words:
        parts[_nearest(word, departures, words)].append(word)
    return [
        Group(
            own,
            words[0].origin,
            words[0].day,
            frozenset(w.position for w in parts[index]),
            names.all_of(own),
            sequence,
            names.contested(own),
        )
        for sequence, index in enumerate(sorted(parts), 1)
    ]


def _departures(words: Sequence[LegWord]) -> list[int]:
    """The departures of one number that are told apart, in minutes: by one message, or by where the flights go."""
    told = sorted({(m, w.destination, w.told_in) for w in words if (m := minutes(w.departure)) is not None})
    apart = {m for m, d, by in told if any(_are_two(m, d, by, other) for other in told)}
    first = sorted(apart)
    return [m for i, m in enumerate(first) if i == 0 or m - first[i - 1] >= _APART]


def _are_two(minute: int, destination: str, told_in: int, other: tuple[int, str, int]) -> bool:
    gap = abs(minute - other[0])
    in_one_message = told_in == other[2] and gap >= _APART
    return in_one_message or (bool(destination and other[1]) and destination != other[1] and gap >= _APART_ELSEWHERE)


def _nearest(word: LegWord, departures: Sequence[int], words: Sequence[LegWord]) -> int:
    """Which of the departures a word means: the nearest, or where it tells no time, that of those who go where it goes."""
    at = minutes(word.departure)
    if at is None:
        same = [m for w in words if w.destination == word.destination and (m := minutes(w.departure)) is not None]
        at = min(same, default=None)
    if at is None or not departures:
        return 0
    return min(range(len(departures)), key=lambda i: (abs(departures[i] - at), i))
