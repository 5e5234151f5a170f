"""Message catalogues: python -m tansiq.web.catalogues update | missing | take FILE | set LANGUAGE MSGID TEXT...

A tool for those who change the code; needs Babel, not GNU gettext. It alone writes the .po files: sorted by message,
without line numbers or dates, under a lock, so that several people can run it in one checkout and merges are plain.

update    find every message in code, templates and detectors' reasons; keep what is translated; compile
missing   print what has no translation yet, as JSON to fill in and give to `take`
take      read {"message": {"ur": "...", "ar": "..."}} (a list where there are plural forms) and keep it
set       the same for one message

Plural forms: ur one, other; ar (as Babel orders them) 0, 1, 2, 3-10, 100-102, 11-99.
"""

import argparse
import ast
import fcntl
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

import tansiq

SOURCE: Final = Path(tansiq.__file__).parent
LOCALE: Final = SOURCE / "locale"
LANGUAGES: Final = ("en", "ur", "ar")
KEYWORDS: Final[dict[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)  # the header wants dates; real ones would make every change a conflict

Id = str | tuple[str, str]
Texts = str | list[str]


class Found(NamedTuple):
    """A message where it was found. context: of pgettext, or None."""

    id: Id
    context: str | None
    place: str


def find() -> list[Found]:
    """Every message of the product."""
    return [
        found
        for path in sorted(SOURCE.rglob("*"))
        if not path.name.startswith("test_") and "migrations" not in path.parts
        for found in _find_in(path)
    ]


def _find_in(path: Path) -> Iterator[Found]:
    place = path.relative_to(SOURCE).as_posix()
    if path.suffix == ".py":
        yield from _calls(path.read_text(), place)
    if path.name == "messages.py":
        yield from (Found(text, None, place) for text in constants(path.read_text()))
    if path.suffix in {".html", ".txt"} and "static" not in path.parts:
        yield from _calls(as_python(path.read_text()), place)


def as_python(template: str) -> str:
    """The template with all but its messages blanked; lines are stripped because HTML's indentation is not Python's."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def constants(code: str) -> Iterator[str]:
    """The text of each str constant at module level, its docstring apart."""
    for statement in ast.parse(code).body:
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def _calls(code: str, place: str) -> Iterator[Found]:
    for _line, function, arguments, _comments in extract_python(BytesIO(code.encode()), KEYWORDS, (), {}):
        texts = _texts(arguments)
        if texts:
            yield _found(str(function), texts, place)


def _texts(arguments: object) -> list[str]:
    """Babel gives one text, several, or None for a call whose argument is not a literal."""
    given = arguments if isinstance(arguments, tuple | list) else (arguments,)
    return [text for text in given if isinstance(text, str) and text]


def _found(function: str, texts: list[str], place: str) -> Found:
    context = texts.pop(0) if "pgettext" in function else None
    return Found((texts[0], texts[1]) if function.startswith("n") and len(texts) > 1 else texts[0], context, place)


def load(language: str) -> Catalog:
    """The catalogue as it stands; an empty one where there is none yet."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def merge(language: str, old: Catalog, messages: Iterable[Found]) -> Catalog:
    """A catalogue of exactly these messages with the old translations; those no longer used stay as obsolete."""
    fresh = Catalog(
        locale=language,
        header_comment="",
        project="Tansiq",
        version=tansiq.__version__,
        msgid_bugs_address="the project's issues",
        last_translator="the project",
        language_team="the project",
        fuzzy=False,
        creation_date=_DATE,
        revision_date=_DATE,
    )
    for found in messages:
        kept = fresh.get(found.id, found.context) or old.get(found.id, found.context) or _revived(old, found)
        texts = _forms(kept) if kept else [""]
        if isinstance(found.id, tuple):
            texts += [""] * (fresh.num_plurals - len(texts))
        text = tuple(texts) if isinstance(found.id, tuple) else texts[0]
        fresh.add(found.id, found.id if language == "en" else text, [(found.place, 0)], context=found.context)
    _keep_unused(fresh, old)
    return fresh


def _revived(old: Catalog, found: Found) -> Message | None:
    return next(
        (message for message in old.obsolete.values() if _key(message) == (_single(found.id), found.context)), None
    )


def _keep_unused(fresh: Catalog, old: Catalog) -> None:
    for message in [*old, *old.obsolete.values()]:
        if message.id and any(_forms(message)) and fresh.get(message.id, message.context) is None:
            message.locations = []
            fresh.obsolete[_single(message.id)] = message


def _single(message: str | list[str] | tuple[str, ...]) -> str:
    """The message as code writes it: of plural forms, the singular."""
    return message if isinstance(message, str) else message[0]


def _key(message: Message) -> tuple[str, str | None]:
    return _single(message.id), message.context


def _forms(message: Message) -> list[str]:
    held = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [text or "" for text in held]


def save(language: str, catalogue: Catalog) -> None:
    """Write the catalogue and its compiled form, each in one step: a reader sees the old one or the new one."""
    text, compiled = BytesIO(), BytesIO()
    write_po(text, catalogue, width=110, sort_output=True, include_lineno=False)
    write_mo(compiled, catalogue)
    _replace(_path(language), text.getvalue())
    _replace(_path(language).with_suffix(".mo"), compiled.getvalue())


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)


