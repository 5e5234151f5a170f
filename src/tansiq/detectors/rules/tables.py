"""The tables of this detector in `data/`."""

from collections.abc import Iterator
from importlib import resources


def rows(file: str) -> Iterator[list[str]]:
    """The rows of a table in `data/`, as their fields."""
    text = resources.files("tansiq.detectors.rules").joinpath("data", file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
