"""Which state of this detector made what is kept: an index, the skeletons of a search."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from tansiq.model import check_digits, icao_arabic

_HOME = Path(__file__).parent
_BORROWED = (Path(icao_arabic.__file__), Path(check_digits.__file__))
"""What the detector reads names and documents by that is not its own."""
_OF_EVIDENCE = ("scorecard", "places", "ordinary_")
"""How the tables begin that say what evidence weighs, where places are and who ordinary travellers are: no name is heard by them."""


@cache
def engine_digest() -> str:
    """A digest of all code and tables of the detector: whatever changes in them may change how a name is read."""
    return _digest([*_BORROWED, *(p for p in _HOME.rglob("*") if p.suffix in {".py", ".tsv"})])


@cache
def hearing_digest() -> str:
    """A digest of the code and tables that make skeletons of a name: a changed weight, or another search, does not change it."""
    tables = [p for p in (_HOME / "data").glob("*.tsv") if not p.name.startswith(_OF_EVIDENCE)]
    return _digest([*_BORROWED, _HOME / "tables.py", *(_HOME / "words").rglob("*.py"), *tables])


def _digest(paths: Iterable[Path]) -> str:
    state = sha256()
    for path in sorted(paths):
        name = path.relative_to(_HOME).as_posix() if path.is_relative_to(_HOME) else path.name
        state.update(name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()
