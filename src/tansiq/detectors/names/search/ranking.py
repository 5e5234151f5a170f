"""Compiled: of the names that were found, the most promising by what of both names was found."""

from tansiq.detectors.names.search.compiled import lean
from tansiq.detectors.names.search.layout import PER_WEIGHT, Listed, Notes

MOST_RANKED = 1_500
"""Names of which, among very many touched, the best are chosen by what of both names was found."""
MOST_SCORED = 300
"""Names laid side by side with one name asked for."""
BINS = 256


@lean
def keep_best(most: int, count: int, notes: Notes) -> int:
    """Move the `most` best of the names kept to the front; how many they are. Their scores are 0 to 1."""
    if count <= most:
        return count
    bins, names, scores = notes.bins, notes.kept, notes.score
    bins[:] = 0
    for k in range(count):
        bins[int(scores[k] * BINS)] += 1
    level, above = BINS, 0
    while above + bins[level] <= most:
        above += bins[level]
        level -= 1
    kept = 0
    for last in range(2):
        for k in range(kept, count):
            place = int(scores[k] * BINS)
            if kept < most and (place == level if last else place > level):
                names[kept], names[k] = names[k], names[kept]
                scores[kept], scores[k] = scores[k], scores[kept]
                kept += 1
    return kept


@lean
def floor_for(touched: int, notes: Notes) -> int:
    """What a name must be worth to be among the about MOST_RANKED best."""
    bins = notes.bins
    bins[:] = 0
    for k in range(touched):
        bins[notes.worth[notes.touched[k]]] += 1
    level, above = BINS - 1, 0
    while level > 0 and above + bins[level] <= MOST_RANKED:
        above += bins[level]
        level -= 1
    return level


@lean
def best_touched(whole: float, touched: int, names: Listed, notes: Notes) -> int:
    """Put the MOST_SCORED most promising names touched into notes.kept; how many. whole: what the name asked for weighs."""
    floor = floor_for(touched, notes) if touched > MOST_RANKED else 0
    own, count = whole * PER_WEIGHT, 0
    for k in range(touched):
        name = notes.touched[k]
        notes.kept[count] = name
        count = min(count + int(notes.worth[name] >= floor), notes.kept.size - 1)
    for k in range(count):
        name = notes.kept[k]
        notes.score[k] = min(1.0, notes.worth[name] / (own + names.weight[name]))
    return keep_best(MOST_SCORED, count, notes)
