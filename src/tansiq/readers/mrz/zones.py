"""A zone of a known layout as a value."""

from datetime import date

from tansiq.readers.mrz import dates
from tansiq.readers.mrz.faults import faults
from tansiq.readers.mrz.fitting import Fitted
from tansiq.readers.mrz.names import native_names
from tansiq.readers.mrz.notes import notes
from tansiq.readers.mrz.parts import parts_of
from tansiq.readers.mrz.repairs import suggestions
from tansiq.readers.mrz.values import Zone

_SEXES = {"M": "M", "F": "F", "X": "X", "<": "X"}


def read_zone(fitted: Fitted, *, start: int, end: int, today: date) -> Zone:
    """The zone of lines that fit a layout. start, end: byte offsets into the input, kept with it."""
    parts = parts_of(fitted, today)
    texts, holder = parts.texts, parts.holder
    code, issuer = bare(texts["document_code"]), bare(texts["issuer"])
    nationality = bare(texts.get("nationality", texts["issuer"]))
    found = faults(parts)
    return Zone(
        format=parts.layout.format,
        lines=parts.lines,
        document_code=code,
        issuer=issuer,
        document_number=texts["document_number"].replace("<", ""),
        family=holder.family,
        given=holder.given,
        nationality=nationality,
        birth_date=parts.birth.iso,
        sex=_SEXES.get(texts["sex"], ""),
        expiry=parts.expiry.iso,
        optional=bare(texts["optional"]),
        optional2=bare(texts["optional2"]) if "optional2" in texts else None,
        native_names=native_names(
            holder, frozenset({issuer, nationality}), is_russian_internal=parts.is_russian_internal
        ),
        truncated=holder.truncated,
        expired=dates.has_expired(parts.expiry.iso, today),
        faults=found,
        suggestions=suggestions(parts) if found or holder.resumes >= 0 else (),
        notes=notes(parts, fitted.notes),
        start=start,
        end=end,
    )


def bare(text: str) -> str:
    """A field without the fillers at its ends; each one inside is a blank."""
    return text.strip("<").replace("<", " ")
