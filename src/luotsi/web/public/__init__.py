"""The accessible public site: where are we going, are we getting there, where does each number come from.

Owns: public pages and downloads.
Never: shows what is not public, writes.
"""
