"""Answers of border authorities (CUSRES) and goods as carriers announce them (CUSCAR)."""
