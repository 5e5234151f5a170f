"""Compiled: two names laid side by side as `alignment.fit` does, good enough to rank; and the whole search of one name."""

from typing import NamedTuple

import numpy as np

from tansiq.detectors.names.search.compiled import inlined, lean
from tansiq.detectors.names.search.gathering import JOIN_FROM, clear, find_joined, gather, note_columns
from tansiq.detectors.names.search.kernels import between, is_cut_of, joined_sounds, likeness, sounds_of
from tansiq.detectors.names.search.layout import (
    CHAINED,
    CONFLICT,
    CUT,
    CUT_FITS,
    DESCRIBED,
    F64,
    FIRST_SURPLUS,
    I32,
    INITIAL,
    LONG_NAME,
    MOST_SIDE,
    NAME,
    NOTHING_ELSE,
    NUMBER,
    OPTIONAL,
    ORDER_LOSS,
    PLACE_NAME,
    PLACE_SURPLUS,
    SURPLUS,
    TITLE,
    TYPE_LOSS,
    UNWRITTEN,
    WEAK,
    WEAK_LOSS,
    Asked,
    Columns,
    Index,
    Listed,
    Notes,
    Records,
    Rules,
    Table,
    Words,
)
from tansiq.detectors.names.search.promising import least_weight, odds, pair_agreement, promise, share_of
from tansiq.detectors.names.search.ranking import best_touched, keep_best

LEAST_LAID = 100
"""Names laid side by side with one name asked for, the most promising first; a quarter more than wanted where that is more."""
WEIGHT, TOLD, KIND, FLAGS, TAKEN, PARTNER = range(6)
"""Rows of a side in the table: what each part weighs and tells, its kind and flags, whether it is taken, and by which."""


class Found(NamedTuple):
    """Where a search leaves its answers, best first: entry, name and log odds of each."""

    entry: I32
    name: I32
    log_odds: F64


@inlined
def set_side(side: F64, at: int, words: Records, word: int) -> None:
    """Enter a word as part `at` of a side. words: WORD or BRIEF."""
    side[WEIGHT, at] = words[word]["weight"]
    side[TOLD, at] = words[word]["bits"]
    side[KIND, at] = words[word]["kind"]
    side[FLAGS, at] = words[word]["flags"]


@inlined
def join_side(side: F64, at: int, size: int) -> None:
    """Make the parts at and at + 1 of a side one."""
    side[WEIGHT, at] += side[WEIGHT, at + 1]
    side[TOLD, at] += side[TOLD, at + 1]
    for i in range(at + 1, size - 1):
        for row in range(4):
            side[row, i] = side[row, i + 1]


@lean
def fill(asked: Asked, name: int, index: Index, rules: Rules, notes: Notes, table: Table) -> int:
    """Lay the parts asked for against a name's, without joins; how many parts the name has."""
    written, words = index.names.name[name], asked.words
    size, count = min(words.word.size, MOST_SIDE), int(min(written["size"], MOST_SIDE))
    cut = between(rules.agreement, rules.weights[CUT_FITS])
    for i in range(size):
        set_side(table.side[0], i, words.word, i)
    for j in range(count):
        word = index.names.words[written["start"] + j]
        set_side(table.side[1], j, notes.brief, word)
        for i in range(size):
            table.grid[i, j] = pair_agreement(words, i, index.words, word, rules, notes)
            if asked.flags & CUT and i == size - 1 and is_cut_of(words, i, index.words, word):
                table.grid[i, j] = max(table.grid[i, j], cut)
            if written["flags"] & CUT and j == count - 1 and is_cut_of(index.words, word, words, i):
                table.grid[i, j] = max(table.grid[i, j], cut)
    return count


@lean
def assign(size: int, count: int, grid: F64, side: F64) -> tuple[float, float, float]:
    """Pair parts greedily, the greatest gain first: what agrees, what of it is unsure, and the bits told."""
    for i in range(MOST_SIDE):
        side[0, TAKEN, i] = side[1, TAKEN, i] = 0.0
    agreeing, unsure, bits = 0.0, 0.0, 0.0
    for _ in range(min(size, count)):
        best, a, b = 0.0, -1, -1
        for i in range(size):
            for j in range(count):
                if grid[i, j] > 0 and side[0, TAKEN, i] == 0 and side[1, TAKEN, j] == 0:
                    gain = grid[i, j] * (side[0, WEIGHT, i] + side[1, WEIGHT, j])
                    if gain > best or (gain == best and abs(i - j) < abs(a - b)):
                        best, a, b = gain, i, j
        if a < 0:
            break
        side[0, TAKEN, a] = side[1, TAKEN, b] = 1.0
        side[0, PARTNER, a], side[1, PARTNER, b] = b, a
        agreeing += best
        unsure += best / grid[a, b] - best
        bits += min(side[0, TOLD, a], side[1, TOLD, b]) * grid[a, b]
    return agreeing, unsure, bits


