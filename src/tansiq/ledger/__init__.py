"""Append-only record with Merkle proofs, signed heads, the access log, retention and verification."""
