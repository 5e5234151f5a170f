"""Search: flights, cases, people and list entries from one box."""
