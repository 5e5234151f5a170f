"""What runs when, how often, and after a crash: intake, the pipeline, timers."""
