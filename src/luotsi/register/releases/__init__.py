"""From what was counted to what may be shown: the cells of a month protected together with everything shown before.

Owns: how the cells of the measures hang together, what is hidden in a release, the figures made of shown cells.
Never: shows a cell on its own account (an approved release does), or changes what was released.
"""
