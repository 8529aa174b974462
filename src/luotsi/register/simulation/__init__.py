"""A register of persons who do not exist, whose stocks are the published ones: for trying, teaching and measuring.

Owns: the stocks to match, how spells, services, contacts, work and benefits are drawn, planted effects, the hostile
    twin.
Never: holds a real person's data, is shown without saying that it is simulated, reads the clock.
"""
