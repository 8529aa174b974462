"""Pages of what happens to clients: released figures of the register, each page with one question."""
