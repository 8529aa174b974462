"""What each page shows, shaped from queries into frozen records; templates only set it on the page."""
