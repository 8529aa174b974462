"""From a document to a reviewed plan: lines with layout, proposals with places, a person's decision on each.

Owns: extraction of lines, reading rules, imports and proposals.
Never: lets anything into a plan unseen, needs a network or a language model.
"""
