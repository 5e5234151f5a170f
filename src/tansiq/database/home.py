"""The data folder of this installation."""

import os
import secrets
import sys
from pathlib import Path


def home() -> Path:
    """TANSIQ_HOME, or the platform's folder for application data. Not created here."""
    given = os.environ.get("TANSIQ_HOME")
    if given:
        return Path(given).expanduser().resolve()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tansiq"
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "tansiq"


def secret(name: str, *, size_bytes: int = 48) -> str:
    """A secret of this installation, made on first use from so many random bytes; readable by its owner only."""
    path = home() / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(size_bytes))
        try:
            os.link(fresh, path)  # of two processes that start at once, the first one's secret stands
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
