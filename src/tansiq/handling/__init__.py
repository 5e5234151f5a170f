"""Who may know: markings, purposes, field policy, and release(), the only maker of Released values."""
