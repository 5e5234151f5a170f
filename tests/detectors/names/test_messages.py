"""Reasons are sentences from one finite list, and every place in them can be filled."""

from pathlib import Path
from string import Formatter

import pytest

from tansiq.detectors.names import messages, tables

MESSAGES = {name: text for name, text in vars(messages).items() if name.isupper()}
PLACES = {"left", "right", "years", "left_issuer", "right_issuer", "entries", "bearers"}
ROOM = Path(messages.__file__).parent


def test_no_message_is_said_twice() -> None:
    assert len(set(MESSAGES.values())) == len(MESSAGES)


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_places_in_a_message_are_known(name: str) -> None:
    assert {place for _, place, _, _ in Formatter().parse(MESSAGES[name]) if place} <= PLACES


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_every_message_is_used(name: str) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.name != "messages.py")
    assert f"messages.{name}" in sources


def test_letters_and_likenesses_use_known_sounds_only() -> None:
    used = set("".join((*tables.ARABIC.values(), *tables.LATIN.values(), *tables.LIKENESS)))
    assert used <= set(tables.SOUNDS)
    assert all(tables.LIKENESS[a][b] == tables.LIKENESS[b][a] for a in tables.SOUNDS for b in tables.SOUNDS)
