"""Tags and filters of both sites."""
