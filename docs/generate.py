"""Write the generated parts of the documents in place: `make docs`. With --check, name the stale ones and end with 1.

A generated part stands between `<!-- generated: NAME ARGUMENT -->` and `<!-- end -->`; NAME is a row of PARTS.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Final

from typer.main import get_command

from tansiq.bench.catalogue import BENCHMARKS
from tansiq.cli.app import app
from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.model.reading import NoticeCode, RefusalCode
from tansiq.picture.filled import NOT_YET
from tansiq.readers.edifact.interchange import MessageKind
from tansiq.readers.formats import FORMATS, NAMES
from tansiq.readers.unread import UNREAD_FORMATS

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
_PART: Final = re.compile(r"(<!-- generated: (?P<name>\w+) ?(?P<argument>[\w ]*?) -->\n).*?(<!-- end -->)", re.DOTALL)


def documents() -> list[Path]:
    """Every document, the ones at the top of the tree first."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def written(text: str) -> str:
    """The text of a document with its generated parts made anew. Raises KeyError for a part that is none."""
    return _PART.sub(lambda m: f"{m[1]}{PARTS[m['name']](m['argument'])}\n{m[4]}", text)


def stale() -> list[Path]:
    """The documents with a generated part that is not what it would be now."""
    return [path for path in documents() if written(path.read_text()) != path.read_text()]


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def options(command: str) -> str:
    """The arguments and options of a command, as the command line itself declares them."""
    rows = [_option_row(parameter) for parameter in vars(shown_commands()[command])["params"]]
    return table(("argument or option", "what it is", "default"), rows) if rows else "It has no options."


def shown_commands() -> dict[str, object]:
    """Every command that is not hidden, those of a group under both words ("names alarms")."""
    return dict(_flattened(get_command(app), ()))


def _flattened(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    parts = vars(command)
    for name, inner in parts.get("commands", {}).items():
        yield from _flattened(inner, (*words, name))
    if "commands" not in parts and not parts["hidden"]:
        yield " ".join(words), command


def _option_row(parameter: object) -> tuple[str, str, str]:
    values = vars(parameter)
    is_option = values["opts"][0].startswith("-")
    name = values["opts"][0] if is_option else values["name"].upper() + ("..." if values["nargs"] == -1 else "")
    words = values["help"] or values["name"].capitalize() + "."
    if values["envvar"]:
        words += f" Also `{values['envvar']}`."
    if values["multiple"]:
        words += " May be repeated."
    return f"`{name}`", words, _default(values)


def _default(values: dict[str, object]) -> str:
    if values["required"]:
        return "needed"
    default = values["default"]
    return "" if default in (None, "", False) else f"`{default}`"


def commands(_: str) -> str:
    """Every command with its first line."""
    rows = [(f"[`{n}`](#{n.replace(' ', '-')})", _first_line(c)) for n, c in shown_commands().items()]
    return table(("command", "what it does"), rows)


def _first_line(command: object) -> str:
    return str(vars(command)["help"]).strip().splitlines()[0]


def formats(_: str) -> str:
    """Each format name, with what is read under it and what is known by name only."""
    return table(("name", "read", "known by name, kept unread"), [(f"`{n}`", _read(n), _unread(n)) for n in NAMES])


def _read(name: str) -> str:
    layouts = dict.fromkeys(words for f in FORMATS if f.name == name and (words := _layout(f.read)))
    return " · ".join(_sentence(words).rstrip(".") for words in layouts)


def _layout(read: Callable[..., object]) -> str:
    """What the module of a reader says at its top; of an EDIFACT message, the module that opens it, "" for one kept unread."""
    wanted = read.keywords["wanted"] if isinstance(read, partial) else None
    opener = wanted.open if isinstance(wanted, MessageKind) else read
    return sys.modules[opener.__module__].__doc__ or "" if opener is not None else ""


def _unread(name: str) -> str:
    return " · ".join(u.title for u in UNREAD_FORMATS if u.name == name)


def refusals(_: str) -> str:
    """The codes of what is not taken."""
    return _codes(RefusalCode)


def notices(_: str) -> str:
    """The codes of what is odd and read all the same."""
    return _codes(NoticeCode)


def _codes(codes: type[Enum]) -> str:
    return " ".join(f"`{code.value}`" for code in codes)


def benchmarks(_: str) -> str:
    """Each benchmark with the first line of its own description."""
    return table(
        ("name", "what it does"), [(f"`{n}`", (run.__doc__ or "").splitlines()[0]) for n, run in BENCHMARKS.items()]
    )


def attributes(_: str) -> str:
    """Every attribute that a rule may name."""
    heads = ("attribute", "kind", "unit", "what it is", "from", "unknown when", "stands for")
    rows = [(f"`{a.name}`", a.kind, a.unit, a.meaning, a.source, a.unknown_when, a.proxy) for a in ATTRIBUTES.values()]
    return table(heads, rows)


def facts(_: str) -> str:
    """Every attribute, and whether anything fills it."""
    rows = [(f"`{name}`", f"not yet: {NOT_YET[name]}" if name in NOT_YET else "yes") for name in ATTRIBUTES]
    return table(("attribute", "filled"), rows)


def rooms(_: str) -> str:
    """Each room with its own description, in the order of imports."""
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = [
        (f"{floor}", f"`{room}`", _room(room))
        for floor, layer in enumerate(reversed(layers[1:]))
        for room in layer.split(" | ")
    ]
    return table(("floor", "room", "what it holds"), rows[::-1])


def _room(room: str) -> str:
    code = (ROOT / "src" / "tansiq" / room / "__init__.py").read_text()
    return (ast.get_docstring(ast.parse(code)) or "").partition("\n")[0]


def index(folder: str) -> str:
    """The documents of a folder below docs/, "" for docs/ itself, with the first sentence of each."""
    paths = sorted(p for p in (DOCS / folder).glob("*.md") if p.name != "README.md")
    return "\n".join(f"- [{title(p)}]({p.relative_to(DOCS).as_posix()}): {opening(p)}" for p in paths)


def title(path: Path) -> str:
    """The heading of a document."""
    return path.read_text().partition("\n")[0].removeprefix("# ")


def opening(path: Path) -> str:
    """The first sentence of a document's text."""
    prose = re.sub(r"^#.*\n", "", path.read_text(), flags=re.MULTILINE)
    paragraphs = (p.strip() for p in prose.split("\n\n"))
    first = next((p for p in paragraphs if p and p[0] not in "|`<!-"), "")
    words = re.sub(r"\]\([^)]*\)|\*\*|\[", "", first)
    return _sentence(words.removeprefix("Context. ").removeprefix("What it does. "))


def _sentence(words: str) -> str:
    found = re.match(r".*?[.:](?=\s|$)", " ".join(words.split()))
    return (found[0] if found else " ".join(words.split())).replace(":", ".")


PARTS: Final[dict[str, Callable[[str], str]]] = {
    "options": options,
    "commands": commands,
    "formats": formats,
    "refusals": refusals,
    "notices": notices,
    "benchmarks": benchmarks,
    "attributes": attributes,
    "facts": facts,
    "rooms": rooms,
    "index": index,
}


def main(arguments: list[str]) -> int:
    """Write what is stale, or with --check only say so and give 1."""
    found = stale()
    for path in found:
        sys.stdout.write(f"{'stale' if '--check' in arguments else 'written'}: {path.relative_to(ROOT)}\n")
        if "--check" not in arguments:
            path.write_text(written(path.read_text()))
    return int(bool(found) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
