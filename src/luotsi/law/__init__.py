"""What the law says on a given day, as dated rules with statute, section, source and the day it was checked.

Owns: the rule files and their reading, the steps of the municipal share, the limits of the service process.
Never: gives zero where nobody has read the law, counts a person's days, reads the clock.
"""
