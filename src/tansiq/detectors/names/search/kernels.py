"""Compiled: how alike two words sound, and how far two parts agree; what `sounds.likeness` and `alignment` do, over arrays."""

import numpy as np

from tansiq.detectors.names.search.compiled import inlined, lean
from tansiq.detectors.names.search.layout import (
    F64,
    FEMININE_END,
    FEMININE_LIKE,
    I32,
    INITIAL,
    INITIAL_FITS,
    KNOWN,
    MARKER_DIFFERS,
    MARKER_MISSING,
    NAME,
    OTHER_READING,
    SAME_INITIAL,
    U8,
    U64,
    UNWRITTEN,
    Records,
    Rules,
    Words,
)

LONGEST_SOUNDS = 96
"""Sounds of a word that are compared: all of any part of a name, and of nearly any two joined."""
Sounds = tuple[U8, int, int]
"""Sounds of a word: an array, and where in it they begin and end."""
Drops = tuple[F64, int, int]
"""What leaving out a sound costs: the table, and which row of it counts for each word."""
Unwritten = tuple[bool, bool]
"""Whether each of two words stands in a script without short vowels."""
VOWELS_ONLY = ord("~")
"""What the skeleton of a word without consonants begins with."""
MARGIN = 1e-9
"""So that rounding cuts no comparison short."""
SHORTEST_SLIP = 5
SHORTEST_CUT = 3
_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


@inlined
def hashed(data: U8, start: int, end: int, basis: np.uint64) -> np.uint64:
    """FNV-1a of data[start:end]; to hash two pieces as one, give the first's hash as basis."""
    found = basis
    for at in range(start, end):
        found = (found ^ np.uint64(data[at])) * _PRIME
    return found


@inlined
def hash_of(data: U8, start: int, end: int) -> np.uint64:
    """FNV-1a, 64 bits, of data[start:end]."""
    return hashed(data, start, end, _BASIS)


@inlined
def hash_without(data: U8, start: int, end: int, left_out: int) -> np.uint64:
    """FNV-1a of data[start:end] without the byte at left_out."""
    return hashed(data, left_out + 1, end, hashed(data, start, left_out, _BASIS))


