"""The frame of every XML list: size, root, refusals; what stands between the entries is structure."""

from collections.abc import Iterator

from tansiq.model.reading import Refusal, RefusalCode
from tansiq.readers.lists.entries import LARGEST_LIST_BYTES, Draft
from tansiq.readers.markup import Element, entries


def read_entries(data: bytes, tags: frozenset[str], draft: Draft, *, root: str) -> Iterator[Element]:
    """The elements of the tags; refusals go to the draft, with one for another root or a list that is too large."""
    draft.accounted = len(data)  # what is neither an entry nor refused is structure that the parser understood
    if len(data) > LARGEST_LIST_BYTES:
        text = f"{len(data)} bytes found, at most {LARGEST_LIST_BYTES} expected"
        draft.refuse_part(Refusal(RefusalCode.TOO_LARGE, 0, len(data), text, "split the list"))
        return
    for element in entries(data, tags):
        if isinstance(element, Refusal):
            draft.refuse_part(element)
        elif element.tag in tags:
            yield element
        elif element.tag != root:
            text = f"root element <{element.tag}> found, <{root}> expected"
            draft.refuse_part(
                Refusal(RefusalCode.WRONG_FORMAT, 0, len(data), text, "leave out --format, or fetch the list again")
            )
            return
