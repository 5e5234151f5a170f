"""What the state decided about boarding: standing decisions, the written fallback, and what was answered."""
