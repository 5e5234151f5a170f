"""The seal without which no Released value can be made. Imported by `tansiq.handling` alone (import-linter holds it)."""


class Seal:
    """Proof that `release()` made the decision."""

    __slots__ = ()


SEAL = Seal()
