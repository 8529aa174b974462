"""What both sites share: base templates, style, sign-in, guards, pieces of page.

Owns: the look, the error pages, signing in and out.
Never: knows the pages of the public site or the desk.
"""
