"""The name field of a machine-readable zone. Source: ICAO Doc 9303-3 sections 4.6, 4.7 and 6."""

import re
from typing import NamedTuple

from tansiq.model.icao_arabic import decode_icao_arabic
from tansiq.model.issuers import ARABIC_SCRIPT

_NEVER_LATIN = re.compile("X[B-DF-HJ-NP-TV-Z]{2}")
"""X and two more consonants: letters of ICAO's Arabic codes that names in Latin letters do not have."""
_BEGUN_CODE = re.compile("X[A-Z]?$")
_SHORT_NAME = 4
"""Letters of a short given name: an initial stands for at least so many."""
_CYRILLIC = str.maketrans(
    "ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678",
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
)
"""The letters of the Russian internal passport. Source: order 279 of the Federal Migration Service, 2011, appendix."""


class Holder(NamedTuple):
    """A name field as it was read. truncated: some of the name may be cut off.

    resumes: where letters stand after fillers that end a name (two or more behind a given name, three or more behind a
    family name), counted from 0 in the field; -1 for nowhere.
    """

    family: str
    given: str
    truncated: bool
    resumes: int


def read_name(text: str) -> Holder:
    """The two parts of a name field: what stands before and after the first pair of fillers.

    Some of the name may be cut off where the last position is no filler, and where words are cut to initials that the field
    has no room to spell out.
    """
    family, _, rest = text.partition("<<")
    given = rest.lstrip("<")
    gap = given.find("<<")
    after = given[gap:].lstrip("<") if gap >= 0 else given if rest.startswith("<") else ""
    return Holder(words(family), words(given), _is_cut(text, given), len(text) - len(after) if after else -1)


def _is_cut(text: str, given: str) -> bool:
    initials = sum(len(word) == 1 for word in given.split("<"))
    return text[-1] != "<" or len(text) - len(text.rstrip("<")) < initials * (_SHORT_NAME - 1)


def native_names(holder: Holder, states: frozenset[str], *, is_russian_internal: bool = False) -> tuple[str, ...]:
    """The name in its own script, family name first, or nothing where its letters are no code for one.

    states: of issue and nationality. A name from a state that writes the Arabic script is decoded where it can be; another
    only where no Latin name looks like it. The last code of a name that is cut off may be cut itself; it is left out.
    """
    text = f"{holder.family} {holder.given}".strip()
    if is_russian_internal:
        return (text.translate(_CYRILLIC),) if text else ()
    if states.isdisjoint(ARABIC_SCRIPT) and not _NEVER_LATIN.search(text):
        return ()
    decoded = decode_icao_arabic(text.replace(" ", "<"))
    if decoded is None and holder.truncated:
        decoded = decode_icao_arabic(_BEGUN_CODE.sub("", text).replace(" ", "<"))
    return (decoded,) if decoded else ()


def words(text: str) -> str:
    """A name without its fillers, one blank between words."""
    return " ".join(text.replace("<", " ").split())
