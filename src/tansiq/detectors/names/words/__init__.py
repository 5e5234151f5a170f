"""Names as they are written: scripts, spelling and sounds, and the parts a name is made of."""
