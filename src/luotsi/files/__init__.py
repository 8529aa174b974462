"""Files as they come and go: what an upload really is, parsing it in a limited process, safe sheets to take home.

Owns: recognising and storing uploads, typed refusals, the sandbox, writing of CSV and XLSX.
Never: trusts a file's name, imports Django, or opens a document outside the sandbox at a door.
"""
