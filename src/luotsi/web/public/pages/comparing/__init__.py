"""The page that compares municipalities with what could be expected."""
