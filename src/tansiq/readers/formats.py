"""The formats Tansiq reads, in the order they are sniffed: a reader is one row here. `read` is the one door to all of them."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tansiq.model.reading import Reading, Refusal, RefusalCode, refuse
from tansiq.readers.customs import cuscar, cusres
from tansiq.readers.edifact import interchange
from tansiq.readers.edifact import segments as edifact
from tansiq.readers.edifact.input import Input
from tansiq.readers.edifact.interchange import MessageKind
from tansiq.readers.lists import archives, eu, ftm, ofac, ofac_advanced, ofac_enhanced, ofac_xml, un, watchlist
from tansiq.readers.markup_head import has_document_type, root_of
from tansiq.readers.mrz import travellers as zones
from tansiq.readers.passengers import paxlst
from tansiq.readers.pnrgov import reader as pnrgov
from tansiq.readers.pnrgov_xml import reader as pnrgov_xml
from tansiq.readers.unread import UNREAD_FORMATS

AUTO = "auto"

_HEAD_BYTES = 64 * 1024
_SHOWN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in the contract, whether some first bytes look like it, and its reader."""

    name: str
    sniff: Callable[[bytes], bool]
    read: Callable[[bytes, str], Reading]


WATCHLIST_CSV = Format("watchlist", watchlist.sniff, watchlist.read)

MESSAGES: tuple[MessageKind, ...] = (paxlst.KIND, cusres.KIND, *cuscar.KINDS, *pnrgov.KINDS)
"""The EDIFACT messages that are read. Wherever one of them is found in an input, every message of these is read."""

_EDIFACT = tuple(
    Format(kind.name, kind.sniff, partial(interchange.read, kinds=MESSAGES, wanted=kind, forced=False))
    for kind in MESSAGES
)
_EDIFACT_FORCED = {
    row: replace(row, read=partial(interchange.read, kinds=MESSAGES, wanted=kind))
    for row, kind in zip(_EDIFACT, MESSAGES, strict=True)
}

_KIND_OF = {
    **dict(zip(_EDIFACT, MESSAGES, strict=True)),
    **dict(zip(_EDIFACT_FORCED.values(), MESSAGES, strict=True)),
}

FORMATS: tuple[Format, ...] = (
    Format("watchlist", archives.sniff, archives.read),
    Format("watchlist", un.sniff, un.read),
    Format("watchlist", ofac_xml.sniff, ofac_xml.read),
    Format("watchlist", ofac_advanced.sniff, ofac_advanced.read),
    Format("watchlist", ofac_enhanced.sniff, ofac_enhanced.read),
    Format("watchlist", eu.sniff, eu.read),
    Format("watchlist", ftm.sniff, ftm.read),
    Format("watchlist", ofac.sniff, ofac.read),
    Format("pnrgov", pnrgov_xml.sniff, pnrgov_xml.read),
    *_EDIFACT,
    Format(zones.FORMAT, zones.sniff, zones.read),
    WATCHLIST_CSV,
)
"""What is read, in the order it is sniffed: the surest marks first. One name may have several layouts."""

NAMES: tuple[str, ...] = tuple(dict.fromkeys([*(f.name for f in FORMATS), *(u.name for u in UNREAD_FORMATS)]))
"""The formats that a caller may name, read or not."""


def sniff(data: Input, name: str) -> Format | Refusal:
    """The format of an input by its first 64 KiB, whatever the file is called; a refusal that says what was found instead."""
    first = data[:_HEAD_BYTES]
    barred = _barred(data, first, name)
    if barred:
        return barred
    surest = next((f for f in FORMATS if f is not WATCHLIST_CSV and f.sniff(first)), None)
    return (
        surest
        or _later_message(data, first)
        or _unread(data, first)
        or (WATCHLIST_CSV if watchlist.sniff(first) else _unknown(data, first))
    )


def read(data: bytes, name: str, *, format: str = AUTO) -> Reading:  # noqa: A002  the contract's word
    """Read an input of any format. Nothing is raised for any bytes; what is not taken is a refusal.

    name: what `source.file` says. format: "auto", or one of `NAMES` to force it; an unknown one is refused.
    """
    chosen = sniff(data, name) if format == AUTO else _forced(data, name, format)
    if isinstance(chosen, Refusal):
        return refuse(format if format != AUTO else "", len(data), chosen)
    return chosen.read(data, name)


