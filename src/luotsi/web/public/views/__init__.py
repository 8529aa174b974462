"""Views of the public site: guard, ask, show. None of them writes."""
