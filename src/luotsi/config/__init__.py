"""Settings, root addresses, and what is plugged into what: the shell around the rooms."""
