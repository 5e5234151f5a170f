"""The desk: what waits for the officers on duty."""
