"""What a list costs the innocent: ordinary travellers, respelt true ones, and the alarms on both."""
