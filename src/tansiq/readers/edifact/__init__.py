"""The EDIFACT syntax: characters, segments, envelopes and what travels around them; one door to all its messages."""
