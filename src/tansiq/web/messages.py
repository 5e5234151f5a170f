"""Sentences of Django and allauth that our pages show: named here so that our catalogues hold them in each language."""

PASSWORDS_DIFFER = "You must type the same password each time."
