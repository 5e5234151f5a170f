"""The access bundle: one JSON file that a stranger can verify offline. docs/ledger.md describes it field by field."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tansiq.ledger.access import AccessRecord, accesses_of, body, seal
from tansiq.ledger.access import note as note_accesses
from tansiq.ledger.hashing import canonical, head_bytes, instant, leaf_hash
from tansiq.ledger.keys import PublicKeys, Signer, is_signed, key_id
from tansiq.ledger.masking import masked_among
from tansiq.ledger.observations import sealed_contents
from tansiq.ledger.proofs import Tiles, inclusion_proof, leaf, verify_inclusion
from tansiq.ledger.trees import Database, TreeName, destroyed_at, latest_head, sign_head, tiles
from tansiq.model.errors import LedgerBroken

TYPE = "tansiq-access-bundle/1"
TREES: dict[str, TreeName] = {"accesses": "access", "observations": "observation"}
"""The lists of entries, and the tree each is in."""

Json = dict[str, Any]
Shape = Mapping[str, type]

_BUNDLE: Shape = {
    "type": str,
    "title": dict,
    "subject": str,
    "exported_at": str,
    "key": str,
    "heads": dict,
    "accesses": list,
    "observations": list,
    "signature": str,
}
_HEAD: Shape = {"size": int, "root": str, "signed_at": str, "signature": str}
_KEPT: Shape = {"position": int, "salt": str, "content": str, "proof": list}
_MASKED: Shape = {"position": int, "leaf": str, "masked_at": str, "proof": list}
_DESTROYED: Shape = {"position": int, "leaf": str, "destroyed_at": str, "proof": list}


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle that verifies says. roots, sizes: of the signed heads, by tree. destroyed, masked: entries that are a leaf only.

    is_known_key: whether the key was among those the caller trusts; None where none were given, and then the key id has to
    be compared with the one the centre publishes.
    """

    title: Mapping[str, Any]
    subject: str
    exported_at: str
    key_id: str
    is_known_key: bool | None
    accesses: int
    observations: int
    destroyed: int
    masked: int
    sizes: Mapping[str, int]
    roots: Mapping[str, str]

    def lines(self) -> list[str]:
        """The report for a person, one line a fact."""
        trust = {True: "known", False: "NOT KNOWN", None: "compare it with the one the centre publishes"}
        heads = [f"{tree} tree of {size}, root {self.roots[tree]}" for tree, size in self.sizes.items()]
        return [
            f"bundle of {self.subject}, exported {self.exported_at}: verified",
            f"accesses {self.accesses}, observations {self.observations}, of these destroyed {self.destroyed}, masked {self.masked}",
            *heads,
            f"signed by key {self.key_id} ({trust[self.is_known_key]})",
        ]


def verify_bundle(data: bytes, *, trusted: PublicKeys | None = None) -> BundleReport:
    """Check every entry, proof, head and signature of a bundle, with nothing but the bundle.

    trusted: the centre's public keys, where the reader has them. Raises LedgerBroken naming the first bad entry.
    """
    bundle = _read(data)
    if bundle["type"] != TYPE:
        raise LedgerBroken(f"this is a {bundle['type']!r}, not a {TYPE!r}")
    public = _hex("key", bundle["key"])
    for tree, head in bundle["heads"].items():
        _check_head(tree, head, public)
    for name, tree in TREES.items():
        _check_entries(name, bundle[name], bundle["heads"].get(tree))
    signature = _hex("signature", bundle.pop("signature"))
    if not is_signed(public, signature, canonical(bundle)):
        raise LedgerBroken("the bundle's signature is not of its key: something beside the entries was changed")
    return _report(bundle, public, trusted)


def export_access(  # noqa: PLR0913  what the bundle says of itself, each said once
    connection: Database,
    signer: Signer,
    *,
    subject: str,
    title: Mapping[str, str],
    at: datetime,
    note: AccessRecord,
    positions: Sequence[int] = (),
) -> bytes:
    """The bundle of a subject: every sealed access of it, and the observations at these positions, with proofs.

    note: the export itself, which is noted as an access of the subject and sealed first, and so stands in the bundle. An
    observation that was destroyed is given as its leaf. Raises LedgerBroken where a position is not in the tree or is lost.
    """
    with connection.transaction():
        note_accesses(connection, replace(note, subject=subject))
        seal(connection, signer, at)
    with connection.transaction():
        access, access_head = _open_tree(connection, "access", signer, at)
        heads = {"access": access_head}
        accesses = [
            _kept(s.position, s.salt, body(s.record), inclusion_proof(access, s.position, access_head["size"]))
            for s in accesses_of(connection, subject)
            if s.position < access_head["size"]
        ]
        observations = []
        if positions:
            observation, heads["observation"] = _open_tree(connection, "observation", signer, at)
            observations = _observations(connection, observation, heads["observation"]["size"], positions)
    bundle = {
        "type": TYPE,
        "title": dict(title),
        "subject": subject,
        "exported_at": instant(at),
        "key": signer.public.hex(),
        "heads": heads,
        "accesses": accesses,
        "observations": observations,
    }
    return canonical({**bundle, "signature": signer.sign(canonical(bundle)).hex()})


