"""Figures of a simulated register of one area, released month by month; of persons who do not exist.

Owns: what it is made of, the packaged figures, and their making anew.
Never: tells a figure without its mark, simulated.
"""
