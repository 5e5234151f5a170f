"""Two parts of names compared: by their sounds, as one word mistyped, as an initial, by their characters."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA, Indel

from tansiq.detectors.names import weights
from tansiq.detectors.names.tables import LIKENESS
from tansiq.detectors.names.words.pieces import Part
from tansiq.detectors.names.words.sounds import likeness

_WORTH_A_LOOK = 0.55
_skeletons_alike = Indel.normalized_similarity
_slips = OSA.distance
_SAME_INITIAL = 0.2
_SHORTEST_SLIP = 4
_SHORTEST_TWO_SLIPS = 5
MOST_SLIPS = 2
_SHORTEST_ANAGRAM = 5
FEMININE = frozenset("aAQ")
"""Last sounds of feminine words."""
OPEN = frozenset("eiouIUEWYwyh")
"""Last sounds after which writers may add or leave out an a."""


def part_likeness(left: Part, right: Part) -> float:
    """How alike two parts are, 0 to 1. Symmetric."""
    if left.kind == right.kind == "name":
        return _names_alike(left, right)
    if "initial" in {left.kind, right.kind}:
        return _initial_fits(left, right)
    return float(left.kind == right.kind and left.form == right.form)


def _initial_fits(left: Part, right: Part) -> float:
    if {left.kind, right.kind} - {"initial", "name"}:
        return 0.0
    if left.kind == right.kind:
        return float(left.text == right.text)
    one, other = left.readings[0][:1], right.readings[0][:1]
    name = left if right.kind == "initial" else right
    if name.prefix and not (one and other and LIKENESS[one][other] <= _SAME_INITIAL):
        other = one if left.kind == "initial" and name.prefix[0] == left.text else other
    return weights.INITIAL if one and other and LIKENESS[one][other] <= _SAME_INITIAL else 0.0


def _names_alike(left: Part, right: Part) -> float:
    if left.form == right.form and left.prefix == right.prefix and left.suffix == right.suffix:
        return 1.0
    if left.native and right.native:
        return _characters_alike(left, right)
    best = _words_alike(left, right)
    if not best:
        return 0.0
    if left.names and right.names and left.names.isdisjoint(right.names):
        best = min(best, weights.KNOWN_APART)
    elif _of_both_sexes(left, right):
        best = min(best, weights.FEMININE)
    if left.prefix != right.prefix:
        best = min(best, weights.MARKER_DIFFERS if left.prefix and right.prefix else weights.MARKER_MISSING)
    if left.suffix != right.suffix:
        best = min(best, weights.MARKER_MISSING)
    return best


def _words_alike(left: Part, right: Part) -> float:
    """How alike two words are, mistyped or by their sounds, whatever they mean and whatever marks them."""
    best = 0.0 if left.known and right.known else _mistyped(left, right)
    if _worth_a_look(left.skeletons, right.skeletons):
        for i, one in enumerate(left.readings):
            for j, other in enumerate(right.readings):
                alike = likeness(one, other, left_unwritten=left.unwritten, right_unwritten=right.unwritten)
                best = max(best, alike - weights.OTHER_READING * (bool(i) + bool(j)))
    return best


def _of_both_sexes(left: Part, right: Part) -> bool:
    """Whether one part is the other's feminine, by a final a: Rashid, Rashida."""
    one, other = left.readings[0], right.readings[0]
    if left.skeletons[0] != right.skeletons[0] or not one or not other:
        return False
    return (one[-1] in FEMININE) != (other[-1] in FEMININE) and not {one[-1], other[-1]} & OPEN


def _characters_alike(left: Part, right: Part) -> float:
    """How alike two words in Chinese characters or Hangul are: a character that sounds the same may be mistyped."""
    if len(left.native) != len(right.native):
        return 0.0
    if left.readings[0] == right.readings[0]:
        return weights.HOMOPHONE
    shared = any(one == other for one, other in zip(left.native, right.native, strict=True))
    return weights.OTHER_CHARACTER if shared else 0.0


def _worth_a_look(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two words share so many consonants that comparing all their sounds can come to anything."""
    for one in left:
        for other in right:
            if one[0] == "~" or other[0] == "~" or _skeletons_alike(one, other) >= _WORTH_A_LOOK:
                return True
    return False


def _mistyped(left: Part, right: Part) -> float:
    """How alike two parts, not both known names, are as one word mistyped: a slip or two in a long word."""
    one, other = left.text, right.text
    shortest, longest = len(one), len(other)
    if shortest > longest:
        shortest, longest = longest, shortest
    if longest < _SHORTEST_SLIP or longest - shortest > MOST_SLIPS or left.unwritten != right.unwritten:
        return 0.0
    slips = _slips(one, other, score_cutoff=MOST_SLIPS)
    if slips == 1:
        return weights.between(weights.SLIP, longest)
    if slips == MOST_SLIPS and one[0] == other[0] and longest >= _SHORTEST_TWO_SLIPS:
        return weights.between(weights.TWO_SLIPS, longest)
    return weights.ANAGRAM if longest >= _SHORTEST_ANAGRAM and left.letters == right.letters else 0.0
