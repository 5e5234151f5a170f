"""`tansiq read`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from tansiq.model.kinds import Observation
from tansiq.model.reading import Notice, Reading, Refusal, RefusalCode, refuse
from tansiq.model.wire import Json, render
from tansiq.readers.edifact.input import LargeFile
from tansiq.readers.formats import course, read

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are refused unread, but for EDIFACT, which is read message by message: no list comes near it."""

_LARGE = 16 * 1024 * 1024  # from here on a file is read by its messages, if it has any


def read_files(paths: Iterable[Path], *, format_name: str, receipts: bool) -> int:
    """Print the observations of every file; the exit status."""
    status = 0
    for path in files(paths):
        reading, travellers = _printed(path, format_name)
        if receipts:
            _print([receipt(path, reading, travellers)])
        name_refusals(path, reading)
        status = max(status, int(reading.refused is not None))
    return status


def name_refusals(path: Path, reading: Reading) -> None:
    """Say on stderr what was not taken, the whole or its parts: a line each, with place and repair."""
    for refusal in (*([reading.refused] if reading.refused else []), *reading.refusals):
        sys.stderr.write(f"{path}: {refusal.code} at byte {refusal.start}: {_said(refusal)}\n")


def _said(refusal: Refusal) -> str:
    text, repair = refusal.text.strip().rstrip("."), refusal.repair.strip().rstrip(".")
    return f"{text}. {repair[0].upper()}{repair[1:]}." if repair else f"{text}."


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Each path, a folder as the files below it in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def read_file(path: Path, *, format_name: str = "auto") -> Reading:
    """Read one file; one that cannot be opened, or is too large, is a refusal like any other."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return refuse("", size, _too_large(size))
        data = path.read_bytes()
    except OSError as error:
        text = f"cannot be opened: {error.strerror}."
        return refuse("", 0, Refusal(RefusalCode.EMPTY, 0, 0, text, "Check the path and who may read it."))
    return read(data, path.name, format=format_name)


def _printed(path: Path, format_name: str) -> tuple[Reading, int]:
    """The reading of a file whose observations were printed, and how many travellers were among them."""
    if path.is_file() and path.stat().st_size > _LARGE:
        by_message = _printed_by_message(path, format_name)
        if by_message is not None:
            return by_message
    reading = read_file(path, format_name=format_name)
    return reading, _print_observations(reading.observations)


def _printed_by_message(path: Path, format_name: str) -> tuple[Reading, int] | None:
    """The same of a large file, of which no more than a message is held; None where it is not made of messages."""
    try:
        with path.open("rb") as opened:
            messages = course(LargeFile(opened), path.name, format=format_name)
            if messages is None:
                return None
            travellers = sum(_print_observations(observations) for observations in messages)
            return messages.reading, travellers
    except OSError:
        return None  # reading it whole says what is the matter


def _too_large(size: int) -> Refusal:
    text = f"{size} bytes; at most {MAX_BYTES} are read at once."
    return Refusal(RefusalCode.TOO_LARGE, 0, size, text, "Check that it is the right file; split it at a message.")


def receipt(path: Path, reading: Reading, travellers: int) -> Json:
    """The account of one file, as the contract shapes it. travellers: how many it gave."""
    refused = f"{reading.refused.code}: {reading.refused.text}" if reading.refused else None
    return {
        "kind": "receipt",
        "file": path.name,
        "format": reading.format,
        "bytes": reading.size,
        "accounted": reading.accounted,
        "travellers": travellers,
        "warnings": [*map(_warning, reading.notices), *map(_warning, reading.refusals)],
        "refused": refused,
    }


def _warning(part: Notice | Refusal) -> Json:
    return {"code": part.code, "at": part.start, "text": part.text}


def _print_observations(observations: Iterable[Observation]) -> int:
    """Print them; how many travellers there were."""
    out, travellers = sys.stdout.buffer, 0
    for observation in observations:
        out.write(orjson.dumps(render(observation), option=orjson.OPT_APPEND_NEWLINE))
        travellers += observation.kind == "traveller"
    out.flush()
    return travellers


def _print(objects: Iterable[Json]) -> None:
    out = sys.stdout.buffer
    for shown in objects:
        out.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
    out.flush()
