"""Console examples of the documents: found, split into steps, and compared with what really comes out."""

import re
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NEEDS_DATABASE = ("ingest", "demo", "officer", "feed", "redress", "terms")
TAKES_LONG = ("demo", "bench read", "bench names", "bench rules", "bench ledger", "bench queue", "bench web")
SERVES = ("serve", "work")


@dataclass
class Step:
    """A command of an example and the lines shown below it. line: in the document."""

    command: str
    line: int
    shown: list[str] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether it is a tansiq command that ends by itself."""
        return self.command.startswith("tansiq ") and not self.asks_for(SERVES)

    @property
    def needs_database(self) -> bool:
        return self.asks_for(NEEDS_DATABASE) or self.command == "tansiq verify"

    def asks_for(self, commands: tuple[str, ...]) -> bool:
        """Whether it is one of these commands."""
        return any(f"{self.command} ".startswith(f"tansiq {command} ") for command in commands)


@dataclass
class Example:
    """A console block. files: shown by `$ cat` in it or earlier in the document, by name."""

    document: str
    steps: list[Step]
    files: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.document}:{self.steps[0].line}"

    @property
    def takes_long(self) -> bool:
        """Whether it starts a database or measures."""
        return any(step.needs_database or step.asks_for(TAKES_LONG) for step in self.steps)


def examples(path: Path, document: str) -> list[Example]:
    """The console blocks of a document that have a command of ours in them."""
    text, found = path.read_text(), []
    files: dict[str, str] = {}
    for block in BLOCK.finditer(text):
        steps = _steps(block[1], first=text.count("\n", 0, block.start(1)) + 1)
        files |= {s.command[4:]: "\n".join(s.shown) + "\n" for s in steps if s.command.startswith("cat ") and s.shown}
        if any(step.is_ours for step in steps):
            found.append(Example(document, steps, dict(files)))
    return found


def _steps(block: str, *, first: int) -> list[Step]:
    steps: list[Step] = []
    for number, line in enumerate(block.splitlines(), first):
        if line.startswith("$ "):
            steps.append(Step(line[2:], number))
        elif steps:
            steps[-1].shown.append(line)
    return steps


def agrees(shown: list[str], said: str) -> bool:
    """Whether the output is what an example shows. "…" stands for any text; where it is a line of its own, for any lines."""
    pattern = "\n".join(".*" if line == "…" else "[^\n]*".join(map(re.escape, line.split("…"))) for line in shown)
    return not shown or re.fullmatch(pattern, said.rstrip("\n"), re.DOTALL) is not None
