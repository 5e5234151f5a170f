"""Segments that ran together where a terminator was lost."""

from collections.abc import Callable, Container, Iterator

from tansiq.readers.charset import Text

_TAG = 3
_ELEMENTS = {
    "BGM": 4,
    "RFF": 2,
    "DTM": 2,
    "LOC": 6,
    "ERP": 2,
    "ERC": 2,
    "FTX": 5,
    "DOC": 6,
    "GID": 5,
    "MEA": 5,
    "PAC": 7,
}
"""The most elements, the tag with them, that a segment has in D.05B; more is a sign of a lost terminator."""


def parted(elements: list[str], tags: Container[str], text: Text | Callable[[str], str]) -> Iterator[list[str]]:
    """The segments that the elements of one are: itself, or, where a terminator was lost before a known tag, more.

    tags: those that a segment of such a message can have.
    """
    while len(elements) > _ELEMENTS.get(elements[0], len(elements)):
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