def compile_all() -> None:
    """Compile every catalogue in place, as installing does."""
    for language in LANGUAGES:
        compiled = BytesIO()
        write_mo(compiled, load(language))
        _replace(_path(language).with_suffix(".mo"), compiled.getvalue())


@contextmanager
def _alone() -> Iterator[None]:
    LOCALE.mkdir(exist_ok=True)
    folder = os.open(LOCALE, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def update(given: Mapping[str, Mapping[str, Texts]] | None = None, *, drop: bool = False) -> list[str]:
    """Bring every catalogue up to date, with the given translations in it. Gives the messages that are used nowhere.

    given: message (its singular form) to language to text, or to the list of plural forms.
    drop: forget translations of messages that are no longer used.
    """
    messages = find()
    unknown = set(given or {}) - {_single(found.id) for found in messages}
    with _alone():
        for language in LANGUAGES:
            catalogue = merge(language, load(language), messages)
            for message in catalogue:
                _fill(message, language, given or {})
            if drop:
                catalogue.obsolete.clear()
            save(language, catalogue)
    return sorted(unknown)


def _fill(message: Message, language: str, given: Mapping[str, Mapping[str, Texts]]) -> None:
    text = given.get(_single(message.id), {}).get(language) if message.id else None
    if text is not None:
        message.string = text if isinstance(text, str) else tuple(text)


def missing() -> dict[str, dict[str, Texts]]:
    """What has no translation yet, with room for it."""
    found: dict[str, dict[str, Texts]] = {}
    for language in LANGUAGES[1:]:
        for message in load(language):
            if message.id and (message.fuzzy or not all(_forms(message))):
                found.setdefault(_single(message.id), {})[language] = _forms(message) if message.pluralizable else ""
    return found


def main(arguments: list[str] | None = None) -> int:
    """The command line. Gives 1 where a given message is used nowhere, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tansiq.web.catalogues",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update").add_argument("--drop", action="store_true", help="forget what is no longer used")
    commands.add_parser("missing")
    commands.add_parser("take").add_argument("file", type=Path)
    one = commands.add_parser("set")
    one.add_argument("language", choices=LANGUAGES[1:])
    one.add_argument("message")
    one.add_argument("text", nargs="+", help="one, or one for each plural form")
    asked = parser.parse_args(arguments)
    return _run(asked)


def _run(asked: argparse.Namespace) -> int:
    if asked.command == "missing":
        update()
        sys.stdout.write(json.dumps(missing(), ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        return 0
    given: dict[str, dict[str, Texts]] = {}
    if asked.command == "take":
        given = json.loads(asked.file.read_text())
    elif asked.command == "set":
        given = {asked.message: {asked.language: asked.text if len(asked.text) > 1 else asked.text[0]}}
    unknown = update(given, drop=getattr(asked, "drop", False))
    for message in unknown:
        sys.stderr.write(f"used nowhere, not kept: {message}\n")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
