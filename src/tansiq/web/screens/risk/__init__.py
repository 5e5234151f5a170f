"""The model that weighs alerts, and who lets it."""
