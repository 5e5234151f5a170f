"""Who is told apart from list entries, and what that keeps from the desk."""
