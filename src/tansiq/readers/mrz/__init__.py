"""Machine-readable zones of passports, identity cards and visas (ICAO Doc 9303): lines of text in, zones and refusals out."""

from tansiq.readers.mrz.reading import read_zones
from tansiq.readers.mrz.values import Change, Fault, Note, NoteCode, Suggestion, Zone

__all__ = ["Change", "Fault", "Note", "NoteCode", "Suggestion", "Zone", "read_zones"]