def course(data: Input, name: str, *, format: str = AUTO) -> interchange.Course | None:  # noqa: A002  the contract's word
    """What `read` reads of an EDIFACT input, message by message; None for an input of any other format.

    So a file larger than memory can be read, if its observations are dropped once they were used.
    """
    chosen = sniff(data, name) if format == AUTO else _forced(data, name, format)
    if isinstance(chosen, Refusal) or chosen not in _KIND_OF:
        return None
    return interchange.Course(data, name, MESSAGES, wanted=_KIND_OF[chosen], forced=format != AUTO)


def replay(messages: Iterable[tuple[bytes, str]], *, format: str) -> Iterator[Reading]:  # noqa: A002  the contract's word
    """Readings of inputs, each with its name, that were read before as of this format: it is not found out again.

    Each is what `read` gives of it, even where the format is another. What the process holds when this begins is left alone by the collector of rings
    until it ends: it would go through all of that again and again as observations are made, and find nothing.
    """
    kind = next((kind for kind in MESSAGES if kind.name == format), None)
    gc.freeze()
    try:
        for data, name in messages:
            known = kind and interchange.read(data, name, MESSAGES, wanted=kind, forced=False)
            yield known if known and known.refused is None else read(data, name)
    finally:
        gc.unfreeze()


def _barred(data: Input, first: bytes, name: str) -> Refusal | None:
    """Why no reader is to see the input, or None."""
    if not first:
        return _refusal(RefusalCode.EMPTY, data, f"{name} is empty", "send the file again")
    if has_document_type(first):
        text = "XML with a document type declaration, which can make a reader swell or fetch; lists come without one"
        return _refusal(RefusalCode.UNSAFE, data, text, "do not use this file")
    return None


def _forced(data: Input, name: str, wanted: str) -> Format | Refusal:
    first = data[:_HEAD_BYTES]
    barred = _barred(data, first, name)
    if barred:
        return barred
    rows = [f for f in FORMATS if f.name == wanted]
    if rows:
        row = next((f for f in rows if f.sniff(first)), rows[-1])
        return _EDIFACT_FORCED.get(row, row)
    title = next((u.title for u in UNREAD_FORMATS if u.name == wanted), None)
    if title:
        return _not_yet(data, title)
    text = f"format {wanted!r} is not known; known are {', '.join(NAMES)}"
    return _refusal(RefusalCode.UNKNOWN_FORMAT, data, text, "name one of these, or leave it out")


def _later_message(data: Input, first: bytes) -> Format | None:
    """The format of the first EDIFACT message that is read, where messages that are not come before it."""
    if len(data) > len(first) and edifact.message_types(first):
        types = edifact.message_types(data)
        return next((f for f, kind in zip(_EDIFACT, MESSAGES, strict=True) if kind.type in types), None)
    return None


def _unread(data: Input, first: bytes) -> Refusal | None:
    """The refusal of what is known by name only; None for anything else."""
    types = edifact.message_types(first)
    if types:
        return _not_yet(data, f"the EDIFACT message {' and '.join(types)}")
    title = next((u.title for u in UNREAD_FORMATS if u.sniff(first)), None)
    return _not_yet(data, title) if title else None


def _not_yet(data: Input, title: str) -> Refusal:
    text = f"{title} is known by name and not read in this version; it is kept unread"
    return _refusal(RefusalCode.NOT_YET_READ, data, text, "send it again to a version that reads it")


def _unknown(data: Input, first: bytes) -> Refusal:
    root = root_of(first)[0]
    found = f"XML with the root <{root[:80]}>" if root else _shown(first)
    text = f"{found}; known are {', '.join(NAMES)}"
    return _refusal(RefusalCode.UNKNOWN_FORMAT, data, text, "check that it is the right file, or name its format")


def _shown(first: bytes) -> str:
    start = first[:_SHOWN_BYTES]
    if not any(start):
        return "nothing but zero bytes at the start"
    if start.isascii() and start.decode("ascii").replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable():
        return f"a text that begins {start.decode('ascii')!r}"
    return f"bytes that begin {start.hex(' ')}"


def _refusal(code: RefusalCode, data: Input, text: str, repair: str) -> Refusal:
    return Refusal(code, 0, len(data), text, repair)
