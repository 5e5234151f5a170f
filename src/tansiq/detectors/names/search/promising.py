"""Compiled: what a name promises before it is laid beside the one asked for, so that only the best are."""

import numpy as np

from tansiq.detectors.names.search.compiled import inlined, lean
from tansiq.detectors.names.search.kernels import between, initial_fits
from tansiq.detectors.names.search.layout import (
    COMMON_BASE,
    COMMON_SLOPE,
    CONFLICT,
    CONTRADICTED,
    F64,
    INITIAL,
    LEAST,
    MOST_SIDE,
    NAME,
    NAME_CONTRADICTED,
    SLOPE,
    SURPLUS,
    ZERO,
    Asked,
    Index,
    Notes,
    Rules,
    Table,
    Words,
)

PROMISED = 6.0
"""Log odds up to which, and down to which, promises are told apart."""


@inlined
def pair_agreement(asked: Words, i: int, listed: Words, word: int, rules: Rules, notes: Notes) -> float:
    """How far a part asked for agrees with a word of the list, from the notes where it stands there."""
    if asked.word[i]["kind"] == INITIAL or notes.brief[word]["kind"] == INITIAL:
        return between(rules.agreement, initial_fits(asked, i, listed, word, rules))
    row = int(notes.brief[word]["row"]) - 1
    return max(0.0, notes.agreement[row, i]) if row >= 0 else 0.0


@inlined
def odds(value: float, bits: float, weights: F64) -> float:
    """The log odds of two names that agree so far and in so many bits: what `compare.name_evidence` makes of `alignment.fit`."""
    alone = max(weights[LEAST], weights[SLOPE] * (max(0.0, value) - weights[ZERO]))
    most = weights[COMMON_BASE] + weights[COMMON_SLOPE] * bits
    return float(max(weights[LEAST], min(alone, most) - np.log1p(np.exp(-abs(alone - most)))))


@inlined
def likeliest(asked: Asked, word: int, size: int, index: Index, rules: Rules, notes: Notes, best: F64) -> float:  # noqa: PLR0913, PLR0917  compiled code has no objects to carry them
    """How far a word of the list agrees with the likeliest part asked for; best is raised where it is the likeliest of a part's."""
    most, row = 0.0, int(notes.brief[word]["row"]) - 1
    for i in range(size):
        agreed = pair_agreement(asked.words, i, index.words, word, rules, notes)
        most, best[i] = max(most, agreed), max(best[i], agreed)
    if row >= 0:
        for column in range(asked.words.word.size, asked.pairs.size):
            if asked.pairs[column] and notes.agreement[row, column] > 0.0:
                most = 1.0
                for i in range(asked.pairs[column] - 1, min(asked.pairs[column] + 1, size)):
                    best[i] = 1.0
    return most


@inlined
def least_weight(kind: float, weights: F64) -> float:
    """What a part that the other name contradicts weighs at least, however common or short it is."""
    if kind == NAME:
        return float(weights[NAME_CONTRADICTED])
    return float(weights[CONTRADICTED]) if kind == INITIAL else 0.0


@lean
def promise(asked: Asked, name: int, index: Index, rules: Rules, notes: Notes, table: Table) -> float:
    """Nearly the log odds of a name, in a fraction of the time: each part is paired with the likeliest, taken or not, in any order."""
    written, words, weights, best = index.names.name[name], asked.words.word, rules.weights, table.best
    size, start, joined = min(words.size, MOST_SIDE), written["start"], notes.joined[name]
    agreeing, unsure, bits, ours, theirs = 0.0, 0.0, 0.0, 0.0, 0.0
    best[:] = 0.0
    if 0 < joined <= size:
        best[joined - 1] = 1.0
    for j in range(written["size"]):
        word = index.names.words[start + j]
        brief = notes.brief[word]
        most, weight = likeliest(asked, word, size, index, rules, notes, best), float(brief["weight"])
        if most == 0.0 and not joined:
            theirs += max(weight, least_weight(brief["kind"], weights))
        agreeing += most * weight
        unsure += (1.0 - most) * weight if most else 0.0
        bits += most * brief["bits"]
    for i in range(size):
        weight = float(words[i]["weight"])
        if best[i] == 0.0:
            ours += max(weight, least_weight(words[i]["kind"], weights))
        agreeing += best[i] * weight
        unsure += (1.0 - best[i]) * weight if best[i] else 0.0
    lost = weights[CONFLICT] * min(ours, theirs) + weights[SURPLUS] * abs(ours - theirs)
    value = 1.0 - (unsure + lost) / (agreeing + unsure + lost) if agreeing else 0.0
    return odds(value, bits, weights)


@inlined
def share_of(promised: float) -> float:
    """A promise as a place from 0 to 1."""
    return min(1.0, max(0.0, (promised + PROMISED) / (2.0 * PROMISED)))
