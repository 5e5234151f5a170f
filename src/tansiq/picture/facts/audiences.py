"""Who may be told what: a fact about one person may rest only on what everybody who knows of that person may know of too."""

from collections.abc import Sequence

Audience = Sequence[str] | None
"""Organisations, None for any."""


def covers(audience: Audience, other: Audience) -> bool:
    """Whether everybody of the other audience is of this one."""
    if audience is None:
        return True
    return other is not None and set(other) <= set(audience)
