"""The access log: who looked at what and why, and the proof of it for a stranger."""
