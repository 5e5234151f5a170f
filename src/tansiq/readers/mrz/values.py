"""What is read from a machine-readable zone: its fields as they stand, what is wrong, what is odd, and how it may be repaired."""

from dataclasses import dataclass
from enum import StrEnum


class NoteCode(StrEnum):
    """What was odd and read all the same. Part of the command-line contract."""

    LOWER_CASE = "lower_case"
    BLANKS = "blanks"  # blanks inside a line, taken out or read as fillers
    LOOK_ALIKES = "look_alikes"  # other characters that are drawn like letters, digits or fillers
    JOINED = "joined"  # lines that were joined or cut elsewhere
    FILLERS = "fillers"  # fillers that were missing, or too many
    NO_CHECK_DIGIT = "no_check_digit"  # a filler for the check digit of a field without data
    DOCUMENT_CODE = "document_code"
    UNKNOWN_STATE = "unknown_state"
    NATIONALITY_DIFFERS = "nationality_differs"
    SPECIMEN = "specimen"
    NO_FAMILY_NAME = "no_family_name"
    NAME_RESUMES = "name_resumes"  # letters after the fillers that end a name
    ZERO_DATE = "zero_date"  # zeros where unknown parts of a date are fillers
    DATE_ORDER = "date_order"
    NATIONAL_LAYOUT = "national_layout"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be right. expected, found: the check digits, or what the field may hold and what it holds.

    line, column: from 1, as Doc 9303 counts positions; column 0 for a field as a whole.
    """

    field: str
    expected: str
    found: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One character for another. line, column: from 1."""

    line: int
    column: int
    found: str
    suggested: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A repair that a person may make after a look at the document; none is ever made here.

    check_digits: those that agree once the changes are made, which did not all agree before; empty where no check digit
    covers the field, and only the kind of character speaks for the repair.
    """

    field: str
    changes: tuple[Change, ...]
    check_digits: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd. field: "" where it is about the zone as a whole."""

    code: NoteCode
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A machine-readable zone.

    format: TD1, TD2, TD3, MRV-A or MRV-B. lines: as they were read, upper case, fillers in place. issuer, nationality: codes of
    Doc 9303-3 section 5, without fillers ("D"). birth_date, expiry: ISO 8601 at the precision stated, "" where unknown or
    impossible; of the centuries, the latest that makes the birth no later than the day of reading, and for the expiry the one
    from 50 years before it to 49 after. sex: M, F or X (unspecified), "" where it is none of these. optional2: TD1 only, else None.
    native_names: the name in its own script, where the letters are a code for it. truncated: the name fills its field, or has
    initials that it has no room to spell out, so that some of it may be cut off. expired: on the day of reading; None where the expiry is unknown or too coarse to tell.
    start, end: byte offsets into the input, end exclusive.
    """

    format: str
    lines: tuple[str, ...]
    document_code: str
    issuer: str
    document_number: str
    family: str
    given: str
    nationality: str
    birth_date: str
    sex: str
    expiry: str
    optional: str
    optional2: str | None
    native_names: tuple[str, ...]
    truncated: bool
    expired: bool | None
    faults: tuple[Fault, ...]
    suggestions: tuple[Suggestion, ...]
    notes: tuple[Note, ...]
    start: int
    end: int

    @property
    def ok(self) -> bool:
        """Whether every check digit agrees and every field holds what it may hold."""
        return not self.faults
