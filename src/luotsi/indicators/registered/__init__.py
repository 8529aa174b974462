"""Measures whose method is the client register: which released figure each of them is, and how it comes in.

Owns: the place of each catalogue entry in the register, the approval that lets a release out and in at once.
Never: reads the sealed folder, or a figure that is not released.
"""
