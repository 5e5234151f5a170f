"""Lines broken at a fixed length, as Type B does wherever that falls (IATA systems communications reference: 69 characters)."""

import re

from tansiq.readers.edifact.input import Input

_AROUND_BYTES = 512
_NEIGHBOURS = 3
_LEAST = 60
"""Characters of a line that a network has filled; Type B has 63 to 69. Segments that are shorter are often of one length."""

_LINE_END = re.compile("\r\n?|\n")


def is_wrapped(data: Input, place: int, *, terminator: str, segment_start: re.Pattern[str]) -> bool:
    """Whether the line that ends at the byte `place` was broken there because it was full.

    That is so where lines next to it are as long, none of these three on either side is longer, and one of them is the
    middle of a segment: it neither starts nor ends one. False where this cannot be seen.
    """
    start = max(0, place - _AROUND_BYTES)
    before = _LINE_END.split(data[start:place].decode("latin-1").removesuffix("\r"))
    after = _LINE_END.split(data[place : place + _AROUND_BYTES].decode("latin-1"))
    width = len(before[-1])
    whole = (
        before[:-1] if start == 0 else before[1:-1]
    )  # the first one in sight may be part of a line, and so may the last
    near = [*whole[-_NEIGHBOURS:], *after[1:-1][:_NEIGHBOURS]]
    full = [line for line in near if len(line) == width]
    return (
        width >= _LEAST
        and len(full) > 1
        and all(len(line) <= width for line in near)
        and any(not line.endswith(terminator) and segment_start.match(line) is None for line in full)
    )
