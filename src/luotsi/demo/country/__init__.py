"""A month of the whole country, simulated, with which Savonlinna's figures are compared.

Owns: the packaged release of the country, and its making from all the simulated registers together.
Never: claims that somebody releases such figures, or that one of them is real.
"""
