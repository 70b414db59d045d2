"""A small believable demonstration body, lived through day by day by the real command path.

Everybody and every company in it is invented; it is told as a demonstration everywhere.
"""
