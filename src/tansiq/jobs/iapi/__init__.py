"""Interactive answers: a passenger list in, CUSRES out before the airline's agent looks up. docs/iapi.md, decision 0011."""