@inlined
def loose(side: F64, size: int, other: F64, other_size: int, weights: F64) -> float:
    """What the parts, no titles, that nothing agrees with weigh: more where the other name contradicts it, a place alone."""
    contradicted, alone = False, True
    for j in range(other_size):
        if other[TAKEN, j] == 0 and other[KIND, j] != TITLE:
            alone = False
            contradicted = contradicted or other[KIND, j] == NAME or other[KIND, j] == INITIAL
    total = 0.0
    for i in range(size):
        if side[TAKEN, i] == 0 and side[KIND, i] != TITLE:
            total += max(side[WEIGHT, i], least_weight(side[KIND, i], weights) if contradicted else 0.0)
            total += weights[PLACE_SURPLUS] if alone and side[KIND, i] == PLACE_NAME else 0.0
    return total


@inlined
def left_titles(side: F64, size: int) -> float:
    """What the titles that nothing agrees with weigh: they contradict nothing."""
    total = 0.0
    for i in range(size):
        if side[TAKEN, i] == 0 and side[KIND, i] == TITLE:
            total += side[WEIGHT, i]
    return total


@inlined
def is_first(side: F64, size: int) -> bool:
    """Whether the part that the other name lacks is the first of several in the same order: perhaps the father has the rest."""
    pairs, last, first = 0, -1.0, -1
    for i in range(size):
        if first < 0 and side[KIND, i] != TITLE:
            first = i
        if side[TAKEN, i] != 0:
            pairs += 1
            if side[PARTNER, i] < last:
                return False
            last = side[PARTNER, i]
    if pairs < 2 or first < 0 or side[TAKEN, first] != 0:  # noqa: PLR2004  one part has no order
        return False
    return side[KIND, first] == NAME and int(side[FLAGS, first]) & OPTIONAL == 0


@inlined
def has_number(side: F64, size: int) -> bool:
    """Whether a number is among the parts that nothing agrees with."""
    for i in range(size):  # noqa: SIM110  any() would not be compiled
        if side[TAKEN, i] == 0 and side[KIND, i] == NUMBER:
            return True
    return False


@inlined
def disordered(size: int, side: F64, firm: bool) -> bool:  # noqa: FBT001  compiled code takes no keywords
    """Whether the parts stand neither in one order nor in one turned around."""
    breaks, pairs, first, last = 0, 0, -1.0, -1.0
    for i in range(size):
        if side[TAKEN, i] != 0:
            pairs += 1
            if side[KIND, i] == NAME or side[KIND, i] == INITIAL:
                breaks += int(last > side[PARTNER, i])
                last = side[PARTNER, i]
                first = last if first < 0 else first
    if pairs < 2:  # noqa: PLR2004  one part has no order
        return False
    if not firm:
        breaks += int(last > first)
    return breaks > (0 if firm else 1)


@lean
def left_over(size: int, count: int, agreeing: float, side: F64, weights: F64) -> tuple[float, float]:
    """What does not agree: its weight in the whole, and what it costs."""
    one = loose(side[0], size, side[1], count, weights)
    two = loose(side[1], count, side[0], size, weights)
    titles = weights[SURPLUS] * (left_titles(side[0], size) + left_titles(side[1], count))
    if one == 0.0 and two == 0.0:
        return titles, titles
    if has_number(side[0], size) or has_number(side[1], count):
        lost = weights[CONFLICT] * max(one, two) + titles
        return lost, lost
    lost = weights[CONFLICT] * min(one, two) + weights[SURPLUS] * abs(one - two)
    tells = one > 0.0 and two > 0.0
    if not tells and (is_first(side[0], size) or is_first(side[1], count)):
        lost = weights[FIRST_SURPLUS] * max(one, two)
        tells = True
    more = max(1.0, agreeing / weights[LONG_NAME]) if tells else 1.0
    return lost + titles, more * lost + titles


@lean
def laid(size: int, count: int, firm: bool, rules: Rules, table: Table) -> float:  # noqa: FBT001  compiled code takes no keywords
    """The log odds of the names in the grid."""
    weights, side = rules.weights, table.side
    agreeing, unsure, bits = assign(size, count, table.grid, side)
    value = 0.0
    if agreeing > 0.0:
        weight, lost = left_over(size, count, agreeing, side, weights)
        value = 1.0 - (unsure + lost) / (agreeing + unsure + weight)
        value -= weights[ORDER_LOSS] if disordered(size, side[0], firm) else 0.0
    return odds(value, bits, weights)


