"""Compiling for the search of long lists. Importing this costs some 130 MB: short lists are searched without it."""

import os
import tempfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast


def _digest() -> str:
    """A digest of this room: the compiler looks for changes only in the module whose function it has kept."""
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return blake2b(b"".join(module.read_bytes() for module in modules), digest_size=8).hexdigest()


def _cache_folder() -> str:
    """Where compiled code is kept between runs: the user's cache, as the package's own folder may be read-only."""
    home = os.environ.get("XDG_CACHE_HOME") or Path("~").expanduser() / ".cache"
    folder = Path(home) / "tansiq" / "compiled" / _digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return tempfile.mkdtemp(prefix="tansiq-compiled-")
    return str(folder) if os.access(folder, os.W_OK) else tempfile.mkdtemp(prefix="tansiq-compiled-")


os.environ.setdefault("NUMBA_CACHE_DIR", _cache_folder())

import numba  # noqa: E402  it reads the cache's place when it is imported

_LEAN: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """The function as machine code, compiled when first called and kept on disk."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def lean(function: F) -> F:
    """The same for functions that make no arrays: without counting references, which would cost more than their work."""
    return cast(F, numba.njit(**_LEAN)(function))


def inlined(function: F) -> F:
    """The same for functions called so often that even passing them their arrays would cost too much."""
    return cast(F, numba.njit(**_LEAN, forceinline=True)(function))
