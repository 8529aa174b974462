"""What is measured: definitions, observations, targets, statuses with their reasons, and where every value comes from.

Owns: definitions and catalogue, an organisation's measures, series, observations, targets, statuses, value methods.
Never: knows which goal points at a measure, or which page shows it.
"""
