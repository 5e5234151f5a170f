"""Requests to read masked data again: asked by one officer, answered by another, read for a time."""
