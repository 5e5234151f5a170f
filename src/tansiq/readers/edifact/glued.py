"""Segments that ran together where a terminator was lost."""

from collections.abc import Callable, Container, Iterator

from tansiq.readers.edifact.charset import Text

_TAG = 3
_ELEMENTS_WITH_TEXT = {"FTX": 5, "NAD": 10, "PCI": 3, "CTA": 3, "COM": 4, "BGM": 4}
"""The most elements, the tag with them, that segments of free text usually have: only in longer ones is a tag looked for."""


def parted(elements: list[str], tags: Container[str], text: Text | Callable[[str], str]) -> Iterator[list[str]]:
    """The segments that the elements of one are: itself, or, where a terminator was lost before a known tag, more.

    tags: those that a segment of such a message can have.
    """
    piece, left = elements[:1], len(elements) - 1
    for element in elements[1:]:
        tag = text(element)[-_TAG:] if left > 1 else ""
        if tag in tags and len(piece) + left > _ELEMENTS_WITH_TEXT.get(piece[0], 2):
            before = element if element.endswith(tag) else text(element)
            yield [*piece, before[:-_TAG]]
            piece = [tag]
        else:
            piece.append(element)
        left -= 1
    yield piece
