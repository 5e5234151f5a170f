"""Which state of this detector made what is kept: an index, the skeletons of a search."""

from functools import cache
from hashlib import sha256
from pathlib import Path


@cache
def engine_digest() -> str:
    """A digest of all code and tables of the detector: whatever changes in them may change how a name is read."""
    home = Path(__file__).parent
    state = sha256()
    for path in sorted(p for p in home.rglob("*") if p.suffix in {".py", ".tsv"}):
        state.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return state.hexdigest()
