"""Keeps every view equal to a fold over the history: batches, checkpoint, parking, rebuild, swap.

live.py      one view, read from the stream, effect and checkpoint in one transaction
changes.py   row changes folded by table and key
writing.py   the only SQL that writes rows of views
schema.py    a view's schema: made, granted, compared by name
rebuild.py   the same rows from the event store, beside the live ones; compared, or swapped in
"""
