"""One Document, many forms: what goes to a board, a member municipality or the public, built from figures with ids.

Owns: the format-neutral Document, builders that fill it, writers that print it.
Never: computes a value or a status, writes to the database, knows an address of the site.
"""
