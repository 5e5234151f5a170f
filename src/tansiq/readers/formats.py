"""The formats Tansiq reads, in the order they are sniffed: a reader is one row here."""

from collections.abc import Callable
from dataclasses import dataclass

from tansiq.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in the contract, whether some first bytes look like it, and its reader."""

    name: str
    sniff: Callable[[bytes], bool]
    read: Callable[[bytes, str], Reading]
