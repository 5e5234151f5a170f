"""Compounds that SURNAME/GIVEN order tore apart, put together again: RAHMAN ABDUL, RAHMAN UBAIDUR, ULLAH HABIB, REHMAN HABIB UR.

A family name that is the second half of a compound goes to the front of a record, and the first half stays behind at the end.
"""

from collections.abc import Sequence
from functools import lru_cache

from tansiq.detectors.names.tables import ARABIC_FORMS, WORDS, rows
from tansiq.detectors.names.words.compounds import before_article, is_abd, is_din
from tansiq.detectors.names.words.sounds import likeness, skeletons_of, sounds_of
from tansiq.detectors.names.words.spelling import Word

_SAME_WORD = 0.93
_FEWEST, _FEWEST_AFTER_LINK = 2, 3
_LINKS = frozenset({"ul", "ur", "ud", "us"})
_CLOSES_ONLY = frozenset({"ullah", "ollah", "oullah", "ulla", "uddin", "eddin", "eddine", "addin", "aldin"})
"""Second halves that begin no name; Allah does (Allah Ditta)."""
_HALVES = _LINKS | _CLOSES_ONLY
_NAMES_END = frozenset("aeou")
"""Abdo and Abdu are names of their own."""
_NEVER_SERVED = frozenset({"muhammad"})


def _table() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for (names,) in rows("theophoric.tsv"):
        for sounds in map(sounds_of, names.split()):
            for skeleton in skeletons_of(sounds):
                found.setdefault(skeleton, []).append(sounds)
    return found


_SERVED = _table()


@lru_cache(maxsize=1 << 12)
def _is_served(word: Word) -> bool:
    """Whether the word is a name of God, in any spelling."""
    sounds = sounds_of(word.text)
    return any(
        likeness(sounds, name, left_unwritten=word.unwritten) >= _SAME_WORD
        for skeleton in skeletons_of(sounds)
        for name in _SERVED.get(skeleton, ())
    )


def _is_half(text: str) -> bool:
    """Whether the word may be half a compound: a first look, without which most names need no second."""
    return text.startswith(("abd", "عبد")) or text.endswith(("ur", "ul")) or text in _HALVES


def turned(words: Sequence[Word]) -> Sequence[Word]:
    """The words with the halves of torn compounds side by side; titles at either end stay where they are."""
    if not any(_is_half(word.text) for word in words):
        return words
    named = [at for at, word in enumerate(words) if _kind(word) != "title"]
    if len(named) < _FEWEST:
        return words
    start, end = named[0], named[-1] + 1
    return (*words[:start], *_turned(words[start:end]), *words[end:])


def _turned(words: Sequence[Word]) -> Sequence[Word]:
    first = next((at for at, word in enumerate(words) if _kind(word) != "article"), 0)
    head, last = words[first], words[-1]
    if is_abd(last.text) and last.text[-1] not in _NAMES_END:
        return _abd_turned(words, head)
    if before_article(last.text, head.text):
        return (last, *words[:-1])
    if last.text in _LINKS and (
        before_article(words[-2].text + last.text, head.text) or is_din(head.text, linked=True)
    ):
        return (*words[first + 1 :], *words[: first + 1])
    if words[0].text in _CLOSES_ONLY:
        return (*words[1:], words[0])
    if words[0].text in _LINKS and len(words) >= _FEWEST_AFTER_LINK:
        return (*words[2:], *words[:2])
    return _inner_turned(words)


def _abd_turned(words: Sequence[Word], head: Word) -> Sequence[Word]:
    """The words with an abd at their end before the name of God that stands first, or just before it; of two before the other."""
    before = words[-2]
    if _is_served(head) or (len(words) == _FEWEST and _form(head) not in _NEVER_SERVED):
        return (words[-1], *words[:-1])
    return (*words[:-2], words[-1], before) if _is_served(before) else words


def _inner_turned(words: Sequence[Word]) -> Sequence[Word]:
    """The words with an abd between a name of God and Muhammad before the name of God: KARIM ABDUL MUHAMMAD."""
    for at in range(1, len(words) - 1):
        if is_abd(words[at].text) and _form(words[at + 1]) in _NEVER_SERVED and _is_served(words[at - 1]):
            return (*words[: at - 1], words[at], words[at - 1], *words[at + 1 :])
    return words


def _kind(word: Word) -> str:
    meaning = WORDS.get(word.text.translate(ARABIC_FORMS))
    return meaning.kind if meaning else ""


def _form(word: Word) -> str:
    meaning = WORDS.get(word.text.translate(ARABIC_FORMS))
    return meaning.form if meaning else word.text
