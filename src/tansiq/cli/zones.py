"""`tansiq mrz`."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import BinaryIO

import orjson

from tansiq.model.errors import Unreadable
from tansiq.model.reading import Refusal
from tansiq.model.wire import Json
from tansiq.readers.mrz import Zone, read_zones

_AT_ONCE = 1 << 16


def read_stream(paths: Iterable[Path], *, today: date) -> int:
    """Print one object for each document of some files, or of stdin where there are none; the exit status."""
    wrong = 0
    for name, file in _inputs(list(paths)):
        with file:
            for zone in read_zones(_pieces(file), today):
                sys.stdout.buffer.write(orjson.dumps(render(zone), option=orjson.OPT_APPEND_NEWLINE))
                sys.stdout.buffer.flush()  # a reading device at the other end waits for each answer
                wrong += isinstance(zone, Refusal) or not zone.ok
                if isinstance(zone, Refusal):
                    sys.stderr.write(f"{name}: {zone.code} at byte {zone.start}: {zone.text}. {zone.repair}\n")
    return int(wrong > 0)


def render(zone: Zone | Refusal) -> Json:
    """A zone, or the refusal of one, as the contract shapes it."""
    if isinstance(zone, Refusal):
        refused = {"code": zone.code, "start": zone.start, "end": zone.end, "text": zone.text, "repair": zone.repair}
        nothing: Json = {"native_names": [], "truncated": False, "errors": [], "suggestions": [], "notes": []}
        return {"format": None, "ok": False, "fields": {}, **nothing, "refused": refused}
    return {
        "format": zone.format,
        "ok": zone.ok,
        "fields": _fields(zone),
        "native_names": list(zone.native_names),
        "truncated": zone.truncated,
        "expired": zone.expired,
        "errors": [asdict(fault) for fault in zone.faults],
        "suggestions": [asdict(suggestion) for suggestion in zone.suggestions],
        "notes": [asdict(note) for note in zone.notes],
    }


def _fields(zone: Zone) -> Json:
    names = (
        "document_code",
        "issuer",
        "document_number",
        "family",
        "given",
        "nationality",
        "birth_date",
        "sex",
        "expiry",
    )
    fields: Json = {name: getattr(zone, name) for name in names}
    fields["optional"] = zone.optional
    return fields if zone.optional2 is None else {**fields, "optional2": zone.optional2}


def _inputs(paths: list[Path]) -> Iterator[tuple[str, BinaryIO]]:
    if not paths:
        yield "stdin", sys.stdin.buffer
    for path in paths:
        try:
            yield str(path), path.open("rb")
        except OSError as error:
            raise Unreadable(f"{path} cannot be opened: {error.strerror}") from error


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one without line ends, pieces that are not too long to hold."""
    while piece := file.readline(_AT_ONCE):
        yield piece
