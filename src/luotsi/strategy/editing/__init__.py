"""A draft of a plan written by people: words changed, lines added, moved, taken out and put back.

Owns: every change to the elements of a draft after it was begun.
Never: touches a version that was decided; begins or decides one, which is for `strategy.operations`.
"""
