"""How much memory `tansiq read` takes for a file of many messages."""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tansiq.bench.lists import passenger_list

_BYTES_PER_MB = 1_000_000
_KB_PER_MB = 1000
_LISTS, _TRAVELLERS = 20, 250
_LOOK_EVERY_S = 0.05


def megabytes() -> int:
    """How large a file is to be written: 40 MB, or as many as TANSIQ_BENCH_READ_MB says."""
    return int(os.environ.get("TANSIQ_BENCH_READ_MB", "40"))


def peak_mb(size_mb: int) -> float | None:
    """Megabytes that reading such a file took at most, all its messages in one interchange; None where the system does not say."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.edi"
        _write(path, size_mb * _BYTES_PER_MB)
        ran = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "tansiq", "read", str(path)], stdout=subprocess.DEVNULL
        )
        peak = None
        while ran.poll() is None:
            peak = _held(ran.pid) or peak
            time.sleep(_LOOK_EVERY_S)
        return peak if ran.returncode == 0 else None


def _write(path: Path, size: int) -> None:
    texts = [passenger_list(number, _TRAVELLERS) for number in range(_LISTS)]
    bodies = [text[text.index("UNH+") : text.index("UNE+")] for text in texts]
    with path.open("w", newline="", encoding="ascii") as file:
        file.write(texts[0][: texts[0].index("UNH+")])
        number = 0
        while file.tell() < size:
            file.write(bodies[number % _LISTS])
            number += 1
        file.write(f"UNE+{number}+G0'\r\nUNZ+1+000000000'\r\n")


def _held(process: int) -> float | None:
    """Megabytes that a process has held at most until now. Source: proc(5), VmHWM."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return int(line.split()[1]) / _KB_PER_MB if line else None
