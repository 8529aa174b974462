"""The stories of the demonstration as data: an organisation, its document, its plan and its measures, a file each.

Owns: what the demonstration says of each organisation.
Never: holds a value that no source printed, a target that does not say that it is an example.
"""
