"""A working installation out of nothing: real official figures, organisations, plans and people to look at.

Owns: the demonstration's figures and texts, and their loading in one command.
Never: is imported by a room, holds a real person's name, claims to be an organisation's own site.
"""
