"""One alert: why it stands there, who it is about, and what can be done."""
