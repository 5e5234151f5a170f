"""Chance that can be had again: everything drawn for the demo comes from a seed."""

from random import Random


def seeded(seed: int | str) -> Random:
    """A generator that gives the same draws for the same seed."""
    return Random(seed)  # noqa: S311  an invented day has to be repeatable, and hides nothing


def happens(rng: Random, share: float) -> bool:
    """Whether something that happens in this share of cases (0 to 1) happens now."""
    return rng.random() < share
