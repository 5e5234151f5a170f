"""Lines of text as zones and refusals."""

from collections.abc import Iterable, Iterator
from datetime import date

from tansiq.model.reading import Refusal, RefusalCode
from tansiq.readers.mrz.fitting import fit
from tansiq.readers.mrz.lines import Line, blocks
from tansiq.readers.mrz.values import Zone
from tansiq.readers.mrz.zones import read_zone

_LONGEST_SHOWN = 5
"""Document code and issuer: a name does not belong into a log."""
_MOST_SHOWN = 4
_SHORTEST_ZONE_LINE = 26
_SEPARATE = "Give each line of a zone on a line of its own, whole, with a blank line between documents."
_WHOLE = "Read the document again: only fillers at the end of a line, or in a row of them, may be missing."
_LICENCE = "Take a passport, an identity card or a visa; a driving licence does not prove a nationality."


def read_zones(raws: Iterable[bytes], today: date) -> Iterator[Zone | Refusal]:
    """The zones in some text, in their order, and a refusal for each run of lines that are none. Nothing is raised for any bytes.

    raws: the text, UTF-8, in pieces cut behind line ends (a file opened in binary mode, or a list of one piece). today: settles
    centuries and what has expired. Blank lines stand between documents; without them, lines are taken as they fit.
    """
    for block in blocks(raws):
        yield from _of_block(block, today)


def _of_block(block: list[Line], today: date) -> Iterator[Zone | Refusal]:
    at = passed_over = 0
    while at < len(block):
        fitted = fit(block[at : at + _MOST_SHOWN])
        if fitted is None:
            at += 1
            continue
        if passed_over < at:
            yield _refused(block[passed_over:at])
        yield read_zone(fitted, start=block[at].start, end=block[at + fitted.taken - 1].end, today=today)
        at = passed_over = at + fitted.taken
    if passed_over < at:
        yield _refused(block[passed_over:])


def _refused(lines: list[Line]) -> Refusal:
    start, end = lines[0].start, lines[-1].end
    licence = _licence([line.text.replace(" ", "") for line in lines])
    if licence:
        return Refusal(RefusalCode.UNKNOWN_FORMAT, start, end, licence, _LICENCE)
    lengths = [len(line.text) for line in lines]
    shown = ", ".join(map(str, lengths[:_MOST_SHOWN])) + (" and so on" if len(lengths) > _MOST_SHOWN else "")
    found = (
        f"{len(lines)} line{'s'[: len(lines) > 1]} of {shown} characters, beginning {lines[0].text[:_LONGEST_SHOWN]!r}"
    )
    text = f"{found}; a zone has 3 lines of 30 (TD1), 2 of 36 (TD2, MRV-B) or 2 of 44 (TD3, MRV-A)"
    cut_short = "<" in lines[0].text and max(lengths) >= _SHORTEST_ZONE_LINE
    if cut_short:
        return Refusal(RefusalCode.TRUNCATED, start, end, text, _WHOLE)
    return Refusal(RefusalCode.UNKNOWN_FORMAT, start, end, text, _SEPARATE)


def _licence(texts: list[str]) -> str:
    """What is said of a driving licence: one line of 30 that begins with D1, or the Swiss 9, 30 and 30."""
    if len(texts) == 1 and texts[0].startswith("D1") and len(texts[0]) == 30:  # noqa: PLR2004  ISO/IEC 18013-2 annex
        return "a driving licence (one line of 30 characters), which Doc 9303 does not describe"
    if [len(text) for text in texts] == [9, 30, 30]:
        return "a Swiss driving licence (lines of 9, 30 and 30 characters), which Doc 9303 does not describe"
    return ""
