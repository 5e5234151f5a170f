"""Listed persons as they would travel: other spellings, blurred dates, renewed documents. Method: docs/alarms.md."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random

from tansiq.detectors.names.alarms.respelling import respelt, taken_apart
from tansiq.model.subjects import IdentityDocument, Subject

PLACEHOLDER_SHARE, SWAPPED_SHARE, DAY_OFF_SHARE = 0.08, 0.03, 0.05
"""Shares of birth dates that another document has as 1 January, with day and month exchanged, or a day off."""
RENEWED_SHARE = 0.3
"""The share of documents that were renewed since, under another number."""
_LAST_LATIN = "\u024f"
_MONTHS = 12


def true_travellers(listed: Iterable[Subject], *, seed: int) -> Iterator[Subject]:
    """Listed persons with a name of two words or more in Latin letters, as their own documents would show them.

    The name is respelt by `data/ordinary_noise.tsv`; what the list knows beside it is kept or blurred as documents and time
    do, and what the list does not know stays unknown.
    """
    for subject in listed:
        names = [name for name in subject.names if _is_latin(name) and len(name.split()) > 1]
        if subject.type == "person" and names:
            yield _travelling(subject, names, Random(f"{seed}:{subject.id}"))  # noqa: S311  repeatable, hides nothing


def _travelling(subject: Subject, names: Sequence[str], rng: Random) -> Subject:
    return replace(
        subject,
        names=(respelt(taken_apart(rng.choice(names)), rng, where="entry", sex=subject.sex),),
        weak_names=(),
        father_names=tuple(respelt(taken_apart(f), rng, where="record") for f in subject.father_names[:1]),
        birth_dates=tuple(
            _blurred(born, rng) for born in rng.sample(subject.birth_dates, min(1, len(subject.birth_dates)))
        ),
        birth_places=subject.birth_places[:1],
        nationalities=subject.nationalities[:1],
        documents=tuple(_renewed(document, rng) for document in subject.documents[:1]),
    )


def _is_latin(name: str) -> bool:
    return name.isascii() or all(letter <= _LAST_LATIN for letter in name if letter.isalpha())


def _blurred(born: str, rng: Random) -> str:
    """A birth date as another document has it."""
    at = rng.random()
    year, month, day = [*born.split("-"), "", ""][:3]
    if at < PLACEHOLDER_SHARE:
        return f"{year}-01-01"
    if not day:
        return born
    if at < PLACEHOLDER_SHARE + SWAPPED_SHARE:
        return f"{year}-{day}-{month}" if int(day) <= _MONTHS else born
    if at < PLACEHOLDER_SHARE + SWAPPED_SHARE + DAY_OFF_SHARE and int(day) > 1:
        return f"{year}-{month}-{int(day) - 1:02}"
    return born


def _renewed(document: IdentityDocument, rng: Random) -> IdentityDocument:
    """The same document, or in some cases another one since."""
    if rng.random() >= RENEWED_SHARE:
        return document
    number = "".join(str(rng.randrange(10)) if sign.isdigit() else sign for sign in document.number)
    return replace(document, number=number)
