"""What officers look up: people by name, document or booking, and list entries by name. Best first, nothing raised.

PostgreSQL gives candidates: by the words of a name in any order, each by its beginning, and by how a name is heard
(skeletons.py), whatever its script or spelling. The names engine then compares each with what was typed, and says why.
The indexes stand in migrations/0002_search.py and 0006_skeletons.py; the functions that search manifests by them ask who
may know (0004_row_security.py).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, Literal, Protocol, TypeVar

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from tansiq.detectors.names import match
from tansiq.model.findings import Comparison, Verdict
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.picture import persons
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.picture.skeletons import queries

How = Literal["document", "booking", "name", "alike"]

LONGEST = 120
"""Characters of what was typed that are looked at."""

MOST_WORDS = 8

CANDIDATES = 2000
"""The latest records looked through for one name; somebody with so common a name is better found by more words."""

COMPARED = 120
"""Candidates of one search that the engine compares; a tenth of a second of its time."""

WORTH_SHOWING: Final = -3.0
"""Weight of the names (log odds) below which somebody who was only heard alike is left out: the names differ, whatever part
of them agrees. A date that differs leaves nobody out: it may be what was typed that is wrong."""

LITERAL: Final = 0.5
"""What having every word as it was typed counts for at least, so that half a name finds its owner first."""

_WORD = re.compile(r"(?:[^\W_]|[^\x00-\x7f])+")  # as PostgreSQL cuts words: letters, digits, and all beyond ASCII
_IDENTIFIER = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]{5,20}|[A-Z0-9]{6}")
_DATE = re.compile(r"(?:1[3489]|20)[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?")

Row = TypeVar("Row", bound=ManifestEntry | Listed)
Row_co = TypeVar("Row_co", bound=ManifestEntry | Listed, covariant=True)


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody typed, taken apart: words of a name, and beside them dates and numbers of documents or bookings."""

    text: str
    words: tuple[str, ...]
    identifiers: tuple[str, ...]
    subject: Subject


@dataclass(frozen=True, slots=True)
class Hit(Generic[Row]):
    """A record found. how: what of it was looked for. comparison: what the engine says; None for one found by a number."""

    row: Row
    how: How
    comparison: Comparison | None = None

    @property
    def matched(self) -> str:
        """The one of its names that was met, "" where none was."""
        reasons = self.comparison.reasons if self.comparison else ()
        return next((reason.right for reason in reasons if reason.feature == "name.full"), "")


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, in any script."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\x00", " ")
    return _WORD.findall(plain)[:MOST_WORDS]


