"""Which pairs of names of two subjects are worth laying side by side: all of few; of many those that can win, likeliest first."""

from collections.abc import Iterator, Sequence

from tansiq.detectors.names.words.pieces import Name

_FEW = 40
"""So many pairs are laid side by side as fast as they are bounded."""
MOST_LAID = 40_000
"""Pairs of parts that are compared of two subjects' likeliest pairs of names: however alike all words are, the time is bounded."""


def contenders(left: Sequence[Name], right: Sequence[Name]) -> Iterator[tuple[float, int, int]]:
    """Pairs of names, as what `alignment.fit` is at most and their places: the first pair first, then the likeliest.

    Where there are few, all come, in order and with a bound of 1; of many those within MOST_LAID, and none that cannot
    agree at all but the first. Each name needs a part.
    """
    if len(left) * len(right) <= _FEW:
        yield from ((1.0, i, j) for i in range(len(left)) for j in range(len(right)))
        return
    from tansiq.detectors.names.evidence.bounds import likeliest  # noqa: PLC0415  few names do without its libraries

    yield 1.0, 0, 0
    laid = 0
    for most, i, j in likeliest(left, right):
        laid += len(left[i].parts) * len(right[j].parts)
        if laid > MOST_LAID or not most:
            return
        if i or j:
            yield most, i, j
