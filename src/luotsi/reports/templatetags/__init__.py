"""Pieces of report templates."""
