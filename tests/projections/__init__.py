"""The views, each shown the same history twice."""
