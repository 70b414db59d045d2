"""Benchmarks: ours, a peer and a limit in turn in the same run, told as ratios."""