@lean
def with_list_join(words: Words, i: int, start: int, count: int, index: Index, rules: Rules, table: Table) -> int:  # noqa: PLR0913, PLR0917  compiled code has no objects to carry them
    """Join the two neighbours of a name that a part asked for writes as one, if they sound so; the name's new size."""
    for j in range(count - 1):
        one, two = index.names.words[start + j], index.names.words[start + j + 1]
        sounds = table.room, 0, joined_sounds(index.words, one, two, table.room)
        scripts = words.word[i]["flags"] & UNWRITTEN != 0, index.words.word[one]["flags"] & UNWRITTEN != 0
        alike = likeness(sounds_of(words, i, 0), sounds, scripts, rules, table.line, JOIN_FROM)
        if alike >= JOIN_FROM:
            join_side(table.side[1], j, count)
            for row in range(words.word.size):
                for k in range(j, count - 1):
                    table.grid[row, k] = table.grid[row, k + 1]
                table.grid[row, j] = 0.0
            table.grid[i, j] = between(rules.agreement, alike)
            return count - 1
    return count


@lean
def with_asked_join(  # noqa: PLR0913, PLR0917  compiled code has no objects to carry them
    i: int, column: int, size: int, name: int, count: int, index: Index, rules: Rules, notes: Notes, table: Table
) -> bool:
    """Join the parts i and i + 1 asked for where the name has a word for both; whether it has."""
    found = False
    for j in range(count):
        row = int(notes.brief[index.names.words[index.names.name[name]["start"] + j]]["row"]) - 1
        if row >= 0 and notes.agreement[row, column] > 0:
            if not found:
                join_side(table.side[0], i, size)
                for k in range(MOST_SIDE):
                    table.grid[i, k] = 0.0
                    for below in range(i + 1, size - 1):
                        table.grid[below, k] = table.grid[below + 1, k]
            found = True
            table.grid[i, j] = between(rules.agreement, notes.agreement[row, column])
    return found


@lean
def compare(asked: Asked, name: int, index: Index, rules: Rules, notes: Notes, table: Table) -> float:
    """The log odds of a name, under the best way of joining its parts."""
    written = index.names.name[name]
    size = min(asked.words.word.size, MOST_SIDE)
    firm = asked.flags & written["flags"] & CHAINED != 0
    weak = (asked.flags | written["flags"]) & WEAK != 0
    count = fill(asked, name, index, rules, notes, table)
    best = laid(size, count, firm, rules, table)
    joined = notes.joined[name]
    if 0 < joined <= size:
        less = with_list_join(asked.words, joined - 1, written["start"], count, index, rules, table)
        if less < count:
            best = max(best, laid(size, less, firm, rules, table))
    for column in range(asked.words.word.size, asked.pairs.size):
        i = asked.pairs[column] - 1
        if 0 <= i < size - 1:
            count = fill(asked, name, index, rules, notes, table)
            if with_asked_join(i, column, size, name, count, index, rules, notes, table):
                best = max(best, laid(size - 1, count, firm, rules, table))
    if written["type"] != asked.type:
        best += rules.weights[TYPE_LOSS]
    if written["flags"] & DESCRIBED:
        best += rules.weights[NOTHING_ELSE]
    return best + rules.weights[WEAK_LOSS] if weak else best


@lean
def answer(kept: int, names: Listed, notes: Notes, found: Found) -> int:
    """Enter the best of the names scored, each entry once; how many."""
    score, count = notes.score, 0
    for _ in range(kept):
        best = 0
        for k in range(kept):
            if score[k] > score[best]:
                best = k
        entry, known = names.name[notes.kept[best]]["entry"], False
        for i in range(count):
            known = known or found.entry[i] == entry
        if not known:
            found.entry[count], found.name[count], found.log_odds[count] = entry, notes.kept[best], score[best]
            count += 1
        score[best] = -np.inf
        if count == found.entry.size:
            break
    return count


@lean
def search(asked: Asked, columns: Columns, index: Index, rules: Rules, notes: Notes, table: Table, found: Found) -> int:  # noqa: PLR0913, PLR0917  compiled code has no objects to carry them
    """The list's names most like one name asked for, best first, into found; how many."""
    words, size = asked.words, asked.words.word.size
    whole = 0.0
    for i in range(size):
        whole += words.word[i]["weight"]
    note_columns(columns, notes)
    for i in range(size - 1):
        if find_joined(words, i, size + i, index.words, index.buckets, rules, notes, table):
            asked.pairs[size + i] = i + 1
    touched = gather(words, asked.pairs, index.words, index.names, notes)
    kept = best_touched(whole, touched, index.names, notes)
    wanted = max(LEAST_LAID, found.entry.size + found.entry.size // 4)
    if kept > wanted:
        for k in range(kept):
            notes.score[k] = share_of(promise(asked, notes.kept[k], index, rules, notes, table))
        kept = keep_best(wanted, kept, notes)
    for k in range(kept):
        notes.score[k] = compare(asked, notes.kept[k], index, rules, notes, table)
    count = answer(kept, index.names, notes, found)
    clear(touched, notes)
    return count
