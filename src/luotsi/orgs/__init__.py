"""Organisations, the places and units that are measured, people with their roles, and who did what when.

Owns: organisations, subjects and their membership over time, people, roles, the audit trail.
Never: knows what is measured or wanted.
"""
