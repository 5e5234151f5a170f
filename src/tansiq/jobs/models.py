"""Django finds the records of this room here."""

from tansiq.jobs.cursor import Attempt, Cursor, Screening

__all__ = ["Attempt", "Cursor", "Screening"]
