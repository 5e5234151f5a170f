"""Django finds the records of this room here."""

from tansiq.jobs.cursor import Cursor, Screening

__all__ = ["Cursor", "Screening"]
