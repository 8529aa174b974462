"""Words that every room shares: localised text, periods, units, cells with their flags and gaps.

Owns: the vocabulary of values, without storage and without a framework.
Never: imports another room, Django, or the clock.
"""
