"""A body written to a folder and given back, on real servers."""
