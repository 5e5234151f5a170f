"""Values: frozen dataclasses with slots, the errors and the refusals. Standard library only, no I/O."""
