"""Charts drawn as small, scriptless SVG, each with its title, its sentence and its table.

Owns: chart specifications, their drawing and their tables, the shapes of statuses.
Never: chooses what to show, fetches values, or writes a style attribute.
"""
