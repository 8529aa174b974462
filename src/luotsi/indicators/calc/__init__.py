"""Arithmetic of measures: paths, status, roll-up. Pure: no database, no clock."""
