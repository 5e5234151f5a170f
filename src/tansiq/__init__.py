"""Tansiq: coordination of border, airport and counter-narcotics services."""

__version__ = "0.1.0"
