"""One module a kind of interface: what to ask it, and how to read what it answers.

Owns: requests and their reading, both pure.
Never: speaks HTTP, reads the clock, touches the database, knows another connector.
"""