def sought(text: str) -> Sought:
    """What was typed, taken apart. Dates and numbers count as such only beside words, or where they stand alone."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\x00", " ")
    tokens = plain.split()
    dates = [t for t in tokens if _DATE.fullmatch(t)]
    identifiers = [t.upper() for t in tokens if _IDENTIFIER.fullmatch(t.upper()) and t not in dates]
    numbers = [i for i in identifiers if any(c.isdigit() for c in i)]
    name = " ".join(t for t in tokens if t not in dates and t.upper() not in numbers)
    documents = tuple(IdentityDocument(number, type="") for number in numbers)
    subject = Subject(names=(name,) if name else (), birth_dates=tuple(dates), documents=documents)
    return Sought(plain, tuple(words_of(name)), tuple(identifiers[:MOST_WORDS]), subject)


def find_people(text: str, *, most: int) -> list[Hit[ManifestEntry]]:
    """People whose document or booking it is, then those whose names the engine holds nearest; each once."""
    asked = sought(text)
    found: dict[object, Hit[ManifestEntry]] = {}
    for hit in (*_by_number(asked), *_by_name(asked, _People(), most)):
        found.setdefault(hit.row.person_id, hit)
    return list(found.values())[:most]


def find_listed(text: str, *, most: int, feeds: Collection[str] | None = None) -> list[Hit[Listed]]:
    """List entries whose names the engine holds nearest. feeds: whose lists are looked through; None is all."""
    return _by_name(sought(text), _Entries(feeds), most)[:most]


def _by_number(asked: Sought) -> Iterator[Hit[ManifestEntry]]:
    entries = ManifestEntry.objects.select_related("flight")
    for identifier in asked.identifiers:
        for how, function in (("document", "with_document"), ("booking", "booked")):
            for entry in entries.filter(_found(function, identifier)).order_by("-pk"):
                yield Hit(entry, "document" if how == "document" else "booking", _compared(asked, entry))


class _Among(Protocol[Row_co]):
    """Where names are looked for: candidates as primary key and name, and the rows themselves."""

    def by_words(self, words: Sequence[str]) -> dict[int, str]: ...

    def by_ear(self, query: str) -> dict[int, str]: ...

    def rows(self, keys: Collection[int]) -> Mapping[int, Row_co]: ...


class _People:
    """Manifest entries by name; of one person the latest."""

    def by_words(self, words: Sequence[str]) -> dict[int, str]:
        return self._latest(_found("named", _query(words)))

    def by_ear(self, query: str) -> dict[int, str]:
        return self._latest(_found("heard", query))

    def rows(self, keys: Collection[int]) -> Mapping[int, ManifestEntry]:
        return ManifestEntry.objects.select_related("flight").in_bulk(keys)

    def _latest(self, condition: Q) -> dict[int, str]:
        latest = ManifestEntry.objects.filter(condition).order_by("-pk").values_list("pk", "person_id", "name")
        return dict({person: (pk, name) for pk, person, name in reversed(latest)}.values())


class _Entries:
    """List entries by any of their names."""

    def __init__(self, feeds: Collection[str] | None) -> None:
        self._among = Q() if feeds is None else Q(feed__in=feeds)

    def by_words(self, words: Sequence[str]) -> dict[int, str]:
        names = Func(F("name"), F("subject"), function="picture_listed_names")
        return self._first(_has_words(names, words))

    def by_ear(self, query: str) -> dict[int, str]:
        return self._first(_is_heard(query))

    def rows(self, keys: Collection[int]) -> Mapping[int, Listed]:
        return Listed.objects.in_bulk(keys)

    def _first(self, condition: Func) -> dict[int, str]:
        return dict(Listed.objects.filter(condition, self._among).values_list("pk", "name")[:CANDIDATES])


def _by_name(asked: Sought, among: _Among[Row], most: int) -> list[Hit[Row]]:
    """Candidates by words, then by ear for as long as too few are found, compared with what was typed; best first."""
    found: dict[int, Hit[Row]] = {}
    if not asked.words:
        return []
    _add(found, asked, "name", among, among.by_words(asked.words))
    for query in queries(asked.subject.names[0]):
        if len(found) >= most or (query.is_lenient and any(map(_is_likely, found.values()))):
            break
        _add(found, asked, "alike", among, among.by_ear(query.text))
    return sorted(found.values(), key=_rank)


def _is_likely(hit: Hit[Row]) -> bool:
    return hit.comparison is None or hit.comparison.verdict is not Verdict.NO


def _add(
    found: dict[int, Hit[Row]], asked: Sought, how: How, among: _Among[Row], candidates: Mapping[int, str]
) -> None:
    fresh = [(pk, name) for pk, name in candidates.items() if pk not in found]
    closest = sorted(fresh, key=lambda pair: (_distance(pair[1], asked.words), -pair[0]))[:COMPARED]
    rows = among.rows([pk for pk, _ in closest])
    for pk, _ in closest:
        if pk in rows:
            comparison = _compared(asked, rows[pk])
            if how == "name" or _weight_of_names(comparison) >= WORTH_SHOWING:
                found[pk] = Hit(rows[pk], how, comparison)


def _weight_of_names(comparison: Comparison) -> float:
    reasons = (*comparison.reasons, *comparison.against)
    return sum(reason.weight for reason in reasons if reason.feature.partition(".")[0] == "name")


def _compared(asked: Sought, row: ManifestEntry | Listed) -> Comparison:
    """What the engine says; whoever types a name does not say whether it is somebody's, a company's or a ship's."""
    found = row.value() if isinstance(row, Listed) else persons.subject(row.value())
    return match(replace(asked.subject, type=found.type), found)


def _rank(hit: Hit[Row]) -> tuple[float, float, int]:
    score = hit.comparison.score if hit.comparison else 1.0
    return -(max(score, LITERAL) if hit.how == "name" else score), -score, -hit.row.pk


def entries_named(name: str) -> QuerySet[ManifestEntry]:
    """The entries with all of these words in their name, each word or its beginning; none for a name without words."""
    words = words_of(name)
    return ManifestEntry.objects.filter(_found("named", _query(words), most=None) if words else Q(pk=None))


def _found(by: str, sought: object, *, most: int | None = CANDIDATES) -> Q:
    """The entries that a function of migrations/0004_row_security.py finds; which of them may be known, the rows say."""
    return Q(pk__in=RawSQL(f"SELECT picture_{by}(%s, %s)", [sought, most]))  # noqa: S611  names of our own functions


def _query(words: Sequence[str]) -> str:
    return " & ".join(f"'{word}':*" for word in words)  # words hold neither quotes nor backslashes


def _has_words(names: F | Func, words: Sequence[str]) -> Func:
    vector = Func(names, template="to_tsvector('simple'::regconfig, picture_words(%(expressions)s))")
    sought = Func(Value(_query(words)), template="to_tsquery('simple'::regconfig, %(expressions)s)")
    return Func(vector, sought, arg_joiner=" @@ ", template="%(expressions)s", output_field=BooleanField())


def _is_heard(query: str) -> Func:
    heard = Func(F("skeletons"), function="array_to_tsvector")
    sought = Func(Value(query), template="(%(expressions)s)::tsquery")
    return Func(heard, sought, arg_joiner=" @@ ", template="%(expressions)s", output_field=BooleanField())


def _distance(name: str, words: Sequence[str]) -> tuple[int, int]:
    """How far a name is from what was typed: words not met whole, then letters too many."""
    held = {word.casefold() for word in words_of(name)}
    missed = sum(word.casefold() not in held for word in words)
    return missed, abs(len(name) - len(" ".join(words)))
