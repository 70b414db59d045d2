"""Every peer and every limit, written with the same care as the product.

A *peer* is what one would use instead: the library ``eventsourcing`` as it comes, on the same
server. A *limit* is what the servers and their clients can do with nothing of ours between.
"""
