"""Compare: two subjects side by side, and what each piece of evidence weighs."""
