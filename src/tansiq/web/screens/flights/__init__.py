"""Flights: which land next, who is on each, and which message said so."""
