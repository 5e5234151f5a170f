"""An expression cut into words and signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tansiq.detectors.rules.faults import Wrong, wrong
from tansiq.detectors.rules.tree import Span

Shape = Literal["name", "int", "double", "string", "sign", "end"]

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n]+|//[^\n]*)
    |(?P<raw>r"[^"\n]*"|r'[^'\n]*')
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<double>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
    |(?P<int>[0-9]+)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]])""",
    re.VERBOSE,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_REPAIRS: Final = (
    ("&", "a single & means nothing here", "write && for and"),
    ("|", "a single | means nothing here", "write || for or"),
    ("=", "a single = means nothing here", "write == to compare"),
    ("“", "a typographic quotation mark", 'write "'),
    ("”", "a typographic quotation mark", 'write "'),
    ("‘", "a typographic quotation mark", 'write "'),
    ("’", "a typographic quotation mark", 'write "'),
    ('"', "a text without its closing quotation mark", 'write " at its end, on the same line'),
    ("'", "a text without its closing quotation mark", "write ' at its end, on the same line"),
    ("≤", "≤ is not a sign of the language", "write <="),
    ("≥", "≥ is not a sign of the language", "write >="),
    ("≠", "≠ is not a sign of the language", "write !="),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text. text: of a string what it stands for, else as written."""

    shape: Shape
    text: str
    span: Span


def tokens(text: str) -> Iterator[Token]:
    """The tokens of an expression, an "end" last. Raises Wrong."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise _unknown(text, at)
        if found.lastgroup != "space":
            yield _token(found)
        at = found.end()
    yield Token("end", "", (len(text), len(text)))


def _token(found: re.Match[str]) -> Token:
    span = found.span()
    match found.lastgroup:
        case "raw":
            return Token("string", found[0][2:-1], span)
        case "string":
            return Token("string", _unescaped(found[0][1:-1], span), span)
        case "int":
            return Token("int", found[0], span)
        case "double":
            return Token("double", found[0], span)
        case "name":
            return Token("name", found[0], span)
        case _:
            return Token("sign", found[0], span)


def _unknown(text: str, at: int) -> Wrong:
    for sign, found, repair in _REPAIRS:
        if text.startswith(sign, at):
            return wrong((at, at + 1), found, repair)
    return wrong((at, at + 1), f"{text[at]!r} is not a sign of the language")


def _unescaped(text: str, span: Span) -> str:
    def one(found: re.Match[str]) -> str:
        code, long_code, sign = found.groups()
        if sign is None:
            return _character(int(code or long_code, 16), span)
        if sign not in _ESCAPES:
            raise wrong(span, f"\\{sign} stands for nothing in a text", f'write \\\\{sign}, or r"..." around a pattern')
        return _ESCAPES[sign]

    return _ESCAPE.sub(one, text)


def _character(point: int, span: Span) -> str:
    if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:  # noqa: PLR2004  the limits of Unicode
        raise wrong(span, f"there is no character {point:X}")
    return chr(point)


def render_text(value: str) -> str:
    """The one way to write a text: double quotes, escapes only where needed."""
    signs = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", '"': '\\"'}
    return '"' + "".join(signs.get(c) or (c if c.isprintable() else f"\\U{ord(c):08x}") for c in value) + '"'
