"""What is odd in a zone and was read all the same."""

from collections.abc import Iterable, Iterator

from tansiq.model.countries import ALPHA_2_OF, alpha_2
from tansiq.model.issuers import SPECIMEN, is_issuer
from tansiq.readers.mrz.faults import LABELS, is_silent
from tansiq.readers.mrz.parts import Parts
from tansiq.readers.mrz.values import Note, NoteCode

_OF_LINES = {
    NoteCode.LOWER_CASE: "lower-case letters were read as capitals",
    NoteCode.BLANKS: "blanks inside a line were taken out, or read as fillers",
    NoteCode.LOOK_ALIKES: "other characters were read as the letters, digits or fillers they look like",
    NoteCode.JOINED: "the lines were joined and cut where a zone has its ends",
    NoteCode.FILLERS: "fillers were missing, or too many; they were put in or taken out",
}
_FIRST_LETTERS = {"TD1": "ACI", "TD2": "ACI", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}
"""Source: ICAO Doc 9303-4 to 9303-7, section 4.2.2 of each."""


def notes(parts: Parts, of_lines: Iterable[NoteCode]) -> tuple[Note, ...]:
    """Everything odd. of_lines: what was odd in the text before it was a zone."""
    told = (Note(code, "", _OF_LINES[code]) for code in sorted(of_lines))
    return (*told, *_silent_digits(parts), *_codes(parts), *_names(parts), *_dates(parts), *_national(parts))


def _silent_digits(parts: Parts) -> Iterator[Note]:
    for check in parts.layout.checks:
        if check.field != "optional" and is_silent(check, parts.lines):
            yield Note(
                NoteCode.NO_CHECK_DIGIT, check.field, f"{LABELS[check.field]} unknown, and no check digit for it"
            )


def _codes(parts: Parts) -> Iterator[Note]:
    code, issuer = parts.texts["document_code"].strip("<"), parts.texts["issuer"].strip("<")
    nationality = parts.texts.get("nationality", issuer).strip("<")
    first = _FIRST_LETTERS[parts.layout.format]
    if code[:1] not in first or (parts.layout.format in {"TD1", "TD2"} and code[1:] == "V"):
        text = f"document code {code or 'missing'}: {parts.layout.format} begins with {' or '.join(first)}"
        yield Note(NoteCode.DOCUMENT_CODE, "document_code", text)
    for field, state in (("issuer", issuer), ("nationality", nationality)):
        if not is_issuer(state):
            yield Note(NoteCode.UNKNOWN_STATE, field, f"{field} {state or 'missing'} is in no list of Doc 9303-3")
    if SPECIMEN in {issuer, nationality}:
        yield Note(NoteCode.SPECIMEN, "issuer", "a specimen: Utopia issues no documents")
    if code[:1] == "P" and _are_two_states(issuer, nationality):
        text = f"a passport of {issuer} for a national of {nationality}"
        yield Note(NoteCode.NATIONALITY_DIFFERS, "nationality", text)


def _are_two_states(issuer: str, nationality: str) -> bool:
    return issuer in ALPHA_2_OF and nationality in ALPHA_2_OF and alpha_2(issuer) != alpha_2(nationality)


def _names(parts: Parts) -> Iterator[Note]:
    holder = parts.holder
    if holder.given and not holder.family:
        yield Note(NoteCode.NO_FAMILY_NAME, "family", "the name field begins with fillers: given names alone")
    if holder.resumes >= 0:
        _, span = parts.layout.fields["name"]
        place = f"line {span.line + 1}, position {span.start + holder.resumes + 1}"
        text = f"letters after the fillers that end the name ({place}); they were read as given names"
        yield Note(NoteCode.NAME_RESUMES, "given", text)


def _dates(parts: Parts) -> Iterator[Note]:
    for field, date in (("birth_date", parts.birth), ("expiry", parts.expiry)):
        if date.zeros:
            text = f"{LABELS[field]}: zeros stand for what is not known; the standard has fillers"
            yield Note(NoteCode.ZERO_DATE, field, text)
    if parts.birth.iso and parts.expiry.iso and parts.expiry.iso < parts.birth.iso:
        text = "it expires before the birth: one of the two centuries is not what was read"
        yield Note(NoteCode.DATE_ORDER, "expiry", text)


def _national(parts: Parts) -> Iterator[Note]:
    if parts.layout.national:
        yield Note(NoteCode.NATIONAL_LAYOUT, "", parts.layout.national)
    if parts.is_russian_internal:
        text = (
            "Russian internal passport: Cyrillic names in code, three of the series' four digits in the number, "
            "the fourth at the head of the optional data"
        )
        yield Note(NoteCode.NATIONAL_LAYOUT, "", text)
