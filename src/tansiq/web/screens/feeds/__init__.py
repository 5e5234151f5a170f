"""Feeds: what arrives from where, what was refused and why."""
