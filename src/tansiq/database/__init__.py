"""Where PostgreSQL comes from, connections and COPY. Knows nothing of the trade."""
