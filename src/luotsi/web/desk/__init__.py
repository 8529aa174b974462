"""The signed-in work: import and review, values, what waits for me.

Owns: the desk's pages and forms.
Never: decides; a POST calls one operation.
"""