@inlined
def first_of(hashes: U64, wanted: np.uint64) -> int:
    """Where in sorted hashes the wanted one is or would be."""
    low, high = 0, hashes.size
    while low < high:
        middle = (low + high) >> 1
        if hashes[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def between(line: F64, at: float) -> float:
    """The value of a broken line, shape (n, 2), at a point; flat beyond its ends."""
    if at <= line[0, 0]:
        return float(line[0, 1])
    for i in range(1, line.shape[0]):
        if at <= line[i, 0]:
            share = (at - line[i - 1, 0]) / (line[i, 0] - line[i - 1, 0])
            return float(line[i - 1, 1] + (line[i, 1] - line[i - 1, 1]) * share)
    return float(line[-1, 1])


@inlined
def distance(left: Sounds, right: Sounds, drops: Drops, cost: F64, line: F64, most: float) -> float:
    """The weighted edit distance of two words of at most LONGEST_SOUNDS sounds; infinite once it is over `most`.

    line: room for one more than LONGEST_SOUNDS.
    """
    ours, start, end = left
    theirs, other, size = right[0], right[1], right[2] - right[1]
    drop, mine, yours = drops
    line[0] = 0.0
    for j in range(size):
        line[j + 1] = line[j] + drop[yours, theirs[other + j]]
    for i in range(start, end):
        sound, lost = ours[i], drop[mine, ours[i]]
        diagonal = line[0]
        best = least = diagonal + lost
        line[0] = best
        for j in range(size):
            sounded, above = theirs[other + j], line[j + 1]
            best = min(best + drop[yours, sounded], above + lost, diagonal + cost[sound, sounded])
            diagonal = above
            line[j + 1] = best
            least = min(least, best)
        if least > most:
            return np.inf
    return float(line[size])


@inlined
def same(left: Sounds, right: Sounds) -> bool:
    """Whether two words have the same sounds."""
    if left[2] - left[1] != right[2] - right[1]:
        return False
    for i in range(left[2] - left[1]):  # noqa: SIM110  all() would not be compiled
        if left[0][left[1] + i] != right[0][right[1] + i]:
            return False
    return True


@lean
def likeness(left: Sounds, right: Sounds, unwritten: Unwritten, rules: Rules, line: F64, least: float) -> float:
    """`sounds.likeness` of two words given as sounds; where it is less than `least`, anything less."""
    if same(left, right):
        return 1.0
    left = left[0], left[1], min(left[2], left[1] + LONGEST_SOUNDS)
    right = right[0], right[1], min(right[2], right[1] + LONGEST_SOUNDS)
    whole = 0.0
    for i in range(left[1], left[2]):
        whole += rules.drop[0, left[0][i]]
    for j in range(right[1], right[2]):
        whole += rules.drop[0, right[0][j]]
    if whole == 0.0:
        return 0.0
    drops = rules.drop, int(unwritten[1] and not unwritten[0]), int(unwritten[0] and not unwritten[1])
    most = (1.0 - least) * whole / 2.0 + MARGIN
    return max(0.0, 1.0 - 2.0 * distance(left, right, drops, rules.cost, line, most) / whole)


@inlined
def one_slip_apart(left: Sounds, right: Sounds) -> bool:
    """Whether one letter more, fewer, other, or two neighbours exchanged make one word the other."""
    ours, a, size = left[0], left[1], left[2] - left[1]
    theirs, b, longer = right[0], right[1], right[2] - right[1]
    if abs(size - longer) > 1:
        return False
    shorter = min(size, longer)
    head = 0
    while head < shorter and ours[a + head] == theirs[b + head]:
        head += 1
    tail = 0
    while tail < shorter - head and ours[a + size - 1 - tail] == theirs[b + longer - 1 - tail]:
        tail += 1
    differing = shorter - head - tail
    if longer != size:
        return differing == 0
    crossed = differing == 2 and ours[a + head] == theirs[b + head + 1] and ours[a + head + 1] == theirs[b + head]  # noqa: PLR2004  two neighbours
    return differing <= 1 or crossed


@inlined
def sounds_of(words: Words, word: int, reading: int) -> Sounds:
    """The sounds of one reading of a word: where they stand, from and to."""
    at = words.word[word]["reading"] + reading
    return words.sounds, words.sound_start[at], words.sound_start[at + 1]


@inlined
def first_skeleton(words: Words, word: int) -> Sounds:
    """The letters of a word's first skeleton: where they stand, from and to."""
    at = words.word[word]["skeleton"]
    return words.letters, words.letter_start[at], words.letter_start[at + 1]


@inlined
def mistyped(one: Words, i: int, two: Words, j: int, rules: Rules) -> float:
    """How alike two words are as one word mistyped."""
    mine, yours = one.word[i]["flags"], two.word[j]["flags"]
    if mine & yours & KNOWN or (mine ^ yours) & UNWRITTEN:
        return 0.0
    left, right = sounds_of(one, i, 0), sounds_of(two, j, 0)
    longest = max(left[2] - left[1], right[2] - right[1])
    if longest < SHORTEST_SLIP or not one_slip_apart(left, right):
        return 0.0
    return between(rules.slip, longest)


@inlined
def of_both_sexes(one: Words, i: int, two: Words, j: int, rules: Rules) -> bool:
    """Whether one word is the other's feminine, by a final a."""
    left, right = sounds_of(one, i, 0), sounds_of(two, j, 0)
    if left[1] == left[2] or right[1] == right[2] or not same(first_skeleton(one, i), first_skeleton(two, j)):
        return False
    last, other = rules.ends[left[0][left[2] - 1]], rules.ends[right[0][right[2] - 1]]
    return bool((last | other) == FEMININE_END and last != other)


@lean
def names_alike(one: Words, i: int, two: Words, j: int, rules: Rules, line: F64) -> float:
    """How alike two names' parts are, 0 to 1; where they do not agree at all, anything less than would count."""
    mine, yours = one.word[i], two.word[j]
    prefixes, suffixes = mine["prefix"] == yours["prefix"], mine["suffix"] == yours["suffix"]
    if prefixes and suffixes and mine["form"] == yours["form"]:
        return 1.0
    best = mistyped(one, i, two, j, rules)
    unwritten = mine["flags"] & UNWRITTEN != 0, yours["flags"] & UNWRITTEN != 0
    for a in range(mine["readings"]):
        for b in range(yours["readings"]):
            least = rules.agreement[0, 0]
            alike = likeness(sounds_of(one, i, a), sounds_of(two, j, b), unwritten, rules, line, least)
            best = max(best, alike - rules.weights[OTHER_READING] * ((a > 0) + (b > 0)))
    if best > rules.weights[FEMININE_LIKE] and of_both_sexes(one, i, two, j, rules):
        best = rules.weights[FEMININE_LIKE]
    if not prefixes:
        best = min(best, rules.weights[MARKER_DIFFERS if mine["prefix"] and yours["prefix"] else MARKER_MISSING])
    if not suffixes:
        best = min(best, rules.weights[MARKER_MISSING])
    return best


@inlined
def initial_fits(one: Words, i: int, two: Words, j: int, rules: Rules) -> float:
    """How far an initial agrees with a name or another initial."""
    mine, yours = one.word[i]["kind"], two.word[j]["kind"]
    if mine == yours:
        return 1.0 if one.word[i]["form"] == two.word[j]["form"] else 0.0
    if mine + yours != NAME + INITIAL:
        return 0.0
    left, right = sounds_of(one, i, 0), sounds_of(two, j, 0)
    heard = left[1] < left[2] and right[1] < right[2]
    if heard and rules.cost[left[0][left[1]], right[0][right[1]]] <= rules.weights[SAME_INITIAL]:
        return float(rules.weights[INITIAL_FITS])
    return 0.0


@inlined
def agreement(one: Words, i: int, two: Words, j: int, rules: Rules, line: F64) -> float:
    """How far two parts that are no initials agree, 0 to 1: `alignment`'s agreement of their likeness."""
    if one.word[i]["kind"] == NAME and two.word[j]["kind"] == NAME:
        return between(rules.agreement, names_alike(one, i, two, j, rules, line))
    return 1.0 if one.word[i]["form"] == two.word[j]["form"] else 0.0


@inlined
def is_cut_of(one: Words, i: int, two: Words, j: int) -> bool:
    """Whether the first word may be the second cut short."""
    if one.word[i]["kind"] != NAME or two.word[j]["kind"] != NAME:
        return False
    short, whole = sounds_of(one, i, 0), sounds_of(two, j, 0)
    size = short[2] - short[1]
    return SHORTEST_CUT <= size <= whole[2] - whole[1] and same(short, (whole[0], whole[1], whole[1] + size))


@inlined
def joined_sounds(words: Words, one: int, two: int, room: U8) -> int:
    """The sounds of two words written as one, put into room; how many."""
    size = 0
    for word in (one, two):
        sounds, start, end = sounds_of(words, word, 0)
        for at in range(start, min(end, start + room.size - size)):
            room[size] = sounds[at]
            size += 1
    return size


@inlined
def join_hash(words: Words, one: int, two: int) -> np.uint64:
    """The hash of two words' first skeletons written as one; 0 where one has none, or has vowels only."""
    if words.word[one]["skeletons"] == 0 or words.word[two]["skeletons"] == 0:
        return np.uint64(0)
    a, b = words.word[one]["skeleton"], words.word[two]["skeleton"]
    first, second = words.letter_start[a], words.letter_start[b]
    if words.letters[first] == VOWELS_ONLY or words.letters[second] == VOWELS_ONLY:
        return np.uint64(0)
    begun = hash_of(words.letters, first, words.letter_start[a + 1])
    return hashed(words.letters, second, words.letter_start[b + 1], begun)


@lean
def join_hashes(words: Words, names: Records, parts: I32, hashes: U64, found: I32) -> int:
    """All neighbours' join hashes of a list's names, and in which name; how many."""
    count = 0
    for name in range(names.size):
        start = names[name]["start"]
        for at in range(start, start + names[name]["size"] - 1):
            key = join_hash(words, parts[at], parts[at + 1])
            if key:
                hashes[count] = key
                found[count] = name
                count += 1
    return count
