"""Small numbers hidden so that nobody can work them out, and the proof that nobody can.

Owns: the threshold rule, the pattern of further hiding across rows, columns, totals, time and earlier releases,
    the attack that tries to bound a hidden cell.
Never: touches the database, a framework or the clock, sees a person's row, decides who may publish.
"""
