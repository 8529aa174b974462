"""Values that people enter by hand, however they reach us.

Owns: what a typed value is, which ones are refused, their storing together, and what follows from them.
Never: keeps a value that does not count yet; drafts are for `indicators.entry`.
"""
