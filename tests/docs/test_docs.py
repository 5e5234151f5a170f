"""The documents keep their promises: nothing undocumented, nothing stale, no link into nowhere."""

import re
import subprocess
from pathlib import Path

import pytest

from docs.generate import DOCS, PARTS, ROOT, documents, opening, shown_commands, stale, written
from tansiq.bench.catalogue import BENCHMARKS, LATER
from tansiq.model.reading import NoticeCode, RefusalCode
from tansiq.readers.formats import NAMES

COMMANDS = shown_commands()
NAMED = [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in documents()]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DRAWN_LATER = re.compile(r"docs/pictures/desk-\w+\.png")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
SETTING = re.compile(r"""environ(?:\.get|\.setdefault)?[(\[]\s*"(TANSIQ_\w+|DATABASE_URL|PORT)"|envvar="(\w+)\"""")
MACHINE = re.compile(
    r"(?<![\w.])/(?:work|home|root|tmp|Users|mnt|opt)/[\w.]|pypi\.org|pythonhosted|registry\.|artifactory|nexus\."
)


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as the common renderers make them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_described_with_each_of_its_options(name: str) -> None:
    text = (DOCS / "commands.md").read_text()
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert section
    flags = [o for p in vars(COMMANDS[name])["params"] for o in (*p.opts, *p.secondary_opts) if o.startswith("--")]
    assert [flag for flag in flags if f"`{flag}`" not in section[1]] == []


def test_no_generated_part_is_stale() -> None:
    assert stale() == [], "run make docs"


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_generated_part_stands_in_a_document(name: str) -> None:
    assert any(f"<!-- generated: {name}" in path.read_text() for path in documents())


def test_a_part_that_is_none_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="horoscope"):
        written("<!-- generated: horoscope -->\n<!-- end -->")


def test_writing_twice_changes_nothing() -> None:
    text = (DOCS / "commands.md").read_text()
    assert written(written(text)) == written(text)


@pytest.mark.parametrize("path", NAMED)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(FENCED.sub("", path.read_text())):
        if target.startswith(("http://", "https://")) or DRAWN_LATER.fullmatch(target):
            continue
        file, _, anchor = target.partition("#")
        place = path if not file else (path.parent / file).resolve()
        assert place.exists(), target
        assert not anchor or anchor in anchors(place.read_text()), target


@pytest.mark.parametrize("path", NAMED)
def test_a_document_names_no_machine_and_no_registry(path: Path) -> None:
    assert MACHINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", NAMED)
def test_a_document_begins_with_a_heading_and_a_sentence(path: Path) -> None:
    assert path.read_text().startswith("# ")
    assert opening(path).endswith(".")


def test_every_document_stands_in_the_index() -> None:
    index = (DOCS / "README.md").read_text()
    missing = [p for p in DOCS.rglob("*.md") if f"({p.relative_to(DOCS).as_posix()})" not in index]
    assert missing == [DOCS / "README.md"]


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in sorted((DOCS / "decisions").glob("*.md"))]
    assert all(number.isdigit() for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_every_detector_has_a_model_card() -> None:
    room = ROOT / "src" / "tansiq" / "detectors"
    names = {p.stem for p in room.iterdir() if not p.name.startswith("_") and (p.is_dir() or p.suffix == ".py")}
    cards = {p.stem: p.read_text() for p in (DOCS / "detectors").glob("*.md")}
    assert names <= cards.keys()
    promised = ("What it does", "Data", "Measured", "Where it fails", "Who must not be judged by it")
    assert {(n, part) for n in names for part in promised if f"**{part}" not in cards[n]} == set()


@pytest.mark.parametrize("word", [*NAMES, *RefusalCode, *NoticeCode, *BENCHMARKS, *sorted(LATER)])
def test_every_word_of_the_contract_is_written_down(word: str) -> None:
    assert f"`{word}`" in (DOCS / "commands.md").read_text()


def test_every_setting_is_described() -> None:
    found = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for names in SETTING.findall(path.read_text())
        for name in names
        if name
    }
    text = (DOCS / "operations.md").read_text()
    assert {name for name in found if f"`{name}`" not in text} == {"TANSIQ_DEMO"}, "TANSIQ_DEMO is what --demo sets"


@pytest.mark.parametrize("name", ["architecture.md", "handling.md"])
def test_every_place_in_the_code_that_is_named_exists(name: str) -> None:
    places = re.findall(r"`(\w[\w/]*(?:\.py|/\w+))(?::\s+([\w.]+)\(\))?`", (DOCS / name).read_text())
    assert places
    for path, function in places:
        file = next((f for f in (ROOT / "src" / "tansiq" / path, ROOT / path) if f.exists()), None)
        assert file, path
        last = function.rpartition(".")[2]
        assert not last or re.search(rf"^\s*(async )?def {last}\(", file.read_text(), re.MULTILINE), (path, function)


def test_every_target_of_make_is_described() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets
    texts = {name: (ROOT / name).read_text() for name in ("README.md", "docs/commands.md")}
    missing = [(name, t) for t in targets[1].split() for name, text in texts.items() if f"`make {t}`" not in text]
    assert missing == []


@pytest.mark.parametrize("target", ["docs", "catalogues", "run", "test"])
def test_make_knows_what_to_do_for(target: str) -> None:
    told = subprocess.run(  # noqa: S603  our own Makefile
        ["make", "--dry-run", target],  # noqa: S607  wherever make is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip()


def test_no_benchmark_is_invented() -> None:
    """A line stands there as `tansiq bench` printed it, or the words say that none was run."""
    lines = re.findall(r"^\| `(\w+)` \| (not yet run|`\{.*\}`) \|$", (DOCS / "benchmarks.md").read_text(), re.MULTILINE)
    said = dict(lines)
    assert said.keys() >= BENCHMARKS.keys()
    assert [name for name, line in said.items() if line != "not yet run" and f'"bench":"{name}"' not in line] == []
