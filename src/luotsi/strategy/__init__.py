"""What an organisation wants: its plans, their versions and elements, and how they came from a document.

Owns: plans, versions, elements with their anchors, links to measures, the reading and review of documents.
Never: computes a value or a status, renders a page.
"""
