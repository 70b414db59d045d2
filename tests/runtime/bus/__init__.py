"""Commands over a real bus, into a real store: whatever is asked is answered, and how."""
