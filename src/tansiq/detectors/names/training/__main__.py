"""Learn the scorecard and write it: python -m tansiq.detectors.names.training [--seed N] [--entries N] [--dry-run].

Pairs are what a search holds up: travellers against the list of `people`. Each weight is cross-validated over five folds of
travellers; the figures stand at the head of the file.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tansiq.detectors.names import weights
from tansiq.detectors.names.evidence.compare import best_names, crowd
from tansiq.detectors.names.evidence.prepare import Prepared, prepare
from tansiq.detectors.names.evidence.reasons import evidence
from tansiq.detectors.names.search.watchlist import Watchlist
from tansiq.detectors.names.training.fitting import Floats, learn
from tansiq.detectors.names.training.people import listing
from tansiq.model.subjects import Subject

FOLDS = 5
TRAVELLERS = 8
"""Travellers not on the list, for each who is."""
CANDIDATES = 8
LEAST_NAMES = -2.5
"""Log odds of the names below which a pair of two people teaches nothing: nothing it could say would hold it up."""
RIDGE = 2.0
LISTED_IN = 25
"""One traveller in so many is taken to be on the list: the base rate that the weights, and so the score, are calibrated to."""
SCORECARD = Path(weights.__file__).parent / "data" / "scorecard.tsv"


class Pairs(NamedTuple):
    """n pairs. features: shape (n, k). offsets, labels, importance: shape (n,). traveller: which one each pair is of."""

    features: Floats
    offsets: Floats
    labels: Floats
    importance: Floats
    traveller: NDArray[np.int64]


def gather(seed: int, entries: int) -> Pairs:
    """The pairs to learn from: each traveller with the entries that a search holds up."""
    listed, travelling = listing(seed, entries, others=TRAVELLERS * (entries // 2), on_list=entries // 2)
    watchlist, known = Watchlist.build(listed), {entry.id: prepare(entry) for entry in listed}
    column = {row.feature: i for i, row in enumerate(weights.SCORECARD)}
    kept: list[tuple[Floats, float, bool, int]] = []
    for number, traveller in enumerate(travelling):
        asked = prepare(traveller)
        for entry_id in _held_up(watchlist, traveller, known):
            names = best_names(asked, known[entry_id])
            if names.weight < LEAST_NAMES and entry_id != traveller.id:
                continue
            said = np.zeros(len(column))
            said[column["name.crowd"]] = crowd(names, entries)
            for reason in evidence(asked, known[entry_id]):
                said[column[reason.feature]] = 1.0
            kept.append((said, names.weight, entry_id == traveller.id, number))
    features, offsets, labels, numbers = zip(*kept, strict=True)
    same = np.array(labels, dtype=np.float64)
    importance = np.where(same > 0, 1.0, (LISTED_IN - 1) / TRAVELLERS)
    return Pairs(np.array(features), np.array(offsets), same, importance, np.array(numbers))


def _held_up(watchlist: Watchlist, traveller: Subject, known: dict[str, Prepared]) -> Iterator[str]:
    found = [candidate.id for candidate in watchlist.search(traveller, top=CANDIDATES)]
    yield from found
    if traveller.id in known and traveller.id not in found:
        yield traveller.id


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--entries", type=int, default=4000)
    parser.add_argument("--dry-run", action="store_true", help="print the scorecard instead of writing it")
    options = parser.parse_args(arguments)
    pairs = gather(options.seed, options.entries)
    learned = _learn(pairs)
    head = [*_head(options.seed, options.entries, pairs), *_figures(pairs)]
    text = "\n".join([*head, *_table(learned)]) + "\n"
    if options.dry_run:
        sys.stdout.write(text)
    else:
        SCORECARD.write_text(text, encoding="utf-8")


def _learn(pairs: Pairs) -> Floats:
    return learn(
        pairs.features, pairs.offsets, pairs.labels, pairs.importance, weights.SCORECARD, ridge=RIDGE
    )  # fmt: skip


def _head(seed: int, entries: int, pairs: Pairs) -> list[str]:
    same = int(pairs.labels.sum())
    return [
        "# The weights of all evidence beside the names, in natural log odds. Learned, not set: run",
        "# python -m tansiq.detectors.names.training to learn them again. One row is one thing that two subjects can say together. Rows of",
        "# a chain stand from what speaks most for one person to what speaks most against; learning keeps that order, and each row within",
        "# its bounds; where pairs are few it stays near its start.",
        f"# Pairs: invented people, seed {seed}, {entries} entries: {same} pairs of one person, {len(pairs.labels) - same} of two.",
        f"# Base rate: one traveller in {LISTED_IN} is on the list.",
    ]


def _figures(pairs: Pairs) -> Iterator[str]:
    """What five folds of travellers, each judged by the other four, say."""
    held_out = np.zeros(len(pairs.labels))
    for fold in range(FOLDS):
        out = pairs.traveller % FOLDS == fold
        learned = _learn(Pairs(*(column[~out] for column in pairs)))
        held_out[out] = pairs.offsets[out] + pairs.features[out] @ learned
    start = pairs.offsets + pairs.features @ np.array([row.start for row in weights.SCORECARD])
    for name, log_odds in (
        ("names only", pairs.offsets),
        ("starting weights", start),
        (f"learned, {FOLDS} folds held out", held_out),
    ):
        yield f"# {name}: {_judged(pairs, 1 / (1 + np.exp(-log_odds)))}"
    yield f"# calibration (held out; score, share that is one person): {_calibration(pairs, 1 / (1 + np.exp(-held_out)))}"


def _judged(pairs: Pairs, scores: Floats) -> str:
    same = pairs.labels > 0
    loss = -np.log(np.where(same, scores, 1 - scores).clip(1e-12))
    alarmed = len(set(pairs.traveller[~same & (scores >= weights.POSSIBLE_FROM)]))
    others = TRAVELLERS * int(same.sum())
    return (
        f"log loss {np.average(loss, weights=pairs.importance):.4f}, recall {np.mean(scores[same] >= weights.POSSIBLE_FROM):.4f} "
        f"(match {np.mean(scores[same] >= weights.MATCH_FROM):.4f}), {1000 * alarmed / others:.1f} of 1000 travellers alarmed"
    )


def _calibration(pairs: Pairs, scores: Floats) -> str:
    edges = (0.0, 0.05, 0.2, 0.45, 0.7, 0.85, 0.95, 1.0)
    said = []
    for low, high in pairwise(edges):
        inside = (scores >= low) & (scores < high) if high < 1 else scores >= low
        if inside.any():
            share = np.average(pairs.labels[inside], weights=pairs.importance[inside])
            said.append(f"{low:g}-{high:g} {share:.2f}")
    return ", ".join(said)


def _table(learned: Floats) -> Iterator[str]:
    yield "# feature\tweight\tstart\tleast\tmost\tchain"
    for row, weight in zip(weights.SCORECARD, learned, strict=True):
        yield f"{row.feature}\t{weight:.2f}\t{row.start:g}\t{row.least:g}\t{row.most:g}\t{row.chain}"


if __name__ == "__main__":
    main()
