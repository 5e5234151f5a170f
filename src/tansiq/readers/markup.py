"""XML lists, one entry at a time, with byte offsets: document types and entities refused, damage confined to its entry.

defusedxml gives no byte offsets, so its guards are set on an expat parser here: a document type declaration, an entity
declaration or a reference to an external entity ends the reading. Source of the guards: the defusedxml documentation,
"defusedxml.sax"; `CurrentByteIndex` is described in the standard library's `xml.parsers.expat`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import Never
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from tansiq.model.reading import Refusal, RefusalCode

DEEPEST = 64
MOST_PARTS = 20_000
"""Elements in one entry; the fullest published one has a few hundred."""
LONGEST_TOKEN_BYTES = 1024 * 1024
"""A tag or comment; the parser begins a longer one anew with every chunk, in time that grows with its square."""
LARGEST_ENTRY = 4 * 1024 * 1024
"""Characters in one entry, names of its parts left out; the fullest published one has a fiftieth."""
MOST_BREAKS = 1_000
"""Broken places after which the rest of a file is refused in one piece."""

_CHUNK_BYTES = 64 * 1024
_ONLY_CLOSING_TAGS = re.compile(rb"(?:\s*</?[\w:.\-]+\s*>)+\s*")
_TAG = re.compile(rb"<(?:[\w.\-]+:)?([A-Za-z_][\w.\-]*)")


@dataclass(slots=True)
class Element:
    """An element without its namespace prefix. start, end: byte offsets, end exclusive; end is 0 while it is open."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int = 0
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, path: str) -> list["Element"]:
        """The elements under "a/b/c", in document order."""
        found = [self]
        for tag in path.split("/"):
            found = [child for parent in found for child in parent.children if child.tag == tag]
        return found

    def first(self, path: str) -> str:
        """The text of the first element under a path that has any; "" without one."""
        return next((e.text for e in self.all(path) if e.text), "")

    def texts(self, path: str) -> list[str]:
        """The texts of all elements under a path, empty ones left out."""
        return [e.text for e in self.all(path) if e.text]

    def pairs(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        """Everything the element says, flat: ("ALIAS[2]/NAME", text), ("NAME@lang", attribute)."""
        for name, value in self.attributes.items():
            yield intern(f"{prefix}@{name}"), value
        if self.text:
            yield intern(prefix or "."), self.text
        seen: dict[str, int] = {}
        for child in self.children:
            seen[child.tag] = seen.get(child.tag, 0) + 1
            number = f"[{seen[child.tag]}]" if seen[child.tag] > 1 else ""
            yield from child.pairs(f"{prefix}/{child.tag}{number}" if prefix else f"{child.tag}{number}")


def entries(
    data: bytes, tags: frozenset[str], *, sections: bool = False, partial: bool = False
) -> Iterator[Element | Refusal]:
    """The root element (attributes only), then each element of the tags with all it holds, and a refusal for each break.

    Bytes outside the entries are structure. A break inside an entry refuses that entry and the reading goes on at the
    next one (in UTF-16 it ends there); an open end refuses the rest.
    sections: every element around the entries and beside them is given where it begins, like the root, attributes only.
    partial: an entry with breaks, or cut off, is given without them: each is refused from the last complete part before it to
    the end of the entry's child it lies in, or else of the entry.
    """
    walk = _Walk(data, tags, sections=sections, partial=partial)
    while not walk.done:
        walk.step()
        yield from walk.found
        walk.found.clear()


class _Unsafe(Exception):
    """A construct that is refused with the whole rest of the document."""


class _Broken(Exception):
    """A well-formed entry that cannot be one."""


class _Walk:
    """A parser over the document, begun again behind each break."""

    def __init__(self, data: bytes, tags: frozenset[str], *, sections: bool, partial: bool) -> None:
        self.data = data
        self.tags = tags
        self.sections = sections
        self.partial = partial
        self.found: list[Element | Refusal] = []
        self.done = False
        self._ancestors: list[tuple[str, dict[str, str]]] = []
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._parts = 0
        self._characters = 0
        self._breaks = 0
        self._met_at = 0
        self._settled = 0  # where the last entry, or refused stretch, ended
        self._encoding: str | None = None
        self._wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:4]
        names = b"|".join(re.escape(tag.encode()) for tag in sorted(tags))
        self._boundary = re.compile(rb"<(/)?(?:[\w.\-]+:)?(?:" + names + rb")(?=[\s/>])")
        self._entry = ""  # the name of the open entry, prefix and all
        self._begin(0)

    def _begin(self, at: int, inside: Element | None = None) -> None:
        """Parse on from a place; inside: the entry that is open there."""
        around = [*self._ancestors, *([(self._entry, inside.attributes)] if inside else [])] if at else []
        prefix = "".join(
            f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items())}>"
            for tag, attributes in around
        ).encode(self._encoding or "utf-8", "xmlcharrefreplace")
        size = self._parts, self._characters
        self._ancestors, self._open, self._texts = [], [], []
        self._parser = self._new_parser(resumed=at > 0)
        self._next, self._shift, self._inside_prefix = at, at - len(prefix), True
        self._parser.Parse(prefix, False)  # noqa: FBT003  expat takes it by position
        self._inside_prefix = False
        if inside:
            (self._parts, self._characters), self._open = size, [inside]

    def _new_parser(self, *, resumed: bool) -> "expat.XMLParserType":
        parser = expat.ParserCreate(self._encoding if resumed else None)
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._forbid
        parser.EntityDeclHandler = self._forbid
        parser.UnparsedEntityDeclHandler = self._forbid
        parser.ExternalEntityRefHandler = self._forbid
        return parser

    def step(self) -> None:
        """Parse one more chunk; a break becomes a refusal."""
        last = self._next >= len(self.data)
        chunk = self.data[self._next : self._next + _CHUNK_BYTES]
        self._next += len(chunk)
        try:
            self._parser.Parse(chunk, last)
        except _Unsafe as unsafe:
            self._stop(RefusalCode.UNSAFE, self._met_at, str(unsafe))
        except _Broken as broken:
            self._mend(self._met_at, str(broken))
        except expat.ExpatError as error:
            place = max(self._shift + self._parser.ErrorByteIndex, 0)
            text = f"not well-formed XML: {expat.ErrorString(error.code)}"
            if not (self.partial and self._mend_inside(place, text)):
                self._mend(place, text)
        except (LookupError, ValueError) as error:  # an encoding Python does not have, or cannot use here
            self._stop(RefusalCode.BROKEN_ENTRY, self._place(), f"the declared character set cannot be read: {error}")
        else:
            self.done = last
            if not last and self._next - self._place() > LONGEST_TOKEN_BYTES:
                text = f"a tag or comment of more than {LONGEST_TOKEN_BYTES} bytes"
                self._stop(RefusalCode.UNSAFE, self._place(), text)

    def _meet(self, fault: "_Unsafe | _Broken") -> Never:
        """Raise out of a handler; expat runs on to the end of the chunk, so the place has to be kept here."""
        self._met_at = self._place()
        raise fault

    def _place(self) -> int:
        return max(self._shift + self._parser.CurrentByteIndex, 0)

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self._encoding = encoding

    def _forbid(self, *_parts: object) -> int:
        self._meet(_Unsafe("a document type or entity declaration; lists are published without one"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if self._open and tag == self._open[0].tag:
            self._meet(_Broken(f"<{tag}> begins inside another <{tag}> that has no end"))
        if len(self._open) + len(self._ancestors) >= DEEPEST:
            self._meet(_Unsafe(f"more than {DEEPEST} elements inside each other"))
        if not self._open and tag not in self.tags:
            self._enter(name, tag, attributes)
            return
        self._entry = self._entry if self._open else name
        self._parts = self._parts + 1 if self._open else 1
        self._characters = self._characters if self._open else 0
        if self._parts > MOST_PARTS:
            self._meet(_Broken(f"more than {MOST_PARTS} elements in one <{self._open[0].tag}>"))
        self._count(sum(map(len, attributes.values())))
        element = Element(tag, attributes, self._place())
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._texts.append([])

    def _enter(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        if (self.sections or not self._ancestors) and not self._inside_prefix:
            self.found.append(Element(tag, attributes, self._place()))
        self._ancestors.append((name, attributes))

    def _text(self, text: str) -> None:
        if self._open:
            self._count(len(text))
            self._texts[-1].append(text)

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > LARGEST_ENTRY:
            self._meet(_Broken(f"more than {LARGEST_ENTRY} characters in one entry"))

    def _end(self, _name: str) -> None:
        if not self._open:
            self._ancestors.pop()
            return
        element, texts, place = self._open.pop(), self._texts.pop(), self._place()
        element.text = "".join(texts).strip()
        bare = not texts and not element.children
        element.end = place if bare and self._ends_empty(place) else self._end_of_tag(place)
        if not self._open:
            self._settled = element.end
            self.found.append(element)

    def _ends_empty(self, place: int) -> bool:
        """Whether an empty element's tag stands before a place: its end event stands behind it."""
        before = self.data[max(place - 4, 0) : place]
        return before.endswith(b"/>") or (self._wide and before.replace(b"\0", b"").endswith(b"/>"))

    def _end_of_tag(self, place: int) -> int:
        """Where the end tag at a place ends."""
        end = self.data.find(b">", place) + 1
        return end + 1 if self._wide and self.data[end : end + 1] == b"\0" else end

    def _mend(self, place: int, text: str) -> None:
        """Refuse the stretch around a break and begin again at the next entry, or end."""
        self._breaks += 1
        if self._breaks > 1 and not self._open and self._only_ends_follow(place):
            self.done = True  # the ends of sections whose beginnings lie in what was refused
            return
        behind = None if self._wide or self._breaks > MOST_BREAKS else self._next_entry(place)
        start = self._kept_until()
        if self.partial and self._open and self._open[0].children:
            self.found.append(self._open[0])
        if behind is None:
            self._stop(RefusalCode.TRUNCATED, place, text, start)
            return
        self.found.append(
            Refusal(
                RefusalCode.BROKEN_ENTRY,
                start,
                behind,
                f"{text} at byte {place}; the entry around it is left out",
                "mend the entry at that place, or fetch the list again",
            )
        )
        self._settled = behind
        self._begin(behind)

    def _mend_inside(self, place: int, text: str) -> bool:
        """Refuse the rest of the entry's child that a break lies in, and go on behind it; whether that can be done."""
        if not self._open or self._wide or self._breaks >= MOST_BREAKS:
            return False
        entry, child = self._open[0], self._open[1].tag.encode() if len(self._open) > 1 else b""
        if not child:
            begun = _TAG.match(self.data, self.data.rfind(b"<", entry.start, place + 1))
            child = begun[1] if begun else b""
        end = re.compile(rb"</(?:[\w.\-]+:)?" + re.escape(child) + rb"\s*>")
        border = self._boundary.search(self.data, place, place + LARGEST_ENTRY)
        found = end.search(self.data, place, border.start() if border else place + LARGEST_ENTRY)
        if found is None or not child:
            return False
        self._breaks += 1
        start = self._kept_until()
        if start == entry.start:
            start = self.data.find(b">", start) + 1
        text = f"{text} at byte {place}; the rest of <{child.decode()}> is left out"
        self.found.append(Refusal(RefusalCode.BROKEN_ENTRY, start, found.end(), text, "mend the entry at that place"))
        self._settled = found.end()
        self._begin(self._settled, entry)
        return True

    def _kept_until(self) -> int:
        """Where what a break takes away begins: with `partial`, behind the last complete part of the open entry."""
        if not self._open:
            return self._settled
        entry = self._open[0]
        while self.partial and not self._open[-1].children and len(self._open) > 1:
            self._open.pop()
            self._open[-1].children.pop()
        if not self.partial or not entry.children:
            return max(entry.start, self._settled)
        for element in self._open:
            element.end = max(self._open[-1].children[-1].end, self._settled)
        return entry.end

    def _only_ends_follow(self, place: int) -> bool:
        start = max(self.data.rfind(b"<", self._settled, place + 1), self._settled)
        return _ONLY_CLOSING_TAGS.fullmatch(self.data, start) is not None

    def _next_entry(self, place: int) -> int | None:
        """Where the entry around a break ends, or the next begins; the searched place always lies ahead."""
        match = self._boundary.search(self.data, max(place, self._settled))
        while match and match[1] and not self._open:
            match = self._boundary.search(self.data, match.end())
        if match is None:
            return None
        return self.data.find(b">", match.end()) + 1 or None if match[1] else max(match.start(), self._settled)

    def _stop(self, code: RefusalCode, place: int, text: str, start: int | None = None) -> None:
        if start is None:
            start = self._open[0].start if self._open else self._settled
        repair = "fetch the list again from its publisher" if code is not RefusalCode.UNSAFE else "do not use this file"
        self.found.append(
            Refusal(code, start, len(self.data), f"{text} at byte {place}; nothing behind it is read", repair)
        )
        self.done = True


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
