"""When periods stop taking values: the rules of each organisation, and openings with a reason."""
