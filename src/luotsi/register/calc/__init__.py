"""Statistics and euros over what the register counts: pure arithmetic that knows no table, no engine and no clock.

Owns: survival and exits by reason, the comparison of participants with others like them, expected against observed,
    shrinkage of small numbers, the municipal share with its decomposition, forecasts and what-ifs.
Never: reads a file or a database, hides a number (that is `protection`), writes words for people.
"""
