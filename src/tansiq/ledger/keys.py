"""The Ed25519 keys that sign heads and bundles. The public ones stay in the folder when the private one is replaced."""

import os
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from tansiq.model.errors import Misconfigured

PRIVATE_NAME = "ledger.pem"
PUBLIC_SUFFIX = ".ledger-key"

PublicKeys = Mapping[str, bytes]
"""Raw Ed25519 public keys (32 bytes) by key id."""


class Signer:
    """Signs with this installation's key. key_id: `key_id` of `public`, the raw public key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = key_id(self.public)

    @classmethod
    def load_or_create(cls, folder: Path) -> "Signer":
        """The key in the folder, made on first use, readable by its owner only. Raises Misconfigured where it is no key."""
        path = folder / PRIVATE_NAME
        if not path.exists():
            fresh = Ed25519PrivateKey.generate()
            _place(path, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        try:
            private = load_pem_private_key(path.read_bytes(), password=None)
        except ValueError as error:
            raise Misconfigured(f"{path} is not a private key: {error}", repair="restore it from the backup") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise Misconfigured(f"{path} is not an Ed25519 key", repair="restore it from the backup")
        signer = cls(private)
        public = folder / f"{signer.key_id}{PUBLIC_SUFFIX}"
        if not public.exists():
            _place(public, f"{signer.public.hex()}\n".encode())
        return signer

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032), 64 bytes."""
        return self._private.sign(message)


def key_id(public: bytes) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a raw public key."""
    return sha256(public).hexdigest()[:16]


def public_keys(folder: Path) -> dict[str, bytes]:
    """Every public key this installation ever signed with. Raises Misconfigured where a file is not what its name says."""
    found = {}
    for path in sorted(folder.glob(f"*{PUBLIC_SUFFIX}")):
        try:
            public = bytes.fromhex(path.read_text().strip())
        except ValueError:
            public = b""
        if path.name != key_id(public) + PUBLIC_SUFFIX:
            raise Misconfigured(f"{path} does not hold the key it is named for", repair="restore it from the backup")
        found[key_id(public)] = public
    return found


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is of this key over this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _place(path: Path, data: bytes) -> None:
    """Put a file there whole and readable by its owner only; of those who do so at once, the first one's stands."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
