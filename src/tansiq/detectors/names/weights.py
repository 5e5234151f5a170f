"""Every weight of the first engine, in one place. Set by hand; a learned scorecard replaces them.

A comparison's score is 1 / (1 + exp(-sum of the weights of its reasons)); weights are natural log odds.
"""

from itertools import pairwise

from tansiq.model.findings import Verdict

MATCH_FROM = 0.85
POSSIBLE_FROM = 0.45

NAME_SLOPE = 14.0
"""What a name wholly lost would cost; a part lost costs its share."""
NAME_ZERO = 0.72
"""The likeness of two names that speaks neither for nor against."""
NAME_LEAST = -4.5
"""However unlike two names are: people marry, lists carry fragments, documents are stronger."""
COMMON_BASE, COMMON_SLOPE = -0.4, 0.17
"""A name alone cannot weigh more than COMMON_BASE + COMMON_SLOPE x the bits its agreeing parts tell."""

KIND_WEIGHTS = {"title": 0.12, "initial": 0.25, "legal": 0.08, "ship": 0.08, "generic": 0.35, "number": 0.5}
NAME_PART_LEAST, NAME_PART_PER_BIT = 0.4, 0.06
CONFLICT = 3.0
"""A part that differs, against one that agrees (2: it stands in both names)."""
SURPLUS = 0.5
"""A part that only one name has."""
INITIAL_CONTRADICTED = 0.6
ORDER_LOSS = 0.17
"""Share of the name lost where the parts stand in an order that no habit of family and given names explains."""

AGREEMENT = ((0.68, 0.0), (0.74, 0.15), (0.82, 0.45), (0.86, 0.7), (0.9, 0.92), (0.94, 1.0))
"""(likeness of two parts by sound, how far they agree); straight lines between."""
SLIP = ((5.0, 0.8), (6.0, 0.82), (8.0, 0.87), (10.0, 0.9))
"""(letters of the longer word, likeness of two words one slip of the keyboard apart); straight lines between."""
MARKER_MISSING = 0.84
MARKER_DIFFERS = 0.72
OTHER_READING = 0.04
INITIAL = 0.92
CUT = 0.93

WEAK_NAME = -1.0
TYPE_DIFFERS = -3.0

DOCUMENT_SAME = 6.0
DOCUMENT_CONFUSED = 4.0
DOCUMENT_OTHER_ISSUER = 0.0
DOCUMENT_DIFFERS = {"passport": -0.3, "national_id": -1.5, "imo": -8.0}
DOCUMENT_DIFFERS_OTHERWISE = -0.2

DATE_SAME = 2.6
DATE_SWAPPED = 1.6
DATE_DAY_OFF = 1.6
DATE_YEAR_OFF = 1.2
DATE_NEAR = 0.4
DATE_SAME_YEAR_ONLY = -1.0
DATE_MONTH = 1.5
DATE_MONTH_DIFFERS = -0.8
DATE_YEAR = 1.0
DATE_PLACEHOLDER = 0.7
DATE_YEAR_NEAR = 0.2
DATE_TWO_YEARS = -0.6
DATE_APART, DATE_APART_PER_YEAR, DATE_APART_MOST = -1.8, -0.15, -4.5
DATE_ONE_YEAR_APART = -1.5

FATHER = ((0.0, -2.8), (0.45, -2.6), (0.65, -1.0), (0.75, 0.0), (0.85, 1.2), (1.0, 1.8))
"""(likeness of the fathers' names, weight); straight lines between."""

SEX_SAME, SEX_DIFFERS = 0.1, -2.8
NATIONALITY_SAME, NATIONALITY_DIFFERS = 0.3, -0.6
PLACE_SAME, PLACE_DIFFERS = 0.5, -0.2


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
