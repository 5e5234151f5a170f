"""What the first bytes of an XML document say: its root, and whether it declares a document type."""

import re

_FIRST_TAG = re.compile(r"<([A-Za-z_][\w:.\-]*)")
_SOLID = re.compile(r"\S")
_ASIDES = (("<?", "?>"), ("<!--", "-->"))


def root_of(first: bytes) -> tuple[str, str]:
    """The root's tag without prefix, and its whole start tag, from a document's first bytes; ("", "") where it is not XML."""
    text, at = _past_prologue(first)
    match = _FIRST_TAG.match(text, at)
    return (match[1].rsplit(":", 1)[-1], text[at:].split(">", 1)[0]) if match else ("", "")


def has_document_type(first: bytes) -> bool:
    """Whether a document's first bytes declare a document type, which is refused."""
    text, at = _past_prologue(first)
    return text.startswith("<!DOCTYPE", at)


def _past_prologue(first: bytes) -> tuple[str, int]:
    """The first bytes as text, and where the declaration, comments and instructions before the first element end."""
    text = _head_text(first)
    at = len(text) - len(text.lstrip())
    while end := next((end for begin, end in _ASIDES if text.startswith(begin, at)), ""):
        found = text.find(end, at)
        if found < 0:
            return text, len(text)
        solid = _SOLID.search(text, found + len(end))
        at = solid.start() if solid else len(text)
    return text, at


def _head_text(first: bytes) -> str:
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
    text = first.decode(wide.get(first[:2], "utf-8"), "replace")
    return text.lstrip("\ufeff")
