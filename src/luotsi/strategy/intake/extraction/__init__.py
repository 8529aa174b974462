"""From the bytes of a document to its lines with layout: PDF, Word, slides, sheets, web pages, Markdown, plain text.

Owns: reading order, tables, lists and headings as each format gives them, and typed refusals.
Never: decides what a line means, imports Django, keeps or sends anything.
"""
