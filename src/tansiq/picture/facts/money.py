"""Amounts in US dollars, where no exchange rate of the day is needed for it."""

from typing import Final

_PER_DOLLAR: Final = {"USD": 1.0, "AED": 3.6725, "BHD": 0.376, "JOD": 0.709, "OMR": 0.3845, "QAR": 3.64, "SAR": 3.75}
"""Currencies that their central banks hold to the dollar at a fixed rate (IMF, exchange arrangements)."""


def in_dollars(amount: str, currency: str) -> float | None:
    """An amount as given in US dollars; None for what is no amount, or of a currency without a fixed rate."""
    rate = _PER_DOLLAR.get(currency.upper())
    try:
        value = float(amount)
    except ValueError:
        return None
    return None if rate is None else round(value / rate, 2)
