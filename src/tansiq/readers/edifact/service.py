"""Where an EDIFACT interchange starts, and its service characters (ISO 9735-1: UNA, UNB, UIB), as they are met."""

import re
from dataclasses import dataclass, replace

from tansiq.readers.edifact.input import Input, search

_TAGS = """
UNA UNB UNG UNH UNT UNE UNZ UNS UIB UIH UIT UIZ BGM RFF NAD COM TDT LOC DTM ATT MEA GEI FTX EMP NAT DOC CNT CTA PDT CPI
GIS GIR QTY MSG ORG TVL EQN SRC RCI SSR DAT IFT REF EBD ADD TIF FTI FAR TKT MON PTK TXD FOP TRA RPI APD TRI SSD TBD ABI
SAC LTS ERP ERC UCI UCM UCS UCD UCF CNI CST GID PAC PCI SGP DGS MOA EQD
"""
KNOWN_TAGS = frozenset(_TAGS.split())
"""Segment tags by which a lost or a stray service character is recognised: service, passenger and customs segments."""

ENDS = frozenset({"UNZ", "UIZ"})
"""What ends an interchange: of a batch (ISO 9735-2), of a dialogue (ISO 9735-3)."""

MESSAGE_TYPE = re.compile(
    rb"U[\r\n]*(?:N[\r\n]*H[ \r\n]*([^\w\s])(?:(?!\1).){0,80}\1|I[\r\n]*H[ \r\n]*[^\w\s])"
    rb"[\r\n ]*(?P<type>(?:[A-Z][\r\n]*){6})(?![A-Z])",
    re.DOTALL,
)
"""A message header, UNH or UIH: its type, line ends inside it not yet deleted."""

GROUP_TYPE = re.compile(rb"U[\r\n]*N[\r\n]*G[ \r\n]*([^\w\s])[\r\n ]*(?P<type>(?:[A-Z][\r\n]*){6})(?![A-Z])")
"""A group header: the type of its messages."""

START = re.compile(
    rb"U[\r\n]*(?:N[\r\n]*(?:"
    rb"A([^\w]{4,16}?)\s*U[\r\n]*[NI][\r\n]*[BGH]"
    rb"|B[ \r\n]*([^\w\s])[\r\n ]*(?:[A-Z][\r\n]*){3}[A-Z0-9][\r\n ]*[^\w\s]"
    rb"|G[ \r\n]*([^\w\s])[\r\n ]*(?:[A-Z][\r\n]*){6}[\r\n ]*\3"
    rb"|H[ \r\n]*([^\w\s])(?:(?!\4).){0,80}\4[\r\n ]*(?:[A-Z][\r\n]*){6}(?![A-Z])"
    rb")|I[\r\n]*(?:"
    rb"B[ \r\n]*[^\w\s][\r\n ]*(?:[A-Z][\r\n]*){3}[A-Z0-9][\r\n ]*[^\w\s]"
    rb"|H[ \r\n]*[^\w\s][\r\n ]*(?:[A-Z][\r\n]*){6}(?![A-Z])"
    rb"))",
    re.DOTALL,
)
"""Where an interchange starts: UNA, or UNB, UNG or UNH where what stands before them is missing; UIB or UIH likewise."""

_HEAD_BYTES = 4096
_TYPOGRAPHIC = {"\xe2\x80\x99": "\x92", "\xe2\x80\x98": "\x91"}  # quotation marks in UTF-8, seen as ISO 8859-1
_AFTER_HEADER = "|".join(sorted(KNOWN_TAGS - {"UNA", "UNB", "UNZ", "UIB", "UIZ"}))
_FIVE = 5


@dataclass(frozen=True, slots=True)
class ServiceCharacters:
    """The characters that structure an interchange, as ISO 8859-1 text. release: "" where there is none.

    terminator: one character, three for a typographic apostrophe in UTF-8, or a line end.
    """

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    terminator: str = "'"


DEFAULT = ServiceCharacters()


@dataclass(frozen=True, slots=True)
class Opening:
    """The start of an interchange. start: first byte of UNA, or of the first segment; body: of the first segment.

    odd: what is wrong with the service characters, in words, or "".
    """

    start: int
    body: int
    characters: ServiceCharacters
    odd: str = ""


def find_opening(data: Input, position: int) -> Opening | None:
    """The first start of an interchange at `position` or later, or None."""
    sought = search(START, data, position, len(data))
    if sought is None:
        return None
    found, offset = sought
    start = body = found.start() + offset
    named, odd = DEFAULT, ""
    if found[1] is not None:
        named, odd = _from_una(found[1].decode("latin-1"))
        after = found.end(1) + offset
        body = after + data[after : after + _HEAD_BYTES].index(b"U")
    head = data[body : body + _HEAD_BYTES].decode("latin-1")
    met = _as_met(head, named)
    if met != named and found[1] is not None:
        odd = odd or f"UNA names {_show(named)}, the segments use {_show(met)}"
    return Opening(start, body, met, odd)


def _show(characters: ServiceCharacters) -> str:
    return ascii(f"{characters.component}{characters.element}{characters.release}{characters.terminator}")


def _from_una(content: str) -> tuple[ServiceCharacters, str]:
    """The characters UNA names. Five instead of six: the decimal mark or the repetition separator was left out."""
    for mark, single in _TYPOGRAPHIC.items():
        content = content.replace(mark, single)
    if not content.rstrip()[_FIVE:]:
        content, odd = content.rstrip(), "UNA has five characters; six expected"
    else:
        odd = ""
    if len(content) < _FIVE:
        return DEFAULT, "UNA has fewer than five characters; six expected"
    if odd:
        decimal, release = (content[2], content[3]) if content[2] in ".," else (".", content[2])
        terminator = content[4]
    else:
        decimal, release, terminator = content[2], content[3], content[5]
    component, element = content[0], content[1]
    if release.isspace() or release in (component, element, terminator):
        release = ""
    return ServiceCharacters(component, element, decimal, release, terminator), odd


def _as_met(head: str, named: ServiceCharacters) -> ServiceCharacters:
    """The characters the first segments really use. `head` starts with the tag of the first."""
    flat = head.replace("\r", "").replace("\n", "")
    element = flat[3:].lstrip(" ")[:1] or named.element
    component = _component(flat, element, named.component)
    characters = replace(named, element=element, component=component)
    if characters.release in (element, component):
        characters = replace(characters, release="")
    return replace(characters, terminator=_terminator(head, flat, characters))


def _component(flat: str, element: str, named: str) -> str:
    between = re.escape(element)
    if flat.startswith(("UNB", "UIB")):
        pattern = r"U[NI]B *\W *[A-Z]{3}[A-Z0-9] *([^\w\s])"
    elif flat.startswith("UIH"):
        pattern = rf"UIH *{between} *[A-Z]{{6}}([^\w\s])"
    else:
        pattern = rf"UN[GH] *{between}.*?{between} *[A-Z]{{6}}([^\w\s])"
    found = re.match(pattern, flat)
    return found[1] if found and found[1] != element else named


def _terminator(head: str, flat: str, characters: ServiceCharacters) -> str:
    follows = rf"\s*(?:{_AFTER_HEADER}) *{re.escape(characters.element)}"
    if re.search(re.escape(characters.terminator) + follows, flat[3:]):
        return characters.terminator
    taken = re.escape(characters.element + characters.component + characters.release)
    found = re.search(rf"(\xe2\x80[\x98\x99]|[^\w\s{taken}]){follows}", flat[3:])
    if found:
        return found[1]
    if re.search(rf"[\r\n]{follows}", head):
        return "\n"
    return characters.terminator
