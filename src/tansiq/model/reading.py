"""What a reader gives back: observations, and an account of everything that was not taken."""

from dataclasses import dataclass, field
from enum import StrEnum

from tansiq.model.kinds import Observation


class RefusalCode(StrEnum):
    """Why a part, or the whole, of an input was not taken. Part of the command-line contract."""

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_YET_READ = "not_yet_read"  # a format that is known by name and has no reader in this version
    WRONG_FORMAT = "wrong_format"  # forced by the caller, and the bytes are something else
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    BROKEN_SEGMENT = "broken_segment"
    BROKEN_ENTRY = "broken_entry"
    UNSAFE = "unsafe"  # entity expansion, archives that grow, nesting without end


class NoticeCode(StrEnum):
    """What was odd and read all the same. Part of the command-line contract."""

    COUNT_DIFFERS = "count_differs"
    REFERENCE_DIFFERS = "reference_differs"
    ENVELOPE_MISSING = "envelope_missing"
    ENVELOPE_OPEN = "envelope_open"
    OUTSIDE_ENVELOPE = "outside_envelope"
    SERVICE_CHARACTERS = "service_characters"
    CHARACTER_SET = "character_set"
    NOT_TERMINATED = "not_terminated"
    UNKNOWN_SEGMENT = "unknown_segment"
    UNKNOWN_ELEMENT = "unknown_element"
    MISPLACED_SEGMENT = "misplaced_segment"
    BAD_DATE = "bad_date"
    BAD_VALUE = "bad_value"
    NO_NAME = "no_name"
    KEPT_UNREAD = "kept_unread"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of an input that was not taken, and where: a value to show and to count, never an exception.

    start, end: byte offsets into the input, end exclusive. entry: of a list entry the id it would have as a subject, "" where
    that cannot be read.
    """

    code: RefusalCode
    start: int
    end: int
    text: str  # what was found and what was expected
    repair: str = ""  # what the sender or the operator can do
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd that was read all the same. Byte offsets into the input, end exclusive."""

    code: NoticeCode
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one input.

    accounted: bytes understood, or named in a notice or a refusal; equals `size` unless the reader is at fault.
    refused: the refusal of the input as a whole; None where at least its frame was understood.
    """

    format: str
    size: int
    accounted: int
    observations: tuple[Observation, ...] = ()
    notices: tuple[Notice, ...] = ()
    refusals: tuple[Refusal, ...] = field(default=())
    refused: Refusal | None = None


def refuse(format_name: str, size: int, refusal: Refusal) -> Reading:
    """The reading of an input that was not taken at all; every byte is accounted for by the refusal."""
    return Reading(format=format_name, size=size, accounted=size, refused=refusal)
