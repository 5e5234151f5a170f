"""The vetting list of a flight: who is looked at first, with their party, their bags and the seat map."""
