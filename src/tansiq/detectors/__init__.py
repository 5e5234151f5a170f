"""Pure functions from observations to findings with reasons for and against."""
