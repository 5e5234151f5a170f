"""One person: documents, journeys, company, and what was decided before."""
