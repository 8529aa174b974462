"""Luotsi: a strategy taken from its document and kept alive all year."""

__version__ = "0.1.0"
