"""Flight schedules, read to scheduled legs. `door.read` is the door to both forms."""
