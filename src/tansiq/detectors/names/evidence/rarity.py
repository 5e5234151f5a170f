"""How common the parts of names are in a list: what meeting one tells there."""

from collections.abc import Callable
from dataclasses import replace
from math import log2

from tansiq.detectors.names import weights
from tansiq.detectors.names.words.parts import Name, Part

LEAST_BITS = 2.0
_MOST_COUNTED = 1 << 16


class Rarity:
    """Makes names as common as their parts are in a list of `size` names. count: how many of them have a skeleton."""

    def __init__(self, count: Callable[[str], int], size: int) -> None:
        self._of_list = count
        self._size = size
        self._known: dict[Part, Part] = {}

    def count(self, name: Name) -> Name:
        """The name with each part as common as it is in the list."""
        counted = tuple(map(self._count, name.parts))
        return name if all(a is b for a, b in zip(counted, name.parts, strict=True)) else replace(name, parts=counted)

    def _count(self, part: Part) -> Part:
        known = self._known.get(part)
        if known is None:
            if len(self._known) >= _MOST_COUNTED:
                self._known.clear()
            known = self._known[part] = self._weigh(part)
        return known

    def _weigh(self, part: Part) -> Part:
        if part.kind != "name" or not part.skeletons:
            return part
        met = max(map(self._of_list, part.skeletons))
        bits = max(LEAST_BITS, log2(self._size / (met + 1)))
        if bits >= part.bits:
            return part
        return replace(part, bits=bits, weight=weights.NAME_PART_LEAST + weights.NAME_PART_PER_BIT * bits)
