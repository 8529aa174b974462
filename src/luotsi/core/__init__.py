"""Words that every room shares: localised text, periods, units, cells with their flags and gaps.

Owns: the vocabulary of values, without storage or framework; the collector's rest beside millions of them.
Never: imports another room, Django, or the clock.
"""
