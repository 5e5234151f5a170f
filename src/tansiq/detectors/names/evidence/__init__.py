"""Two subjects compared: names laid side by side, birth dates, documents, places, and what each of them tells."""
