"""Django finds the records of this room here."""

from tansiq.jobs.cursor import Cursor

__all__ = ["Cursor"]
