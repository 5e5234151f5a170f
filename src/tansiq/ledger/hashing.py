"""What is hashed, and how. Source: RFC 9162 section 2.1.1, with a salt before the content of each leaf."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

HASH_BYTES = 32
SALT_BYTES = 16
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(salt: bytes, content: bytes) -> bytes:
    """SHA-256 of 0x00, salt, content. Without the salt the hash says nothing of the content."""
    return sha256(b"\x00" + salt + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01, left, right."""
    return sha256(b"\x01" + left + right).digest()


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no blanks and no escapes but those JSON demands, as UTF-8: one value, one text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def instant(at: datetime) -> str:
    """An instant as it is hashed: UTC, six decimals, "+00:00"."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def observation_header(
    *, feed: str, sha256_hex: str, received_at: datetime, kind: str, marking: Mapping[str, object]
) -> tuple[bytes, bytes]:
    """What is hashed before an observation's body: the two parts around the ordinal.

    The leaf binds a body to its kind and marking and to the raw message it was read from, so that none of them can be
    changed without notice. `expires_at` stays outside: a hold or a new law may move it.
    """
    fields = {"feed": feed, "kind": kind, "marking": marking, "message": sha256_hex}
    before = canonical(fields)[:-1] + b',"ordinal":'
    return before, b',"received_at":"' + instant(received_at).encode() + b'"}\n'


def head_bytes(tree: str, size: int, root_hex: str, signed_at: str, key_id: str) -> bytes:
    """What a head's signature is over: six lines, each ended by a line feed. signed_at: as `instant` writes it."""
    lines = ("tansiq-head/1", tree, str(size), root_hex, signed_at, key_id)
    return "".join(f"{line}\n" for line in lines).encode()
