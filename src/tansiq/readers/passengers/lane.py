"""The fast lane of passenger lists: a traveller all of whose segments are as the guide has them is taken in one go.

A regular expression takes NAD and what stands under it, up to the next NAD, CNT or UNT, if each segment has one of the
`_SHAPES`. What it does not match is read segment by segment (`particulars`), and what it matches gives what that would
give, without a notice: a segment of a tag, qualifier or form that is not here, a second one where one is allowed, a
value that needs shaping, an impossible date, a line end within a segment each leave the traveller to the other way.
That is why nothing is looked at here but values.

Two expressions know the same shapes. One takes them in any order. The other takes them in the order in which a message
was seen to have them, each at most once, and is twice as fast: senders keep to their order.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import ClassVar

from tansiq.model.countries import ALPHA_2_OF
from tansiq.model.observations import MessageHeader, Role, Source, TravelDocument, Traveller
from tansiq.readers.moments import parse_birth_date, parse_expiry_date
from tansiq.readers.passengers.draft import NO_TAG, baggage_tags, in_kilograms, run_of_tags
from tansiq.readers.passengers.particulars import Particulars

ROLE_OF: dict[str, Role] = {"FL": "passenger", "FM": "crew", "DDU": "transit", "DDT": "crew", "VW": "crew"}
"""NAD 3035 of travellers: passenger, crew, passenger and crew in transit, vehicle's crew."""

_ENDS = r"(?:'|:[^'+\r\n]*')"  # components that say nothing, and the terminator
_DATE = r"([0-9]{6,8})" + _ENDS
_CODE = r"([A-Z0-9]{1,8})" + _ENDS
_COUNTRY = r"([A-Z]{2,3})"
_WORD = r"([!-&(-*,-9;-~]+)" + _ENDS  # ASCII without blanks and service characters
_TAGS = r"[!-&(-*,-~]+"
_NEXT = r"[\r\n]*"
_LINE_ENDS = re.compile(_NEXT)

_SHAPES: tuple[tuple[str, str], ...] = (
    (r"ATT\+2\+\+", r"([MFXU])[^'+\r\n]*'"),
    (r"DTM\+329:", _DATE),
    (r"MEA\+CT\+\+[A-Z]*:", r"([0-9]{1,2})'"),
    (r"MEA\+WT\+\+", r"([A-Z]*:[0-9]{1,2})'"),
    (r"GEI\+4\+", r"(17[34])'"),
    (r"FTX\+BAG\+\+\+", rf"({_TAGS}(?:'{_NEXT}FTX\+BAG\+\+\+{_TAGS})*)'"),
    (r"LOC\+178\+", _CODE),
    (r"LOC\+179\+", _CODE),
    (r"LOC\+174\+", _COUNTRY + _ENDS),
    (r"LOC\+180\+", r"([^'+\r\n]*)'"),
    (r"NAT\+2\+", _COUNTRY + _ENDS),
    (r"RFF\+AVF:", _CODE),
    (r"RFF\+ABO:", _WORD),
    (r"RFF\+SEA:", _CODE),
)
"""The segments of one traveller that say something of them: tag and qualifier, and the value. Each is said once."""

_SILENT: tuple[str, ...] = (
    r"FTX\+(?!BAG)[A-Z]{3}\+[^'\r\n]*'",
    r"LOC\+(?!17[489]\+|180\+|91\+)[0-9]{1,3}\+[^'+\r\n]*'",
    r"COM\+[^'\r\n]*'",
    r"EMP\+[^'+\r\n]*'",
    r"RFF\+(?!AVF|ABO|SEA)[A-Z]{2,3}:[^'+\r\n]*'",
)
"""Segments that no observation has a place for."""

_DOCUMENT = r"DOC\+([A-Z]{1,3})(?::[^'+\r\n]*)?\+([A-Za-z0-9]+)'"
_EXPIRY, _ISSUER = rf"DTM\+36:{_DATE}", rf"LOC\+91\+{_COUNTRY}'"
_NAD = rf"{_NEXT}NAD\+({'|'.join(ROLE_OF)})\+\+\+([A-Z][^'+\r\n]*)'"
_BEFORE_NEXT = rf"(?={_NEXT}(?:NAD|CNT|UNT)\+)"
_FIRST_GROUP = 3  # NAD's are the role and the name
_GROUPS_OF_DOCUMENTS = 8
_MOST_SEGMENTS = 60
_MOST_DATES = 1 << 15
_LEARN_FROM, _MOST_LESSONS = 16, 4  # travellers out of order, before theirs is worth an expression; and how often
_ALL = (*(head + value for head, value in _SHAPES), *(silent + "()" for silent in _SILENT))

