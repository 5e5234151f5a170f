"""What officers look up: people by name, document or booking, and list entries by name. Best first, nothing raised.

The indexes stand in migrations/0002_search.py, the functions that search manifests by them in 0004_row_security.py. A name
is found by its words in any order, each by its beginning; then by how it is read, so that another spelling or another
script finds it too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from anyascii import anyascii
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed

How = Literal["document", "booking", "name", "alike"]

LONGEST = 120
"""Characters of what was typed that are looked at."""

MOST_WORDS = 8

CANDIDATES = 2000
"""The latest records looked through for one name; somebody with so common a name is better found by more words."""

_WORD = re.compile(r"(?:[^\W_]|[^\x00-\x7f])+")  # as PostgreSQL cuts words: letters, digits, and all beyond ASCII
_IDENTIFIER = re.compile(r"[A-Z0-9]{5,20}")
_LEAST_READ = 3
"""Letters that have to be left of a name before it is looked up by how it is read."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody found, by the latest place on a manifest. how: what of the person was looked for."""

    entry: ManifestEntry
    how: How


@dataclass(frozen=True, slots=True)
class FoundListed:
    """A list entry found: by the words of one of its names, or by how one is read."""

    listed: Listed
    how: How


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, in any script."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\x00", " ")
    return _WORD.findall(plain)[:MOST_WORDS]


def find_people(text: str, *, most: int) -> list[FoundPerson]:
    """People whose document or booking it is, then those so named, then those whose names are read like it."""
    found: dict[object, FoundPerson] = {}
    for how, entries in _ways(text, most):
        for entry in entries:
            found.setdefault(entry.person_id, FoundPerson(entry, how))
        if len(found) >= most:
            break
    return list(found.values())[:most]


def find_listed(text: str, *, most: int, feeds: Collection[str] | None = None) -> list[FoundListed]:
    """List entries with such a name among all their names; those whose first name is closest come first.

    feeds: whose lists are looked through; None is all.
    """
    words, found = words_of(text), dict[int, FoundListed]()
    names = Func(F("name"), F("subject"), function="picture_listed_names")
    among = Q() if feeds is None else Q(feed__in=feeds)
    for how, condition in _conditions(names, words):
        if len(found) < most:
            pairs = Listed.objects.filter(condition, among).values_list("pk", "name")[:CANDIDATES]
            best = sorted(pairs, key=lambda pair: (_distance(pair[1], words), pair[0]))[:most]
            records = Listed.objects.in_bulk([pk for pk, _ in best])
            for pk, _ in best:
                found.setdefault(pk, FoundListed(records[pk], how))
    return list(found.values())[:most]


def entries_named(name: str) -> QuerySet[ManifestEntry]:
    """The entries with all of these words in their name, each word or its beginning; none for a name without words."""
    words = words_of(name)
    return ManifestEntry.objects.filter(_found("named", _query(words), most=None) if words else Q(pk=None))


def _ways(text: str, most: int) -> Iterator[tuple[How, list[ManifestEntry]]]:
    identifier = text.strip().upper()
    entries = ManifestEntry.objects.select_related("flight")
    if _IDENTIFIER.fullmatch(identifier):
        yield "document", list(entries.filter(_found("with_document", identifier)).order_by("-pk"))
        yield "booking", list(entries.filter(_found("booked", identifier)).order_by("-pk"))
    words = words_of(text)
    for how, condition in _ways_of_names(words):
        latest = ManifestEntry.objects.filter(condition).order_by("-pk").values_list("pk", "person_id", "name")
        best = {person: (pk, name) for pk, person, name in reversed(latest)}
        closest = sorted(best.values(), key=lambda pair: (_distance(pair[1], words), -pair[0]))[:most]
        records = entries.in_bulk([pk for pk, _ in closest])
        yield how, [records[pk] for pk, _ in closest]


def _ways_of_names(words: Sequence[str]) -> Iterator[tuple[How, Q]]:
    if words:
        yield "name", _found("named", _query(words))
        if skeleton := _skeleton(words):
            yield "alike", _found("read_like", skeleton.split(" "))


def _found(by: str, sought: object, *, most: int | None = CANDIDATES) -> Q:
    """The entries that a function of migrations/0004_row_security.py finds; which of them may be known, the rows say."""
    return Q(pk__in=RawSQL(f"SELECT picture_{by}(%s, %s)", [sought, most]))  # noqa: S611  names of our own functions


def _query(words: Sequence[str]) -> str:
    return " & ".join(f"'{word}':*" for word in words)  # words hold neither quotes nor backslashes


def _conditions(names: F | Func, words: Sequence[str]) -> Iterator[tuple[How, Func]]:
    if words:
        yield "name", _has_words(names, words)
        if skeleton := _skeleton(words):
            yield "alike", _is_read(names, skeleton)


def _has_words(names: F | Func, words: Sequence[str]) -> Func:
    vector = Func(names, template="to_tsvector('simple'::regconfig, picture_words(%(expressions)s))")
    sought = Func(Value(_query(words)), template="to_tsquery('simple'::regconfig, %(expressions)s)")
    return Func(vector, sought, arg_joiner=" @@ ", template="%(expressions)s", output_field=BooleanField())


def _is_read(names: F | Func, skeleton: str) -> Func:
    held = Func(names, template="string_to_array(picture_skeleton(%(expressions)s), ' ')")
    sought = Func(Value(skeleton), template="string_to_array(%(expressions)s, ' ')")
    return Func(held, sought, arg_joiner=" @> ", template="%(expressions)s", output_field=BooleanField())


def _skeleton(words: Sequence[str]) -> str:
    """How the words are read, "" where too little is left of them to look for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT picture_skeleton(%s)", [" ".join(anyascii(word) for word in words)])
        row = cursor.fetchone()
    skeleton = str(row[0]) if row else ""
    return skeleton if len(skeleton.replace(" ", "")) >= _LEAST_READ else ""


def _distance(name: str, words: Sequence[str]) -> tuple[int, int]:
    """How far a name is from what was typed: words not met whole, then letters too many."""
    held = {word.casefold() for word in words_of(name)}
    missed = sum(word.casefold() not in held for word in words)
    return missed, abs(len(name) - len(" ".join(words)))
