"""Interactive answers: a passenger list in, CUSRES out before the airline's agent looks up. docs/iapi.md, decision 0011."""

from typing import Final

ADDRESS: Final = "TANSIQ_ANSWERS"
"""The setting that tells the web where the process that answers listens: "127.0.0.1:8002"."""
