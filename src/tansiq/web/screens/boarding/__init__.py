"""Boarding: what carriers are answered about travel documents, on which terms, and how it went."""