Match = Callable[[str, int], "re.Match[str] | None"]
Values = tuple[str, ...]
"""Role and name, the values of `_SHAPES`, and kind, number, expiry and issuer of two documents; "" where not said."""


class Expression:
    """Finds travellers. order: places in `_ALL` as the groups of the pattern have them.

    match: as of the pattern; arranged: turns all its groups into `Values`.
    """

    def __init__(self, pattern: str, order: Sequence[int]) -> None:
        self.match: Match = re.compile(pattern).match
        self._order = order
        group_of = {place: group for group, place in enumerate(order, start=_FIRST_GROUP - 1)}
        documents = range(_FIRST_GROUP - 1 + len(order), _FIRST_GROUP - 1 + len(order) + _GROUPS_OF_DOCUMENTS)
        groups = [0, 1, *(group_of[place] for place in range(len(_SHAPES))), *documents]
        self.arranged: Callable[[Values], Values] = itemgetter(*groups)

    def find(self, text: str, place: int) -> tuple[int, Values] | None:
        """The place after the traveller whose NAD, or the line ends before it, stand at a place, and what is said of them."""
        found = self.match(text, place)
        return None if found is None else (found.end(), self.arranged(found.groups("")))

    def order(self, text: str, place: int, usual: tuple[int, ...]) -> tuple[int, ...]:
        """The usual order of places in `_ALL`, those of a traveller's segments put into the traveller's own order."""
        found = self.match(text, place)
        if found is None:
            return usual
        starts = {shape: found.start(group) for group, shape in enumerate(self._order, start=_FIRST_GROUP)}
        met = iter(sorted((shape for shape in usual if starts[shape] >= 0), key=starts.__getitem__))
        return tuple(shape if starts[shape] < 0 else next(met) for shape in usual)


def _documents(between: str) -> str:
    """Two documents, each with its expiry date and its issuer."""
    one = rf"{_DOCUMENT}(?:{between}{_EXPIRY}|)(?:{between}{_ISSUER}|)"
    return rf"{one}(?:{between}{one}|)"


@cache
def in_any_order() -> Expression:
    """The expression for segments in any order; what is said twice of one traveller it does not match."""
    order = sorted(range(len(_ALL)), key=lambda place: _ALL[place][:3])
    ways: dict[str, list[str]] = {}
    for group, place in enumerate(order, start=_FIRST_GROUP):
        head, value = _SHAPES[place] if place < len(_SHAPES) else (_ALL[place], "")
        ways.setdefault(head[:3], []).append(f"{head[3:]}(?({group})(?!)){value}" if value else head[3:])
    tags = [f"{tag}(?:{'|'.join(rest)})" for tag, rest in ways.items()]
    tags.append(rf"(?({_FIRST_GROUP + len(order)})(?!)){_documents(_NEXT)}")
    return Expression(rf"{_NAD}(?:{_NEXT}(?:{'|'.join(tags)})){{0,{_MOST_SEGMENTS}}}{_BEFORE_NEXT}", order)


@lru_cache(maxsize=64)
def in_this_order(order: tuple[int, ...], between: str) -> Expression:
    """The expression for segments in one order, documents last. between: the line ends between segments."""
    sequence = "".join(f"(?:{between}{_ALL[place]}|)" for place in order)
    return Expression(f"{_NAD}{sequence}(?:{between}{_documents(between)}|){_BEFORE_NEXT}", order)


_FEW = {str(count): count for count in range(1, 10)}
_VERIFIED = {"173": True, "174": False}


def _never(_text: str, _place: int) -> re.Match[str] | None:
    """What nothing was learnt for yet."""


class Habit:
    """The order of segments that one input keeps to, learnt from the travellers that are found in any order.

    It begins with the order that was learnt last of any input: it decides how soon a traveller is found, not which.
    """

    _last: ClassVar[tuple[tuple[int, ...], Expression] | None] = None

    def __init__(self) -> None:
        self._any = in_any_order()
        self._order, usual = Habit._last or (tuple(range(len(_ALL))), None)
        self._match: Match = usual.match if usual else _never
        self._arranged = (usual or self._any).arranged
        self._misses = 0

    def find(self, text: str, place: int) -> tuple[int, Values] | None:
        """The place after the traveller whose NAD, or the line ends before it, stand at a place, and what is said of them.

        None where it is none for the lane, or is not all there.
        """
        found = self._match(text, place)
        if found is not None:
            return found.end(), self._arranged(found.groups(""))
        out_of_order = self._any.find(text, place)
        if out_of_order is not None:
            self._misses += 1
            if self._misses % _LEARN_FROM == 0 and self._misses <= _LEARN_FROM * _MOST_LESSONS:
                self._learn(text, place)
        return out_of_order

    def _learn(self, text: str, place: int) -> None:
        between = _LINE_ENDS.match(text, text.index("'", place) + 1)
        self._order = self._any.order(text, place, self._order)
        usual = in_this_order(self._order, between[0] if between else "")
        self._match, self._arranged = usual.match, usual.arranged
        Habit._last = self._order, usual


