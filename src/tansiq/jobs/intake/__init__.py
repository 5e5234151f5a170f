"""Ways for bytes to arrive: the watch folder and HTTP."""
