"""Machine-facing addresses: message intake and health."""
