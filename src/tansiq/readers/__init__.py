"""Bytes to observations and a receipt: one file per format."""
