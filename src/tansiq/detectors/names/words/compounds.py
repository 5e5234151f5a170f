"""Compounds that writers join or part: abd- and its article, -ullah, -uddin, "Fazlur Rahman", al-."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tansiq.detectors.names.tables import ARABIC_FORMS, COMMON, WORDS
from tansiq.detectors.names.words.spelling import Word

_ABD = re.compile(r"abd(?:[aeou]?[lrsnztd]?h?|i[lrsnzt])|عبدال|عبد")
_ABD_BEGINS = frozenset("aع")
_GLUED_ABD = re.compile(r"abd(?:[aeiou]l|[aeiou](?P<twin>[rstdzn])(?=(?P=twin))|[aeiou](?=[rstdzn]))(?P<rest>\w{3,})")
_NATIVE_ABD = re.compile(r"عبد(?:ال)?(?P<rest>\w{2,})")
_GLUED_ALLAH = re.compile(r"(?P<rest>\w{3,}?)(?:[aou]ll?[ao]h|[ou]ll[ao]|(?<=abd)alla)")
_NATIVE_ALLAH = re.compile(r"(?P<rest>\w{2,}?)\u0627?لل[\u0647\u06c1]")
_GLUED_DIN = re.compile(
    r"(?P<rest>\w{2,}?)(?:[aeiou]u?dd(?:in|een|en|yn)e?|[ae]l[dt](?:in|een|en)e?)|(?P<long>\w{3,}?)(?:ou|u)d(?:in|een|ine)"
)
_NATIVE_DIN = re.compile(r"(?P<rest>\w{2,}?)ال?د[\u06cc\u064a]ن|(?P<long>\w{2,}ب)د[\u06cc\u064a]ن")
_GLUED_ABU = re.compile(r"ab[uo]u?(?:l(?=[^aeiou]))?(?P<rest>[^aeiou]\w{3,})")
_NATIVE_ABU = re.compile(r"ابو(?:ال)?(?P<rest>\w{3,})")
_GLUED_UR = re.compile(r"(?P<rest>\w{3,})ur")
_GLUED_UL = re.compile(r"(?P<rest>\w{3,})ul")
_AFTER_UL = frozenset(
    ["islam", "haq", "haque", "huq", "hoque", "amin", "alam", "karim", "kareem", "hasan", "hassan", "hussain", "mulk",
     "bari", "anam", "azam", "qadir", "momin", "huda", "zaman", "hadi", "hakim", "majid", "aziz", "bashar", "kabir"]
)  # fmt: skip
_BUDDIN = frozenset({"بدین", "بدين"})
"""How Gulbuddin's second half is written apart."""
_DHU = frozenset({"dhu", "dhual", "ذو", "ذي", "ذی"})
_DIN = frozenset({"din", "deen", "dine", "eddin", "eddine", "uddin", "aldin", "addin", "الدین", "دین"})
_DIN_ALONE = frozenset({"din", "deen", "dine", "دین"})
_NATIVE_ARTICLE = re.compile(r"ال(?=\w{3})")


class Unglued(NamedTuple):
    """A word without what was glued to it, and the markers that were."""

    text: str
    prefix: str = ""
    suffix: str = ""


def is_abd(text: str) -> bool:
    """Whether the word is abd, alone or with its article, and so belongs to the next."""
    return text[0] in _ABD_BEGINS and bool(_ABD.fullmatch(text))


def is_din(text: str, *, linked: bool) -> bool:
    """Whether the word is the -uddin of the word before. linked: an article stood between; a bare "Din" is a name."""
    folded = text if text.isascii() else text.translate(ARABIC_FORMS)
    return folded in _DIN and (linked or folded not in _DIN_ALONE)


@lru_cache(maxsize=1 << 16)
def unglued(text: str) -> Unglued:
    """The word without article, abd-, abu-, -ullah and -uddin."""
    if text.translate(ARABIC_FORMS) not in WORDS:
        text = _NATIVE_ARTICLE.sub("", text, count=1) if text.startswith("ال") else text
    suffix = prefix = ""
    if found := _GLUED_ALLAH.fullmatch(text) or _NATIVE_ALLAH.fullmatch(text):
        text, suffix = found["rest"], "ullah"
    elif found := _GLUED_DIN.fullmatch(text) or _NATIVE_DIN.fullmatch(text):
        text, suffix = found["rest"] or found["long"], "din"
    if found := _GLUED_ABD.fullmatch(text) or _NATIVE_ABD.fullmatch(text):
        text, prefix = found["rest"], "abd"
    elif found := _GLUED_ABU.fullmatch(text) or _NATIVE_ABU.fullmatch(text.translate(ARABIC_FORMS)):
        text, prefix = found["rest"], "abu"
    return Unglued(text, prefix, suffix)


def _may_loosen(text: str) -> bool:
    return text.endswith(("ur", "ul")) or text in _DHU or text in _BUDDIN


def loosened(words: Sequence[Word]) -> Sequence[Word]:
    """The words with "Fazlur Rahman" and "Saiful Islam" written as "Fazl Rahman" and "Saif Islam", "Dhu al-Fiqar" as one."""
    if not any(_may_loosen(word.text) for word in words):
        return words
    loose: list[Word] = []
    for word in words:
        before = loose[-1].text if loose else ""
        if before in _DHU or (before and word.text in _BUDDIN):
            loose[-1] = word._replace(text=before + word.text)
            continue
        if loose and (rest := before_article(before, word.text)):
            loose[-1] = loose[-1]._replace(text=rest)
        loose.append(word)
    return loose


def before_article(text: str, following: str) -> str:
    """The word without the ur or ul that belongs to the next; "" where it has none."""
    if following.startswith(("rahm", "rehm")):
        found = _GLUED_UR.fullmatch(text)
    elif following.replace("aa", "a") in _AFTER_UL and text not in COMMON:
        found = _GLUED_UL.fullmatch(text)
    else:
        return ""
    return found["rest"] if found else ""
