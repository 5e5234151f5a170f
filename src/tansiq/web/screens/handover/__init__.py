"""Travellers handed over to the arrival hall: the desk's side, on paper, and the hall's own."""
