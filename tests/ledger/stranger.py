"""A verifier of access bundles written from docs/ledger.md alone: the standard library and Ed25519, nothing of Tansiq."""

import hashlib
import json
import re
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEX = re.compile(r"(?:[0-9a-f]{2})+")
FIELDS = {"type", "title", "subject", "exported_at", "key", "heads", "accesses", "observations", "signature"}


class Broken(Exception):
    """The bundle is not what was exported."""


def check(data: bytes) -> str:
    """The id of the key that signed the bundle. Raises Broken, or any other error, where it is not whole."""
    bundle = json.loads(data)
    need(canonical(bundle) == data, "not canonical")
    need(set(bundle) == FIELDS and bundle["type"] == "tansiq-access-bundle/1", "not an access bundle")
    raw = unhex(bundle["key"])
    key_id = hashlib.sha256(raw).hexdigest()[:16]
    key = Ed25519PublicKey.from_public_bytes(raw)
    for tree, head in bundle["heads"].items():
        lines = ["tansiq-head/1", tree, str(head["size"]), head["root"], head["signed_at"], key_id]
        key.verify(unhex(head["signature"]), "".join(line + "\n" for line in lines).encode())
    for name, tree in (("accesses", "access"), ("observations", "observation")):
        for entry in bundle[name]:
            need(
                climb(entry, bundle["heads"][tree]["size"]) == unhex(bundle["heads"][tree]["root"]), f"{name}: {entry}"
            )
    signature = unhex(bundle.pop("signature"))
    key.verify(signature, canonical(bundle))
    return key_id


def climb(entry: dict[str, Any], size: int) -> bytes:
    """The root that an entry's proof leads to: from the position's and the size's binary digits, without RFC 9162's loop."""
    if "leaf" in entry:
        node = unhex(entry["leaf"])
    else:
        node = hashlib.sha256(b"\x00" + unhex(entry["salt"]) + entry["content"].encode()).digest()
    proof = [unhex(sibling) for sibling in entry["proof"]]
    low, high, turns = 0, size, []
    while high - low > 1:
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        is_left = entry["position"] < middle
        turns.append(is_left)
        low, high = (low, middle) if is_left else (middle, high)
    need(low == entry["position"] and len(turns) == len(proof), "proof of another length")
    for is_left, sibling in zip(reversed(turns), proof, strict=True):
        node = hashlib.sha256(b"\x01" + (node + sibling if is_left else sibling + node)).digest()
    return node


def canonical(value: object) -> bytes:
    """Sorted keys, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def unhex(text: str) -> bytes:
    """Lower-case hexadecimal."""
    need(bool(HEX.fullmatch(text)), f"not hexadecimal: {text}")
    return bytes.fromhex(text)


def need(condition: bool, what: str) -> None:
    """Raises Broken unless the condition holds."""
    if not condition:
        raise Broken(what)
