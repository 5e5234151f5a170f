"""Django finds the records of this room here; each is defined beside the acts that change it."""

from tansiq.centre.people import Officer, Organisation

__all__ = ["Officer", "Organisation"]
