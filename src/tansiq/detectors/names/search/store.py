"""The file of a list that is searched: named arrays behind a versioned header, mapped by any number of processes.

Layout: MAGIC, the header's length (8 bytes, little-endian) and BLAKE2b-128, the header as JSON, then each array at a multiple
of 64 bytes. The header names the format, the digest of the engine that made it, and each array's type, place and BLAKE2b-128.
"""

import mmap
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import numpy as np
import orjson
from numpy.typing import NDArray

from tansiq.detectors.names.engine import engine_digest
from tansiq.model.errors import Misconfigured

FORMAT = 2
MAGIC = b"TANSIQ-NAMES\x00\r\n\x1a"
REPAIR = "build the list's index again; nothing in it is lost, it is made from the list"
_ALIGNED = 64
_SUM_BYTES = 16
_PIECE = 1 << 20

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Store:
    """A mapped file: its arrays, read-only, and what its header counts."""

    path: Path
    arrays: Mapping[str, Array]
    counts: Mapping[str, int]


def write_store(path: Path, arrays: Mapping[str, Array], counts: Mapping[str, int]) -> None:
    """Write the arrays under a temporary name beside `path`, make them durable, and put them in its place at once.

    Raises Misconfigured where the folder cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            _write(file, arrays, counts)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _make_durable(path.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Misconfigured(
            f"the index {path} cannot be written: {error.strerror}",
            repair="give the folder room and the right to write",
        ) from error


def open_store(path: Path, *, verified: bool = True) -> Store:
    """The arrays of a file, mapped. verified: whether each array is read through once and its checksum compared.

    Raises Misconfigured where the file is missing, cut short, changed, of another format, or made by another engine.
    """
    try:
        with path.open("rb") as file:
            header, start = _header(path, file)
            size = os.fstat(file.fileno()).st_size
            if size != start + header["bytes"]:
                _refuse(path, f"it has {size} bytes, {start + header['bytes']} expected")
            if verified:
                _verify(path, file, header, start)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        _refuse(path, error.strerror or "it cannot be read", error)
    arrays = {
        name: np.frombuffer(mapped, _kind(kind), count, start + offset)
        for name, (kind, offset, count, _) in header["arrays"].items()
    }
    return Store(path, arrays, header["counts"])


def _refuse(path: Path, why: str, cause: Exception | None = None) -> NoReturn:
    raise Misconfigured(f"the index {path} is refused: {why}", repair=REPAIR) from cause


def _write(file: BinaryIO, arrays: Mapping[str, Array], counts: Mapping[str, int]) -> None:
    placed, offset = {}, 0
    for name, array in arrays.items():
        placed[name] = (
            array.dtype.descr if array.dtype.names else array.dtype.str,
            offset,
            array.size,
            _sum(_pieces_of(array)),
        )
        offset += -(-array.nbytes // _ALIGNED) * _ALIGNED
    header = orjson.dumps(
        {"format": FORMAT, "engine": engine_digest(), "bytes": offset, "counts": dict(counts), "arrays": placed}
    )
    lead = MAGIC + len(header).to_bytes(8, "little") + blake2b(header, digest_size=_SUM_BYTES).digest()
    file.write(lead + header)
    file.write(b"\x00" * (-(len(lead) + len(header)) % _ALIGNED))
    for array in arrays.values():
        for piece in _pieces_of(array):
            file.write(piece)
        file.write(b"\x00" * (-array.nbytes % _ALIGNED))


def _pieces_of(array: Array) -> Iterator[bytes]:
    data = np.ascontiguousarray(array).view(np.uint8)
    for at in range(0, data.size, _PIECE):
        yield data[at : at + _PIECE].tobytes()


def _sum(pieces: Iterable[bytes]) -> str:
    found = blake2b(digest_size=_SUM_BYTES)
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _kind(told: str | list[list[Any]]) -> np.dtype[Any]:
    return np.dtype(told if isinstance(told, str) else [tuple(field) for field in told])


def _header(path: Path, file: BinaryIO) -> tuple[dict[str, Any], int]:
    """The header, and where the arrays begin."""
    lead = file.read(len(MAGIC) + 8 + _SUM_BYTES)
    if not lead.startswith(MAGIC):
        _refuse(path, "it is not an index of names")
    length = int.from_bytes(lead[len(MAGIC) : len(MAGIC) + 8], "little")
    if length > os.fstat(file.fileno()).st_size:
        _refuse(path, "it is cut short")
    text = file.read(length)
    if blake2b(text, digest_size=_SUM_BYTES).digest() != lead[-_SUM_BYTES:]:
        _refuse(path, "its header is damaged")
    header: dict[str, Any] = orjson.loads(text)
    if header["format"] != FORMAT:
        _refuse(path, f"it has format {header['format']}, {FORMAT} expected")
    if header["engine"] != engine_digest():
        _refuse(path, "it was made by another version of the engine or its tables")
    end = len(lead) + length
    return header, end + -end % _ALIGNED


def _verify(path: Path, file: BinaryIO, header: Mapping[str, Any], start: int) -> None:
    for name, (kind, offset, count, expected) in header["arrays"].items():
        file.seek(start + offset)
        if _sum(_read(file.read, _kind(kind).itemsize * count)) != expected:
            _refuse(path, f"its part {name} is damaged")


def _read(read: Callable[[int], bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (piece := read(min(size, _PIECE))):
        size -= len(piece)
        yield piece


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
