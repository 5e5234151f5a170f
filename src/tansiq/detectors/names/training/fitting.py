"""Monotone logistic regression: log loss with a ridge towards starting weights, kept in order and within bounds.

The weights of a chain are projected onto the falling orders by pooling adjacent violators, then onto their bounds, after each
step of accelerated gradient descent. Source: Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order
Restrictions (1972); Beck and Teboulle (2009).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tansiq.detectors.names.weights import Row

Floats = NDArray[np.float64]
_STEPS = 800


def learn(
    features: Floats, offsets: Floats, labels: Floats, importance: Floats, rows: Sequence[Row], *, ridge: float
) -> Floats:
    """The weights, shape (k,), that fit n pairs best.

    features: shape (n, k), 1 (or how much) where the pair says the row's feature. offsets: shape (n,), the log odds of the names.
    labels: shape (n,), 1 for one person. importance: shape (n,). ridge: how strongly a weight is held at its start.
    """
    start = np.array([row.start for row in rows])
    weights, ahead, momentum = start.copy(), start.copy(), 1.0
    curvature = 0.25 * float(np.linalg.eigvalsh((features * importance[:, None]).T @ features)[-1]) + ridge
    for _ in range(_STEPS):
        errors = importance * (1 / (1 + np.exp(-(offsets + features @ ahead))) - labels)
        stepped = _ordered(ahead - (features.T @ errors + ridge * (ahead - start)) / curvature, rows)
        following = (1 + np.sqrt(1 + 4 * momentum * momentum)) / 2
        ahead = stepped + (momentum - 1) / following * (stepped - weights)
        weights, momentum = stepped, following
    return weights


def _ordered(weights: Floats, rows: Sequence[Row]) -> Floats:
    """The nearest weights that fall along each chain and keep their bounds (which fall along it too)."""
    out = weights.copy()
    for chain in dict.fromkeys(row.chain for row in rows):
        at = [i for i, row in enumerate(rows) if row.chain == chain]
        out[at] = _falling(weights[at])
    return np.clip(out, [row.least for row in rows], [row.most for row in rows])


def _falling(values: Floats) -> Floats:
    """The nearest falling values: neighbours that rise are pooled at their mean."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = float(value), 1
        while pools and pools[-1][0] < mean:
            before, many = pools.pop()
            mean, count = (mean * count + before * many) / (count + many), count + many
        pools.append((mean, count))
    return np.concatenate([np.full(count, mean) for mean, count in pools])
