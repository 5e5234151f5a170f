"""`tansiq read`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from tansiq.model.reading import Notice, Reading, Refusal, RefusalCode, refuse
from tansiq.model.wire import Json, render
from tansiq.readers.formats import read

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are refused unread: no airline message or list comes near it."""

_HEAD = 1 << 16


def read_files(paths: Iterable[Path], *, format_name: str, receipts: bool) -> int:
    """Print the observations of every file; the exit status."""
    status = 0
    for path in files(paths):
        reading = read_file(path, format_name=format_name)
        _print(render(o) for o in reading.observations)
        if receipts:
            _print([receipt(path, reading)])
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


def _too_large(size: int) -> Refusal:
    text = f"{size} bytes; at most {MAX_BYTES} are read at once."
    return Refusal(RefusalCode.TOO_LARGE, 0, size, text, "Check that it is the right file; split it at a message.")


def receipt(path: Path, reading: Reading) -> Json:
    """The account of one file, as the contract shapes it."""
    refused = f"{reading.refused.code}: {reading.refused.text}" if reading.refused else None
    return {
        "kind": "receipt",
        "file": path.name,
        "format": reading.format,
        "bytes": reading.size,
        "accounted": reading.accounted,
        "travellers": sum(o.kind == "traveller" for o in reading.observations),
        "warnings": [*map(_warning, reading.notices), *map(_warning, reading.refusals)],
        "refused": refused,
    }


def _warning(part: Notice | Refusal) -> Json:
    return {"code": part.code, "at": part.start, "text": part.text}


def _print(objects: Iterable[Json]) -> None:
    out = sys.stdout.buffer
    for shown in objects:
        out.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
    out.flush()
