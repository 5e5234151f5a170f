"""What of a list was not read, so that whom it may hold is not taken for delisted."""

from collections.abc import Iterator
from typing import Any

from tansiq.jobs.take import KEPT_PARTS
from tansiq.ledger.current import current
from tansiq.ledger.intake import Message, content
from tansiq.model.reading import RefusalCode
from tansiq.picture.absences import CUT, mark_of_entry, mark_of_part

_ENDS_THE_READING = frozenset({RefusalCode.TRUNCATED, RefusalCode.UNSAFE})


def lacking(message: Message) -> list[str]:
    """The marks (picture/absences.py) of the refusals after which a list may lack entries that its publisher did not remove."""
    parts = [r for r in message.refusals if r["code"] == RefusalCode.BROKEN_ENTRY]
    is_cut = any(r["code"] in _ENDS_THE_READING for r in message.refusals)
    if is_cut or len(message.refusals) >= KEPT_PARTS:
        return [CUT]
    return sorted(_marks(message, parts))


def _marks(message: Message, parts: list[dict[str, Any]]) -> Iterator[str]:
    data: bytes | None = None
    for part in parts:
        if "entry" in part:
            yield mark_of_entry(f"{message.feed}/{part['entry']}"[:240])
            continue
        data = data or content(current(), message.message)
        yield CUT if data is None else mark_of_part(data[int(part.get("start") or 0) : int(part["end"])])
