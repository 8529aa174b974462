"""Open data from elsewhere: what to ask, the one place that asks, and the reading of what came back.

Owns: connectors in two steps (request, read), the formats they share, connections with their questions, orders,
    snapshots, attempts, the rhythm and health of sources, the hosts that may be asked.
Never: knows what a figure is used for, fills a gap, keeps a part of an answer that could not be read whole.
"""
