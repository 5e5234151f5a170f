"""What is read: bytes, or a file too large to be held, of which a window is in memory."""

import re
from collections.abc import Iterator
from typing import BinaryIO

_WINDOW_BYTES = 1 << 20
_OVERLAP_BYTES = 1 << 13  # more than any pattern sought here is long


class LargeFile:
    """An open file that is sliced as bytes are. It is read forwards, or a little back, and must not change meanwhile."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        self._start, self._window = 0, b""

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, place: slice) -> bytes:
        start, end, _ = place.indices(self._size)
        if start < self._start or end > self._start + len(self._window):
            self._file.seek(start)
            self._window = self._file.read(max(end - start, _WINDOW_BYTES))
            self._start = start
        return self._window[start - self._start : end - self._start]


Input = bytes | LargeFile


def search(pattern: re.Pattern[bytes], data: Input, start: int, end: int) -> tuple[re.Match[bytes], int] | None:
    """The first match of a pattern between two bytes, and what is to be added to its places; None where there is none."""
    if isinstance(data, bytes):
        found = pattern.search(data, start, end)
        return None if found is None else (found, 0)
    return next(_matches(pattern, data, start, end), None)


def _matches(
    pattern: re.Pattern[bytes], data: LargeFile, start: int, end: int
) -> Iterator[tuple[re.Match[bytes], int]]:
    """The first match in each stretch; one that starts where stretches overlap is left to the later of the two."""
    step = _WINDOW_BYTES - _OVERLAP_BYTES
    for at in range(start, end, step):
        found = pattern.search(data[at : min(at + _WINDOW_BYTES, end)])
        if found is not None and (found.start() < step or at + step >= end):
            yield found, at
