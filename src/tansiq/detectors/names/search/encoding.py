"""Parts of names as arrays, and the engine's tables and weights as compiled code takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from struct import Struct
from typing import Any, NamedTuple, get_origin
from zlib import crc32

import numpy as np
import orjson

from tansiq.detectors.names import weights
from tansiq.detectors.names.evidence.alignment import OPTIONAL_FIRST
from tansiq.detectors.names.evidence.parts_alike import FEMININE, OPEN
from tansiq.detectors.names.search import layout
from tansiq.detectors.names.search.layout import (
    FEMININE_END,
    I32,
    KINDS,
    KNOWN,
    OPEN_END,
    OPTIONAL,
    OTHER,
    UNWRITTEN,
    WORD,
    Rules,
    Words,
)
from tansiq.detectors.names.tables import LIKENESS, SOUNDS
from tansiq.detectors.names.words.parts import Part

_WEIGHTS = {
    layout.MARKER_MISSING: weights.MARKER_MISSING,
    layout.MARKER_DIFFERS: weights.MARKER_DIFFERS,
    layout.OTHER_READING: weights.OTHER_READING,
    layout.INITIAL_FITS: weights.INITIAL,
    layout.CUT_FITS: weights.CUT,
    layout.CONFLICT: weights.CONFLICT,
    layout.SURPLUS: weights.SURPLUS,
    layout.CONTRADICTED: weights.CONTRADICTED["initial"],
    layout.FEMININE_LIKE: weights.FEMININE,
    layout.NAME_CONTRADICTED: weights.CONTRADICTED["name"],
    layout.ORDER_LOSS: weights.ORDER_LOSS,
    layout.SLOPE: weights.NAME_SLOPE,
    layout.ZERO: weights.NAME_ZERO,
    layout.LEAST: weights.NAME_LEAST,
    layout.COMMON_BASE: weights.COMMON_BASE,
    layout.COMMON_SLOPE: weights.COMMON_SLOPE,
    layout.WEAK_LOSS: weights.WEAK_NAME,
    layout.SAME_INITIAL: 0.2,
    layout.FIRST_SURPLUS: weights.FIRST_SURPLUS,
    layout.LONG_NAME: weights.LONG_NAME,
    layout.PLACE_SURPLUS: weights.PLACE_SURPLUS,
    layout.TYPE_LOSS: weights.of("type.differs"),
    layout.NOTHING_ELSE: weights.of("nothing_else")
    if "nothing_else" in {row.feature for row in weights.SCORECARD}
    else 0.0,
}
_FIELDS = tuple(f.name for f in fields(Part))
_COLLECTED = tuple(found if (found := get_origin(f.type)) in {tuple, frozenset} else None for f in fields(Part))
_BITS, _WEIGHT = _FIELDS.index("bits"), _FIELDS.index("weight")
_CODES = {sound: code for code, sound in enumerate(SOUNDS)}
_PACK = Struct("<Qiiff6BH").pack
"""A WORD."""
_TO_CODES = {ord(sound): code for sound, code in _CODES.items()}


class _Coded(NamedTuple):
    """One part as bytes and numbers. told: the fields of WORD from kind on."""

    readings: tuple[bytes, ...]
    skeletons: tuple[bytes, ...]
    form: int
    told: tuple[int, ...]


def hash_text(text: str) -> int:
    """64 bits of the BLAKE2b of a text: what documents, ids and forms are found by."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _marker(text: str) -> int:
    return crc32(text.encode()) % 255 + 1 if text else 0


@lru_cache(maxsize=1 << 15)
def _coded(part: Part) -> _Coded:
    readings = tuple(reading.translate(_TO_CODES).encode("latin-1", "ignore") for reading in part.readings)
    skeletons = tuple(skeleton.encode("ascii", "replace") for skeleton in part.skeletons)
    flags = UNWRITTEN * part.unwritten | KNOWN * part.known | OPTIONAL * (not part.names.isdisjoint(OPTIONAL_FIRST))
    marks = _marker(part.prefix), _marker(part.suffix)
    told = KINDS.get(part.kind, OTHER), *marks, flags, len(readings), len(skeletons), 0
    return _Coded(readings, skeletons, hash_text(f"{part.kind}:{part.form}"), told)


def _starts(sizes: Iterable[int]) -> I32:
    return np.fromiter(accumulate(sizes, initial=0), np.int32)


def encode(parts: Sequence[Part]) -> Words:
    """The parts as words, in the order given."""
    coded = [_coded(part) for part in parts]
    readings: list[bytes] = []
    skeletons: list[bytes] = []
    rows = bytearray()
    for c, part in zip(coded, parts, strict=True):
        rows += _PACK(c.form, len(readings), len(skeletons), part.bits, part.weight, *c.told)
        readings += c.readings
        skeletons += c.skeletons
    return Words(
        word=np.frombuffer(rows, WORD),
        sounds=np.frombuffer(b"".join(readings), np.uint8),
        sound_start=_starts(map(len, readings)),
        letters=np.frombuffer(b"".join(skeletons), np.uint8),
        letter_start=_starts(map(len, skeletons)),
    )


def dump_part(part: Part, bits: float, weight: float) -> bytes:
    """A part as JSON, as common as it is in a list."""
    told = [getattr(part, name) for name in _FIELDS]
    told[_BITS], told[_WEIGHT] = bits, weight
    return orjson.dumps(told, default=sorted)


def load_part(text: bytes) -> Part:
    """A part from what `dump_part` gave."""
    told: list[Any] = orjson.loads(text)
    return Part(*(kind(value) if kind else value for kind, value in zip(_COLLECTED, told, strict=True)))


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The tables and weights."""
    found = np.zeros(len(_WEIGHTS))
    for place, weight in _WEIGHTS.items():
        found[place] = weight
    return Rules(
        cost=np.array([[LIKENESS[one][other] for other in SOUNDS] for one in SOUNDS]),
        drop=np.array([[sound.weight for sound in SOUNDS.values()], [sound.unwritten for sound in SOUNDS.values()]]),
        agreement=np.array(weights.AGREEMENT),
        slip=np.array(weights.SLIP),
        weights=found,
        ends=np.array([FEMININE_END * (s in FEMININE) | OPEN_END * (s in OPEN) for s in SOUNDS], np.uint8),
    )
