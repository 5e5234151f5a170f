"""The assets a page loads: one digest of them all, which stands in their addresses."""

import hashlib
from pathlib import Path


def digest(folder: Path) -> str:
    """The first 12 hex digits of SHA-256 over the names and bytes of every file below the folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]
