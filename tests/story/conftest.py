"""The whole product, running with the invented national day; one for all stories of a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tansiq.bench.served import Served, serving


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`tansiq serve --demo`, warm, its day taken in."""
    home: Path = tmp_path_factory.mktemp("centre") / "home"
    with serving(home, "--demo") as started:
        started.wait_until_quiet()
        yield started
