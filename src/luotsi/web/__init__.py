"""Doors for people: the public site, the desk, and what both share.

Owns: addresses, views, templates, style, sign-in.
Never: decides or writes; a POST calls one operation.
"""
