"""Lists: what is in force, which version, and what changed."""
