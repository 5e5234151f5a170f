"""What many cases say together: routes, corridors, indicators, commitments. Filled by a later step."""
