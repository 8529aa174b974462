"""From the lines of a strategy document to proposals, by rules about layout and language.

Owns: normalising and joining of lines, heading words, sections, tables, merging, the shape of a truth file.
Never: knows one document or organisation, needs a network or a language model, imports Django, reads the clock.
"""
