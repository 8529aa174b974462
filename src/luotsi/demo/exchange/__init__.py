"""Neighbouring areas whose simulated figures Savonlinna is compared with.

Owns: the packaged releases of five areas, and how they share them.
Never: claims that these areas share anything, or that a figure is real.
"""
