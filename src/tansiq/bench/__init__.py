"""tansiq bench: one module a benchmark, its peer beside it."""
