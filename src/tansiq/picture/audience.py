"""Which organisations may know of what the picture keeps."""

from collections.abc import Iterable

from tansiq.handling.marking import Marking, join


def audience_of(markings: Iterable[Marking]) -> list[str] | None:
    """The organisations that may know what rests on all of these, None for any. What rests on nothing is nobody's."""
    marked = list(markings)
    reached = join(marked).reaches() if marked else frozenset[str]()
    return None if reached is None else sorted(reached)
