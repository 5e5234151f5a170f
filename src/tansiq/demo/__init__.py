"""The invented national day: writes files in the real formats with its own writers."""
