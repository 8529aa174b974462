"""Formats that several connectors meet: JSON-stat 2 and the JSON of PxWeb, read into one table.

Owns: the signs in place of figures, the names of periods, the spellings of a moment.
Never: knows an address or what was asked.
"""
