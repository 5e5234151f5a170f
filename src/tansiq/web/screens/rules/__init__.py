"""Rules: the list, one rule with its life and its runs on past data, and the editor."""
