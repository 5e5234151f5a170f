"""Segments that ran together where a terminator was lost."""

from collections.abc import Callable, Container, Iterator

from tansiq.readers.charset import Text

_TAG = 3
_ELEMENTS_WITH_TEXT = {"FTX": 5, "NAD": 10, "PCI": 3, "CTA": 3, "COM": 4, "BGM": 4}
"""The most elements, the tag with them, that segments of free text usually have: only in longer ones is a tag looked for."""


def parted(elements: list[str], tags: Container[str], text: Text | Callable[[str], str]) -> Iterator[list[str]]:
    """The segments that the elements of one are: itself, or, where a terminator was lost before a known tag, more.

    tags: those that a segment of such a message can have.
    """
    while len(elements) > _ELEMENTS_WITH_TEXT.get(elements[0], 2):
        split = _tag_inside(elements, tags, text)
        if split is None:
            break
        before, tag = text(elements[split])[:-_TAG], text(elements[split])[-_TAG:]
        yield [*elements[:split], before]
        elements = [tag, *elements[split + 1 :]]
    yield elements


def _tag_inside(elements: list[str], tags: Container[str], text: Callable[[str], str]) -> int | None:
    """The first element, not the last, that ends with a tag."""
    inside = range(1, len(elements) - 1)
    return next((index for index in inside if text(elements[index])[-_TAG:] in tags), None)
