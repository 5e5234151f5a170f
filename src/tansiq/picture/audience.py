"""Which organisations may know of what the picture keeps."""

from collections.abc import Collection, Iterable

from tansiq.handling.marking import Marking, join

Audience = Collection[str] | None
"""Organisations, None for any."""


def audience_of(markings: Iterable[Marking]) -> list[str] | None:
    """The organisations that may know what rests on all of these, None for any. What rests on nothing is nobody's."""
    marked = list(markings)
    reached = join(marked).reaches() if marked else frozenset[str]()
    return None if reached is None else sorted(reached)


def covers(audience: Audience, other: Audience) -> bool:
    """Whether everybody of the other audience is of this one: what the one may know, the other may be told."""
    if audience is None:
        return True
    return other is not None and set(other) <= set(audience)
