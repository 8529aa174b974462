"""Numbers, dates and periods as each language writes them, the sentences told about them, and their charts.

Owns: formats, the reading of typed numbers, rule-made sentences, charts as SVG with their tables, shapes of statuses.
Never: touches the database, a framework or the clock, or decides what a number means.
"""
