"""Passenger and crew lists (PAXLST)."""
