"""Every weight of the detector, in one place: the learned scorecard, and the constants of names and verdicts.

A comparison's score is 1 / (1 + exp(-sum of the weights of its reasons)); weights are natural log odds.
"""

from itertools import pairwise
from typing import NamedTuple

from tansiq.detectors.names.tables import rows
from tansiq.model.findings import Verdict

MATCH_FROM = 0.85
POSSIBLE_FROM = 0.45

NAME_SLOPE = 14.0
"""What a name wholly lost would cost; a part lost costs its share."""
NAME_ZERO = 0.72
"""The likeness of two names that speaks neither for nor against."""
NAME_LEAST = -5.5
"""However unlike two names are: people marry, lists carry fragments, documents are stronger."""
COMMON_BASE, COMMON_SLOPE = -0.4, 0.17
"""A name alone cannot weigh more than COMMON_BASE + COMMON_SLOPE x the bits its agreeing parts tell."""

KIND_WEIGHTS = {
    "title": 0.12,
    "initial": 0.25,
    "legal": 0.08,
    "ship": 0.08,
    "generic": 0.35,
    "number": 0.5,
    "place": 0.8,
}
NAME_PART_LEAST, NAME_PART_PER_BIT = 0.4, 0.06
CONFLICT = 3.0
"""A part that differs, against one that agrees (2: it stands in both names)."""
SURPLUS = 0.5
"""A part that only one name has."""
FIRST_SURPLUS = 1.5
"""The first of several parts, where only one name has it: his father has the rest."""
LEGAL_DIFFERS = 1.2
"""Two legal forms that one firm cannot have."""
PLACE_SURPLUS = 1.2
"""Added to a country that only one firm's name has: the same name elsewhere is often another firm."""
ACRONYM = 0.74
"""How far a firm's name agrees with its initials."""
LONG_NAME = 4.0
"""Weight of what agrees above which a part that differs counts as much more as there is more that agrees."""
CONTRADICTED = {"initial": 0.6, "name": 0.85}
"""The least that a part weighs where the other name has another."""
ORDER_LOSS = 0.17
"""Share of the name lost where the parts stand in an order that no habit of family and given names explains."""

AGREEMENT = ((0.68, 0.0), (0.74, 0.15), (0.82, 0.45), (0.86, 0.7), (0.9, 0.92), (0.94, 1.0))
"""(likeness of two parts by sound, how far they agree); straight lines between."""
SLIP = ((4.0, 0.79), (5.0, 0.81), (6.0, 0.83), (8.0, 0.87), (10.0, 0.9))
"""(letters of the longer word, likeness of two words one slip of the keyboard apart); straight lines between."""
TWO_SLIPS = ((5.0, 0.77), (8.0, 0.79), (10.0, 0.82))
"""The same for words two slips apart that begin with one letter."""
ANAGRAM = 0.8
"""Likeness of two words of the same letters in another order."""
HOMOPHONE, OTHER_CHARACTER = 0.8, 0.7
"""Likeness of two words in Chinese characters or Hangul that sound the same, and of two that share a character."""
KNOWN_APART, FEMININE = 0.7, 0.83
"""The most that two known names, and a name and its feminine, are alike."""
MARKER_MISSING = 0.84
MARKER_DIFFERS = 0.72
OTHER_READING = 0.04
INITIAL = 0.92
CUT = 0.93

WEAK_NAME = -1.0
CROWD_MOST = 50_000
"""Entries beyond which a list is no longer one of wanted people but of travellers, and chance bearers are counted no further."""


class Row(NamedTuple):
    """A row of the scorecard. start: what learning is held to where data are few. chain: the rows it is ordered with."""

    feature: str
    weight: float
    start: float
    least: float
    most: float
    chain: str


SCORECARD: tuple[Row, ...] = tuple(
    Row(feature, float(weight), float(start), float(least), float(most), chain)
    for feature, weight, start, least, most, chain in rows("scorecard.tsv")
)
_WEIGHTS = {row.feature: row.weight for row in SCORECARD}


def of(feature: str) -> float:
    """The weight of a feature of the scorecard. Raises KeyError for another."""
    return _WEIGHTS[feature]


def between(line: tuple[tuple[float, float], ...], at: float) -> float:
    """The value of a broken line at a point; flat beyond its ends."""
    if at <= line[0][0]:
        return line[0][1]
    for (x0, y0), (x1, y1) in pairwise(line):
        if at <= x1:
            return y0 + (y1 - y0) * (at - x0) / (x1 - x0)
    return line[-1][1]


def verdict_of(score: float) -> Verdict:
    """What a score amounts to."""
    if score >= MATCH_FROM:
        return Verdict.MATCH
    return Verdict.POSSIBLE if score >= POSSIBLE_FROM else Verdict.NO
