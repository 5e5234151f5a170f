"""What makes an index or stored skeletons stale, and what does not."""

import shutil
from pathlib import Path

import pytest

from tansiq.detectors.names import engine


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the detector's own files, which the digests are made of."""
    home = tmp_path / "names"
    shutil.copytree(Path(engine.__file__).parent, home, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(engine, "_HOME", home)
    return home


@pytest.mark.parametrize(
    ("file", "is_heard"),
    [
        pytest.param("data/scorecard.tsv", False, id="a learned weight"),
        pytest.param("weights.py", False, id="a weight set by hand"),
        pytest.param("search/scoring.py", False, id="the search"),
        pytest.param("evidence/birth.py", False, id="evidence beside the name"),
        pytest.param("data/places.tsv", False, id="places"),
        pytest.param("data/ordinary_names.tsv", False, id="ordinary travellers"),
        pytest.param("data/sounds.tsv", True, id="sounds"),
        pytest.param("data/common.tsv", True, id="common names, which take words apart"),
        pytest.param("words/parts.py", True, id="how a name is taken apart"),
        pytest.param("tables.py", True, id="how tables are read"),
    ],
)
def test_skeletons_are_stale_only_where_names_are_heard_anew(copy: Path, file: str, is_heard: bool) -> None:
    heard, whole = engine.hearing_digest.__wrapped__(), engine.engine_digest.__wrapped__()
    with (copy / file).open("a") as changed:
        changed.write("# changed\n")
    assert engine.engine_digest.__wrapped__() != whole
    assert (engine.hearing_digest.__wrapped__() != heard) is is_heard


def test_a_new_table_counts_as_heard(copy: Path) -> None:
    heard = engine.hearing_digest.__wrapped__()
    (copy / "data" / "tibetan.tsv").write_text("a\tb\n")
    assert engine.hearing_digest.__wrapped__() != heard
