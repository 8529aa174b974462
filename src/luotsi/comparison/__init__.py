"""What a place is compared with: the country, areas that share their figures, published statistics, and its peers.

Owns: which shares can be compared, areas' offers to share, references made of them, peers frozen for a term.
Never: adds up a figure that is hidden, changes a reference once it is made, ranks places.
"""
