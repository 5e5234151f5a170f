"""PNRGOV as XML."""
