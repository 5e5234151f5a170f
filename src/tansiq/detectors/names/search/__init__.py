"""Long and short lists: how they are built, where they lie, and how the nearest entries are found."""
