"""The mapping of an export made step by step from a sample: guessed, tried by the import's own checks, kept as a file.

Owns: the head of a sample, what its columns and codes may mean, what the checks say of it, the profile being made.
Never: keeps a row of a sample, takes a guess for granted.
"""
