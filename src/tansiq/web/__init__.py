"""The Django shell: settings, addresses, live events, the API and the screens."""
