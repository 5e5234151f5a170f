"""Which lines are a zone, of which layout, and with how much adjusting of fillers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tansiq.readers.mrz.layouts import ALLOWED, BY_SHAPE, DIGITS, NATIONAL, Layout, Lines, long_number
from tansiq.readers.mrz.lines import Line
from tansiq.readers.mrz.values import NoteCode

MOST_ADJUSTED = 4
"""More fillers than these are not put into, or taken out of, the middle of one line."""
MOST_MISFITS = 4
"""Lines with more characters that cannot stand where they stand are no zone, unless a check digit agrees."""

_CLEAR_LEAD = 2
"""So many check digits that agree, or characters that fit, more than in the standard's layout: one digit in ten agrees by chance."""
_RUN = re.compile("<{2,}")
_WIDEST = max(width for _, width in BY_SHAPE)
_MOST_LINES_OF_A_WRAPPED_ZONE = 4


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit a layout. taken: how many lines of text they were. adjusted: fillers put in or taken out, and one where lines were joined."""

    layout: Layout
    lines: Lines
    taken: int
    adjusted: int
    notes: frozenset[NoteCode]


def fit(texts: Sequence[Line]) -> Fitted | None:
    """The zone that begins with the first of some lines, or None: of all readings the one with the fewest adjustments."""
    best = None
    for fitted in _readings(texts):
        if (best is None or fitted.adjusted < best.adjusted) and _is_plausible(fitted):
            best = fitted
        if best and not best.adjusted:
            break
    return best


def _readings(texts: Sequence[Line]) -> Iterator[Fitted]:
    for (count, width), (document, visa) in BY_SHAPE.items():
        group = texts[:count]
        layout = visa if visa and group[0].text.startswith("V") else document
        lines = _fitted_lines(group, layout, width) if len(group) == count else None
        if lines:
            yield _made(layout, lines, group)
    for taken in range(1, min(len(texts), _MOST_LINES_OF_A_WRAPPED_ZONE) + 1):
        yield from _joined(texts[:taken])


def _made(layout: Layout, lines: list[tuple[str, int, NoteCode | None]], group: Sequence[Line]) -> Fitted:
    notes = {code for _, _, code in lines if code}.union(*(line.notes for line in group))
    texts = tuple(text for text, _, _ in lines)
    return Fitted(_national(layout, texts), texts, len(group), sum(cost for _, cost, _ in lines), frozenset(notes))


def _fitted_lines(group: Sequence[Line], layout: Layout, width: int) -> list[tuple[str, int, NoteCode | None]] | None:
    found = []
    for line, shortest in zip(group, layout.shortest, strict=True):
        fitted = _fitted(line.text, width, shortest)
        if fitted is None:
            return None
        found.append(fitted)
    return found


def _fitted(text: str, width: int, shortest: int) -> tuple[str, int, NoteCode | None] | None:
    """A line at its width, what that cost, and what was odd; None where fillers and blanks alone do not make it fit."""
    if len(text) == width and " " not in text:
        return text, 0, None
    if " " in text:
        together, filled = text.replace(" ", ""), text.replace(" ", "<")
        if len(together) == width:
            return together, 0, NoteCode.BLANKS
        if len(filled) == width or "<" not in text:
            fitted = _with_fillers(filled, width, shortest)
            return fitted and (fitted[0], fitted[1], NoteCode.BLANKS)
        text = together
    return _with_fillers(text, width, shortest)


def _with_fillers(text: str, width: int, shortest: int) -> tuple[str, int, NoteCode | None] | None:
    missing = width - len(text)
    if missing == 0:
        return text, 0, None
    if missing > 0 and shortest and len(text) >= shortest:
        return text.ljust(width, "<"), missing, NoteCode.FILLERS
    if missing < 0 and not text[width:].strip("<"):
        return text[:width], -missing, NoteCode.FILLERS
    run = max(_RUN.finditer(text), key=lambda found: found.end() - found.start(), default=None)
    if abs(missing) > MOST_ADJUSTED or run is None or run.end() - run.start() + missing < 1:
        return None
    fillers = "<" * (run.end() - run.start() + missing)
    return text[: run.start()] + fillers + text[run.end() :], abs(missing), NoteCode.FILLERS


def _joined(group: Sequence[Line]) -> Iterator[Fitted]:
    """Lines that are a zone once they are joined and cut where its lines end."""
    text = "".join(line.text for line in group).replace(" ", "")
    if len(text) > _WIDEST * 2 + 2:
        return
    for (count, width), (document, visa) in BY_SHAPE.items():
        layout = visa if visa and text.startswith("V") else document
        shortest = layout.shortest[-1] if len(group) == 1 else 0
        missing = count * width - len(text)
        if missing and not 0 < missing <= width - (shortest or width):
            continue
        whole = text.ljust(count * width, "<")
        lines = tuple(whole[at : at + width] for at in range(0, len(whole), width))
        notes = {NoteCode.JOINED}.union(*(line.notes for line in group), {NoteCode.FILLERS} if missing else ())
        yield Fitted(_national(layout, lines), lines, len(group), missing + 1, frozenset(notes))


def _national(layout: Layout, lines: Lines) -> Layout:
    """The layout, or the one its issuer has for documents of this size, where the lines speak for that one."""
    for standard, head, own in NATIONAL:
        if layout is standard and lines[0][:5].endswith(head) and not long_number(layout, lines):
            for_own, for_standard = _agreeing(own, lines), _agreeing(layout, lines)
            lead = for_own - for_standard + _misfits(layout, lines) - _misfits(own, lines)
            if lead >= _CLEAR_LEAD or for_standard < for_own == len(own.checks):
                return own
    return layout


def _agreeing(layout: Layout, lines: Lines) -> int:
    return sum(check.agrees(lines) for check in layout.checks)


def _misfits(layout: Layout, lines: Lines) -> int:
    return sum(c not in ALLOWED[kind] for kind, span in layout.fields.values() for c in span.of(lines))


def _is_plausible(fitted: Fitted) -> bool:
    layout, lines = fitted.layout, fitted.lines
    if any(check.agrees(lines) for check in layout.checks if check.covered(lines).strip("<")):
        return True
    return _misfits(layout, lines) <= MOST_MISFITS and any(check.found(lines) in DIGITS for check in layout.checks)
