"""Plans of our own rendered in many layouts: what a plan says is known, so every layout can be scored."""