class Dates(dict[str, str]):
    """Dates as they are written, as ISO 8601, "" for none and for an impossible one; settled by the ISO date `pivot`."""

    def __init__(self, pivot: str, parse: Callable[[str, str], str]) -> None:
        super().__init__({"": ""})
        self.pivot, self._parse = pivot, parse

    def __missing__(self, value: str) -> str:
        iso = self._parse(value, self.pivot)
        if len(self) < _MOST_DATES:
            self[value] = iso
        return iso


@lru_cache(maxsize=16)
def dates_settled_by(pivot: str) -> tuple[Dates, Dates]:
    """The birth dates and the expiry dates of messages of one day: many travellers share them."""
    return Dates(pivot, parse_birth_date), Dates(pivot, parse_expiry_date)


class TravellerLane:
    """Makes the travellers of one message. route: the legs from one place to another."""

    def __init__(self, file: str, person: Particulars, route: Callable[[str, str], tuple[int, ...]]) -> None:
        self._file, self._person, self._route = file, person, route
        self._dates = dates_settled_by(person.pivot)

    def _settled_by(self, pivot: str) -> tuple[Dates, Dates]:
        self._dates = dates_settled_by(pivot)
        return self._dates

    def traveller(self, values: Values, start: int, end: int, header: MessageHeader) -> Traveller | None:
        """The traveller of values that lie at these bytes; None where one of them is for a notice."""
        # fmt: off
        (role, name, sex, born, count, weight, verified, bags, embarked, disembarks, residence, birth_place, nationality,
         locator, reference, seat, kind, number, expires, issuer, kind_2, number_2, expires_2, issuer_2) = values
        # fmt: on
        person, state = self._person, ALPHA_2_OF.get
        births, expiries = self._dates if self._dates[0].pivot == person.pivot else self._settled_by(person.pivot)
        birth_date, expiry, expiry_2 = births[born], expiries[expires], expiries[expires_2]
        tags = _tags(bags) if bags else ()
        if tags is None or (born and not birth_date) or (expires and not expiry) or (expires_2 and not expiry_2):
            return None
        documents: tuple[TravelDocument, ...] = ()
        if number_2:
            documents = (
                TravelDocument(number, kind, state(issuer, issuer), expiry),
                TravelDocument(number_2, kind_2, state(issuer_2, issuer_2), expiry_2),
            )
        elif number:
            documents = (TravelDocument(number, kind, state(issuer, issuer), expiry),)
        named = person.named(name)
        return Traveller(
            ROLE_OF[role],
            Source(self._file, start, end),
            header,
            (named,) if named else (),
            sex if sex != "U" else "",
            birth_date,
            person.birth_place(birth_place) if birth_place else "",
            state(nationality, nationality),
            state(residence, residence),
            documents,
            locator,
            reference,
            seat,
            embarked,
            disembarks,
            self._route(embarked, disembarks),
            tags,
            int(count) if count else None,
            _kilograms(weight) if weight else None,
            _VERIFIED.get(verified),
        )


@lru_cache(maxsize=1024)
def _kilograms(weight: str) -> float:
    unit, _, number = weight.partition(":")
    return in_kilograms(float(number), unit)


def _tags(bags: str) -> tuple[str, ...] | None:
    """The bag tags of a traveller's FTX; None where one counts more than a traveller can have."""
    tag, _, count = bags.partition(":")
    if count in _FEW and tag.isalnum() and tag.upper() not in NO_TAG:
        return tuple(run_of_tags(tag, _FEW[count]))
    if "'" not in bags:
        tags, plausible = baggage_tags(bags.split(":"))
        return tuple(tags) if plausible else None
    several = [_tags(segment.rpartition("+")[2]) for segment in bags.split("'")]
    return None if None in several else tuple([tag for tags in several if tags for tag in tags])