def _open_tree(connection: Database, tree: TreeName, signer: Signer, at: datetime) -> tuple[Tiles, Json]:
    """The tiles of a tree, and its newest head signed again by the one key the bundle carries."""
    newest = latest_head(connection, tree)
    if newest is None:
        raise LedgerBroken(f"the {tree} tree is empty")
    head = sign_head(signer, tree, newest.size, newest.root, at)
    shown = {
        "size": head.size,
        "root": head.root.hex(),
        "signed_at": instant(at),
        "signature": head.signature.hex(),
    }
    return tiles(connection, tree), shown


def _observations(connection: Database, tree: Tiles, size: int, positions: Sequence[int]) -> list[Json]:
    wanted = sorted(set(positions))
    contents = sealed_contents(connection, wanted)
    gone = destroyed_at(connection, "observation", [p for p in wanted if p not in contents])
    masked = masked_among(connection, [p for p in wanted if p not in contents])
    entries = []
    for position in wanted:
        proof = inclusion_proof(tree, position, size)
        if position in contents:
            entries.append(_kept(position, *contents[position], proof))
        elif position in gone:
            entries.append(_leaf_alone("destroyed_at", position, leaf(tree, position), gone[position], proof))
        elif position in masked:
            entries.append(_leaf_alone("masked_at", position, leaf(tree, position), masked[position], proof))
        else:
            raise LedgerBroken(f"observation {position} is missing, and no destruction names it", position=position)
    return entries


def _kept(position: int, salt: bytes, content: bytes, proof: Sequence[bytes]) -> Json:
    proof_hex = [node.hex() for node in proof]
    return {"position": position, "salt": salt.hex(), "content": content.decode(), "proof": proof_hex}


def _leaf_alone(why: str, position: int, leaf: bytes, at: datetime, proof: Sequence[bytes]) -> Json:
    proof_hex = [node.hex() for node in proof]
    return {"position": position, "leaf": leaf.hex(), why: instant(at), "proof": proof_hex}


def _read(data: bytes) -> Json:
    try:
        bundle = json.loads(data)
        is_canonical = canonical(bundle) == data
    except (ValueError, RecursionError) as error:
        raise LedgerBroken(f"this is no bundle: {error}") from error
    if not is_canonical:
        raise LedgerBroken("the bundle is not written in its canonical form: it was changed after its export")
    _check_shape("the bundle", bundle, _BUNDLE)
    return dict(bundle)


def _check_shape(where: str, value: object, shape: Shape) -> None:
    """Exactly these keys with exactly these types."""
    if not isinstance(value, dict) or {k: type(v) for k, v in value.items()} != shape:
        raise LedgerBroken(f"{where} has to be an object of {', '.join(shape)}")


def _check_head(tree: str, head: Json, public: bytes) -> None:
    where = f"the {tree} head"
    if tree not in TREES.values():
        raise LedgerBroken(f"there is no {tree} tree")
    _check_shape(where, head, _HEAD)
    signed = head_bytes(tree, head["size"], head["root"], head["signed_at"], key_id(public))
    if not is_signed(public, _hex(where, head["signature"]), signed):
        raise LedgerBroken(f"{where} has a signature that is not of the bundle's key")


def _check_entries(name: str, entries: Sequence[Any], head: Json | None) -> None:
    last = -1
    for number, entry in enumerate(entries):
        where = f"{name}[{number}]"
        _check_shape(where, entry, _shape_of(entry))
        position = entry["position"]
        if head is None or position <= last or not _is_included(where, entry, head):
            raise LedgerBroken(f"{where}, position {position}, is not what its tree holds", position=position)
        last = position


def _shape_of(entry: object) -> Shape:
    if not isinstance(entry, dict) or "leaf" not in entry:
        return _KEPT
    return _MASKED if "masked_at" in entry else _DESTROYED


def _is_included(where: str, entry: Json, head: Json) -> bool:
    if "leaf" in entry:
        leaf = _hex(where, entry["leaf"])
    else:
        leaf = leaf_hash(_hex(where, entry["salt"]), entry["content"].encode())
    proof = [_hex(where, node) for node in entry["proof"]]
    return verify_inclusion(leaf, entry["position"], head["size"], proof, _hex(where, head["root"]))


def _hex(where: str, text: object) -> bytes:
    """Bytes from lower-case hexadecimal, the one spelling that is taken."""
    try:
        value = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        value = b""
    if not value or value.hex() != text:
        raise LedgerBroken(f"{where} holds {text!r} where hexadecimal is expected")
    return value


def _report(bundle: Json, public: bytes, trusted: PublicKeys | None) -> BundleReport:
    entries = [entry for name in TREES for entry in bundle[name]]
    known = None if trusted is None else trusted.get(key_id(public)) == public
    return BundleReport(
        title=bundle["title"],
        subject=bundle["subject"],
        exported_at=bundle["exported_at"],
        key_id=key_id(public),
        is_known_key=known,
        accesses=len(bundle["accesses"]),
        observations=len(bundle["observations"]),
        destroyed=sum("destroyed_at" in entry for entry in entries),
        masked=sum("masked_at" in entry for entry in entries),
        sizes={tree: head["size"] for tree, head in bundle["heads"].items()},
        roots={tree: head["root"] for tree, head in bundle["heads"].items()},
    )
