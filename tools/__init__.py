"""Scripts of those who change the code; nothing of them is installed."""
